"""The reference files, and that loading them never undoes a curator's work."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db.migrations.state import StateApps

from cables.apps import add_reference
from cables.chapters import Chapter
from cables.models import Country, Post, Question, Questionnaire, Tag, Topic
from cables.reference import load_reference
from cables.reference_files import (
    COUNTRIES,
    POSTS,
    QUESTIONNAIRES,
    TAGS,
    ReferenceFileError,
    read_countries,
    read_posts,
    read_questionnaires,
    read_tags,
    read_topics,
    squeeze,
)

SHARED = Path(__file__).resolve().parents[3] / "shared"
ADDRESS = re.compile(r"^(?:(?:TO|INFO) )?(?:(R[A-Z]{4,7})/)?(.+?)(?: (?:IMMEDIATE|PRIORITY|ROUTINE))?(?: \d+)?$")
OF_A_POST = re.compile(r"^(?:AMEMBASSY|AMCONSUL|USMISSION|USINT|AIT|SECSTATE|USAID) ?(.*)$")


@pytest.fixture
def cables(real_cables: Path) -> list[Path]:
    return sorted(real_cables.glob("*.txt"))


def names_of_posts() -> dict[str, str]:
    return {squeeze(name): row.mrn_name for row in read_posts() for name in (row.mrn_name, *row.other_names)}


def header_of(cable: Path) -> list[str]:
    text = cable.read_text(encoding="utf-8")
    return [line.strip() for line in text.split("\nE.O.")[0].splitlines() if line.strip()]


def addressees(cable: Path) -> list[tuple[str, str]]:
    lines = header_of(cable)
    start = next(i for i, line in enumerate(lines) if line.startswith("TO "))
    end = next(i for i, line in enumerate(lines) if line.startswith("UNCLAS"))
    found = [ADDRESS.match(line) for line in lines[start:end]]
    return [(match[1] or "", match[2]) for match in found if match]


# The files


def test_countries_have_codes_of_their_own() -> None:
    rows = read_countries()
    assert len({row.iso2 for row in rows}) == len({row.iso3 for row in rows}) == len(rows) > 200
    codes = [code for row in rows for code in row.tags_codes]
    assert len(set(codes)) == len(codes)
    assert not set(codes) & {row.code for row in read_tags()}


@pytest.mark.parametrize(
    ("iso2", "tags"),
    [
        ("GT", "GT"),
        ("CL", "CI"),
        ("CR", "CS"),
        ("LY", "LY"),
        ("YE", "YM"),
        ("BH", "BA"),
        ("IS", "IC"),
        ("CO", "CO"),
        ("CI", "IV"),
        ("CH", "SZ"),
        ("CN", "CH"),
        ("AU", "AS"),
        ("AT", "AU"),
        ("ZA", "SF"),
        ("ZM", "ZA"),
    ],
)
def test_country_has_the_departments_code_not_isos(iso2: str, tags: str) -> None:
    assert {row.iso2: row.tags_codes for row in read_countries()}[iso2] == (tags,)


def test_posts_are_told_apart_by_name_and_by_routing_indicator() -> None:
    rows = read_posts()
    routings = [row.routing for row in rows if row.routing]
    assert len(rows) >= 250
    assert len(set(routings)) == len(routings) >= 250
    assert {"SANJOSE": "RUEHSJ", "GUATEMALA": "RUEHGT", "STATE": "RUEHC"}.items() <= {
        row.mrn_name: row.routing for row in rows
    }.items()


def test_tags_of_an_input_are_named() -> None:
    named = {row.code for row in read_tags()}
    assert {"ASEC", "ELAB", "KCRM", "KFRD", "KTIP", "KWMN", "PGOV", "PHUM", "PREF", "PREL", "SMIG"} <= named


def test_questionnaires_name_known_chapters_and_every_topic_is_asked() -> None:
    rows = read_questionnaires()
    assert [row.report_year for row in rows] == [2005, 2006, 2007, 2008, 2009, 2010]
    questions = [question for row in rows for question in row.questions]
    assert {question.chapter for question in questions} <= set(Chapter.values)
    assert {question.topic for question in questions} == {topic.slug for topic in read_topics()}
    assert len(next(row for row in rows if row.report_year == 2008).questions) == 41


@pytest.mark.parametrize(
    ("year", "certainties"),
    [
        (2005, {"inferred"}),
        (2006, {"quoted"}),
        (2007, {"quoted"}),
        (2008, {"quoted", "inferred"}),
        (2009, {"short-form", "inferred"}),
        (2010, {"quoted"}),
    ],
)
def test_certainty_of_a_years_questions_is_what_was_seen(year: int, certainties: set[str]) -> None:
    questionnaire = next(row for row in read_questionnaires() if row.report_year == year)
    assert {question.certainty for question in questionnaire.questions} == certainties


def test_no_remark_of_the_source_file_is_lost() -> None:
    source = SHARED / "data" / "questionnaires.json"
    if not source.exists():
        pytest.skip("the source file of ../shared/data is not here")
    ours = json.loads(QUESTIONNAIRES.read_text(encoding="utf-8"))["questionnaires"]
    theirs = json.loads(source.read_text(encoding="utf-8"))
    assert ours.keys() == theirs.keys()
    for year, entry in theirs.items():
        assert ours[year]["numbering"] == entry["numbering"]
        assert ours[year]["provenance"] == entry["completeness"]
        assert entry["ref"].replace(" ", "").startswith(ours[year]["ref"])
        assert _words(entry["ref"]) - set(entry["ref"].lower().split()[:3]) <= _words(ours[year]["ref_note"])
        assert len(entry["order"]) <= len(ours[year]["order"])
        for chapter in entry["chapters"]:
            _assert_kept(chapter, next(c for c in ours[year]["chapters"] if c["heading"] == chapter["name"]))


def _assert_kept(theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    assert theirs["para"].rstrip("?") == ours["para"]
    assert ours["para_certain"] == (not theirs["para"].endswith("?"))
    assert theirs.get("missing_letters") == ours.get("missing_keys")
    assert [item["key"] for item in theirs["items"]] == [question["key"] for question in ours["questions"]]
    for item, question in zip(theirs["items"], ours["questions"], strict=True):
        assert item["topic"].replace("_", "-") == question["topic"]
        kept = _words(question["summary"] + " " + question["note"])
        assert _words(item["summary"]) <= kept
        if "evidence" in item:
            assert question["certainty"] == {"verbatim": "quoted", "inferred": "inferred"}[item["evidence"]]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text.lower()))


# The real cables


def test_every_real_cable_comes_from_a_known_post(cables: list[Path]) -> None:
    posts = {row.mrn_name: row for row in read_posts()}
    for cable in cables:
        match = re.fullmatch(r"\d\d([A-Z]+)\d+", cable.stem)
        assert match is not None
        station = next(line.split()[1] for line in header_of(cable) if line.startswith("DE "))
        assert posts[match[1]].routing == station, cable.name


def test_every_addressee_of_the_real_cables_that_is_a_post_resolves(cables: list[Path]) -> None:
    names = names_of_posts()
    posts = {row.mrn_name: row for row in read_posts()}
    routings = {row.routing: row.mrn_name for row in posts.values() if row.routing}
    resolved = 0
    for cable in cables:
        for routing, name in addressees(cable):
            if not (post := OF_A_POST.match(name)):
                continue
            known = names.get(squeeze(post[1])) or names.get(squeeze(name)) or routings.get(routing)
            assert known, f"{cable.name}: {routing}/{name}"
            if routing and routing != "RUEHC":  # the relay of all Washington offices
                assert posts[known].routing == routing, f"{cable.name}: {routing}/{name}"
            resolved += 1
    assert resolved > 60


def test_every_tag_of_the_real_cables_is_known(cables: list[Path]) -> None:
    known = {row.code for row in read_tags()} | {code for row in read_countries() for code in row.tags_codes}
    for cable in cables:
        text = cable.read_text(encoding="utf-8")
        match = re.search(r"TAGS: *(.+?)\n\s*SUBJECT", text, re.DOTALL)
        assert match is not None, cable.name
        printed = re.findall(r"[A-Z]{2,}", match[1])
        assert len(printed) >= 8
        assert set(printed) <= known, cable.name


# Bad rows


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("G1,GTM,,Nowhere,Nowhere,WHA,", "line 3: 'G1' is not an ISO alpha-2 code"),
        ("XX,XXX,AF,Nowhere,Nowhere,WHA,", "line 3: TAGS code 'AF' stands already on line 2"),
        ("AF,XXX,,Nowhere,Nowhere,WHA,", "line 3: iso2 'AF' stands already on line 2"),
        ("XX,XXX,,Nowhere,Nowhere,SOUTH,", "line 3: 'SOUTH' is not a regional bureau"),
        ("XX,XXX,,Ñowhere,Ñowhere,WHA,", "line 3: the sort name must be plain ASCII"),
        ("XX,XXX,,Nowhere", "line 3: 4 fields instead of 7"),
        ("XX,XXX,, Nowhere,Nowhere,WHA,", "line 3: ' Nowhere' has blanks around it"),
    ],
)
def test_bad_country_is_named_by_file_and_line(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "countries.csv"
    head = COUNTRIES.read_text(encoding="utf-8").splitlines()[:2]
    path.write_text("\n".join([*head, row]) + "\n", encoding="utf-8")
    with pytest.raises(ReferenceFileError, match="^" + re.escape(f"countries.csv, {reason}")):
        read_countries(path)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("San Jose,San Jose,embassy,CR,,", "line 2: 'San Jose' is not a name as in an MRN"),
        ("SANJOSE,San Jose,embassy,ZZ,,", "line 2: 'ZZ' is not a country of countries.csv"),
        ("SANJOSE,San Jose,embassy,CR,XYZ,", "line 2: 'XYZ' is not a routing indicator"),
        (
            "A,A,embassy,CR,RUEHAA,\nB,B,embassy,CR,RUEHAA,",
            "line 3: routing indicator 'RUEHAA' stands already on line 2",
        ),
        ("A,A,embassy,CR,,\nB,B,embassy,CR,,A", "line 3: name of a post 'A' stands already on line 2"),
    ],
)
def test_bad_post_is_named_by_file_and_line(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(POSTS.read_text(encoding="utf-8").splitlines()[0] + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(ReferenceFileError, match="^" + re.escape(f"posts.csv, {reason}")):
        read_posts(path)


def test_bad_tag_and_missing_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "tags.csv"
    path.write_text(TAGS.read_text(encoding="utf-8") + "KNEW,New,colour\n", encoding="utf-8")
    with pytest.raises(ReferenceFileError, match=r"^tags\.csv, line 146: 'colour' is not one of"):
        read_tags(path)
    path.write_text("code,title\n", encoding="utf-8")
    with pytest.raises(ReferenceFileError, match=r"^tags\.csv, line 1: the columns must be code, name, kind"):
        read_tags(path)


def test_bad_question_is_named_by_its_place(tmp_path: Path) -> None:
    document = json.loads(QUESTIONNAIRES.read_text(encoding="utf-8"))
    document["questionnaires"]["2008"]["chapters"][1]["questions"][1]["topic"] = "weather"
    path = tmp_path / "questionnaires.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ReferenceFileError, match=r"questionnaire 2008, prosecution B: 'weather' is not a topic"):
        read_questionnaires(path)


# Loading


@pytest.mark.django_db
def test_migrated_archive_holds_all_reference_data() -> None:
    report = load_reference(apps.get_model)
    assert set(report.added.values()) == {0}
    assert [*report.kept, *report.overwritten, *report.refused] == []
    questions = sum(len(row.questions) for row in read_questionnaires())
    assert report.unchanged["Question"] == Question.objects.count() == questions
    assert report.unchanged["Post"] == len(read_posts())
    assert Post.objects.get(mrn_name="SANTIAGO").country == Country.objects.get(tags_codes__contains=["CI"])
    assert Tag.objects.get(code="GT").name == "Guatemala"


@pytest.mark.django_db
def test_migrating_adds_what_is_missing_with_every_column_and_flushing_adds_nothing() -> None:
    Post.objects.filter(mrn_name="QUITO").delete()
    emit_post_migrate_signal(0, False, "default")
    assert not Post.objects.filter(mrn_name="QUITO").exists()
    call_command("migrate", verbosity=0, interactive=False)
    row = next(row for row in read_posts() if row.mrn_name == "QUITO")
    quito = Post.objects.select_related("country").get(mrn_name="QUITO")
    assert quito.country is not None
    assert (quito.name, quito.kind, quito.routing, quito.country.iso2) == (row.name, row.kind, row.routing, row.country)


@pytest.mark.django_db
def test_tables_migrated_back_are_left_alone() -> None:
    add_reference(using="default", apps=StateApps([], {}))
    assert load_reference(apps.get_model).unchanged["Post"] == len(read_posts())


def test_no_migration_runs_code_that_can_change(root: Path) -> None:
    """A migration that imported the archive's code would meet columns that its tables have not yet."""
    for path in root.glob("*/migrations/0*.py"):
        assert re.search(r"^(from|import) (cables|statutes|tipportal)", path.read_text("utf-8"), re.MULTILINE) is None


@pytest.mark.django_db
def test_provenance_is_in_the_archive() -> None:
    assert "chapter 21 (protection) not seen" in Questionnaire.objects.get(report_year=2005).provenance
    question = Question.objects.get(questionnaire__report_year=2008, chapter="prosecution", key="F")
    assert (question.certainty, question.para) == ("inferred", "28")
    assert question.topic == Topic.objects.get(slug="cases-statistics")


@pytest.mark.django_db
def test_missing_rows_are_added_again() -> None:
    Question.objects.filter(questionnaire__report_year=2007).delete()
    Post.objects.filter(mrn_name="QUITO").delete()
    report = load_reference(apps.get_model)
    assert (report.added["Question"], report.added["Post"], report.added["Country"]) == (36, 1, 0)
    assert Post.objects.get(mrn_name="QUITO").country == Country.objects.get(iso2="EC")


@pytest.mark.django_db
def test_curators_correction_survives_and_is_reported() -> None:
    Country.objects.filter(iso2="GT").update(note="Seen as GT in every cable of 2008.")
    report = load_reference(apps.get_model)
    assert Country.objects.get(iso2="GT").note == "Seen as GT in every cable of 2008."
    assert [(found.table, found.row, found.column) for found in report.kept] == [("Country", "GT", "note")]
    assert not report.overwritten


@pytest.mark.django_db
def test_overwrite_sets_a_row_back_to_the_file() -> None:
    Post.objects.filter(mrn_name="QUITO").update(routing="", name="Kito")
    report = load_reference(apps.get_model, overwrite=True)
    quito = Post.objects.get(mrn_name="QUITO")
    assert (quito.name, quito.routing) == ("Quito", "RUEHQT")
    assert {found.column for found in report.overwritten} == {"name", "routing"}


@pytest.mark.django_db
def test_row_that_clashes_with_a_curators_is_refused_and_the_others_are_added() -> None:
    Post.objects.filter(mrn_name__in=["QUITO", "LIMA"]).delete()
    Post.objects.create(mrn_name="NEWPOST", name="New post", routing="RUEHQT")
    report = load_reference(apps.get_model)
    assert report.added["Post"] == 1
    assert Post.objects.filter(mrn_name="LIMA").exists()
    assert len(report.refused) == 1
    assert report.refused[0].startswith("Post Quito: ")


@pytest.mark.django_db
def test_dry_run_changes_nothing() -> None:
    Topic.objects.filter(slug="laws").update(name="Law")
    out = StringIO()
    call_command("load_reference", "--dry-run", "--overwrite", "--format", "json", stdout=out)
    assert json.loads(out.getvalue())["overwritten"][0]["archive"] == "Law"
    assert Topic.objects.get(slug="laws").name == "Law"


@pytest.mark.django_db
def test_command_says_what_it_left_and_fails_if_a_row_was_refused() -> None:
    Topic.objects.filter(slug="laws").update(name="Law")
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert re.search(r"^All \d{3,} rows of the reference data are there\.$", out.getvalue(), re.MULTILINE)
    assert "Left as corrected: Topic laws: name is 'Law', in the file 'Laws against trafficking'" in out.getvalue()
    Post.objects.filter(mrn_name="QUITO").delete()
    Post.objects.create(mrn_name="NEWPOST", name="New post", routing="RUEHQT")
    with pytest.raises(CommandError, match="1 rows could not be written"):
        call_command("load_reference", stdout=StringIO(), stderr=StringIO())
