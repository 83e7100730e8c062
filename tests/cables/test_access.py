import pytest

from cables.access import AccessRefusedError, Held, Marking, decide, read_marking
from cables.parsing import parse
from cables.parsing.structure import ParsedCable
from tests.factories import ANSWERS, cable_text, make_header, make_parsed


def reading(text: str = "", **cable: str) -> ParsedCable:
    return parse((text or cable_text(**cable)).encode())  # type: ignore[arg-type]


def test_unclassified_without_a_limit_is_public_and_quotes_its_marking() -> None:
    marking = read_marking(reading())
    assert marking.access == "public"
    assert 'line 10: "UNCLAS PORTO PRUEBA 900327"' in marking.reason


@pytest.mark.parametrize(
    "captions",
    [
        "SENSITIVE",
        "SIPDIS\nSENSITIVE",
        "SENSITIVE, SIPDIS",
        "S E N S I T I V E",
        "SBU",
        "FOUO",
        "sensitive",
        "NOFORN",
        "NOT FOR INTERNET DISTRIBUTION",
    ],
)
def test_a_limiting_caption_makes_it_for_members(captions: str) -> None:
    marking = read_marking(reading(captions=captions))
    assert marking.access == "members"
    assert captions.splitlines()[-1] in marking.reason


@pytest.mark.parametrize("marking", ["UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLAS SENSITIVE", "UNCLAS E F T O"])
def test_a_limit_in_the_line_of_classification_makes_it_for_members(marking: str) -> None:
    header = make_header(marking=f"{marking} PORTO PRUEBA 900327")
    assert read_marking(make_parsed(header=header)).access == "members"


@pytest.mark.parametrize(
    "answer",
    [
        "(SBU) The government convicted nobody.",
        "This report is sensitive\nbut unclassified. Please handle accordingly.",
        "The police said so.\n\nSENSITIVE\nSIPDIS\n\nThey did not say when.",
        "(U//FOUO) The police said so.",
    ],
)
def test_a_limit_inside_the_text_makes_it_for_members(answer: str) -> None:
    answers = (*ANSWERS[:1], ("Prosecution", (answer, "Nothing else is known.")), *ANSWERS[2:])
    assert read_marking(reading(cable_text(answers=answers))).access == "members"


def test_sensitive_as_an_ordinary_word_of_an_answer_limits_nothing() -> None:
    answers = (*ANSWERS[:3], ("Prevention", ("Officials are sensitive to it.", "SENSITIVE AREAS are policed.")))
    assert read_marking(reading(cable_text(answers=answers))).access == "public"


@pytest.mark.parametrize(
    "marking",
    [
        "CONFIDENTIAL PORTO PRUEBA 900327",
        "C O N F I D E N T I A L PORTO PRUEBA 900327",
        "S E C R E T SECTION 01 OF 02 PORTO PRUEBA 900327",
        "UNCLAS CONFIDENTIAL PORTO PRUEBA 900327",
        "LIMITED OFFICIAL USE PORTO PRUEBA 900327",
        "UNCLXS PORTO PRUEBA 900327",
    ],
)
def test_a_classified_or_unreadable_marking_is_refused_with_its_line_quoted(marking: str) -> None:
    with pytest.raises(AccessRefusedError, match=marking) as refusal:
        read_marking(make_parsed(header=make_header(marking=marking, marking_line=7)))
    assert refusal.value.line == 7


@pytest.mark.parametrize("classification", ["CONFIDENTIAL", "SECRET", ""])
def test_what_the_parser_does_not_take_for_unclassified_is_refused(classification: str) -> None:
    with pytest.raises(AccessRefusedError):
        read_marking(make_parsed(header=make_header(classification=classification)))


def test_a_cable_without_a_marking_is_refused() -> None:
    with pytest.raises(AccessRefusedError, match="no line of classification"):
        read_marking(make_parsed(header=make_header(marking=" ")))


@pytest.mark.parametrize(
    "line", ["C O N F I D E N T I A L SECTION 02 OF 03 PORTO PRUEBA 900327", "SECRET", "S E C R E T //NOFORN"]
)
def test_a_classified_page_inside_an_unclassified_cable_is_refused(line: str) -> None:
    answers = (*ANSWERS[:3], ("Prevention", (f"The government\n\n{line}\n\nacknowledges it.", "Nothing else.")))
    text = cable_text(answers=answers)
    with pytest.raises(AccessRefusedError) as refusal:
        read_marking(reading(text))
    assert text.split("\n")[refusal.value.line - 1] == line


@pytest.mark.parametrize("portion", ["C", "S", "TS", "C/NF", "(C)"])
def test_a_classified_paragraph_is_refused(portion: str) -> None:
    from dataclasses import replace

    parsed = make_parsed()
    section = parsed.sections[0]
    marked = replace(section, paragraphs=(replace(section.paragraphs[0], portion=portion),))
    with pytest.raises(AccessRefusedError, match="classified paragraph"):
        read_marking(replace(parsed, sections=(marked, *parsed.sections[1:])))


@pytest.mark.parametrize("claimed", ["CONFIDENTIAL", "SECRET//NOFORN", "C O N F I D E N T I A L", "unknown"])
def test_a_classification_given_beside_the_text_can_refuse_it(claimed: str) -> None:
    with pytest.raises(AccessRefusedError, match="given with the text"):
        read_marking(reading(), claimed=claimed)


def test_a_limit_given_beside_the_text_makes_it_for_members() -> None:
    assert read_marking(reading(), claimed="UNCLASSIFIED//FOR OFFICIAL USE ONLY").access == "members"
    assert read_marking(reading(), claimed="UNCLASSIFIED").access == "public"


@pytest.mark.parametrize("order", ["DECL: 03/13/2018", "DECL:\n03/13/2018", "DECLASSIFY ON: 2018", "DECL: OADR"])
def test_unclassified_that_says_when_it_is_declassified_is_refused(order: str) -> None:
    with pytest.raises(AccessRefusedError, match="DECL"):
        read_marking(reading(eo12958=order))
    assert read_marking(reading(eo12958="DECL: N/A")).access == "public"


PUBLIC = Marking("public", "unmarked")
MEMBERS = Marking("members", 'line 20: "SENSITIVE"')


@pytest.mark.parametrize(
    ("marking", "asked", "access"),
    [
        (PUBLIC, "", "public"),
        (PUBLIC, "members", "members"),
        (PUBLIC, "restricted", "restricted"),
        (MEMBERS, "", "members"),
        (MEMBERS, "members", "members"),
        (MEMBERS, "restricted", "restricted"),
    ],
)
def test_an_importers_wish_narrows_a_new_cable(marking: Marking, asked: str, access: str) -> None:
    decision = decide(marking, asked=asked)
    assert (decision.access, decision.widened) == (access, False)


def test_only_an_explicit_public_widens_and_says_against_what() -> None:
    decision = decide(MEMBERS, asked="public")
    assert (decision.access, decision.widened) == ("public", True)
    assert "SENSITIVE" in decision.reason


def test_restricted_is_never_widened_by_an_importer() -> None:
    held = Held("restricted", "a curator's hand", "public")
    assert decide(PUBLIC, asked="public", held=held).access == "restricted"
    assert decide(PUBLIC, asked="members", held=held).access == "restricted"
    assert decide(Marking("restricted", "DECL"), asked="public").access == "restricted"


def test_a_looser_marking_does_not_widen_what_is_held() -> None:
    held = Held("members", 'line 20: "SENSITIVE"', "members")
    assert decide(PUBLIC, held=held).access == "members"


def test_a_stricter_marking_narrows_what_is_held() -> None:
    decision = decide(MEMBERS, held=Held("public", "unmarked", "public"))
    assert (decision.access, decision.reason) == ("members", MEMBERS.reason)


def test_an_access_set_by_hand_stays_while_the_marking_is_no_stricter() -> None:
    opened = Held("public", "opened by the importer", "members")
    assert decide(MEMBERS, held=opened).access == "public"
    closed = Held("restricted", "a curator's hand", "public")
    assert decide(MEMBERS, held=closed) == decide(PUBLIC, held=closed)
    assert decide(MEMBERS, held=closed).reason == "a curator's hand"


@pytest.mark.parametrize("by_markings", ["members", "restricted"])
def test_an_opening_does_not_hold_for_another_text(by_markings: str) -> None:
    opened = Held("public", "opened by hand", by_markings)
    marking = Marking(by_markings, "its line")
    assert decide(marking, held=opened).access == "public"
    assert decide(marking, held=opened, new_source=True) == decide(marking)
    assert decide(PUBLIC, held=Held("members", "closed", "public"), new_source=True).reason == "closed"
    assert decide(MEMBERS, held=opened, new_source=True, asked="public").access == "public"
