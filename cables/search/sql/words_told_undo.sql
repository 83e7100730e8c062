CREATE OR REPLACE FUNCTION cables_note_words(cables bigint[]) RETURNS void
LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO cables_word (word, access)
    SELECT fresh.word, fresh.access
    FROM (
        SELECT DISTINCT unaccent(lower(read.token)) AS word, cable.access
        FROM cables_cable cable
        JOIN cables_section section ON section.cable_id = cable.id
        JOIN cables_sectiontext kept ON kept.id = section.current_id
        CROSS JOIN LATERAL ts_parse('default', cables_plain(kept.text)) read
        WHERE cable.id = ANY (cables) AND read.tokid IN (1, 2, 10, 11) AND length(read.token) BETWEEN 3 AND 30
    ) AS fresh
    WHERE NOT EXISTS (
        SELECT FROM cables_word known WHERE known.word = fresh.word AND known.access = fresh.access
    );
END;
DROP TEXT SEARCH CONFIGURATION cables_words;
