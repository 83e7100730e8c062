DELETE FROM cables_word known USING cables_word other
WHERE known.word = other.word AND known.access = other.access AND known.ctid > other.ctid;
DROP INDEX cables_word_known;
ALTER TABLE cables_word ADD CONSTRAINT cables_word_pkey PRIMARY KEY (word, access);

CREATE OR REPLACE FUNCTION cables_note_words(cables bigint[]) RETURNS void
LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO cables_word (word, access)
    SELECT DISTINCT unaccent(lower(read.token)), cable.access
    FROM cables_cable cable
    JOIN cables_section section ON section.cable_id = cable.id
    JOIN cables_sectiontext kept ON kept.id = section.current_id
    CROSS JOIN LATERAL ts_parse('default', cables_plain(kept.text)) read
    WHERE cable.id = ANY (cables) AND read.tokid IN (1, 2, 10, 11) AND length(read.token) BETWEEN 3 AND 30
    ORDER BY 2, 1
    ON CONFLICT DO NOTHING;
END;
