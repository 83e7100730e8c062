import pytest

from cables.parsing.kind import read_part
from cables.parsing.structure import CableKind
from tests.cables.parsing.writing import chapter, header, read

ANSWER = "The government did what it could in the year under review."
TITLES = ("PROSECUTION", "PROTECTION", "PREVENTION")


def answers(*counts: int) -> str:
    return "\n\n".join(chapter(*[ANSWER] * n, title=title) for n, title in zip(counts, TITLES, strict=False))


@pytest.mark.parametrize(
    ("counts", "subject", "refs", "kind"),
    [
        ((4, 4), "ANNUAL INPUT", "", CableKind.TIP_INPUT),
        ((4, 3), "ANNUAL INPUT", "", CableKind.OTHER),
        ((9,), "ANNUAL INPUT", "", CableKind.OTHER),
        ((4,), "ANNUAL INPUT", "REF: 08 STATE 2731", CableKind.TIP_INPUT),
        ((3,), "ANNUAL INPUT", "REF: 08 STATE 2731", CableKind.OTHER),
        ((3,), "ANNUAL INPUT, PART 2 OF 2", "", CableKind.TIP_INPUT),
        ((2,), "ANNUAL INPUT, PART 2 OF 2", "", CableKind.OTHER),
    ],
)
def test_an_input_is_known_by_its_answers(counts: tuple[int, ...], subject: str, refs: str, kind: CableKind) -> None:
    parsed = read(answers(*counts), subject=f"SUBJECT: {subject}", refs=refs)
    assert parsed.kind is kind
    assert parsed.reasons[0].startswith(f"{sum(counts)} lettered answers in {len(counts)} chapter")
    assert (parsed.reasons[-1] == "an input answers at least 8 lettered questions in 2 chapters") is (
        kind is CableKind.OTHER
    )


def test_the_name_alone_makes_no_input() -> None:
    parsed = read("¶1. (U) The demarche on the report was delivered.", subject="SUBJECT: 2008 TIP REPORT INPUT")
    assert parsed.kind is CableKind.OTHER


def test_the_reasons_name_the_questionnaire_and_the_chapters_without_letters() -> None:
    parsed = read(answers(5, 5) + f"\n\nBEST PRACTICES\n--------------\n\n{ANSWER}")
    assert parsed.reasons == (
        "10 lettered answers in 2 chapters (prosecution, protection)",
        "refers to the questionnaire 08STATE2731",
        "has the chapters best-practices",
    )


@pytest.mark.parametrize(
    ("subject", "part"),
    [
        ("INPUT, PART 1 OF 2", (1, 2)),
        ("INPUT: PART II OF III", (2, 3)),
        ("INPUT (2 OF 3)", (2, 3)),
        ("INPUT (1/2)", (1, 2)),
        ("INPUT 1 OF 2", (1, 2)),
        ("INPUT CABLE 2 OF 2", (2, 2)),
        ("INPUT", None),
        ("INPUT, PART 3 OF 2", None),
        ("INPUT, PART 1 OF 1", None),
        ("VICTIMS ARE PART OF THE SOLUTION", None),
    ],
)
def test_the_subject_tells_which_part_of_an_input_it_is(subject: str, part: tuple[int, int] | None) -> None:
    found = read_part(subject)
    assert (found and (found.number, found.of)) == part


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ({"refs": "REF: 08 STATE 2731"}, 2008),
        ({"refs": "REF: SECSTATE 202745", "dtg": "R 201200Z FEB 07", "subject": "SUBJECT: X"}, 2007),
        ({"refs": "REF: 08 STATE 132759", "dtg": "R 201200Z FEB 09"}, 2009),
        ({"refs": "", "subject": "SUBJECT: 2008 REPORT"}, 2008),
        ({"refs": "", "subject": "SUBJECT: EIGHTH ANNUAL REPORT"}, 2008),
        ({"refs": "", "subject": "SUBJECT: 8TH ANNUAL REPORT"}, 2008),
        ({"refs": "", "subject": "SUBJECT: INPUT"}, 2008),
        ({"refs": "", "subject": "SUBJECT: INPUT", "dtg": "R 011200Z DEC 08"}, 2009),
        ({"refs": "", "subject": "SUBJECT: EVENTS OF 1995"}, 2008),
        ({"refs": "", "subject": "SUBJECT: INPUT", "dtg": ""}, None),
    ],
)
def test_the_report_year_is_told_by_the_questionnaire_the_subject_or_the_date(
    fields: dict[str, str], year: int | None
) -> None:
    assert read(**fields).report_year == year


def test_a_header_with_parts_is_not_an_input_in_parts() -> None:
    assert header(marking="UNCLAS SECTION 01 OF 03 PORTO PRUEBA 000327").parts == 3
    assert read(marking="UNCLAS SECTION 01 OF 03 PORTO PRUEBA 000327").part is None
