-- The last transaction that changed what search holds of a cable; cable 0 stands for the reference tables (names,
-- topics), -1 for everything. A process that read the archive in one snapshot reads again what is not visible in it,
-- so that transactions which commit out of order are not missed and imports do not wait for each other.
CREATE TABLE cables_change (
    cable_id bigint PRIMARY KEY,
    xid xid8 NOT NULL
);
CREATE INDEX cables_change_xid ON cables_change (xid);
INSERT INTO cables_change (cable_id, xid) VALUES (0, pg_current_xact_id()), (-1, pg_current_xact_id());

CREATE FUNCTION cables_note_changes(cables bigint[]) RETURNS void
LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO cables_change (cable_id, xid)
    SELECT DISTINCT changed, pg_current_xact_id() FROM unnest(cables) changed WHERE changed IS NOT NULL ORDER BY 1
    ON CONFLICT (cable_id) DO UPDATE SET xid = excluded.xid WHERE cables_change.xid <> excluded.xid;
END;

-- What changed since a snapshot, as [cable ids], and the snapshot to ask with next time. `own` says that this
-- transaction has written itself: what it sees is not yet there for others. A dump brings the transaction numbers of
-- another server: those that are still to come here are passed over.
CREATE FUNCTION cables_changes_since(seen pg_snapshot)
RETURNS TABLE (cables bigint[], seen_now pg_snapshot, own boolean)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT ARRAY(
        SELECT cable_id FROM cables_change
        WHERE xid >= pg_snapshot_xmin(seen) AND NOT pg_visible_in_snapshot(xid, seen)
        AND (xid < pg_snapshot_xmax(pg_current_snapshot()) OR xid = pg_current_xact_id_if_assigned())
    ), pg_current_snapshot(), pg_current_xact_id_if_assigned() IS NOT NULL;
END;


CREATE FUNCTION cables_note_cable() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY(SELECT id FROM changed));
    RETURN NULL;
END $body$;

CREATE FUNCTION cables_note_cable_update() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY(SELECT id FROM changed));
    PERFORM cables_note_words(ARRAY(
        SELECT changed.id FROM changed JOIN before ON before.id = changed.id WHERE before.access <> changed.access
    ));
    RETURN NULL;
END $body$;
CREATE TRIGGER cables_noted_insert AFTER INSERT ON cables_cable REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_cable();
CREATE TRIGGER cables_noted_delete AFTER DELETE ON cables_cable REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_cable();
CREATE TRIGGER cables_noted_update AFTER UPDATE ON cables_cable REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_cable_update();

CREATE FUNCTION cables_note_section() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY(SELECT cable_id FROM changed));
    RETURN NULL;
END $body$;

CREATE FUNCTION cables_note_section_words() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY(SELECT cable_id FROM changed));
    PERFORM cables_note_words(ARRAY(SELECT DISTINCT cable_id FROM changed WHERE current_id IS NOT NULL));
    RETURN NULL;
END $body$;
CREATE TRIGGER cables_noted_delete AFTER DELETE ON cables_section REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_section();
CREATE TRIGGER cables_noted_insert AFTER INSERT ON cables_section REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_section_words();
CREATE TRIGGER cables_noted_update AFTER UPDATE ON cables_section REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_section_words();
CREATE TRIGGER cables_noted_insert AFTER INSERT ON cables_cabletag REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_section();
CREATE TRIGGER cables_noted_update AFTER UPDATE ON cables_cabletag REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_section();
CREATE TRIGGER cables_noted_delete AFTER DELETE ON cables_cabletag REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_section();

CREATE FUNCTION cables_note_text() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY(
        SELECT DISTINCT section.cable_id FROM changed JOIN cables_section section ON section.id = changed.section_id
    ));
    RETURN NULL;
END $body$;

CREATE FUNCTION cables_note_text_words() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY(
        SELECT DISTINCT section.cable_id FROM changed JOIN cables_section section ON section.id = changed.section_id
    ));
    PERFORM cables_note_words(ARRAY(
        SELECT DISTINCT section.cable_id
        FROM changed JOIN before ON before.id = changed.id JOIN cables_section section ON section.id = changed.section_id
        WHERE before.text <> changed.text
    ));
    RETURN NULL;
END $body$;
CREATE TRIGGER cables_noted_insert AFTER INSERT ON cables_sectiontext REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_text();
CREATE TRIGGER cables_noted_delete AFTER DELETE ON cables_sectiontext REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_text();
CREATE TRIGGER cables_noted_update AFTER UPDATE ON cables_sectiontext REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_text_words();

CREATE FUNCTION cables_note_paragraph() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY(
        SELECT DISTINCT section.cable_id
        FROM (SELECT DISTINCT section_text_id AS id FROM changed) named
        JOIN cables_sectiontext kept ON kept.id = named.id
        JOIN cables_section section ON section.id = kept.section_id
    ));
    RETURN NULL;
END $body$;
CREATE TRIGGER cables_noted_insert AFTER INSERT ON cables_paragraph REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_paragraph();
CREATE TRIGGER cables_noted_update AFTER UPDATE ON cables_paragraph REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_paragraph();
CREATE TRIGGER cables_noted_delete AFTER DELETE ON cables_paragraph REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_paragraph();

CREATE FUNCTION cables_note_answer() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY(
        SELECT DISTINCT section.cable_id
        FROM (SELECT DISTINCT sectiontext_id AS id FROM changed) named
        JOIN cables_sectiontext kept ON kept.id = named.id
        JOIN cables_section section ON section.id = kept.section_id
    ));
    RETURN NULL;
END $body$;
CREATE TRIGGER cables_noted_insert AFTER INSERT ON cables_sectiontext_questions REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_answer();
CREATE TRIGGER cables_noted_update AFTER UPDATE ON cables_sectiontext_questions REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_answer();
CREATE TRIGGER cables_noted_delete AFTER DELETE ON cables_sectiontext_questions REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_answer();

CREATE FUNCTION cables_note_reference() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY[0]);
    RETURN NULL;
END $body$;
CREATE TRIGGER cables_noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cables_country
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_reference();
CREATE TRIGGER cables_noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cables_post
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_reference();
CREATE TRIGGER cables_noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cables_tag
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_reference();
CREATE TRIGGER cables_noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cables_topic
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_reference();
CREATE TRIGGER cables_noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cables_question
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_reference();
CREATE TRIGGER cables_noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cables_questionnaire
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_reference();

CREATE FUNCTION cables_note_everything() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM cables_note_changes(ARRAY[-1]);
    IF TG_TABLE_NAME = 'cables_cable' THEN
        DELETE FROM cables_word;
    END IF;
    RETURN NULL;
END $body$;
CREATE TRIGGER cables_noted_truncate AFTER TRUNCATE ON cables_cable
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_everything();
CREATE TRIGGER cables_noted_truncate AFTER TRUNCATE ON cables_cabletag
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_everything();
CREATE TRIGGER cables_noted_truncate AFTER TRUNCATE ON cables_section
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_everything();
CREATE TRIGGER cables_noted_truncate AFTER TRUNCATE ON cables_sectiontext
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_everything();
CREATE TRIGGER cables_noted_truncate AFTER TRUNCATE ON cables_sectiontext_questions
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_everything();
CREATE TRIGGER cables_noted_truncate AFTER TRUNCATE ON cables_paragraph
    FOR EACH STATEMENT EXECUTE FUNCTION cables_note_everything();

-- The words of what was here before.
SELECT cables_note_words(ARRAY(SELECT id FROM cables_cable));
