"""Facets of law and institutions: what they count, for whom, under which filters, and that they are never stale."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from cables.importing import write_cable
from cables.models import Access, Cable, Country, Section
from cables.search import FACETS, Results
from cables.search import held as holding
from cables.search.columns import Columns
from cables.search.counting import count
from statutes.models import Institution, Instrument, Mention, Penalty, Provision, Standing
from statutes.search_facets import KINDS
from tests.cables.search.asking import READER, ask, counts, make_archive
from tests.factories import make_cable, make_parsed
from tests.law_factories import (
    make_institution,
    make_instrument,
    make_mention,
    make_penalty,
    make_provision,
    section_of,
)
from tests.people import Person

pytestmark = pytest.mark.django_db

NAMES = [kind.name for kind in KINDS]
WHOLE = frozenset(facet.name for facet in FACETS)
EXPECTED = {
    "instrument": {"xa/penal-code": 3, "international/sea-pact": 1},
    "provision": {"xa/penal-code/art-194": 2, "xa/penal-code/art-195": 1},
    "offence": {"trafficking": 2, "rape": 1},
    "penalty": {"4-to-10-years": 1, "10-to-20-years": 1, "fine": 1},
    "institution": {"xa/harbour-police": 2, "xa/ministry-of-tides": 2, "xb/coast-police": 1},
    "body": {"police": 3, "executive": 2},
}


@dataclass(frozen=True)
class World:
    code: Instrument
    pact: Instrument
    article: Provision
    police: Institution
    ministry: Institution
    law: Section  # of the first cable, which quotes the article
    shelters: Section


def read_in(cables: list[Cable]) -> World:
    first, _, third, fourth = cables
    law, shelters = section_of(first, "prosecution/a"), section_of(first, "protection/a")
    other, away = section_of(fourth, "prosecution/a"), section_of(third, "protection/a")
    country = Country.objects.get(iso2="XA")
    code, pact = make_instrument(country=country), make_instrument("Sea Pact", country=country)
    Instrument.objects.filter(pk=pact.pk).update(country=None)
    article = make_provision(code, "194", offence="trafficking")
    next_article = make_provision(code, "195")
    for provision, section in ((article, law), (article, other), (next_article, other)):
        make_mention(provision, section, "The law", role="quotes", offence="rape")
    make_mention(code, shelters, "cities")
    make_mention(pact, away, "cities")
    make_penalty(article, law)
    make_penalty(article, law, kind="fine", minimum="", maximum="5 USD")
    base = make_penalty(article, other, minimum="2 years", maximum="4 years")
    Penalty.objects.filter(pk=base.pk).update(maximum="6 years")
    police, ministry = (
        make_institution(country=country),
        make_institution("Ministry of Tides", country, kind="executive"),
    )
    coast = make_institution("Coast Police", Country.objects.get(iso2="XB"))
    for institution, section, words in (
        (police, law, "law"),
        (police, law, "The law"),
        (police, shelters, "Shelters"),
        (ministry, law, "forbids"),
        (ministry, away, "Shelters"),
        (coast, away, "cities"),
    ):
        make_mention(institution, section, words)
    return World(code, pact, article, police, ministry, law, shelters)


@pytest.fixture
def archive() -> list[Cable]:
    return make_archive()


@pytest.fixture
def world(archive: list[Cable]) -> World:
    return read_in(archive)


def told(results: Results) -> dict[str, dict[str, int]]:
    """What each facet of law and institutions counts."""
    return {name: counts(results, name) for name in NAMES}


def labels(results: Results, facet: str) -> dict[str, str]:
    [found] = [each for each in results.facets if each.name == facet]
    return {option.value: option.label for option in found.options}


@pytest.mark.usefixtures("world")
class TestWhatIsCounted:
    def test_each_section_once_under_everything_that_its_text_says(self) -> None:
        assert told(ask()) == EXPECTED

    def test_options_are_called_what_people_call_them(self) -> None:
        results = ask()
        assert labels(results, "instrument") == {
            "xa/penal-code": "Penal Code, Land XA",
            "international/sea-pact": "Sea Pact",
        }
        assert labels(results, "provision")["xa/penal-code/art-194"] == "Article 194, Penal Code, Land XA"
        assert labels(results, "institution")["xb/coast-police"] == "Coast Police, Land XB"
        assert labels(results, "offence")["trafficking"] == "Trafficking in persons"
        assert list(labels(results, "penalty").values()) == ["Over 4 to 10 years", "Over 10 to 20 years", "Fine"]
        assert labels(results, "body") == {"police": "Police", "executive": "Executive"}

    @pytest.mark.parametrize("facet", EXPECTED)
    def test_choosing_one_option_finds_as_many_as_it_says(self, facet: str) -> None:
        for value, number in EXPECTED[facet].items():
            results = choose(READER, {facet: [value]})
            assert results.total == number
            assert counts(results, facet) == EXPECTED[facet]

    def test_a_penalty_that_cannot_be_read_is_not_computed(self, world: World) -> None:
        Penalty.objects.filter(kind="fine").update(maximum="many coins")
        assert counts(ask(), "penalty") == {"4-to-10-years": 1, "10-to-20-years": 1, "not-computed": 1}

    def test_a_relative_penalty_counts_by_what_it_comes_to(self, world: World) -> None:
        base = Penalty.objects.get(section=world.law, kind="imprisonment")
        make_penalty(
            world.article, world.law, minimum="", maximum="", change="increased", least="2", most="2", bases=[base.key]
        )
        assert counts(ask(), "penalty") == {"4-to-10-years": 1, "10-to-20-years": 1, "over-20-years": 1, "fine": 1}

    def test_a_penalty_that_was_typed_in_stands_in_no_section(self, world: World) -> None:
        make_penalty(world.article, kind="death", minimum="", maximum="")
        assert told(ask()) == EXPECTED


CHOICES = {
    "instrument": ["xa/penal-code", "international/sea-pact"],
    "penalty": ["10-to-20-years"],
    "institution": ["xa/harbour-police", "xa/ministry-of-tides"],
    "body": ["executive"],
    "chapter": ["prosecution"],
    "country": ["xa"],
}


def options_of(person: Person) -> dict[str, dict[str, set[tuple[str, str]]]]:
    """Which sections stand under each option, one option at a time."""
    return {
        facet.name: {option.value: found(choose(person, {facet.name: [option.value]})) for option in facet.options}
        for facet in ask(person=person, whole=WHOLE).facets
    }


def choose(person: Person, chosen: dict[str, list[str]], words: str = "") -> Results:
    asked: dict[str, Any] = {"whole": WHOLE, **chosen}
    return ask(words, person=person, **asked)


def found(results: Results) -> set[tuple[str, str]]:
    return {(hit.mrn, hit.place.path) for hit in results.hits}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("words", ["", "shelters", "-shelters"])
def test_every_facet_counts_under_the_others_and_not_under_itself(words: str) -> None:
    under = options_of(READER)
    with_words = found(ask(words))
    for names in product(*([None, name] for name in CHOICES)):
        chosen = {name: CHOICES[name] for name in names if name}
        results = choose(READER, chosen, words)
        passing = {name: set().union(*(under[name][value] for value in values)) for name, values in chosen.items()}
        assert found(results) == with_words.intersection(*passing.values())
        for facet in results.facets:
            others = with_words.intersection(*(rows for name, rows in passing.items() if name != facet.name))
            expected = Counter({value: len(others & rows) for value, rows in under[facet.name].items()})
            assert counts(results, facet.name) == dict(expected), (facet.name, chosen)


def name_again(world: World) -> None:
    make_mention(world.police, section_of(Cable.objects.get(mrn="08CHARLIE4"), "prosecution/a"), "it")


def threaten_with_death(world: World) -> None:
    make_penalty(world.article, world.shelters, kind="death", minimum="", maximum="")


def found_elsewhere(world: World) -> None:
    passages = Mention.objects.filter(section=world.shelters, institution=world.police)
    passages.update(section=world.law, text=world.law.current)


def in_earlier_text(world: World) -> None:
    parsed = make_parsed(mrn="08ALFA1", sections=[("prosecution", "A", "A mongoose.")], tags=("KCRM", "XA"))
    write_cable(parsed, content=b"another source", name="again.txt")


def move(world: World) -> None:
    Mention.objects.filter(institution=world.police).update(institution=world.ministry)


CHANGES: list[tuple[Callable[[World], Any], dict[str, dict[str, int]]]] = [
    (
        name_again,
        {
            "institution": {"xa/harbour-police": 3, "xa/ministry-of-tides": 2, "xb/coast-police": 1},
            "body": {"police": 4, "executive": 2},
        },
    ),
    (
        lambda world: Mention.objects.filter(institution=world.police, section=world.law).update(standing="rejected"),
        {
            "institution": {"xa/harbour-police": 1, "xa/ministry-of-tides": 2, "xb/coast-police": 1},
            "body": {"police": 2, "executive": 2},
        },
    ),
    (lambda world: Mention.objects.filter(institution=world.police).delete(), {"body": {"police": 1, "executive": 2}}),
    (move, {"institution": {"xa/ministry-of-tides": 3, "xb/coast-police": 1}, "body": {"executive": 3, "police": 1}}),
    (
        found_elsewhere,
        {"institution": {"xa/harbour-police": 1, "xa/ministry-of-tides": 2, "xb/coast-police": 1}},
    ),
    (
        lambda world: Institution.objects.filter(pk=world.police.pk).update(slug="water-police"),
        {"institution": {"xa/water-police": 2, "xa/ministry-of-tides": 2, "xb/coast-police": 1}},
    ),
    (
        lambda world: Institution.objects.filter(pk=world.police.pk).update(country=None),
        {"institution": {"international/harbour-police": 2, "xa/ministry-of-tides": 2, "xb/coast-police": 1}},
    ),
    (
        lambda world: Institution.objects.filter(pk=world.police.pk).update(kind="ngo"),
        {"body": {"ngo": 2, "executive": 2, "police": 1}},
    ),
    (
        lambda world: Institution.objects.filter(pk=world.police.pk).update(standing="rejected"),
        {"institution": {"xa/ministry-of-tides": 2, "xb/coast-police": 1}, "body": {"executive": 2, "police": 1}},
    ),
    (lambda world: Institution.objects.filter(pk=world.police.pk).delete(), {"body": {"executive": 2, "police": 1}}),
    (
        lambda world: Instrument.objects.filter(pk=world.code.pk).update(standing="rejected"),
        {"instrument": {"international/sea-pact": 1}, "provision": {}},
    ),
    (
        lambda world: Instrument.objects.filter(pk=world.code.pk).update(slug="crimes-act"),
        {
            "instrument": {"xa/crimes-act": 3, "international/sea-pact": 1},
            "provision": {"xa/crimes-act/art-194": 2, "xa/crimes-act/art-195": 1},
        },
    ),
    (
        lambda world: Provision.objects.filter(pk=world.article.pk).update(standing="rejected"),
        {"instrument": {"xa/penal-code": 2, "international/sea-pact": 1}, "offence": {"rape": 1}, "penalty": {}},
    ),
    (
        lambda world: Provision.objects.filter(pk=world.article.pk).update(slug="art-9"),
        {"provision": {"xa/penal-code/art-9": 2, "xa/penal-code/art-195": 1}},
    ),
    (lambda world: Provision.objects.filter(pk=world.article.pk).update(offence=""), {"offence": {"rape": 2}}),
    (
        lambda world: Mention.objects.filter(role="quotes").update(offence="slavery"),
        {"offence": {"trafficking": 2, "slavery": 1}},
    ),
    (threaten_with_death, {"penalty": {**EXPECTED["penalty"], "death": 1}, "offence": {"trafficking": 3, "rape": 1}}),
    (
        lambda world: Penalty.objects.filter(kind="fine").update(standing="rejected"),
        {"penalty": {"4-to-10-years": 1, "10-to-20-years": 1}},
    ),
    (
        lambda world: Penalty.objects.filter(kind="fine").delete(),
        {"penalty": {"4-to-10-years": 1, "10-to-20-years": 1}},
    ),
    (
        lambda world: Penalty.objects.filter(maximum="12 years").update(maximum="life"),
        {"penalty": {"4-to-10-years": 1, "life": 1, "fine": 1}},
    ),
    (
        lambda world: Country.objects.filter(iso2="XA").update(iso2="XZ"),
        {"instrument": {"xz/penal-code": 3, "international/sea-pact": 1}},
    ),
    (
        lambda world: Section.objects.filter(pk=world.law.pk).update(current=None),
        {
            "institution": {"xa/harbour-police": 1, "xa/ministry-of-tides": 1, "xb/coast-police": 1},
            "penalty": {"4-to-10-years": 1},
        },
    ),
    (
        lambda world: Cable.objects.filter(mrn="08ALFA1").update(access="members"),
        {"institution": {"xa/ministry-of-tides": 1, "xb/coast-police": 1}, "penalty": {"4-to-10-years": 1}},
    ),
    (
        lambda world: Cable.objects.filter(mrn="08ALFA1").delete(),
        {"institution": {"xa/ministry-of-tides": 1, "xb/coast-police": 1}},
    ),
    (
        in_earlier_text,
        {"institution": {"xa/ministry-of-tides": 1, "xb/coast-police": 1}, "penalty": {"4-to-10-years": 1}},
    ),
    (lambda world: truncate("statutes_penalty"), {"penalty": {}}),
]


def truncate(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_change_is_counted_at_the_next_search(
    world: World, change: Callable[[World], Any], expected: dict[str, dict[str, int]]
) -> None:
    ask()
    change(world)
    results = ask(whole=WHOLE)
    counted = told(results)
    assert {name: counted[name] for name in expected} == expected


RENAMED: list[tuple[Callable[[World], Any], str]] = [
    (lambda world: Institution.objects.filter(pk=world.police.pk).update(name="Tide Police"), "institution"),
    (lambda world: Instrument.objects.filter(pk=world.code.pk).update(name="Tide Code"), "instrument"),
    (lambda world: Instrument.objects.filter(pk=world.code.pk).update(name="Tide Code"), "provision"),
    (lambda world: Provision.objects.filter(pk=world.article.pk).update(unit="Tide"), "provision"),
    (lambda world: Country.objects.filter(iso2="XA").update(name="Tide Land"), "institution"),
]


@pytest.mark.parametrize(("change", "facet"), RENAMED)
def test_an_option_is_called_by_the_name_that_its_entry_has_now(
    world: World, change: Callable[[World], Any], facet: str
) -> None:
    before = labels(ask(), facet)
    change(world)
    after = labels(ask(), facet)
    assert after.keys() == before.keys()
    assert "Tide" in " ".join(label for value, label in after.items() if before[value] != label)


def shown(columns: Columns) -> dict[str, dict[tuple[str, str], int]]:
    """Every option with its count, for everybody."""
    counted = count(columns, columns.visible([Access.PUBLIC]), None, {}).facets
    options = {name: column.options for name, column in {**columns.columns, **columns.of_rows}.items()}
    return {
        name: {option: int(number) for option, number in zip(options[name], counted[name], strict=True) if number}
        for name in options
    }


@pytest.mark.parametrize("change", [change for change, _ in (*CHANGES, *RENAMED)])
def test_what_a_change_notes_is_all_that_has_to_be_read_again(world: World, change: Callable[[World], Any]) -> None:
    nothing_seen = holding.State([], "", own=True)
    before = holding._brought_up(None, nothing_seen)
    forget_notes()
    change(world)
    noted_only = holding.State([cable for cable, _ in noted()], "", own=True)
    after = holding._brought_up(before, noted_only)
    assert shown(after.columns) == shown(holding._brought_up(None, nothing_seen).columns) != shown(before.columns)


@pytest.mark.parametrize("table", ["statutes_mention", "statutes_penalty"])
def test_a_statement_that_writes_many_rows_is_one_note(world: World, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) UPDATE {table} SET standing = 'rejected'")  # noqa: S608
        [plan] = cursor.fetchone()[0]
    calls = {trigger["Trigger Name"]: trigger["Calls"] for trigger in plan["Triggers"]}
    assert calls["statutes_noted_update"] == 1


def noted() -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cable_id, xid::text::bigint FROM cables_change ORDER BY 1")
        found: list[tuple[int, int]] = cursor.fetchall()
        return found


def forget_notes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cables_change")


def test_what_no_facet_shows_is_not_noted(world: World) -> None:
    forget_notes()
    Mention.objects.update(standing=Standing.ACCEPTED, reason="Read twice.")
    Institution.objects.update(note="A body.", standing=Standing.ACCEPTED)
    Instrument.objects.update(note="A law.", is_public=True)
    Provision.objects.update(heading="Of tides")
    make_institution("New Body")
    make_instrument("New Law")
    assert noted() == []


def hide(access: str) -> None:
    """A cable that these people may not see: with law and institutions of its own, and more of what the others name."""
    texts = (("prosecution", "A", "The law forbids it."), ("protection", "A", "Shelters exist in two cities."))
    cable = make_cable(mrn="08ALFA9", access=access, tags=("XA",), report_year=1991, sections=texts)
    law = section_of(cable, "prosecution/a")
    secret = make_instrument("Secret Act")
    article = make_provision(secret, "7", offence="slavery")
    make_mention(article, law, "The law", role="quotes")
    make_penalty(article, law, kind="death", minimum="", maximum="")
    make_mention(make_institution("Secret Service", kind="ombudsman"), law, "forbids")
    make_mention(Institution.objects.get(slug="harbour-police"), law, "law")
    make_mention(Instrument.objects.get(slug="sea-pact"), law, "law")


ASKED: list[dict[str, Any]] = [
    {"whole": WHOLE},
    {"words": "law"},
    {"words": "", "institution": ["xa/secret-service", "xa/harbour-police"]},
    {"words": "", "instrument": ["xa/secret-act"], "penalty": ["death", "fine"], "body": ["ombudsman"]},
    {"words": "", "provision": ["xa/secret-act/art-7"], "offence": ["slavery"]},
]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("access", ["members", "restricted"])
def test_a_reader_finds_the_same_without_what_is_hidden(access: str) -> None:
    without = [ask(**asked) for asked in ASKED]
    hide(access)
    assert [ask(**asked) for asked in ASKED] == without


@pytest.mark.usefixtures("world")
def test_who_may_see_the_cable_counts_what_it_names(curator: User) -> None:
    hide("restricted")
    results = ask(person=curator, whole=WHOLE)
    assert counts(results, "institution")["xa/secret-service"] == 1
    assert counts(results, "institution")["xa/harbour-police"] == 3
    assert counts(results, "penalty")["death"] == 1


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "address", ["", "?institution=xa/secret-service", "?instrument=xa/secret-act&penalty=death&all=institution"]
)
def test_a_readers_page_is_the_same_byte_by_byte(client_for: Callable[[Person], Client], address: str) -> None:
    client = client_for(READER)
    without = client.get(f"/search/{address}").content
    hide("restricted")
    assert client.get(f"/search/{address}").content == without


@pytest.mark.usefixtures("world")
def test_a_value_that_is_none_is_told_beside_its_filter(client_for: Callable[[Person], Client]) -> None:
    results = ask(institution=["xa/no-such-body", "xa/harbour-police"], penalty=["a-while"])
    assert results.total == 2
    left_out = {facet.name: facet.left_out for facet in results.facets if facet.left_out}
    assert left_out == {"institution": ("xa/no-such-body",), "penalty": ("a-while",)}
    page = client_for(READER).get("/search/?institution=xa/no-such-body").content.decode()
    assert "Nothing is held for “xa/no-such-body”; it was left out." in page


def test_facets_of_another_app_stand_where_they_joined() -> None:
    names = [facet.name for facet in FACETS]
    assert names[names.index("law") + 1 :][: len(NAMES)] == NAMES
    with pytest.raises(ValueError, match="already: institution"):
        FACETS.join(KINDS[4], after="law")
