"""Accepted names are found wherever they stand, and belong to their institution."""

from statutes.extraction.institutions import Aliases, KnownName, read_institutions
from tests.statutes.test_institution_names import mentions

POLICE = KnownName("Policia Nacional", 7)
PNC = KnownName("PNC", 7, is_acronym=True)


def test_an_alias_is_found_whatever_its_case_and_accents() -> None:
    (mention,) = mentions("The POLICÍA  nacional came.", POLICE)
    assert (mention.entry, mention.name, mention.reason) == (
        7, "POLICÍA nacional", "the accepted name “Policia Nacional”",
    )  # fmt: skip


def test_an_accepted_acronym_is_found_with_its_case_only() -> None:
    found = mentions("The PNC came; a pnc is something else, and so is XPNC.", PNC)
    assert [(m.start, m.end, m.entry) for m in found] == [(4, 7, 7)]


def test_a_pattern_with_an_accepted_name_belongs_to_its_entry() -> None:
    (mention,) = mentions("The Ministry of the Interior paid.", KnownName("Ministry of Interior", 3))
    assert (mention.entry, mention.name) == (3, "Ministry of the Interior")


def test_a_longer_name_is_another_body() -> None:
    (mention,) = mentions("The National Police College opened.", KnownName("National Police", 7))
    assert (mention.entry, mention.name) == (None, "National Police College")


def test_an_acronym_bound_to_an_accepted_name_belongs_to_it() -> None:
    found = mentions("The Policia Nacional (PN) came. The PN left.", POLICE)
    assert [m.entry for m in found] == [7, 7, 7]
    assert found[-1].acronym == "PN"


def test_the_cable_has_the_last_word_on_its_acronyms() -> None:
    harbor = KnownName("Ports National Council", 9)
    found = mentions("The Ports National Council (PNC) met. The PNC decided.", PNC, harbor)
    assert {m.entry for m in found} == {9}


def test_a_name_of_two_institutions_belongs_to_neither() -> None:
    (mention,) = mentions("The CVC met.", KnownName("CVC", 1, is_acronym=True), KnownName("CVC", 2, is_acronym=True))
    assert mention.entry is None
    assert mention.name == "CVC"


def test_no_names_find_nothing() -> None:
    assert read_institutions([("", ())], Aliases([KnownName(" ", 1)]))[0].mentions == ()
