-- The words that have stood in a cable of an access: what "did you mean" may offer to whom. Words are only added;
-- a word that is offered is first looked up among what its reader may see.
CREATE TABLE cables_word (
    word text NOT NULL,
    access varchar(10) NOT NULL,
    PRIMARY KEY (word, access)
);
CREATE INDEX cables_word_trigrams ON cables_word USING gin (word gin_trgm_ops);

CREATE FUNCTION cables_note_words(cables bigint[]) RETURNS void
LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO cables_word (word, access)
    SELECT DISTINCT unaccent(lower(read.token)), cable.access
    FROM cables_cable cable
    JOIN cables_section section ON section.cable_id = cable.id
    JOIN cables_sectiontext kept ON kept.id = section.current_id
    CROSS JOIN LATERAL ts_parse('default', cables_plain(kept.text)) read
    WHERE cable.id = ANY (cables) AND read.tokid IN (1, 2, 10, 11) AND length(read.token) BETWEEN 3 AND 30
    ORDER BY 2, 1 -- two imports take the same words in the same order and cannot lock each other out
    ON CONFLICT DO NOTHING;
END;

-- The words most like this one that stand in cables of these accesses, with their likeness from 0 to 1. Letters that
-- changed places cost a short word most of its trigrams, so the threshold is low.
CREATE FUNCTION cables_similar_words(typed text, accesses text[])
RETURNS TABLE (word text, likeness real)
LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.2
BEGIN ATOMIC
    SELECT known.word, similarity(known.word, typed)
    FROM cables_word known
    WHERE known.word % typed AND known.access = ANY (accesses)
    GROUP BY known.word
    ORDER BY 2 DESC, 1
    LIMIT 40;
END;
