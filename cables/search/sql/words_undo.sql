DROP FUNCTION cables_similar_words(text, text[]);
DROP FUNCTION cables_note_words(bigint[]);
DROP TABLE cables_word;
