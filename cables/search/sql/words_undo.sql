DROP FUNCTION cables_note_words(bigint[]);
DROP TABLE cables_word;
