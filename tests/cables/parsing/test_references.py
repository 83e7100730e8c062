from datetime import UTC, datetime

import pytest

from cables.parsing.references import split_references
from cables.parsing.structure import Reference
from tests.cables.parsing.writing import header

MARCH_2008 = datetime(2008, 3, 13, 22, 37, tzinfo=UTC)


def references(text: str, *, dtg: datetime | None = MARCH_2008) -> tuple[Reference, ...]:
    return split_references(text, own="PORTOPRUEBA", dtg=dtg, own_serial=327)


def mrns(text: str, *, dtg: datetime | None = MARCH_2008) -> list[str]:
    return [reference.mrn for reference in references(text, dtg=dtg)]


def test_no_text_is_no_reference() -> None:
    assert references("") == references("  ") == ()


@pytest.mark.parametrize(
    "text",
    [
        "A. 08 STATE 2731 B. PORTO PRUEBA 242 C. 07 ORVANE 88",
        "A) 08 STATE 2731, B) PORTO PRUEBA 242, C) 07 ORVANE 88",
        "(A) 08 STATE 2731, (B) PORTO PRUEBA 242 (C) 07 ORVANE 88",
        "A: 08 STATE 2731; B: PORTO PRUEBA 242; C: 07 ORVANE 88",
        "A. 08 STATE 2731\n¶B. PORTO PRUEBA 242\n¶C. 07 ORVANE 88",
        "[1](#)A. 08 STATE 2731 [1](#)B. PORTO PRUEBA 242 [1](#)C. 07 ORVANE 88",
        "A. STATE 2731 (08) B. PORTO PRUEBA 242 (2008) C. ORVANE 88 (07)",
        "A. 2008 STATE 2731 B. PORTO\nPRUEBA 242 C. 07 ORVANE\n88",
        "A. 08STATE2731 B. PORTO PRUEBA 0242 C. 07ORVANE88",
        "REF A. 08 STATE 2731 REF B. PORTO PRUEBA 242 REF C. 07 ORVANE 88",
    ],
)
def test_a_lettered_list_is_read_in_every_style(text: str) -> None:
    assert mrns(text) == ["08STATE2731", "08PORTOPRUEBA242", "07ORVANE88"]
    assert [reference.letter for reference in references(text)] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STATE 2731", ["08STATE2731"]),
        ("SECSTATE 2731", ["08STATE2731"]),
        ("08 STATE 2731, 07 ORVANE 88", ["08STATE2731", "07ORVANE88"]),
        ("08 STATE 2731; ORVANE 88", ["08STATE2731", "08ORVANE88"]),
        ("08 STATE 2731 AND 07 ORVANE 88", ["08STATE2731", "07ORVANE88"]),
    ],
)
def test_a_list_without_letters_is_cut_between_its_cables(text: str, expected: list[str]) -> None:
    assert mrns(text) == expected


def test_notal_is_told_and_kept_in_the_printed_words() -> None:
    (first, second) = references("(A) 05 ORVANE 95 (NOTAL), (B) STATE 2731")
    assert (first.mrn, first.notal, first.raw) == ("05ORVANE95", True, "05 ORVANE 95 (NOTAL)")
    assert not second.notal


@pytest.mark.parametrize(
    "text",
    ["SMITH-JONES E-MAIL OF MARCH 3", "MARCH 12", "EMAIL DATED 12 MAR 2008", "HR 972", "a telephone call"],
)
def test_what_is_no_cable_is_kept_without_an_mrn(text: str) -> None:
    (only,) = references(f"A. {text}")
    assert (only.letter, only.raw, only.mrn, only.year_inferred) == ("A", text, "", False)


def test_initials_inside_a_reference_do_not_cut_it() -> None:
    assert [r.raw for r in references("A. LETTER TO THE U.S. EMBASSY B. STATE 2731")] == [
        "LETTER TO THE U.S. EMBASSY",
        "STATE 2731",
    ]


def test_letters_that_do_not_follow_do_not_cut() -> None:
    assert [r.letter for r in references("A. STATE 2731 D. ORVANE 88")] == ["A"]


def test_a_year_that_is_printed_is_not_marked_as_inferred() -> None:
    (printed, missing) = references("A. 08 ORVANE 88 B. ORVANE 89")
    assert (printed.year_inferred, missing.year_inferred) == (False, True)
    assert missing.mrn == "08ORVANE89"


def test_the_departments_questionnaire_of_late_last_year_is_of_last_year() -> None:
    february = datetime(2007, 2, 20, tzinfo=UTC)
    assert mrns("SECSTATE 202745", dtg=february) == ["06STATE202745"]
    assert mrns("STATE 132759", dtg=datetime(2009, 11, 1, tzinfo=UTC)) == ["08STATE132759"]


def test_a_serial_that_the_department_cannot_have_reached_so_early_is_of_last_year() -> None:
    january = datetime(2008, 1, 20, tzinfo=UTC)
    assert mrns("A. STATE 150000 B. STATE 9000", dtg=january) == ["07STATE150000", "08STATE9000"]
    assert mrns("STATE 150000", dtg=datetime(2008, 11, 20, tzinfo=UTC)) == ["08STATE150000"]


def test_a_serial_beyond_any_year_says_nothing_about_the_year() -> None:
    assert mrns("STATE 901907") == ["08STATE901907"]


def test_an_own_cable_with_a_higher_serial_is_of_last_year() -> None:
    assert mrns("A. PORTO PRUEBA 326 B. PORTO PRUEBA 2213 C. ORVANE 2213") == [
        "08PORTOPRUEBA326",
        "07PORTOPRUEBA2213",
        "08ORVANE2213",
    ]


def test_without_a_date_no_year_is_inferred() -> None:
    (only,) = references("STATE 2731", dtg=None)
    assert (only.mrn, only.year_inferred) == ("", True)


def test_the_list_goes_on_behind_a_blank_line_with_its_next_letter() -> None:
    read = header(refs="REF: A. 08 STATE 2731\n\n¶B. ORVANE 88\n¶C. 07 ORVANE 90")
    assert [r.mrn for r in read.refs] == ["08STATE2731", "08ORVANE88", "07ORVANE90"]


@pytest.mark.parametrize("name", ["REF:", "REFS:", "REFTEL:", "REFTELS:", "REFERENCE:", "REF(S):", "Ref:"])
def test_the_field_bears_several_names(name: str) -> None:
    assert [r.mrn for r in header(refs=f"{name} STATE 2731").refs] == ["08STATE2731"]


def test_a_posts_name_may_hold_small_words() -> None:
    assert mrns("A. PORT OF SPAIN 12 B. TEL AVIV 88") == ["08PORTOFSPAIN12", "08TELAVIV88"]
