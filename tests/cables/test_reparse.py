import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cables import parsing, reparsing
from cables.importing import Result
from cables.models import Cable, Revision, Section, SectionText
from cables.parsing.structure import ParsedCable, ParseError, ParserWarning
from cables.reparsing import Change, held_mrns, reparse_all
from cables.sources import Document, open_sources
from tests.factories import make_cable, make_header, make_parsed

pytestmark = pytest.mark.django_db

MRN = "08PORTOPRUEBA900327"


def reparse(*mrns: str, **options: Any) -> tuple[str, str]:
    out = StringIO()
    try:
        call_command("reparse", *mrns, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def better(monkeypatch: pytest.MonkeyPatch) -> ParsedCable:
    """A cable is held; the parser now reads a new answer, misses one and has another text for a third."""
    parsed = make_parsed()
    make_cable(parsed=parsed)
    intro, first, second, *others = parsed.sections
    more = replace(second, chapter="prevention", keys=("Z",))
    reading = replace(
        parsed,
        sections=(intro, replace(first, text="Another text."), more, *others),
        warnings=(ParserWarning(4, "odd_key", "a letter that the questionnaire has not"),),
        parser_version="2",
    )
    monkeypatch.setattr(parsing, "parse", lambda source: reading)
    return reading


def the_change(**options: Any) -> Change:
    (change,) = reparse_all(**options)
    return change


def test_what_another_reading_changed_is_told_and_kept(better: ParsedCable) -> None:
    change = the_change()
    assert (change.result, change.revision, change.parser_was, change.parser_version) == (Result.REVISED, 2, "1", "2")
    assert (change.added, change.gone, change.changed) == (("prevention/z",), ("overview/b",), ("overview/a",))
    assert (change.header, change.warnings_was, change.warnings) == ((), 0, 1)
    assert Section.objects.get(chapter="overview", key="b").current is None
    assert SectionText.objects.get(current_for__chapter="overview", current_for__key="a").text == "Another text."
    assert the_change().result == Result.UNCHANGED


def test_a_dry_run_tells_the_same_and_writes_nothing(better: ParsedCable) -> None:
    rehearsed = the_change(dry_run=True)
    assert Revision.objects.count() == 1
    assert rehearsed == replace(the_change(), access=rehearsed.access)


def test_an_equal_reading_only_notes_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = make_parsed()
    make_cable(parsed=parsed)
    monkeypatch.setattr(parsing, "parse", lambda source: replace(parsed, parser_version="2"))
    assert the_change().result == Result.UNCHANGED
    assert Revision.objects.values_list("number", "parser_version").get() == (1, "2")


def test_a_header_that_reads_otherwise_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    make_cable()
    monkeypatch.setattr(parsing, "parse", lambda source: make_parsed(subject="ANOTHER", signature="OTHER"))
    assert the_change().header == ("subject", "signature")
    assert Cable.objects.get().subject == "ANOTHER"


def test_a_stricter_marking_narrows_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    make_cable()
    monkeypatch.setattr(
        parsing, "parse", lambda source: make_parsed(header=make_header(marking="UNCLAS SENSITIVE X 1"))
    )
    out, error = reparse()
    assert error == ""
    assert "access public -> members" in out
    assert Cable.objects.get().access == "members"


def test_a_marking_that_now_reads_as_classified_closes_the_cable_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    make_cable()
    monkeypatch.setattr(parsing, "parse", lambda source: make_parsed(header=make_header(marking="SECRET X 1")))
    assert the_change(dry_run=True).access == "restricted"
    assert Cable.objects.get().access == "public"
    out, error = reparse()
    assert error == "1 failed"
    assert "now for curators only" in out
    assert Cable.objects.get().access == "restricted"


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (ParseError("no MRN can be read", line=3), "line 3: no MRN can be read"),
        (IndexError("x"), "the parser failed on it (IndexError)"),
        (make_parsed(mrn="08ELSEWHERE1"), "the parser reads another MRN: 08ELSEWHERE1"),
    ],
)
def test_a_cable_that_fails_stays_as_it_was_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch, failure: object, reason: str
) -> None:
    make_cable()
    other = make_parsed(mrn="08PORTOPRUEBA900328")
    make_cable(parsed=other)
    before = list(Cable.objects.values())

    def parse(source: bytes) -> object:
        if source == other.text.encode():
            return other
        if isinstance(failure, Exception):
            raise failure
        return failure

    monkeypatch.setattr(parsing, "parse", parse)
    out, error = reparse()
    assert error == "1 failed"
    assert [line for line in out.splitlines() if line.startswith("failed")] == [f"failed    {MRN:<22}{reason}"]
    assert list(Cable.objects.values()) == before


def test_only_the_cables_that_were_named_are_read_however_they_are_spelled(better: ParsedCable) -> None:
    make_cable(mrn="08PORTOPRUEBA900400")
    out, error = reparse("08 Porto Prueba 0900327", format="json")
    assert error == ""
    assert [json.loads(line).get("mrn") for line in out.splitlines()] == [MRN, None]
    out, error = reparse("08NOWHERE1")
    assert error == "1 failed"
    assert "no such cable is held" in out


def test_the_report_is_for_people_and_for_programs(better: ParsedCable) -> None:
    out, _ = reparse(dry_run=True)
    assert out.startswith("Dry run: nothing is written.")
    line = next(line for line in out.splitlines() if line.startswith("revised"))
    assert line == (
        f"revised   {MRN:<22}added prevention/z; gone overview/b; another text in overview/a; warnings 0 -> 1"
    )
    out, _ = reparse(format="json")
    change, summary = map(json.loads, out.splitlines())
    assert (change["mrn"], change["added"], change["result"]) == (MRN, ["prevention/z"], "revised")
    assert summary["summary"]["sections added"] == 1


def test_cables_are_fetched_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reparsing, "BATCH", 2)
    for serial in range(900001, 900006):
        make_cable(mrn=f"08PORTOPRUEBA{serial}")
    with CaptureQueriesContext(connection) as queries:
        assert [mrn[-1] for mrn in held_mrns()] == ["1", "2", "3", "4", "5"]
    assert len(queries) == 4


def test_real_cables_read_again_are_unchanged(real_cables: Path) -> None:
    from cables.importing import import_document

    for found in open_sources([real_cables]):
        if isinstance(found, Document):
            import_document(found)
    assert {change.result for change in reparse_all()} == {Result.UNCHANGED}
