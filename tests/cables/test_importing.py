import hashlib
import itertools
import logging
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from cables import parsing
from cables.documents import Document
from cables.gazetteer import Gazetteer
from cables.heading import head_of
from cables.identities import digest, section_keys
from cables.importing import Outcome, Result, import_document, write_cable
from cables.models import Cable, Country, Post, Question, Revision, Section, SectionText, Source, Tag
from cables.parsing.structure import Addressee, CableKind, ParsedCable, Part, Reference
from cables.sources import open_sources
from tests.factories import CountryFactory, PostFactory, cable_text, make_cable, make_parsed

pytestmark = pytest.mark.django_db

MRN = "08PORTOPRUEBA900327"


def bring_in(text: str = "", **options: object) -> Outcome:
    content = (text or cable_text()).encode()
    return import_document(Document("a.txt", content, origin="a.txt"), **options)  # type: ignore[arg-type]


def write(parsed: ParsedCable, content: bytes = b"", **options: object) -> Outcome:
    return write_cable(parsed, content=content or parsed.text.encode(), name="a.txt", **options)  # type: ignore[arg-type]


def names(cable: Cable, **filters: object) -> list[str]:
    return [str(section) for section in cable.sections.filter(**filters).order_by("pk")]


# What is kept


def test_a_cable_is_kept_with_its_exact_bytes(tmp_path: Path) -> None:
    content = cable_text().replace("\n", "\r\n").encode("cp1252")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(content)
    (document,) = open_sources([tmp_path / "in"])
    assert isinstance(document, Document)
    outcome = import_document(document)
    source = Source.objects.get()
    assert (outcome.result, outcome.mrn, outcome.revision) == (Result.IMPORTED, MRN, 1)
    assert bytes(source.content) == content
    assert source.sha256 == hashlib.sha256(content).hexdigest()
    assert source.name == "in/a.txt"
    assert source.text == content.decode(source.encoding)


def test_header_addressees_references_and_tags_are_kept() -> None:
    refs = (Reference("A", "07 STATE 2731", mrn="07STATE2731"), Reference("B", "an e-mail", notal=True))
    write(make_parsed(refs=refs, tags=("KCRM", "QQQQ", "KCRM", "PHUM"), precedence=("PRIORITY", "ROUTINE")))
    cable = Cable.objects.get(mrn=MRN)
    assert (cable.year, cable.serial, cable.report_year, cable.subject) == (
        2008,
        900327,
        2008,
        "INPUT FOR THE 2008 TIP REPORT",
    )
    assert cable.precedence == ["PRIORITY", "ROUTINE"]
    assert [(each.role, each.name, each.routing) for each in cable.addressees.all()] == [
        ("action", "SECSTATE WASHDC", "RUEHC"),
        ("info", "AMEMBASSY ORVANE", "RUEHXE"),
        ("info", "DEPT OF LABOR WASHDC", ""),
    ]
    assert [(each.letter, each.mrn, each.notal) for each in cable.references.all()] == [
        ("A", "07STATE2731", False),
        ("B", "", True),
    ]
    assert [link.tag.code for link in cable.cabletag_set.all()] == ["KCRM", "QQQQ", "PHUM"]
    assert Tag.objects.get(code="QQQQ").name == ""
    assert cable.current is not None
    assert cable.current.header["refs"][0]["raw"] == "07 STATE 2731"


def test_values_longer_than_a_column_are_cut_there_and_whole_in_the_revision() -> None:
    long = "AMEMBASSY " + "X" * 300
    parsed = make_parsed(from_=long, captions=("Y" * 100,), action=(Addressee(long, serial="1" * 30),), signature=long)
    assert write(parsed).result == Result.IMPORTED
    cable = Cable.objects.get()
    assert cable.origin == long[:119] + "…"
    assert cable.current is not None
    assert cable.current.header["from_"] == long


def test_sections_and_paragraphs_are_kept_in_order_with_their_places() -> None:
    parsed = make_parsed()
    write(parsed)
    texts = list(SectionText.objects.all())
    assert [(each.section.chapter, each.section.key, each.text) for each in texts] == [
        (read.chapter, "-".join(read.keys).lower(), read.text) for read in parsed.sections
    ]
    for text in texts:
        for paragraph in text.paragraphs.all():
            assert (
                text.text[paragraph.clean_start : paragraph.clean_end] == parsed.text[paragraph.start : paragraph.end]
            )
    assert [paragraph.position for paragraph in texts[4].paragraphs.all()] == [1, 2]
    assert all(section.current_id for section in Section.objects.all())


def test_questions_of_the_report_years_questionnaire_are_linked_by_chapter_and_letters() -> None:
    write(make_parsed(sections=[("prosecution", ("B", "C"), "Eight years."), ("comment", "", "None.")]))
    answered = SectionText.objects.get(section__key="b-c")
    assert sorted((each.questionnaire.report_year, each.chapter, each.key) for each in answered.questions.all()) == [
        (2008, "prosecution", "B"),
        (2008, "prosecution", "C"),
    ]
    assert Cable.objects.get().questionnaire.report_year == 2008  # type: ignore[union-attr]


def test_a_question_asked_under_two_letters_is_found_by_each() -> None:
    gazetteer = Gazetteer()
    together = Question.objects.get(questionnaire__report_year=2005, chapter="prosecution", key="A-B")
    assert gazetteer.questions(2005, "prosecution", ["A"]) == [together.pk]
    assert gazetteer.questions(2005, "prosecution", ["A", "B"]) == [together.pk]


# Post and country


def test_country_comes_from_tags_and_post_from_the_mrn() -> None:
    write(make_parsed(mrn="09SANJOSE900127", post="SAN JOSE", tags=("KTIP", "CS")))
    cable = Cable.objects.get()
    assert (cable.post.mrn_name, cable.country.iso2) == ("SANJOSE", "CR")  # type: ignore[union-attr]


def test_of_several_countries_in_tags_the_posts_own_counts_then_the_first_that_is_not_the_united_states() -> None:
    write(make_parsed(mrn="08SANJOSE900001", post="SAN JOSE", tags=("NU", "US", "CS")))
    write(make_parsed(mrn="08SANJOSE900002", post="SAN JOSE", tags=("US", "NU", "ES")))
    write(make_parsed(mrn="08SANJOSE900003", post="SAN JOSE", tags=("KTIP",)))
    assert [cable.country.iso2 for cable in Cable.objects.order_by("mrn")] == ["CR", "NI", "CR"]  # type: ignore[union-attr]


def test_a_cable_of_an_unknown_post_is_kept_with_warnings_and_resolved_when_it_becomes_known() -> None:
    outcome = bring_in()
    assert {"unknown_post", "unknown_country"} <= {warning.code for warning in outcome.warnings}
    assert Cable.objects.get().post is None
    PostFactory(mrn_name="PORTOPRUEBA", country=CountryFactory(iso2="XQ"))
    assert bring_in().result == Result.UNCHANGED
    cable = Cable.objects.get()
    assert (cable.post.mrn_name, cable.country.iso2) == ("PORTOPRUEBA", "XQ")  # type: ignore[union-attr]


def test_a_real_cable_never_gets_a_samples_place() -> None:
    country = CountryFactory(iso2="XQ", sample=True)
    PostFactory(mrn_name="PORTOPRUEBA", country=country, sample=True)
    bring_in()
    assert Cable.objects.filter(post=None, country=None).exists()
    write(make_parsed(mrn="08PORTOPRUEBA900328"), sample=True)
    sample = Cable.objects.get(sample=True)
    assert str(sample.country) == str(country)
    assert sample.post is not None


def test_a_sample_and_a_real_cable_cannot_have_the_same_mrn() -> None:
    bring_in(sample=True)
    outcome = bring_in()
    assert (outcome.result, outcome.reason) == (
        Result.REFUSED,
        "a sample cable of this MRN is held; a real one cannot take its place",
    )
    assert Cable.objects.get().sample


# Again


def test_the_same_again_changes_nothing() -> None:
    bring_in()
    before = list(SectionText.objects.values_list("pk", flat=True))
    outcome = bring_in()
    assert (outcome.result, outcome.revision) == (Result.UNCHANGED, 1)
    assert (Source.objects.count(), Revision.objects.count()) == (1, 1)
    assert list(SectionText.objects.values_list("pk", flat=True)) == before


@pytest.fixture
def known() -> Post:
    return PostFactory(mrn_name="PORTOPRUEBA", country=CountryFactory(iso2="XQ"))  # type: ignore[return-value]


def test_what_this_parser_has_read_before_is_not_read_again(known: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bring_in()
    monkeypatch.setattr(parsing, "parse", lambda source: 1 / 0)
    assert bring_in() == replace(first, result=Result.UNCHANGED)
    monkeypatch.setattr(parsing, "PARSER_VERSION", "another")
    assert bring_in().reason == "the parser failed on it (ZeroDivisionError)"


def test_a_stricter_claim_about_what_is_held_is_heard(known: Post) -> None:
    bring_in()
    document = Document("a.csv", cable_text().encode(), origin="a.csv, line 1", line=1)
    assert import_document(replace(document, claimed="UNCLASSIFIED")).access == "public"
    assert import_document(replace(document, claimed="SECRET")).result == Result.REFUSED
    assert import_document(replace(document, claimed="UNCLASSIFIED//FOR OFFICIAL USE ONLY")).access == "members"


def test_a_changed_source_is_a_second_source_and_revision_and_sections_stay_themselves() -> None:
    bring_in()
    before = dict(Section.objects.values_list("pk", "chapter"))
    outcome = bring_in(cable_text().replace("Two ministries", "Three ministries"))
    assert (outcome.result, outcome.revision) == (Result.REVISED, 2)
    cable = Cable.objects.get()
    assert dict(Section.objects.values_list("pk", "chapter")) == before
    assert Section.objects.get(chapter="overview", key="b").current.text.startswith("Three")  # type: ignore[union-attr]
    assert cable.current == cable.revisions.get(number=2)
    assert cable.revisions.get(number=1).section_texts.filter(text__startswith="Two").exists()
    assert cable.addressees.count() == 1


def test_an_older_copy_does_not_come_back() -> None:
    changed = cable_text().replace("Two ministries", "Three ministries")
    for text in (cable_text(), changed):
        bring_in(text)
    outcome = bring_in(cable_text())
    assert (outcome.result, outcome.revision, Revision.objects.count()) == (Result.UNCHANGED, 2, 2)


def test_a_section_that_is_gone_stays_without_a_text_and_returns_as_itself() -> None:
    parsed = make_parsed()
    write(parsed)
    section = Section.objects.get(chapter="protection", key="a")
    without = replace(parsed, sections=tuple(read for read in parsed.sections if read.chapter != "protection"))
    assert write(without).result == Result.REVISED
    section.refresh_from_db()
    assert section.current is None
    write(parsed)
    section.refresh_from_db()
    assert section.current is not None
    assert section.current.revision.number == 3


def test_a_better_parser_makes_a_revision_only_if_it_reads_something_else() -> None:
    parsed = make_parsed(parser_version="1")
    write(parsed)
    outcome = write(replace(parsed, parser_version="2", reasons=("better",)))
    revision = Revision.objects.get()
    assert (outcome.result, revision.parser_version, revision.reasons) == (Result.UNCHANGED, "2", ["better"])
    read = replace(parsed.sections[0], text="Something else.")
    outcome = write(replace(parsed, parser_version="3", sections=(read, *parsed.sections[1:])))
    assert (outcome.result, Revision.objects.count()) == (Result.REVISED, 2)
    assert Source.objects.count() == 1


# Identities


def test_a_second_answer_under_the_same_letter_is_counted() -> None:
    sections = [
        ("prosecution", "B", "Eight years."),
        ("prosecution", "A", "Article 12."),
        ("prosecution", "B", "A fine too."),
        ("prosecution", "", "Some text."),
        ("prosecution", "C", "No."),
        ("prosecution", "", "More text."),
        ("protection", "B", "Two."),
        ("protection", ("G", "H", "I"), "None."),
    ]
    parsed = make_parsed(sections=sections)
    assert section_keys(parsed.sections) == ["b", "a", "b.2", "", "c", "text.2", "b", "g-h-i"]
    write(parsed)
    assert Section.objects.count() == len(sections)


def test_many_letters_answered_together_have_a_short_key() -> None:
    parsed = make_parsed(sections=[("prosecution", tuple(f"{n}A" for n in range(20, 60)), "None.")])
    assert section_keys(parsed.sections) == ["20a-to-59a"]


def test_consecutive_pieces_of_one_answer_are_one_section_of_several_paragraphs(real_cables: Path) -> None:
    for path in real_cables.glob("*.txt"):
        read = [(section.chapter, section.keys) for section in parsing.parse(path.read_bytes()).sections]
        again = [pair for pair, following in itertools.pairwise(read) if pair == following and pair[1]]
        assert again == [], path.name


def test_a_digest_tells_readings_apart_and_not_parsers() -> None:
    parsed = make_parsed()
    assert digest(parsed) == digest(replace(parsed, parser_version="9", warnings=(), reasons=()))
    others = [
        make_parsed(truncated=True),
        make_parsed(part=Part(1, 2)),
        make_parsed(subject="ANOTHER"),
        replace(parsed, sections=parsed.sections[1:]),
        replace(parsed, spans=parsed.spans[1:]),
    ]
    assert len({digest(each) for each in (parsed, *others)}) == 6


# Access and kind


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (cable_text(marking="CONFIDENTIAL"), 10, '"CONFIDENTIAL PORTO PRUEBA 900327"'),
        (cable_text(marking="S E C R E T"), 10, '"S E C R E T PORTO PRUEBA 900327"'),
        ("\n".join(["No cable", "at all."] * 9), 0, ""),
        ("UNCLAS\0", 1, "NUL"),
    ],
)
def test_what_may_not_come_in_is_refused_with_line_and_reason_and_leaves_nothing(
    text: str, line: int, reason: str
) -> None:
    outcome = bring_in(text)
    assert (outcome.result, outcome.line) == (Result.REFUSED, line)
    assert reason in outcome.reason
    assert outcome.reason
    assert not Cable.objects.exists()
    assert not Source.objects.exists()


def test_a_classified_copy_leaves_what_is_held_alone() -> None:
    bring_in()
    assert bring_in(cable_text(marking="SECRET")).result == Result.REFUSED
    assert Source.objects.count() == 1


def test_a_marking_decides_access_and_a_stricter_copy_narrows_it() -> None:
    assert bring_in().access == "public"
    outcome = bring_in(cable_text(captions="SENSITIVE"))
    assert (outcome.access, outcome.access_was) == ("members", "public")
    assert "SENSITIVE" in Cable.objects.get().access_reason
    looser = bring_in(cable_text().replace("Two", "Three"))
    assert (looser.result, looser.access) == (Result.REVISED, "members")


def test_widening_needs_an_explicit_public_is_logged_and_lasts(caplog: pytest.LogCaptureFixture) -> None:
    sensitive = cable_text(captions="SENSITIVE")
    with caplog.at_level(logging.WARNING, logger="cables.importing"):
        assert bring_in(sensitive).access == "members"
        assert not caplog.records
        outcome = bring_in(sensitive, access="public")
    assert (outcome.result, outcome.access, outcome.access_was, outcome.widened) == (
        Result.UNCHANGED,
        "public",
        "members",
        True,
    )
    assert [record.getMessage() for record in caplog.records] == [
        f'{MRN} was widened to public: opened by the importer in spite of line 12: "SENSITIVE"'
    ]
    assert bring_in(sensitive).access == "public"
    assert "in spite of" in Cable.objects.get().access_reason


@pytest.mark.parametrize("by_hand", [True, False])
def test_another_text_of_an_opened_cable_is_not_published_with_it(by_hand: bool) -> None:
    sensitive = cable_text(captions="SENSITIVE")
    bring_in(sensitive, access="" if by_hand else "public")
    if by_hand:
        Cable.objects.update(access="public", access_reason="by hand")
    another = sensitive.replace("Two", "Three")
    outcome = bring_in(another)
    assert (outcome.result, outcome.access, outcome.access_was) == (Result.REVISED, "members", "public")
    assert Cable.objects.get().access == "members"
    assert bring_in(sensitive).access == "members"
    assert bring_in(sensitive.replace("Two", "Four"), access="public").access == "public"


def test_a_curators_restriction_survives_every_import() -> None:
    bring_in()
    Cable.objects.update(access="restricted", access_reason="by hand")
    bring_in(cable_text().replace("Two", "Three"), access="public")
    bring_in(cable_text(captions="SENSITIVE"))
    assert Cable.objects.values_list("access", "access_reason").get() == ("restricted", "by hand")


def test_what_is_not_an_input_is_refused_with_the_parsers_reasons_unless_accepted() -> None:
    parsed = make_parsed(kind=CableKind.OTHER, reasons=("It is a demarche.",), report_year=None)
    document = Document("a.txt", b"x", origin="a.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "parse", lambda source: parsed)
        refused = import_document(document)
        assert (refused.result, refused.reason) == (Result.REFUSED, "not a TIP input: It is a demarche.")
        assert not Cable.objects.exists()
        assert import_document(document, accept_other=True).result == Result.IMPORTED
    assert Cable.objects.get().kind == "other"


def test_a_parser_that_fails_refuses_that_cable_only(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "parse", lambda source: [][1])
        outcome = bring_in()
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "the parser failed on it (IndexError)")


def test_a_row_that_calls_its_text_by_another_mrn_is_refused(known: Post) -> None:
    document = Document("a.csv", cable_text().encode(), origin="a.csv, line 7", line=7, mrn="08ELSEWHERE1")
    outcome = import_document(document)
    assert (outcome.result, outcome.line) == (Result.REFUSED, 7)
    assert "the table calls it 08ELSEWHERE1, its text 08PORTOPRUEBA900327" in outcome.reason
    assert import_document(replace(document, mrn="08 Porto Prueba 0900327")).result == Result.IMPORTED
    assert import_document(replace(document, mrn="")).result == Result.UNCHANGED
    assert import_document(document).result == Result.REFUSED


def test_a_row_is_refused_by_its_own_line_and_says_the_line_of_its_text() -> None:
    document = Document("a.csv", cable_text(marking="SECRET").encode(), origin="a.csv, line 7", line=7)
    outcome = import_document(document)
    assert (outcome.line, outcome.reason[:24]) == (7, "line 10 of its text, cla")
    claimed = import_document(replace(document, content=cable_text().encode(), claimed="SECRET//NOFORN"))
    assert claimed.reason == 'the classification given with the text is "SECRET//NOFORN"'


# Parts and truncation


def parts(cable: Cable) -> list[str]:
    return [part.mrn for part in head_of(cable, User(is_superuser=True)).parts]


def test_the_parts_of_an_input_find_each_other() -> None:
    first = make_cable(mrn="08PORTOPRUEBA900001", part=Part(1, 2))
    second = make_cable(mrn="08PORTOPRUEBA900002", part=Part(2, 2))
    make_cable(mrn="08PORTOPRUEBA900003")
    make_cable(mrn="09PORTOPRUEBA900004", part=Part(2, 2), report_year=2009)
    make_cable(mrn="08PORTOPRUEBA900006", part=Part(2, 3))
    make_cable(mrn="08ELSEWHERE900005", part=Part(2, 2), tags=("XY",))
    assert parts(first) == [second.mrn]
    assert parts(second) == [first.mrn]
    assert parts(Cable.objects.get(serial=900003)) == []


def test_a_truncated_text_is_flagged() -> None:
    assert make_cable(truncated=True).truncated
    assert Revision.objects.get().truncated


# Whole or not at all, and once


def test_a_dry_run_reports_and_writes_nothing() -> None:
    outcome = bring_in(dry_run=True)
    assert (outcome.result, outcome.mrn, outcome.access) == (Result.IMPORTED, MRN, "public")
    assert not Cable.objects.exists()
    assert not Tag.objects.filter(code="XQ").exists()


def test_a_cable_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cables.recording._record_header", lambda cable, header: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring_in()
    assert not Cable.objects.exists()
    assert not Source.objects.exists()


def test_what_the_database_refuses_is_a_refusal() -> None:
    outcome = bring_in_parsed(replace(make_parsed(), encoding="x" * 30))
    assert outcome.result == Result.REFUSED
    assert "the database refused it" in outcome.reason
    assert not Cable.objects.exists()


def bring_in_parsed(parsed: ParsedCable) -> Outcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "parse", lambda source: parsed)
        return bring_in()


def test_a_cable_can_be_deleted_with_all_that_belongs_to_it() -> None:
    cable = make_cable()
    cable.delete()
    assert not Revision.objects.exists()
    assert Country.objects.filter(iso2="XQ").exists()
    assert Post.objects.filter(mrn_name="PORTOPRUEBA").exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_imports_of_one_cable_at_once_make_one() -> None:
    start = threading.Barrier(4)
    outcomes: list[Outcome] = []

    def work(text: str) -> None:
        start.wait()
        outcomes.append(bring_in(text))
        connections.close_all()

    changed = cable_text().replace("Two", "Three")
    threads = [threading.Thread(target=work, args=(text,)) for text in (cable_text(), cable_text(), changed, changed)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.result for outcome in outcomes) == ["imported", "revised", "unchanged", "unchanged"]
    cable = Cable.objects.get()
    assert (cable.sources.count(), cable.revisions.count(), cable.sections.count()) == (2, 2, 9)
    assert cable.sections.filter(current__revision=cable.current).count() == 9


def test_queries_do_not_grow_with_the_cable() -> None:
    bring_in()  # adds the country's tag
    counts = []
    for serial, many in ((900001, 5), (900002, 200)):
        sections = [("prosecution", f"{number}A", "One.\nTwo.\nThree.") for number in range(many)]
        refs = tuple(Reference("A", f"08 STATE {number}") for number in range(many))
        parsed = make_parsed(mrn=f"08PORTOPRUEBA{serial}", sections=sections, refs=refs)
        with CaptureQueriesContext(connection) as queries:
            write(parsed)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 45


def test_all_real_cables_come_in_whole_and_again_unchanged(real_cables: Path) -> None:
    found = [each for each in open_sources([real_cables]) if isinstance(each, Document)]
    assert {import_document(each).result for each in found} == {Result.IMPORTED}
    assert {import_document(each).result for each in found} == {Result.UNCHANGED}
    assert Cable.objects.count() == len(found) == 9
    assert set(Cable.objects.values_list("access", flat=True)) == {"members"}
    assert not Cable.objects.filter(post=None)
    assert not Cable.objects.filter(country=None)
    guatemala = Cable.objects.get(mrn="08GUATEMALA327")
    assert guatemala.sections.filter(current__isnull=False).count() >= 41
    part = Cable.objects.get(mrn="09SANJOSE127")
    assert parts(part) == ["09SANJOSE128"]
