-- Which cables the search has to read again when something changes that its facets of law and institutions show:
-- passages, penalties, and what they name. Each statement is one note of its cables, however many rows it writes.
CREATE FUNCTION statutes_note_sections(sections bigint[]) RETURNS void
LANGUAGE sql
BEGIN ATOMIC
    SELECT cables_note_changes(ARRAY(SELECT DISTINCT cable_id FROM cables_section WHERE id = ANY (sections)));
END;

CREATE FUNCTION statutes_note_passages() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM statutes_note_sections(ARRAY(SELECT DISTINCT section_id FROM changed));
    RETURN NULL;
END $body$;

-- A decision that a passage stands as it was read changes no count.
CREATE FUNCTION statutes_note_mention_update() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM statutes_note_sections(ARRAY(
        SELECT unnest(ARRAY[before.section_id, changed.section_id])
        FROM changed JOIN before ON before.id = changed.id
        WHERE (
            before.text_id, before.instrument_id, before.provision_id, before.institution_id, before.offence,
            before.standing = 'rejected'
        ) IS DISTINCT FROM (
            changed.text_id, changed.instrument_id, changed.provision_id, changed.institution_id, changed.offence,
            changed.standing = 'rejected'
        )
    ));
    RETURN NULL;
END $body$;
CREATE TRIGGER statutes_noted_insert AFTER INSERT ON statutes_mention REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_passages();
CREATE TRIGGER statutes_noted_delete AFTER DELETE ON statutes_mention REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_passages();
CREATE TRIGGER statutes_noted_update AFTER UPDATE ON statutes_mention
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_mention_update();

CREATE FUNCTION statutes_note_penalty_update() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM statutes_note_sections(ARRAY(SELECT section_id FROM before UNION SELECT section_id FROM changed));
    RETURN NULL;
END $body$;
CREATE TRIGGER statutes_noted_insert AFTER INSERT ON statutes_penalty REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_passages();
CREATE TRIGGER statutes_noted_delete AFTER DELETE ON statutes_penalty REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_passages();
CREATE TRIGGER statutes_noted_update AFTER UPDATE ON statutes_penalty
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_penalty_update();

-- An entry that is new has no passages yet, and one that goes takes them with it.
CREATE FUNCTION statutes_note_instruments() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM statutes_note_sections(ARRAY(
        SELECT DISTINCT mention.section_id
        FROM changed JOIN before ON before.id = changed.id JOIN statutes_mention mention
            ON mention.instrument_id = changed.id
        WHERE (before.country_id, before.slug, before.name, before.standing = 'rejected')
            IS DISTINCT FROM (changed.country_id, changed.slug, changed.name, changed.standing = 'rejected')
    ));
    RETURN NULL;
END $body$;
CREATE TRIGGER statutes_noted_update AFTER UPDATE ON statutes_instrument
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_instruments();

CREATE FUNCTION statutes_note_institutions() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM statutes_note_sections(ARRAY(
        SELECT DISTINCT mention.section_id
        FROM changed JOIN before ON before.id = changed.id JOIN statutes_mention mention
            ON mention.institution_id = changed.id
        WHERE (before.country_id, before.slug, before.name, before.kind, before.standing = 'rejected')
            IS DISTINCT FROM (changed.country_id, changed.slug, changed.name, changed.kind, changed.standing = 'rejected')
    ));
    RETURN NULL;
END $body$;
CREATE TRIGGER statutes_noted_update AFTER UPDATE ON statutes_institution
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_institutions();

CREATE FUNCTION statutes_note_provisions() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM statutes_note_sections(ARRAY(
        SELECT passage.section_id
        FROM changed JOIN before ON before.id = changed.id CROSS JOIN LATERAL (
            SELECT section_id FROM statutes_mention WHERE provision_id = changed.id
            UNION
            SELECT section_id FROM statutes_penalty WHERE provision_id = changed.id
        ) AS passage
        WHERE (before.instrument_id, before.slug, before.unit, before.number, before.offence,
                before.standing = 'rejected')
            IS DISTINCT FROM (changed.instrument_id, changed.slug, changed.unit, changed.number, changed.offence,
                changed.standing = 'rejected')
    ));
    RETURN NULL;
END $body$;
CREATE TRIGGER statutes_noted_update AFTER UPDATE ON statutes_provision
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_provisions();

CREATE FUNCTION statutes_note_everything() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY[-1]);
    RETURN NULL;
END $body$;
CREATE TRIGGER statutes_noted_truncate AFTER TRUNCATE ON statutes_mention
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_everything();
CREATE TRIGGER statutes_noted_truncate AFTER TRUNCATE ON statutes_penalty
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_note_everything();

-- What was read before the facets were there.
SELECT cables_note_changes(ARRAY[-1]);
