DROP INDEX cables_paragraph_law;
DROP FUNCTION cables_matches(tsquery);
ALTER TABLE cables_sectiontext DROP COLUMN vector;
ALTER TABLE cables_sectiontext RESET (toast_tuple_target);
DROP FUNCTION cables_vector(text);
DROP FUNCTION cables_plain(text);
DROP TEXT SEARCH CONFIGURATION cables_english;
