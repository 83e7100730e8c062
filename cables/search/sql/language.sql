-- English stemming without accents. Stop words and stems are the analysts' language; proper names pass unharmed.
CREATE TEXT SEARCH CONFIGURATION cables_english (COPY = english);
ALTER TEXT SEARCH CONFIGURATION cables_english
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

-- A text, or a query, in the form in which both are cut into words:
--   police/military -> police military      1,000 -> 1000      U.S. -> US.
--   95-98 -> 95 98     end.Next -> end Next     08GUATEMALA000327 -> 8 GUATEMALA 327     000327 -> 327
-- The first 400,000 characters: a vector holds at most a megabyte.
CREATE FUNCTION cables_plain(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    translate(left(words, 400000), '/_<>&\', '      '),
    '(\d(?=,\d{3}(?!\d))|\m[A-Z](?=\.[A-Z]\.))[,.]', '\1', 'g'),
    '([A-Za-z]{2})(?=\d)|-(?=\d)|\.(?=[A-Za-z][a-z])', '\1 ', 'g'),
    '(\d)(?=[A-Za-z]{3})', '\1 ', 'g'),
    '(^|[^\d.,])0+(?=\d)', '\1', 'g');

CREATE FUNCTION cables_vector(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector('cables_english'::regconfig, cables_plain(words));

ALTER TABLE cables_sectiontext ADD COLUMN vector tsvector GENERATED ALWAYS AS (cables_vector(text)) STORED;
-- Long texts and vectors stand beside the table, vectors as they are: what is scanned for hits stays narrow.
ALTER TABLE cables_sectiontext SET (toast_tuple_target = 128);
ALTER TABLE cables_sectiontext ALTER COLUMN vector SET STORAGE EXTERNAL;
CREATE INDEX cables_sectiontext_vector ON cables_sectiontext USING gin (vector) WITH (fastupdate = off);

-- The ids of the texts that a query matches, four bytes each; NULL for a query of stop words alone. Never by
-- reading the whole table, which looks cheap to the planner because the vectors stand beside it.
CREATE FUNCTION cables_matches(query tsquery) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off
RETURN CASE WHEN numnode(query) > 0 THEN (
    SELECT coalesce(string_agg(int4send(id::integer), ''::bytea), ''::bytea)
    FROM cables_sectiontext WHERE vector @@ query
) END;

CREATE INDEX cables_paragraph_law ON cables_paragraph (section_text_id)
    WHERE kind IN ('law', 'law-heading', 'law-item');
