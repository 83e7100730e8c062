"""What a hostile reader and a careless curator try on the registries."""

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from pghistory.models import Context

from statutes.curating import decide, decide_mention
from statutes.extraction.institutions import Aliases, read_institutions
from statutes.merging import merge, unmerge
from statutes.models import Institution, Mention, Provision
from statutes.recording import record_law
from statutes.registering import LOCK, NO_COUNTRY
from statutes.reverting import MovedOnError, undo
from tests.factories import CountryFactory, PostFactory, make_cable
from tests.law_factories import make_institution, make_instrument, make_mention, make_name, section_of
from tests.people import person
from tests.statutes.unread import unread

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
TEXT = "It rained. The Harbour Police met Quay police."
SECRET = "The Night Watch met the Harbour Police in the marsh."


@pytest.fixture
def keeper() -> User:
    """Keeps the registries, and may not read restricted cables."""
    keeper = person("keeper", role="analyst", is_staff=True)
    codes = Permission.objects.filter(content_type__app_label__in=("statutes", "cables"))
    keeper.user_permissions.set(codes.exclude(codename="view_restricted_cable"))
    return keeper


@pytest.fixture
def police() -> Institution:
    cable = unread(make_cable(sections=(("prosecution", "B", TEXT),)))
    police = make_institution("Harbour Police")
    make_mention(police, section_of(cable), "Harbour Police")
    return police


@pytest.fixture
def hidden(police: Institution) -> Institution:
    """Named in a restricted cable only, which has more names of the other one too."""
    cable = unread(make_cable(mrn="09PORTOTRACE900555", access="restricted", sections=(("prosecution", "B", SECRET),)))
    watch = make_institution("Night Watch")
    make_mention(watch, section_of(cable), "Night Watch")
    make_name(police, "Marsh Constables", standing="suggested")
    make_name(police, "MCQ", is_acronym=True)
    return watch


def test_no_row_of_the_desk_is_shown_to_who_may_not_see_it(
    police: Institution, hidden: Institution, keeper: User, client_for: ClientFor
) -> None:
    done = decide(model=Institution, pks=[police.pk], standing="accepted", person=keeper)
    client, sent = client_for(keeper), {"row": f"institution-{hidden.pk}"}
    for _ in range(2):  # undone, and then refused
        got = client.post(reverse("curation_step", args=[done.key]), sent, headers={"HX-Request": "true"})
        assert "Night Watch" not in got.content.decode()


@pytest.mark.parametrize("words", ["Marsh Constables", "MCQ"])
def test_trying_words_tells_no_name_that_a_hidden_cable_gives(
    words: str, hidden: Institution, keeper: User, curator: User, client_for: ClientFor
) -> None:
    boxes = (("institution", "parent"), ("mention", "institution"))
    for asking, found in ((keeper, False), (curator, True)):
        client = client_for(asking)
        html = client.get(reverse("admin:statutes_institution_changelist"), {"q": words}).content.decode()
        assert ("Harbour Police" in html) is found
        for model, field in boxes:
            asked = {"term": words, "app_label": "statutes", "model_name": model, "field_name": field}
            assert bool(client.get(reverse("admin:autocomplete"), asked).json()["results"]) is found


def test_a_hidden_parent_is_neither_shown_nor_emptied(
    police: Institution, hidden: Institution, keeper: User, client_for: ClientFor
) -> None:
    Institution.objects.filter(pk=police.pk).update(parent=hidden)
    client, address = client_for(keeper), reverse("admin:statutes_institution_change", args=[police.pk])
    html = client.get(reverse("admin:statutes_institution_changelist")).content.decode()
    response = client.get(address)
    assert "Harbour Police" in html
    assert "Night Watch" not in html + response.content.decode()
    assert "parent" not in response.context["adminform"].form.fields


def test_a_merger_taken_back_is_not_undone_row_by_row(police: Institution, hidden: Institution, curator: User) -> None:
    unmerge(merger=merge(kept=police, merged=hidden, person=curator), person=curator)
    key = Context.objects.get(metadata__step__startswith="Took apart").pk
    with pytest.raises(MovedOnError, match="on its own page"):
        undo(key=key, person=curator)
    assert hidden.mentions.count() == 1


def test_undoing_says_that_a_person_is_gone(police: Institution, curator: User, administrator: User) -> None:
    mention = police.mentions.get()
    decide_mention(mention=mention, standing="rejected", was="suggested", person=administrator)
    key = decide_mention(mention=mention, standing="accepted", was="rejected", person=curator).key
    administrator.delete()
    with pytest.raises(MovedOnError, match="gone by now"):
        undo(key=key, person=curator)
    assert Mention.objects.get().standing == "accepted"


def test_no_provision_has_the_address_of_its_laws_card(curator: User, client_for: ClientFor) -> None:
    sent = {
        "instrument": make_instrument().pk,
        "unit": "Article",
        "number": "5",
        "slug": "card",
        "standing": "accepted",
    }
    rows = {f"{rows}-{name}_FORMS": 0 for rows in ("penalties", "parts") for name in ("TOTAL", "INITIAL")}
    response = client_for(curator).post(reverse("admin:statutes_provision_add"), sent | rows)
    assert "leads to the card of its law" in response.content.decode()
    assert not Provision.objects.exists()


@pytest.mark.parametrize("asked", ["instrument=abc", "parent=9999999999999999999999"])
def test_an_address_fills_in_only_what_fits(asked: str, curator: User, client_for: ClientFor) -> None:
    assert client_for(curator).get(f"{reverse('admin:statutes_provision_add')}?{asked}").status_code == 200


def test_a_long_blank_stretch_is_read_at_once() -> None:
    start = time.process_time()
    read_institutions([(" " * 100_000, ()), ("\n \t" * 30_000, ())], Aliases(()))
    assert time.process_time() - start < 5


def test_two_countries_never_add_to_international_entries_at_once() -> None:
    """Both would give a treaty the same name, and the law of the second cable would stay unread."""
    PostFactory.create(mrn_name="ALTA", country=CountryFactory.create(iso2="XA"))
    record_law(make_cable(mrn="08ALTA900001"), again=True)
    is_free = []

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, NO_COUNTRY])
            is_free.extend(cursor.fetchone())
        connection.close()

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    assert is_free == [False]
