"""Setting reading states, and asking people to review."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from cables.models import Assignment, Cable, Review, Section
from cables.reviewing import CannotReviewError, MeanwhileError, assign, set_state, unassign
from cables.reviews import states_of, text_changed
from tests.factories import SECTIONS, TopicFactory, make_cable

pytestmark = pytest.mark.django_db


def penalties(cable: Cable) -> Section:
    return cable.sections.get(chapter="prosecution", key="b")


def read_again(text: str) -> Cable:
    """The cable as a later import reads it, with this text under Prosecution B. An hour ago the states were set."""
    Review.objects.update(set_at=timezone.now() - timedelta(hours=1))
    Cable.objects.get().revisions.update(created_at=timezone.now() - timedelta(hours=2))
    sections = [(c, k, text if (c, k) == ("prosecution", "B") else t) for c, k, t in SECTIONS]
    return make_cable(sections=sections, subject="AGAIN")


def test_a_section_is_to_do_until_somebody_sets_it(analyst: User) -> None:
    cable = make_cable()
    section = penalties(cable)
    before = states_of(cable, analyst)[section.pk]
    assert (before.state, before.version, before.is_changed) == ("to-do", 0, False)
    done = set_state(section=section, state="reviewed", person=analyst, version=0)
    assert (done.was, done.review.state, done.review.version) == ("to-do", "reviewed", 1)
    after = states_of(cable, analyst)[section.pk]
    assert (after.state, after.version, after.set_by) == ("reviewed", 1, analyst)
    assert len(states_of(cable, analyst)) == len(SECTIONS)


def test_the_second_of_two_who_change_it_at_once_is_told(analyst: User, teammate: User) -> None:
    section = penalties(make_cable())
    set_state(section=section, state="done", person=teammate, version=0)
    with pytest.raises(MeanwhileError) as told:
        set_state(section=section, state="reviewed", person=analyst, version=0)
    assert (told.value.review.state, told.value.review.set_by, told.value.asked) == ("done", teammate, "reviewed")
    assert Review.objects.get().state == "done"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_at_the_very_same_moment_one_is_told(analyst: User, teammate: User) -> None:
    sections = list(make_cable().sections.all())
    together = Barrier(2)

    def change(person: User, state: str, section: Section) -> str:
        together.wait()
        try:
            return set_state(section=section, state=state, person=person, version=0).review.state
        except MeanwhileError as told:
            return f"told of {told.review.state}"
        finally:
            connection.close()

    for section in sections:
        with ThreadPoolExecutor(2) as both:
            first = both.submit(change, analyst, "done", section)
            second = both.submit(change, teammate, "reviewed", section)
        outcome = (first.result(), second.result())
        assert outcome in {("done", "told of done"), ("told of reviewed", "reviewed")}


def test_setting_what_it_already_is_is_no_conflict_and_no_change(analyst: User, teammate: User) -> None:
    section = penalties(make_cable())
    set_state(section=section, state="done", person=teammate, version=0)
    same = set_state(section=section, state="done", person=analyst, version=0)
    assert (same.is_changed, same.review.set_by, same.review.version) == (False, teammate, 1)


def test_setting_to_do_what_nobody_set_leaves_no_row(analyst: User) -> None:
    set_state(section=penalties(make_cable()), state="to-do", person=analyst, version=0)
    assert not Review.objects.exists()


def test_a_change_is_undone_by_the_version_it_made(analyst: User, teammate: User) -> None:
    section = penalties(make_cable())
    done = set_state(section=section, state="reviewed", person=analyst, version=0)
    undone = set_state(section=section, state=done.was, person=analyst, version=done.review.version)
    assert (undone.review.state, undone.review.version) == ("to-do", 2)
    set_state(section=section, state="in-progress", person=teammate, version=2)
    with pytest.raises(MeanwhileError):
        set_state(section=section, state="done", person=analyst, version=2)


def test_a_cable_that_is_not_visible_cannot_be_reviewed(analyst: User) -> None:
    section = penalties(make_cable(access="restricted"))
    with pytest.raises(Section.DoesNotExist):
        set_state(section=section, state="done", person=analyst, version=0)
    assert states_of(section.cable, analyst) == {}


def test_states_are_not_for_the_public(reader: AnonymousUser, analyst: User) -> None:
    cable = make_cable()
    set_state(section=penalties(cable), state="done", person=analyst, version=0)
    assert states_of(cable, reader) == {}
    assert not Review.objects.visible_to(reader).exists()
    assert Review.objects.visible_to(analyst).count() == 1


def test_the_states_of_a_cable_cost_one_query(
    analyst: User, teammate: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cable = make_cable()
    for section, person in zip(cable.sections.all()[:2], (analyst, teammate), strict=True):
        set_state(section=section, state="done", person=person, version=0)
    analyst.get_all_permissions()
    with django_assert_num_queries(1):
        states = states_of(cable, analyst)
        assert {review.set_by.get_full_name() for review in states.values() if review.version} == {""}
        assert not any(review.is_changed for review in states.values())
        assert {review.get_state_display() for review in states.values()} == {"To do", "Done"}


def test_a_text_that_changed_after_it_was_reviewed_says_so_until_it_is_read_again(analyst: User) -> None:
    section = penalties(make_cable())
    set_state(section=section, state="reviewed", person=analyst, version=0)
    cable = read_again("The penalty is ten years.")
    review = states_of(cable, analyst)[section.pk]
    assert (review.state, review.is_changed) == ("reviewed", True)
    assert list(Section.objects.filter(text_changed())) == [section]
    again = set_state(section=section, state="reviewed", person=analyst, version=review.version)
    assert (again.is_changed, again.review.version) == (True, 2)
    assert not states_of(cable, analyst)[section.pk].is_changed


@pytest.mark.parametrize(
    "text",
    [
        "The penalty is eight to eighteen years in prison.\nA fine comes with it.",
        "The penalty is eight to eighteen\nyears in prison. A fine comes with it.",
    ],
    ids=["same", "broken into other lines"],
)
def test_a_text_that_says_the_same_did_not_change(analyst: User, text: str) -> None:
    section = penalties(make_cable())
    set_state(section=section, state="reviewed", person=analyst, version=0)
    assert not states_of(read_again(text), analyst)[section.pk].is_changed


def test_what_is_still_to_be_read_has_not_changed(analyst: User) -> None:
    section = penalties(make_cable())
    set_state(section=section, state="in-progress", person=analyst, version=0)
    assert not states_of(read_again("Another text."), analyst)[section.pk].is_changed


def test_assigning_twice_makes_one_assignment_with_the_last_note(analyst: User, curator: User) -> None:
    cable = make_cable()
    assert assign(to=analyst, by=curator, cable=cable, note="by Friday").is_new
    assert not assign(to=analyst, by=curator, cable=cable).is_new
    assert Assignment.objects.get().note == "by Friday"
    assign(to=analyst, by=curator, cable=cable, note="by Monday")
    assert Assignment.objects.get().note == "by Monday"
    assert unassign(person=analyst, cable=cable)
    assert not unassign(person=analyst, cable=cable)


def test_nobody_is_asked_to_review_what_they_may_not_read(analyst: User, curator: User) -> None:
    with pytest.raises(CannotReviewError, match="analyst may not read 08PORTOPRUEBA900327"):
        assign(to=analyst, by=curator, cable=make_cable(access="restricted"))


def test_nobody_without_the_permission_is_asked(curator: User, django_user_model: type[User]) -> None:
    guest = django_user_model.objects.create_user(username="guest")
    with pytest.raises(CannotReviewError, match="guest may not review"):
        assign(to=guest, by=curator, topic=TopicFactory.create())


def test_assignments_of_hidden_cables_are_hidden(analyst: User, curator: User) -> None:
    assign(to=curator, by=curator, cable=make_cable(access="restricted"))
    assign(to=curator, by=curator, topic=TopicFactory.create())
    assert Assignment.objects.visible_to(curator).count() == 2
    assert [one.cable for one in Assignment.objects.visible_to(analyst)] == [None]
