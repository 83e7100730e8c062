"""Instruments, articles and events in prose."""

import pytest

from statutes.extraction import EventKind, InstrumentKind
from tests.statutes.writing import law_of

NAMED = [
    ("It is in the Valdorian Penal Code of 2000, article 219.", "code", "Penal Code", "", "2000", ("219",)),
    ("Compare Article 107 in the Immigration Law (Decree 95-98).", "act", "Immigration Law", "95-98", "", ("107",)),
    ("Under Law No. 8590 dated July 18, 2007, it is a crime.", "act", "Law 8590", "8590", "July 18, 2007", ()),
    ("Royal Decree No. (24) of 2008 applies.", "decree", "Royal Decree", "24", "2008", ()),
    ("Decree-Law No. 2/95 applies.", "decree", "Decree-Law 2/95", "2/95", "", ()),
    ("The Labour Act, 2003 (Act 651) applies.", "act", "Labour Act", "651", "2003", ()),
    ("Bahrain has law number 1 of 2008.", "act", "law 1", "1", "2008", ()),
    ("The 1970 labor law applies.", "act", "labor law", "", "1970", ()),
    ("It ratified ILO Convention 182 on Child Labor.", "treaty", "ILO Convention 182", "182", "", ()),
    ("It has the National Action Plan to Combat Trafficking 2008-2012.", "plan",
     "National Action Plan to Combat Trafficking", "", "2008-2012", ()),
    ("Articles 5-7 of the criminal code apply.", "code", "criminal code", "", "", ("5", "6", "7")),
    ("It is in the Código Penal.", "code", "Código Penal", "", "", ()),
    ("The Guatemalan Constitution guarantees it.", "constitution", "Constitution", "", "", ()),
    ("The Trafficking in Persons (Prohibition) Act B.E. 2551 applies.", "act",
     "Trafficking in Persons (Prohibition) Act", "", "B.E. 2551", ()),
    ("The Sale of Persons Act of 2003 (Republic Act 8077) applies.", "act", "Sale of Persons Act", "8077", "2003", ()),
    ("The Children's Act No. 29 of 1998 applies.", "act", "Children's Act", "29", "1998", ()),
    ("The Hiring of Women, Young Persons and Children Act applies.", "act",
     "Hiring of Women, Young Persons and Children Act", "", "", ()),
    ("The Criminal Code (Amendment) Act, 2005 applies.", "act", "Criminal Code (Amendment) Act", "", "2005", ()),
    ("The Law on Wages No. 12 of 1999 applies.", "act", "Law on Wages", "12", "1999", ()),
    ("Royal Decree M/40 applies.", "decree", "Royal Decree", "M/40", "", ()),
    ("The Penal Code's Article 34 applies.", "code", "Penal Code", "", "", ("34",)),
    ("Under § 104 of the Penal Code it is a crime.", "code", "Penal Code", "", "", ("104",)),
    ("It signed the Nordic Agreement to End Smuggling.", "treaty", "Nordic Agreement to End Smuggling", "", "", ()),
]  # fmt: skip
UNNAMED = [
    "Law enforcement officers enforce the law.", "The law and the penal system are weak.",
    "Tour companies signed a code of conduct.",
    "It is international law.", "The judge gave an order.", "There is a national plan of action and a draft law.",
    "The Law School and the Human Rights Law Committee met.", "The Free Trade Agreement helps.",
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "kind", "name", "number", "date", "articles"), NAMED)
def test_instruments_with_kind_number_date_and_articles(
    sentence: str, kind: str, name: str, number: str, date: str, articles: tuple[str, ...]
) -> None:
    (found,) = law_of(sentence).citations
    assert (found.kind, found.name, found.number, found.date, found.articles) == (
        InstrumentKind(kind), name, number, date, articles
    )  # fmt: skip


@pytest.mark.parametrize("sentence", UNNAMED)
def test_general_words_for_law_are_no_instruments(sentence: str) -> None:
    assert law_of(sentence).citations == ()


def test_two_treaties_under_one_name() -> None:
    names = [c.name for c in law_of("It ratified ILO Conventions 29 and 105 in 1957.").citations]
    assert names == ["ILO Convention 29", "ILO Convention 105"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The Code of Criminal Procedure and the Civil Code apply.", ["Code of Criminal Procedure", "Civil Code"]),
        ("It joined the Convention against Piracy and its Protocol to Prevent Wrecking.",
         ["Convention against Piracy", "Protocol to Prevent Wrecking"]),
    ],
)  # fmt: skip
def test_two_names_that_are_joined_are_two(sentence: str, names: list[str]) -> None:
    assert [citation.name for citation in law_of(sentence).citations] == names


def test_articles_of_a_list_and_articles_cited_again_are_of_their_law() -> None:
    law = law_of(
        "Article 12 (boats) and Article 13 (lights) of the Harbour Code apply. The Boat Law helps. Article 12 is old, "
        "Article 99 is new."
    )
    assert [(a.number, a.instrument) for a in law.articles] == [
        ("12", "Harbour Code"), ("13", "Harbour Code"), ("12", "Harbour Code"), ("99", "")
    ]  # fmt: skip


EVENTS = [
    ("The Penal Code, enacted in July 1961 and amended in March 1999, has an article 4.",
     [(EventKind.ENACTED, "Penal Code", (1961, 7, 0)), (EventKind.AMENDED, "Penal Code", (1999, 3, 0))]),
    ("On January 9, 2008, the king enacted law number 1 of 2008.", [(EventKind.ENACTED, "law 1", (2008, 1, 9))]),
    ("Law 731 of 2003, which entered into force on May 4, 2004, applies.",
     [(EventKind.IN_FORCE, "Law 731", (2004, 5, 4))]),
    ("Tambara ratified the Palermo Protocol in June 2004.", [(EventKind.RATIFIED, "Palermo Protocol", (2004, 6, 0))]),
    ("Parliament has not enacted the Child Act.", []),
    ("They plan to amend the Child Act in 2010.", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "events"), EVENTS)
def test_events_with_dates_as_far_as_stated(
    sentence: str, events: list[tuple[EventKind, str, tuple[int, int, int]]]
) -> None:
    found = law_of(sentence).events
    assert [(e.kind, e.instrument, (e.year, e.month, e.day)) for e in found] == events
