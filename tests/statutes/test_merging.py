"""Institutions merged by hand: everything moves, and everything can be put back."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from cables.models import Cable
from statutes.curating import decide_mention
from statutes.merging import CannotMergeError, CannotUndoError, merge, moves_of, unmerge
from statutes.models import Institution, InstitutionName, LifeEvent, Mention, Merger
from tests.factories import CountryFactory, make_cable
from tests.law_factories import make_event, make_institution, make_mention, make_name, section_of
from tests.statutes.unread import unread

pytestmark = pytest.mark.django_db


@pytest.fixture
def cable() -> Cable:
    return unread(
        make_cable(sections=(("prosecution", "B", "The Harbour Police and the Port Police (HP) met at sea."),))
    )


@pytest.fixture
def kept() -> Institution:
    return make_institution("Harbour Police", standing="accepted")


@pytest.fixture
def merged(kept: Institution, cable: Cable) -> Institution:
    """With a passage, two names of which the kept one has one, an event, and one under it."""
    merged = make_institution("Port Police", country=kept.country)
    make_mention(merged, section_of(cable), "Port Police")
    make_name(merged, "HP", is_acronym=True)
    make_name(merged, "Sea Watch")
    make_name(kept, "Sea Watch")
    make_event(merged, kind="created")
    make_institution("Quay Unit", country=kept.country, parent=merged)
    return merged


def state() -> list[Any]:
    """Everything that a merger may move."""
    bodies = Institution.objects.filter(country__isnull=False).order_by("pk")
    names = InstitutionName.objects.filter(institution__in=bodies).order_by("pk")
    return [
        list(bodies.values("pk", "parent", "merged_into", "name", "slug", "standing")),
        list(names.values("pk", "institution", "name", "standing")),
        list(Mention.objects.order_by("pk").values("pk", "institution", "standing")),
        list(LifeEvent.objects.filter(institution__in=bodies).order_by("pk").values("pk", "institution")),
    ]


def test_everything_moves_and_the_merged_one_leads_on(kept: Institution, merged: Institution, curator: User) -> None:
    merger = merge(kept=kept, merged=merged, person=curator)
    merged.refresh_from_db()
    assert merged.merged_into == kept
    assert set(kept.names.values_list("name", flat=True)) == {"Sea Watch", "HP", "Port Police"}
    assert list(merged.names.values_list("name", flat=True)) == ["Sea Watch"]
    assert kept.mentions.count() == kept.events.count() == kept.parts.count() == 1
    assert merged.mentions.count() == merged.events.count() == merged.parts.count() == 0
    assert (merger.made_by, len(merger.mentions), len(merger.added)) == (curator, 1, 1)
    assert merged not in Institution.objects.visible_to(curator)


def test_what_moves_is_told_before(kept: Institution, merged: Institution) -> None:
    before = state()
    moves = moves_of(kept, merged)
    assert [mention.surface for mention in moves.mentions] == ["Port Police"]
    assert [name.name for name in moves.names] == ["HP"]
    assert [name.name for name in moves.staying] == ["Sea Watch"]
    assert moves.added == ("Port Police",)
    assert [part.name for part in moves.parts] == ["Quay Unit"]
    assert state() == before


def test_undoing_puts_everything_back_exactly(kept: Institution, merged: Institution, curator: User) -> None:
    before = state()
    merger = merge(kept=kept, merged=merged, person=curator)
    assert state() != before
    unmerge(merger=merger, person=curator)
    assert state() == before
    merger.refresh_from_db()
    assert merger.undone_by == curator
    with pytest.raises(CannotUndoError, match="already"):
        unmerge(merger=merger, person=curator)


def test_circles_and_mergers_with_oneself_are_impossible(kept: Institution, merged: Institution, curator: User) -> None:
    merge(kept=kept, merged=merged, person=curator)
    for one, other in ((merged, kept), (kept, kept), (kept, merged)):
        with pytest.raises(CannotMergeError):
            merge(kept=one, merged=other, person=curator)
    assert Merger.objects.count() == 1


def test_a_merged_one_always_leads_on_in_one_step(kept: Institution, merged: Institution, curator: User) -> None:
    last = make_institution("Coast Guard", country=kept.country)
    merge(kept=kept, merged=merged, person=curator)
    before = state()
    first = Merger.objects.get()
    second = merge(kept=last, merged=kept, person=curator)
    assert set(Institution.objects.filter(merged_into=last)) == {kept, merged}
    with pytest.raises(CannotUndoError, match="Take that back first"):
        unmerge(merger=first, person=curator)
    unmerge(merger=second, person=curator)
    assert state() == before
    unmerge(merger=first, person=curator)
    assert not Institution.objects.filter(merged_into__isnull=False).exists()


def test_the_same_name_in_two_countries_stays_two_unless_asked_for(kept: Institution, curator: User) -> None:
    other = make_institution("Harbour Police", country=CountryFactory.create(iso2="XB"))
    with pytest.raises(CannotMergeError, match="in two countries stays"):
        merge(kept=kept, merged=other, person=curator)
    merge(kept=kept, merged=other, person=curator, across=True)
    other.refresh_from_db()
    assert other.merged_into == kept


def test_an_international_one_merges_without_a_tick(kept: Institution, curator: User) -> None:
    worldwide = make_institution("World Harbour Police")
    Institution.objects.filter(pk=worldwide.pk).update(country=None)
    merge(kept=kept, merged=worldwide, person=curator)
    assert Institution.objects.get(pk=worldwide.pk).merged_into == kept


@pytest.mark.parametrize("between", [False, True])
def test_one_that_stands_under_the_merged_takes_its_place(kept: Institution, curator: User, between: bool) -> None:
    top = make_institution("Ministry", country=kept.country, kind="executive")
    merged = make_institution("Directorate", country=kept.country, parent=top)
    above = make_institution("Division", country=kept.country, parent=merged) if between else merged
    Institution.objects.filter(pk=kept.pk).update(parent=above)
    before = state()
    merger = merge(kept=kept, merged=merged, person=curator)
    kept.refresh_from_db()
    chain = [kept.parent, kept.parent.parent] if between and kept.parent else [kept.parent]
    assert chain == ([above, top] if between else [top])
    unmerge(merger=merger, person=curator)
    assert state() == before


def test_undoing_is_refused_where_something_moved_on(kept: Institution, merged: Institution, curator: User) -> None:
    merger = merge(kept=kept, merged=merged, person=curator)
    after = state()
    elsewhere = make_institution("Elsewhere", country=kept.country)
    moved = Mention.objects.filter(pk__in=merger.mentions)
    moved.update(institution=elsewhere)
    with pytest.raises(CannotUndoError, match="1 of the 1 passages"):
        unmerge(merger=merger, person=curator)
    moved.update(institution=kept)
    InstitutionName.objects.filter(pk__in=merger.names).delete()
    with pytest.raises(CannotUndoError, match="name that moved"):
        unmerge(merger=merger, person=curator)
    assert state()[3] == after[3]


def test_a_decision_made_after_the_merger_outlasts_its_undoing(
    kept: Institution, merged: Institution, curator: User
) -> None:
    merger = merge(kept=kept, merged=merged, person=curator)
    decide_mention(mention=Mention.objects.get(), standing="accepted", was="suggested", person=curator)
    unmerge(merger=merger, person=curator)
    assert Mention.objects.values_list("institution", "standing").get() == (merged.pk, "accepted")
