import json
from pathlib import Path

import pytest

from cables.parsing import PARSER_VERSION
from cables.parsing.__main__ import main
from cables.parsing.report import as_data, as_text
from tests.cables.parsing.writing import cable, chapter, read

BODY = "¶1. (U) Post reports.\n\n" + chapter("Nine cases were opened.", "", "Post has no information.")


def test_the_data_holds_what_the_structure_holds() -> None:
    parsed = read(BODY)
    data = json.loads(json.dumps(as_data(parsed)))
    assert (data["mrn"], data["report_year"], data["kind"], data["part"]) == ("08PORTOPRUEBA327", 2008, "other", None)
    assert data["parser_version"] == PARSER_VERSION
    assert [(s["chapter"], s["keys"], s["status"]) for s in data["sections"]] == [
        ("intro", ["1"], "answered"),
        ("prevention", ["A"], "answered"),
        ("prevention", ["B"], "missing"),
        ("prevention", ["C"], "no-information"),
    ]
    assert [s["text"] for s in data["sections"]] == [s.text for s in parsed.sections]
    assert [(s["start"], s["end"]) for s in data["spans"]] == [(s.start, s.end) for s in parsed.spans]
    assert [w["code"] for w in data["warnings"]] == ["empty_answer"]


def test_the_header_as_data_is_plain() -> None:
    data = as_data(read(BODY))["header"]
    assert data["dtg"] == "2008-03-13T22:37:00Z"
    assert (data["from"], data["action"], data["info"]) == ("AMEMBASSY PORTO PRUEBA", ["SECSTATE WASHDC"], [])
    assert data["refs"] == [
        {"letter": None, "raw": "08 STATE 2731", "mrn": "08STATE2731", "year_inferred": False, "notal": False}
    ]
    assert data["signature"] == "EXAMPLE"


def test_what_is_not_there_is_null_in_the_data() -> None:
    data = as_data(read("Nothing.", dtg="", subject="", refs="", signature=""))
    assert data["mrn"] is None
    assert [data["header"][name] for name in ("dtg", "subject", "signature")] == [None] * 3


def test_a_part_and_reasons_of_artefacts_are_told() -> None:
    data = as_data(
        read(
            f"{BODY}\n\n¶2. (U) Nine   PORTO PRUEBA 00000327  002 OF 006   cases.",
            subject="SUBJECT: INPUT, PART 1 OF 2",
        )
    )
    assert data["part"] == {"number": 1, "of": 2}
    assert [s["why"] for s in data["spans"] if s["kind"] == "artefact"] == ["page_break"]
    assert all("why" not in s for s in data["spans"] if s["kind"] == "layout")


def test_the_outline_for_people_names_sections_with_their_lines_and_the_warnings() -> None:
    parsed = read(BODY)
    rows = as_text(parsed).split("\n")
    line = parsed.text.split("\n").index("¶A. Nine cases were opened.") + 1
    assert rows[0] == "08PORTOPRUEBA327  other  report 2008  UNCLASSIFIED"
    assert [str(line), "prevention/A", "answered", "Nine", "cases", "were", "opened."] in [row.split() for row in rows]
    assert f"  warning, line {line + 2}: prevention B has no text [empty_answer]" in rows


def test_the_command_prints_json_or_an_outline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cable.txt"
    file.write_text(cable(BODY), encoding="utf-8")
    assert main(["--format", "json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == as_data(read(BODY))
    assert main([str(file)]) == 0
    assert capsys.readouterr().out.strip("\n") == as_text(read(BODY))


def test_the_command_fails_with_one_line_on_what_is_no_cable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cable.pdf"
    file.write_bytes(b"%PDF-1.7")
    assert main([str(file)]) == 1
    assert main([str(tmp_path / "missing.txt")]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.split("\n")[0] == f"{file}: not text but a PDF document"
    assert str(tmp_path / "missing.txt") in shown.err.split("\n")[1]
