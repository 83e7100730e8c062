"""What happened to institutions, and what only might."""

import pytest

from statutes.extraction.institutions import InstitutionEvent, InstitutionEventKind
from tests.statutes.test_institution_names import sections_of

Kind = InstitutionEventKind


def events(text: str) -> tuple[InstitutionEvent, ...]:
    return sections_of(text)[0].events


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [
        ("The Vice Unit was created on 3 March 2005 by decree.", "Vice Unit", (2005, 3, 3)),
        ("In June 2008 the cabinet formally established the Harbor Council.", "Harbor Council", (2008, 6, 0)),
        ("The Harbor Council (HC), set up in 2003, met twice.", "Harbor Council", (2003, 0, 0)),
        ("The Vice Unit (VU) of the National Police was formed in 2001.", "Vice Unit", (2001, 0, 0)),
        ("May 2007 saw the creation of a National Labor Court.", "National Labor Court", (2007, 5, 0)),
        ("The state opened the Lantern Shelter.", "Lantern Shelter", (0, 0, 0)),
    ],
)
def test_creation_is_dated_as_far_as_the_text_goes(text: str, name: str, date: tuple[int, int, int]) -> None:
    (event,) = events(text)
    assert (event.kind, event.name, (event.year, event.month, event.day)) == (Kind.CREATED, name, date)
    assert 0 <= event.start < event.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "The state plans to establish a Harbor Council.",
        "The Harbor Council would be created next year.",
        "The Harbor Council established contact with two schools.",
        "The unit of the Harbor Council was created in 2003.",
        "The Harbor Council created a database.",
    ],
)
def test_plans_and_deeds_create_nothing(text: str) -> None:
    assert events(text) == ()


def test_a_unit_of_the_next_sentence_is_the_one_just_named() -> None:
    created, moved, staffed = events(
        "In May 2007 the state created the Vice Unit. Formerly housed within the Harbor Office, the new unit is busy. "
        "The staff of 12 is young."
    )
    assert {event.name for event in (created, moved, staffed)} == {"Vice Unit"}
    assert (created.year, moved.words, staffed.words) == (2007, "from the Harbor Office", "12")
    (event,) = events("The Vice Unit is small. The unit was created in 2003.")
    assert (event.name, event.year) == ("Vice Unit", 2003)


def test_a_name_in_small_letters_can_be_what_was_created() -> None:
    (event,) = events("The Anti-Piracy Unit is small. In 2003 the state created the anti-piracy unit.")
    assert (event.name, event.year) == ("Anti-Piracy Unit", 2003)


def test_moves_say_where_to() -> None:
    (event,) = events("The Vice Unit was transferred from the police to the Public Ministry in 2007.")
    assert (event.kind, event.name, event.year) == (Kind.MOVED, "Vice Unit", 2007)
    assert event.words == "from the police to the Public Ministry"
    (event,) = events("In 2004 the president placed the Vice Unit under the Ministry of Justice.")
    assert (event.kind, event.words, event.year) == (Kind.MOVED, "under the Ministry of Justice", 2004)


def test_names_before_and_after() -> None:
    (event,) = events("The Immigration Service, formerly known as the Aliens Office, has new rooms.")
    assert (event.kind, event.name, event.words) == (Kind.RENAMED, "Immigration Service", "the Aliens Office")
    (event,) = events("The Aliens Office was renamed the Immigration Service in 2004.")
    assert (event.name, event.words, event.year) == ("Aliens Office", "the Immigration Service", 2004)


def test_staff_is_counted() -> None:
    (event,) = events("The Vice Unit (VU) now has 12 investigators and three prosecutors for the whole country.")
    assert (event.kind, event.name, event.words) == (
        Kind.STAFFING, "Vice Unit", "12 investigators and three prosecutors",
    )  # fmt: skip
    (event,) = events("Some 40 officers work in the Border Police.")
    assert (event.name, event.words) == ("Border Police", "40 officers")


@pytest.mark.parametrize(
    "text",
    [
        "The Border Police arrested 12 officers.",
        "Two officers of the Border Police were tried.",
        "The Border Police has two cars.",
        "Fourteen agencies are members of the Harbor Council.",
    ],
)
def test_other_numbers_are_no_staff(text: str) -> None:
    assert events(text) == ()
