"""The registries in the admin: what can be typed in, what is refused and why, and two curators at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from statutes.models import (
    FormerAddress,
    Institution,
    InstitutionName,
    Instrument,
    LifeEvent,
    Mention,
    Penalty,
    Provision,
)
from tests.factories import CountryFactory, make_cable
from tests.law_factories import (
    make_event,
    make_institution,
    make_instrument,
    make_mention,
    make_name,
    make_penalty,
    make_provision,
    section_of,
)
from tests.people import person
from tests.statutes.unread import unread

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
INLINE_ONLY = {"InstrumentName", "InstitutionName", "InstitutionIdentifier"}
BOOKKEEPING = {"Reading"}


@pytest.fixture
def client(client_for: ClientFor, curator: User) -> Client:
    return client_for(curator)


@pytest.fixture
def keeper() -> User:
    """Keeps the registries, and may not read restricted cables."""
    keeper = person("keeper", role="analyst", is_staff=True)
    codes = Permission.objects.filter(content_type__app_label__in=("statutes", "cables"))
    keeper.user_permissions.set(codes.exclude(codename="view_restricted_cable"))
    return keeper


def sent(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send back of this page, with nothing changed."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    data: dict[str, Any] = {"version": context["version"]} if "version" in context else {}
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value
    return data


def save(client: Client, row: Any, **changes: Any) -> Any:
    address = reverse(f"admin:statutes_{row._meta.model_name}_change", args=[row.pk])
    return client.post(address, sent(client, address) | changes)


def errors(response: Any) -> str:
    """What the page says is wrong."""
    assert response.status_code == 200, response.status_code
    context = response.context
    forms = [
        context["adminform"].form,
        *(form for one in context["inline_admin_formsets"] for form in one.formset.forms),
    ]
    said = [f"{name}: {error}" for form in forms for name, found in form.errors.items() for error in found]
    said += [error for one in context["inline_admin_formsets"] for error in one.formset.non_form_errors()]
    return "\n".join(said)


def test_every_model_is_in_the_admin_or_inside_another() -> None:
    every = set(apps.get_app_config("statutes").get_models())
    tracked = {model for model in every if model.__name__.endswith("Event") and model is not LifeEvent}
    missing = {model.__name__ for model in every - tracked if model not in admin.site._registry}
    assert missing == INLINE_ONLY | BOOKKEEPING


def test_a_new_instrument_is_accepted_public_and_has_its_address(client: Client) -> None:
    country = CountryFactory.create(iso2="XA")
    address = reverse("admin:statutes_instrument_add")
    data = sent(client, address) | {"name": "Law on  Migration No. 4", "country": country.pk, "kind": "act"}
    data |= {"names-TOTAL_FORMS": 1, "names-0-name": "Act 4/2001", "names-0-standing": "accepted"}
    data |= {"provisions-TOTAL_FORMS": 1, "provisions-0-unit": "Article", "provisions-0-number": "12 bis",
             "provisions-0-standing": "accepted"}  # fmt: skip
    data |= {
        "events-TOTAL_FORMS": 1,
        "events-0-kind": "enacted",
        "events-0-year": 2001,
        "events-0-standing": "accepted",
    }
    response = client.post(address, data)
    assert response.status_code == 302, errors(response)
    law = Instrument.objects.get(country=country)
    assert (law.slug, law.name_key, law.standing, law.is_public) == (
        "law-on-migration-no-4", "law on migration 4", "accepted", True,
    )  # fmt: skip
    assert law.names.get().name_key == "act 4/2001"
    assert law.provisions.get().slug == "art-12-bis"
    assert law.events.get().is_curated


def test_a_new_institution_folds_its_names_as_they_are_looked_for(client: Client) -> None:
    address = reverse("admin:statutes_institution_add")
    data = sent(client, address) | {"name": "The Women's Defence Office", "kind": "executive"}
    data |= {"names-TOTAL_FORMS": 1, "names-0-name": "W.D.O.", "names-0-is_acronym": "on", "names-0-since": 2001,
             "names-0-standing": "accepted"}  # fmt: skip
    assert client.post(address, data).status_code == 302
    body = Institution.objects.latest("pk")
    assert (body.slug, body.name_key) == ("the-women-s-defence-office", "womens defense office")
    assert body.names.get().since == 2001


def test_an_address_in_use_is_refused_with_a_sentence(client: Client) -> None:
    first, second = make_instrument("Penal Code"), make_instrument("Criminal Code")
    said = errors(save(client, second, slug=first.slug))
    assert said == "slug: “Penal Code” has the address “penal-code” already. Choose another."
    assert save(client, first, slug="old-penal-code").status_code == 302
    said = errors(save(client, second, slug="penal-code"))
    assert "Old links to “Penal Code” lead through “penal-code”" in said


@pytest.mark.parametrize("make", [make_instrument, make_institution])
def test_renaming_keeps_the_address_and_the_name_it_had(client: Client, make: Any) -> None:
    entry = make("Penal Law")
    assert save(client, entry, name="Penal Code", slug="penal-code").status_code == 302
    entry.refresh_from_db()
    assert (entry.name, entry.slug) == ("Penal Code", "penal-code")
    former = FormerAddress.objects.get()
    assert (former.slug, former.instrument or former.institution) == ("penal-law", entry)
    assert [name.name for name in entry.names.all()] == ["Penal Law"]
    assert save(client, entry, name="Penal Law", slug="penal-law").status_code == 302
    assert FormerAddress.objects.get().slug == "penal-code"


def test_no_institution_stands_under_itself(client: Client) -> None:
    top = make_institution("Ministry")
    middle = make_institution("Directorate", parent=top)
    low = make_institution("Unit", parent=middle)
    said = errors(save(client, top, parent=low.pk))
    assert "“Unit” stands under “Ministry”: they would go round in a circle" in said
    assert "cannot stand under itself" in errors(save(client, top, parent=top.pk))


def test_the_years_of_a_name_are_in_order_and_a_name_stands_once(client: Client) -> None:
    body = make_institution()
    make_name(body, "Sea Watch")
    said = errors(save(client, body, **{"names-0-since": 2008, "names-0-until": 2001}))
    assert "until: It ends before it begins. Write 2008 or a later year." in said
    more = {"names-TOTAL_FORMS": 2, "names-1-name": "the SEA watch", "names-1-standing": "accepted"}
    assert "It has this name already" in errors(save(client, body, **more))


def test_a_date_that_cannot_be_is_refused_at_its_field(client: Client) -> None:
    law = make_instrument()
    for change, said in (
        ({"year": 2005, "month": 13}, "month: A month is a number from 1 to 12"),
        ({"month": 4}, "year: A month needs its year"),
        ({"year": 2005, "day": 4}, "month: A day needs its month"),
        ({"year": 2005, "month": 1, "day": 32}, "day: A day is a number from 1 to 31"),
    ):
        assert said in errors(save(client, law, **change)), change


@pytest.fixture
def article() -> Provision:
    return make_provision(make_instrument())


def new_penalty(client: Client, article: Provision, **fields: Any) -> Any:
    number = article.penalties.count()
    row = {"kind": "imprisonment", "standing": "accepted", **fields}
    data = {f"penalties-{number}-{name}": value for name, value in row.items()}
    return save(client, article, **{"penalties-TOTAL_FORMS": number + 1}, **data)


def test_penalties_are_typed_in_as_they_are_written(client: Client, article: Provision) -> None:
    assert new_penalty(client, article, minimum="6  years", maximum="12 years and 6 months").status_code == 302
    assert new_penalty(client, article, kind="fine", minimum="50,000 quetzales (USD 6,500)").status_code == 302
    first, second = Penalty.objects.order_by("position")
    assert (first.minimum, first.maximum, first.source) == ("6 years", "12.5 years", "Article 194")
    assert second.minimum == "50,000 quetzales (USD 6,500)"
    assert first.is_curated
    assert first.standing == "accepted"
    assert first.key != second.key
    response = new_penalty(client, article, change="increased", least="4/3", most="4/3", bases=[first.key])
    assert response.status_code == 302, errors(response)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"minimum": "12 years", "maximum": "6 years"}, "minimum: The minimum is above the maximum. Write"),
        ({"minimum": "long"}, "minimum: “long” is no amount. Write “6 years”"),
        ({"kind": "fine", "minimum": "50,000"}, "minimum: “50,000” is no amount. Write"),
        ({"kind": "fine", "maximum": "6 years"}, "maximum: A fine is an amount of money. Write “50,000 quetzales”"),
        ({"minimum": "50,000 quetzales"}, "minimum: Only a fine is an amount of money. Write a length"),
        ({"change": "increased", "least": "4/3", "most": "4/3"}, "bases: It is relative and has no base. Choose"),
        ({"least": "4/3"}, "change: It rests on a base: choose how it follows from it."),
        ({"change": "increased", "least": "a third"}, "least: “a third” is no number. Write “4”"),
        ({"change": "same", "missing": "not quoted", "minimum": "2 years"}, "minimum: It is relative and has figures"),
        ({"kind": "stoning"}, "kind: "),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_penalties_that_contradict_themselves_are_refused(
    client: Client, article: Provision, fields: dict[str, Any], said: str
) -> None:
    assert said in errors(new_penalty(client, article, **fields))
    assert not Penalty.objects.exists()


def test_penalties_never_rest_on_one_another_in_a_circle(client: Client, article: Provision) -> None:
    first = make_penalty(article, key="a")
    second = make_penalty(article, key="b", minimum="", maximum="", change="same", bases=["a"])
    relative = {"minimum": "", "maximum": "", "change": "same", "bases": [second.key]}
    said = errors(save(client, article, **{f"penalties-0-{name}": value for name, value in relative.items()}))
    assert "bases: It goes in a circle" in said
    gone = errors(save(client, article, **{"penalties-0-DELETE": "on", "penalties-1-condition": "always"}))
    assert "bases: " in gone
    first.refresh_from_db()
    assert first.minimum == "6 years"


def test_bases_are_chosen_by_words_among_those_of_the_same_law(client: Client, article: Provision) -> None:
    make_penalty(article, key="here", condition="for a minor")
    make_penalty(make_provision(make_instrument("Other Law"), "7"), key="elsewhere")
    page = client.get(reverse("admin:statutes_provision_change", args=[article.pk]))
    html = page.content.decode()
    assert "Article 194: 6 years to 12 years (for a minor)" in html
    assert "elsewhere" not in html


def test_a_penalty_put_right_by_hand_stays_so(client: Client, article: Provision) -> None:
    section = section_of(unread(make_cable()))
    read = make_penalty(article, section)
    other = make_penalty(article, section)
    assert save(client, article, **{"penalties-0-maximum": "10 years"}).status_code == 302
    read.refresh_from_db()
    other.refresh_from_db()
    assert (read.maximum, read.is_curated, other.is_curated) == ("10 years", True, False)
    assert save(client, article, **{"penalties-1-DELETE": "on"}).status_code == 302
    other.refresh_from_db()
    assert (other.standing, other.is_curated) == ("rejected", True)


def test_a_passage_names_law_or_an_institution(client: Client, curator: User) -> None:
    body, code = make_institution(), make_instrument()
    cable = unread(make_cable(sections=(("prosecution", "B", "The Harbour Police cites the Penal Code."),)))
    mention = make_mention(body, section_of(cable), "Harbour Police")
    assert "not both" in errors(save(client, mention, instrument=code.pk))
    assert "Choose what the passage names" in errors(save(client, mention, institution=""))
    other = make_institution("Port Police")
    assert save(client, mention, institution=other.pk).status_code == 302
    mention.refresh_from_db()
    assert (mention.institution, mention.decided_by) == (other, curator)


def test_who_saves_second_gets_both_versions_and_overwrites_nothing(client: Client) -> None:
    body = make_institution("Harbour Police")
    address = reverse("admin:statutes_institution_change", args=[body.pk])
    mine = sent(client, address) | {"note": "Mine."}
    Institution.objects.filter(pk=body.pk).update(note="Theirs.")
    response = client.post(address, mine)
    assert response.status_code == 409
    html = response.content.decode()
    assert "Somebody changed this since you opened it" in html
    assert "<td>Theirs.</td><td>Mine.</td>" in html
    body.refresh_from_db()
    assert body.note == "Theirs."
    again = mine | {"version": response.context["version"]}
    assert client.post(address, again).status_code == 302
    body.refresh_from_db()
    assert body.note == "Mine."


def test_a_row_that_another_added_counts_as_a_change_too(client: Client) -> None:
    body = make_institution("Harbour Police")
    address = reverse("admin:statutes_institution_change", args=[body.pk])
    mine = sent(client, address) | {"note": "Mine."}
    make_name(body, "HP")
    assert client.post(address, mine).status_code == 409
    assert client.post(address, {**mine, "version": ""}).status_code == 409


def test_what_passages_name_is_not_deleted(client: Client) -> None:
    body = make_institution()
    cable = unread(make_cable(sections=(("prosecution", "B", "The Harbour Police came."),)))
    make_mention(body, section_of(cable), "Harbour Police")
    address = reverse("admin:statutes_institution_delete", args=[body.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    Mention.objects.all().delete()
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Institution.objects.filter(pk=body.pk).exists()


def test_a_keeper_who_may_not_read_a_cable_finds_no_trace(client_for: ClientFor, keeper: User) -> None:
    hidden = unread(
        make_cable(mrn="09PORTOTRACE900555", access="restricted", sections=(("prosecution", "B", "The Night Watch."),))
    )
    watch = make_institution("Night Watch")
    make_mention(watch, section_of(hidden), "Night Watch")
    law = make_instrument("Marsh Code")
    article = make_provision(law, "5")
    make_mention(article, section_of(hidden), "Watch")
    make_penalty(article, section_of(hidden), minimum="7 years")
    shown = make_institution("Harbour Police", is_public=True)
    make_name(shown, "Marsh Police")
    client = client_for(keeper)
    html = ""
    for name in ("institution", "instrument", "provision", "mention", "penalty", "lifeevent"):
        html += client.get(reverse(f"admin:statutes_{name}_changelist"), {"_facets": "True"}).content.decode()
    html += client.get(reverse("admin:statutes_institution_change", args=[shown.pk])).content.decode()
    html += client.get(
        reverse("admin:autocomplete"),
        {"app_label": "statutes", "model_name": "institution", "field_name": "parent", "term": ""},
    ).content.decode()
    assert "Harbour Police" in html
    for word in ("Night Watch", "Marsh", "TRACE", "7 years"):
        assert word not in html, word
    assert client.get(reverse("admin:statutes_institution_change", args=[watch.pk])).status_code == 302
    address = reverse("admin:statutes_institution_change", args=[shown.pk])
    response = client.post(address, sent(client, address) | {"parent": watch.pk})
    assert "Select a valid choice" in errors(response)
    typed = {"names-TOTAL_FORMS": 1, "names-0-name": "Marsh Police", "names-0-standing": "accepted"}
    assert client.post(address, sent(client, address) | typed | {"names-0-is_public": "on"}).status_code == 302
    assert InstitutionName.objects.get(name="Marsh Police").is_public
    said = errors(client.post(address, sent(client, address) | {"slug": "night-watch", "country": watch.country_id}))
    assert said == "slug: This address is in use. Choose another."


def test_those_who_keep_no_registries_stay_outside(client_for: ClientFor, analyst: User) -> None:
    assert client_for(analyst).get(reverse("admin:statutes_institution_changelist")).status_code == 302
    plain = person("plain", role="analyst", is_staff=True)
    assert client_for(plain).get(reverse("admin:statutes_institution_changelist")).status_code == 403


@pytest.mark.parametrize("name", ["instrument", "provision", "institution", "mention", "penalty", "lifeevent"])
def test_more_rows_in_a_list_cost_no_more_queries(client: Client, name: str) -> None:
    section = section_of(unread(make_cable(sections=(("prosecution", "B", "The Harbour Police cites Article 7."),))))
    address = reverse(f"admin:statutes_{name}_changelist")

    def add(number: int) -> None:
        country = CountryFactory.create(iso2=f"X{number}")
        body = make_institution(f"Body {number}", country=country, parent=make_institution(f"Top {number}"))
        article = make_provision(make_instrument(f"Law {number}", country=country), "7")
        make_mention(body, section, "Harbour Police")
        make_mention(article, section, "Article 7")
        make_penalty(article, section)
        make_event(body, section)

    add(1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(2, 6):
        add(number)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)
