import pytest

from cables.access import AccessRefusedError, Marking, claimed_access, read_marking
from cables.markings import plain
from cables.parsing import parse
from tests.factories import ANSWERS, cable_text


def marking_of(text: str) -> Marking:
    return read_marking(parse(text.encode()))


def with_line(line: str) -> str:
    """A public cable with one more paragraph in an answer."""
    answers = (*ANSWERS[:3], ("Prevention", (f"The government acknowledges it.\n\n{line}\n\nIt says so.", "Nothing.")))
    return cable_text(answers=answers)


def with_marking(line: str, *captions: str) -> str:
    return cable_text(captions="\n".join(captions) or "SIPDIS").replace("UNCLAS PORTO PRUEBA 900327", line)


CLASSIFIED = [
    "C O N F I D E N T I A L GUATEMALA 000328",
    "C  O  N  F  I  D  E  N  T  I  A  L   G U A T E M A L A 000328",
    "c o n f i d e n t i a l",
    "S E C R E T SIPDIS",
    "SECRET SIPDIS",
    "SECRET//NOFORN",
    "T O P  S E C R E T",
    "TOP SECRET//SI/TK",
    "Confidential",
    "Secret Porto Prueba 900328",
    "CONFIDENTIAL GUATEMALA 000328",
    "CONFIDENTIAL  NKELU 000900204  002 OF 003",
    "CONFIDENTIAL SECTION 02 OF 03 PORTO PRUEBA 900327 SIPDIS",
    "PAGE 2 SECRET",
    "* SECRET *",
    "SECRET EYES ONLY",
    "S\u200bECRET NOFORN",
    "UNCLASSIFIED//CONFIDENTIAL",
    "(S) The minister said so.",
    "(C) The minister said so.",
    "(TS) The minister said so.",
    "(S//NF) The minister said so.",
    "(C//NF) The minister said so.",
    "(TS//SI) The minister said so.",
    "(C/NF) The minister said so.",
    "[C] The minister said so.",
    "( S ) The minister said so.",
    "(c) The minister said so.",
    "(s) The minister said so.",
    "7. (C) The minister said so.",
    "\u00b67. (S) The minister said so.",
    "B. (C) The minister said so.",
    "-- (C) The minister said so.",
    "--A. (C) The minister said so.",
    "(2) (C) The minister said so.",
    "The talks went on. --B. (C) The minister said so.",
    "The talks went on. (S//NF) The minister said so.",
    "(a) One thing. (S) Another.\n(S) A third.",
    "Classified By: the Ambassador, for reasons 1.4(b)",
    "DECL: 03/13/2018",
    "Declassify on: 13 March 2018",
    "Derived from: the post's own guide",
    "DERIVED FROM MULTIPLE SOURCES",
]


@pytest.mark.parametrize("line", CLASSIFIED)
def test_classified_text_in_an_unclassified_cable_is_refused_wherever_it_stands(line: str) -> None:
    for text in (with_line(line), cable_text() + f"\n{line}\n"):
        with pytest.raises(AccessRefusedError) as refusal:
            marking_of(text)
        assert refusal.value.line > 20


@pytest.mark.parametrize(
    "line",
    [
        "Confidential interviews with victims were held in 2008.",
        "Secretariat of Social Welfare",
        "SECRETARIAT OF SOCIAL WELFARE 2008",
        "Secret cameras were found in three of the bars.",
        "The names of victims are kept\nconfidential.",
        "The law forbids:\n(a) recruitment;\n(b) transport;\n(c) harbouring.",
        "The law forbids:\n(A) recruitment;\n(B) transport;\n(C) harbouring.",
        "--(a) recruitment; --(b) transport; --(c) harbouring",
        "It is a crime under section 12, paragraph\n(c) of the code.",
        "One victim was declared a minor in 2008; two men declined 12 offers.",
        "The figures are\nderived from the register of the police.",
        "The trafficker(s) and (s)he who helps",
        "12. (U) The minister said so.",
        "A plan (C2) is under way.",
    ],
)
def test_prose_and_lists_are_no_classification(line: str) -> None:
    assert marking_of(with_line(line)).access == "public"


def test_a_second_cable_in_the_file_is_refused_with_its_line() -> None:
    text = cable_text() + cable_text(serial=900328)
    with pytest.raises(AccessRefusedError, match="two cables in one file") as refusal:
        marking_of(text)
    assert text.split("\n")[refusal.value.line - 1] == "UNCLAS PORTO PRUEBA 900328"


@pytest.mark.parametrize(
    "line",
    [
        "UNCLAS PORTO PRUEBA 900327",
        "UNCLASSIFIED PORTO PRUEBA 900327",
        "UNCLAS SECTION 01 OF 03 PORTO PRUEBA 900327",
        "UNCLAS PORTO PRUEBA 900327 SIPDIS",
    ],
)
def test_a_plain_marking_is_public(line: str) -> None:
    assert marking_of(with_marking(line)).access == "public"


LIMITED_MARKINGS = [
    "UNCLASSIFIED//LES PORTO PRUEBA 900327",
    "UNCLAS//CUI PORTO PRUEBA 900327",
    "UNCLAS SSI PORTO PRUEBA 900327",
    "UNCLAS REL TO USA PORTO PRUEBA 900327",
    "UNCLAS SENSITVE PORTO PRUEBA 900327",
    "UNCLAS SENSITIVESIPDIS PORTO PRUEBA 900327",
    "UNCLAS//SENS PORTO PRUEBA 900327",
    "UNCLAS  S  E  N  S  I  T  I  V  E PORTO PRUEBA 900327",
    "UNCLAS WHATEVER PORTO PRUEBA 900327",
    "UNCLAS OTHERTOWN 900327",
    "UNCLASSIFIED",
]


@pytest.mark.parametrize("line", LIMITED_MARKINGS)
def test_any_other_first_marking_is_for_members_with_a_warning_that_quotes_it(line: str) -> None:
    marking = marking_of(with_marking(line))
    assert marking.access == "members"
    assert " ".join(line.split()) in marking.warnings[0].message


CAPTION_LINES = [
    *("SENSITVE", "SENSITIV", "SENSITIVESIPDIS", "//SENS", "S  E  N  S  I  T  I  V  E", "SENSI\nTIVE", "SENSITIVE."),
    *("* SENSITIVE *", "NO FOREIGN DISSEM", "LIMITED OFFICIAL USE", "NOT FOR INTERNET DISTRIBUTION", "ORCON"),
    *("EYES ONLY", "NOCONTRACT", "ROGER CHANNEL", "REL TO USA, GBR", "//LES", "//CUI", "//SSI", "XYZZY"),
    *("SIPDIS\nSENSITIVE", "DEPT FOR G/TIP\nSENSI\nTIVE", "UNCLAS SENSITIVE SECTION 02 OF 03 PORTO PRUEBA 900327"),
]


@pytest.mark.parametrize("caption", CAPTION_LINES)
def test_a_line_of_the_header_that_nothing_explains_is_for_members(caption: str) -> None:
    assert marking_of(cable_text(captions=caption)).access == "members"


@pytest.mark.parametrize(
    "captions",
    [
        "SIPDIS",
        "SIPDIS, SIPDIS",
        "SIPDIS\n\nSTATE PASS USAID FOR LAC/CAM\nAND G/TIP",
        "DEPARTMENT FOR G/TIP, G,\nINL, PRM",
    ],
)
def test_what_an_unlimited_cable_has_in_its_header_limits_nothing(captions: str) -> None:
    assert marking_of(cable_text(captions=captions)).access == "public"


@pytest.mark.parametrize(
    "line",
    [
        *("(FOUO) It is so.", "(LES) It is so.", "( SBU ) It is so.", "[SBU] It is so.", "(S B U) It is so."),
        *("(U/SBU) It is so.", "(U - SBU) It is so.", "(U//FOUO) It is so.", "(sbu) It is so.", "(CUI) It is so."),
        *("UNCLAS SENSITIVE SECTION 02 OF 03 PORTO PRUEBA 900327", "SENSITIVE.", "* SENSITIVE *", "SENSITVE"),
        *("UNCLASSIFIED//LES", "NOFORN", "NOT FOR INTERNET DISTRIBUTION", "NO FOREIGN DISSEM", "EYES ONLY"),
    ],
)
def test_a_limit_inside_the_text_is_for_members(line: str) -> None:
    assert marking_of(with_line(line)).access == "members"


@pytest.mark.parametrize(
    ("claimed", "access"),
    [
        *(("", "public"), ("UNCLASSIFIED", "public"), ("UNCLAS", "public"), ("unclassified", "public")),
        *(("UNCLASSIFIED//LES", "members"), ("UNCLASSIFIED/WHATEVER", "members"), ("UNCLAS SENSITIVE", "members")),
    ],
)
def test_a_column_is_public_only_in_so_many_words(claimed: str, access: str) -> None:
    assert claimed_access(claimed) == access


def test_letters_that_stand_apart_are_closed_up_whatever_stands_between() -> None:
    assert plain("S  E\tN \u00a0S  next") == "SENS NEXT"
    assert plain("A cat") == "A CAT"
    assert plain("\uff33\uff25\uff23\uff32\uff25\uff34") == "SECRET"


@pytest.mark.parametrize(
    "piece", ["1  ", "(S//", "11 OF 11 ", "(a) (b) ", "\n", "A  ", "SENS ", "- ", "(U    ", "DECL..."]
)
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    from cables.markings import classified, limits

    lines = [
        "UNCLAS X 1",
        *(piece * (60_000 // len(piece))).split("\n"),
        (piece * 20).strip() + "x",
        (piece * 20) + "SECRETx",
    ]
    classified(lines, knows_post=lambda name: False)
    limits(lines, marking_line=1, knows_post=lambda name: False)
