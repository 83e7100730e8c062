"""The kind of offence that a heading or a provision names, and none where nothing says one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.offence_kinds import LABELS, OffenceKind, kind_of_provision, offence_kind

HEADINGS = [
    ("Trafficking in Persons", "trafficking"), ("TRAFFICKING IN HUMAN BEINGS", "trafficking"),
    ("Aggravated human trafficking", "trafficking"), ("any form of tafficking", "trafficking"),
    ("Trata de personas", "trafficking"), ("Traite des personnes", "trafficking"), ("Sale of persons", "trafficking"),
    ("trafficking for the purpose of prostitution", "trafficking"), ("Child trafficking", "trafficking"),
    ("Attempted trafficking or smuggling of migrants", "trafficking"),
    ("Aggravated Rape or Ravishment", "rape"), ("Statutory Rape", "rape"), ("Qualified rape", "rape"),
    ("Defilement of a girl under sixteen", "rape"), ("Violent carnal access", "rape"),
    ("Sexual intercourse with a minor", "rape"), ("Rape in the course of a kidnapping", "rape"),
    ("rape and forcible sexual assault", "rape"),
    ("Indecent Assault", "sexual-assault"), ("Sexual abuse of a patient", "sexual-assault"),
    ("Lewd acts", "sexual-assault"), ("forcible sexual assault", "sexual-assault"),
    ("Procurement or Pandering", "procuring"), ("pimping", "procuring"), ("Aggravated Procuring", "procuring"),
    ("Exploitation of the prostitution of others", "procuring"), ("Sexual exploitation", "procuring"),
    ("Keeping a brothel", "procuring"), ("forcing someone into prostitution", "procuring"),
    ("Child Prostitution", "child-prostitution"), ("Procuring of minors", "child-prostitution"),
    ("Commercial sexual exploitation of children", "child-prostitution"),
    ("inducing a minor into prostitution", "child-prostitution"),
    ("Child Pornography", "child-pornography"), ("Pornography involving minors", "child-pornography"),
    ("Corruption of Minors", "corruption-of-minors"), ("Sexual corruption of a minor", "corruption-of-minors"),
    ("Forced Labour", "forced-labour"), ("Debt bondage", "forced-labour"), ("labor exploitation", "forced-labour"),
    ("forced child labour", "forced-labour"), ("Compulsory or forced work", "forced-labour"),
    ("Slavery and practices similar to slavery", "slavery"), ("Involuntary servitude", "slavery"),
    ("Reduction to slavery", "slavery"),
    ("Worst forms of child labour", "child-labour"), ("Employment of children", "child-labour"),
    ("Smuggling of migrants", "smuggling"), ("alien smuggling", "smuggling"),
    ("Organising illegal migration", "smuggling"),
    ("Kidnapping", "kidnapping"), ("Unlawful detention", "kidnapping"), ("Abduction of a woman", "kidnapping"),
    ("Deprivation of personal liberty", "kidnapping"), ("kidnapping with intent to rape", "kidnapping"),
    ("Forgery of travel documents", "documents"), ("Withholding of passports", "documents"),
    ("Possession of a false passport", "documents"),
    ("Criminal association", "organised-crime"), ("Participation in an organised criminal group", "organised-crime"),
    ("Money laundering", "other"), ("Trafficking in narcotics", "other"), ("Drug trafficking", "other"),
    ("Murder", "other"), ("Trafficking in human organs", "other"), ("Hiring of illegal immigrants", "other"),
]  # fmt: skip
NONE = [
    "", "Definitions", "Aggravating circumstances", "Assistance to victims of trafficking", "officials", "both",
    "Protection of human trafficking victims", "Non-punishment of victims", "Grapes and drapery", "Corruption",
    "Prostitution", "Exploitation", "National anti-trafficking council", "Recruitment by deception", "Smuggling",
]  # fmt: skip
PALERMO = (
    "Whoever recruits, carries, shelters or receives another by threats or by abuse of a position of need, so as to "
    "exploit that person in prostitution, in forced labour or as a slave, goes to prison for nine years."
)
ACTS = [
    ("", PALERMO, "trafficking"),
    ("Penalties", PALERMO, "trafficking"),
    ("Aggravated offence", "A person guilty of defilement of a pupil is liable to ten years.", "rape"),
    ("", "Procuring is punished by two years in prison.", "procuring"),
    ("", "The crime of hiring undocumented aliens is committed by an employer who pays them less.", "other"),
    ("", "Whoever by force or threats has sexual intercourse with a woman shall be imprisoned for ten years.", "rape"),
    ("", "Whoever deprives another of liberty without cause shall be imprisoned for four years.", "kidnapping"),
    ("", "An employer who keeps the passport of a worker is fined 300 crowns.", "documents"),
]
NO_ACTS = [
    ("", "The penalty of Article 4 is doubled where the victim has died."),
    ("Duties of carriers", PALERMO),
    ("", "Whoever kidnaps or rapes another shall be punished by ten years in prison."),
    ("", "A victim of trafficking shall be lodged, received and transported at the cost of the state."),
    ("", ""),
]


@pytest.mark.parametrize(("heading", "kind"), HEADINGS)
def test_headings_name_their_kind(heading: str, kind: str) -> None:
    assert offence_kind(heading) == OffenceKind(kind)


@pytest.mark.parametrize("heading", NONE)
def test_words_that_name_no_kind_have_none(heading: str) -> None:
    assert offence_kind(heading) is None


@pytest.mark.parametrize(("heading", "text", "kind"), ACTS)
def test_the_act_says_the_kind_where_the_heading_does_not(heading: str, text: str, kind: str) -> None:
    assert kind_of_provision(heading, text) == OffenceKind(kind)


@pytest.mark.parametrize(("heading", "text"), NO_ACTS)
def test_no_kind_is_guessed_from_an_act(heading: str, text: str) -> None:
    assert kind_of_provision(heading, text) is None


def test_a_heading_counts_before_the_text() -> None:
    assert kind_of_provision("Procuring", PALERMO) is OffenceKind.PROCURING


def test_every_kind_has_a_label_and_a_heading_that_names_it() -> None:
    assert set(LABELS) == set(OffenceKind) == {OffenceKind(kind) for _, kind in HEADINGS}
    assert OffenceKind.SMUGGLING.label == "Smuggling of persons"


@given(st.text(max_size=300))
def test_any_words_are_taken(words: str) -> None:
    offence_kind(words)
    kind_of_provision("", words)


def test_long_words_take_no_longer() -> None:
    start = time.perf_counter()
    for words in ("procuring ", "sexual ", "a ", "child ", "(", ",", "of the ", "A"):
        offence_kind(words * (200_000 // len(words)))
        kind_of_provision("", words * (200_000 // len(words)))
    assert time.perf_counter() - start < 2
