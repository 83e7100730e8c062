"""Decisions of curators: what they change, who is on record for them, and how they are undone."""

from typing import Any

import pghistory.models
import pytest
from django.contrib.auth.models import Permission, User
from django.db import DatabaseError, transaction

from cables.models import Cable
from statutes.curating import MeanwhileError, decide, decide_mention, decide_name
from statutes.models import Institution, InstitutionName, Instrument, Mention, Provision
from statutes.reverting import MovedOnError, log_of, revert_to, undo
from tests.factories import make_cable
from tests.law_factories import (
    make_institution,
    make_instrument,
    make_mention,
    make_name,
    make_provision,
    section_of,
)
from tests.people import person
from tests.statutes.unread import unread

pytestmark = pytest.mark.django_db

TEXT = "The Harbour Police (HP) cites Article 194 of the Penal Code. Harbour police of another port did not."


@pytest.fixture
def cable() -> Cable:
    return unread(make_cable(sections=(("prosecution", "B", TEXT),)))


@pytest.fixture
def police(cable: Cable) -> Institution:
    """Suggested, with two passages and two names."""
    police = make_institution("Harbour Police")
    make_mention(police, section_of(cable), "Harbour Police")
    make_mention(police, section_of(cable), "Harbour police")
    make_name(police, "HP", is_acronym=True, standing="suggested")
    make_name(police, "Police of the Harbour", standing="suggested")
    return police


@pytest.fixture
def keeper() -> User:
    """Keeps the registries, and may not read restricted cables."""
    keeper = person("keeper", role="curator", is_staff=True)
    keeper.groups.clear()
    codes = Permission.objects.filter(content_type__app_label__in=("statutes", "cables"))
    keeper.user_permissions.set(codes.exclude(codename="view_restricted_cable"))
    return keeper


def standings(*rows: Any) -> list[str]:
    return [type(row)._default_manager.get(pk=row.pk).standing for row in rows]


def test_accepting_an_institution_accepts_its_names_and_its_passages(police: Institution, curator: User) -> None:
    done = decide(model=Institution, pks=[police.pk], standing="accepted", person=curator)
    assert (done.entries, done.names, done.mentions) == (1, 2, 2)
    assert standings(police, *police.names.all(), *police.mentions.all()) == ["accepted"] * 5
    for mention in police.mentions.all():
        assert (mention.decided_by, mention.decided_at is not None) == (curator, True)


def test_what_was_decided_by_itself_stays(police: Institution, curator: User) -> None:
    wrong, acronym = police.mentions.last(), police.names.get(name="HP")
    assert wrong is not None
    decide_mention(mention=wrong, standing="rejected", was="suggested", person=curator)
    decide_name(name=acronym, standing="rejected", was="suggested", person=curator)
    decide(model=Institution, pks=[police.pk], standing="accepted", person=curator)
    assert standings(wrong, acronym) == ["rejected", "rejected"]


def test_rejecting_is_remembered_and_nowhere_to_be_seen(police: Institution, curator: User) -> None:
    decide(model=Institution, pks=[police.pk], standing="rejected", person=curator)
    assert standings(police, *police.mentions.all(), *police.names.all()) == ["rejected"] * 5
    assert police not in Institution.objects.visible_to(curator)
    assert not Mention.objects.visible_to(curator).exists()


def test_an_instrument_and_its_provision_are_decided_apart(cable: Cable, curator: User) -> None:
    code = make_instrument()
    article = make_provision(code)
    whole, part = (
        make_mention(code, section_of(cable), "Penal Code"),
        make_mention(article, section_of(cable), "Article 194"),
    )
    decide(model=Instrument, pks=[code.pk], standing="accepted", person=curator)
    assert standings(code, whole, article, part) == ["accepted", "accepted", "suggested", "suggested"]
    decide(model=Provision, pks=[article.pk], standing="accepted", person=curator)
    assert standings(article, part) == ["accepted", "accepted"]


def test_the_second_of_two_who_disagree_is_told(police: Institution, curator: User, administrator: User) -> None:
    decide(model=Institution, pks=[police.pk], standing="rejected", person=curator)
    with pytest.raises(MeanwhileError, match="“Harbour Police” is rejected"):
        decide(model=Institution, pks=[police.pk], standing="accepted", person=administrator)
    assert decide(model=Institution, pks=[police.pk], standing="rejected", person=administrator).is_nothing
    mention = police.mentions.first()
    assert mention is not None
    with pytest.raises(MeanwhileError):
        decide_mention(mention=mention, standing="accepted", was="suggested", person=administrator)


def test_what_a_person_may_not_see_is_not_decided_by_them(police: Institution, keeper: User) -> None:
    hidden = unread(make_cable(mrn="09PORTOTRACE900555", access="restricted", sections=(("prosecution", "B", TEXT),)))
    secret = make_mention(police, section_of(hidden), "Harbour Police")
    name = make_name(police, "Night Watch", standing="suggested")
    done = decide(model=Institution, pks=[police.pk], standing="accepted", person=keeper)
    assert (done.entries, done.mentions) == (1, 2)
    assert standings(secret, name) == ["suggested", "suggested"]


def rows() -> list[Any]:
    fields = ("pk", "standing")
    return [
        list(Institution.objects.filter(country__isnull=False).order_by("pk").values(*fields)),
        list(InstitutionName.objects.filter(institution__country__isnull=False).order_by("pk").values(*fields)),
        list(Mention.objects.order_by("pk").values(*fields, "decided_by", "decided_at")),
    ]


def test_undoing_a_decision_about_many_restores_every_row(police: Institution, cable: Cable, curator: User) -> None:
    other = make_institution("Quay Unit", country=police.country)
    first = police.mentions.first()
    assert first is not None
    decide_mention(mention=first, standing="accepted", was="suggested", person=curator)
    before = rows()
    done = decide(model=Institution, pks=[police.pk, other.pk], standing="rejected", person=curator)
    assert (done.entries, done.mentions) == (2, 1)
    back = undo(key=done.key, person=curator)
    assert rows() == before
    undo(key=back.key, person=curator)
    assert standings(police, other) == ["rejected", "rejected"]


def test_undoing_is_refused_where_something_changed_since(police: Institution, curator: User) -> None:
    done = decide(model=Institution, pks=[police.pk], standing="accepted", person=curator)
    decide_name(name=police.names.all()[0], standing="rejected", was="accepted", person=curator)
    before = rows()
    with pytest.raises(MovedOnError, match="was changed since; undo that first"):
        undo(key=done.key, person=curator)
    assert rows() == before


def test_who_did_it_is_on_record(police: Institution, curator: User) -> None:
    done = decide(model=Institution, pks=[police.pk], standing="accepted", person=curator)
    context = pghistory.models.Context.objects.get(pk=done.key)
    assert context.metadata == {"user": curator.pk, "step": "Accepted: “Harbour Police”"}
    events = log_of(Mention).filter(pgh_context=done.key).order_by("pgh_id").values_list("pgh_label", "standing")
    assert sorted(events) == [("before", "suggested")] * 2 + [("update", "accepted")] * 2


def test_a_row_goes_back_to_what_it_was(police: Institution, curator: User) -> None:
    Institution.objects.filter(pk=police.pk).update(name="Harbor Police")
    made = log_of(Institution).filter(pgh_obj_id=police.pk).earliest("pgh_id")
    revert_to(model=Institution, event=made, person=curator)
    police.refresh_from_db()
    assert police.name == "Harbour Police"
    assert log_of(Institution).filter(pgh_obj_id=police.pk).count() == 3


def test_a_deleted_row_comes_back(police: Institution, curator: User) -> None:
    name = police.names.get(name="HP")
    pk = name.pk
    name.delete()
    gone = log_of(InstitutionName).get(pgh_obj_id=pk, pgh_label="delete")
    revert_to(model=InstitutionName, event=gone, person=curator)
    assert police.names.get(pk=pk).is_acronym


def test_what_it_belonged_to_comes_back_first(curator: User) -> None:
    police = make_institution("Harbour Police")
    name = make_name(police, "HP")
    pk = name.pk
    police.delete()
    gone = log_of(InstitutionName).get(pgh_obj_id=pk, pgh_label="delete")
    with pytest.raises(MovedOnError, match="does not fit any more"):
        revert_to(model=InstitutionName, event=gone, person=curator)


@pytest.mark.parametrize("model", [Institution, Mention, Provision])
def test_the_history_can_only_grow(police: Institution, cable: Cable, curator: User, model: type) -> None:
    article = make_provision(make_instrument())
    make_mention(article, section_of(cable), "Article 194")
    decide(model=Institution, pks=[police.pk], standing="accepted", person=curator)
    log = log_of(model)
    assert log.exists()
    for change in (lambda: log.update(pgh_label="x"), log.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
