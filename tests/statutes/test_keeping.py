"""What of one reading is the same in the next: passages that share their words are told apart by their order."""

import pytest
from django.contrib.auth.models import User

from statutes.curating import step
from statutes.models import Institution, Instrument, InstrumentName, LifeEvent, Penalty, Standing
from statutes.names import law_key
from statutes.penalty_rows import outcomes_of
from statutes.recording import record_law
from statutes.reverting import undo
from tests.factories import CountryFactory, PostFactory
from tests.statutes.test_recording import BODIES, LAW, again, cable_with

pytestmark = pytest.mark.django_db

TWICE = "Congress enacted the Harbour Code in 1991. Congress amended the Harbour Code in 2001, and amended it in 2006."
ALIKE = (
    "Post translates two articles of the Harbour Code.\n"
    "Article 31 (Sale of Persons). Whoever sells a person shall be punished with two to six years in prison.\n"
    "Article 32 (Purchase of Persons). Whoever buys a person shall be punished with two to six years in prison."
)


@pytest.fixture(autouse=True)
def places() -> None:
    PostFactory.create(mrn_name="ALTA", country=CountryFactory.create(iso2="XA"))


def test_of_two_penalties_in_the_same_words_the_one_set_by_hand_stays_so() -> None:
    cable = cable_with(ALIKE)
    first, second = Penalty.objects.order_by("start")
    assert first.surface_key == second.surface_key
    Penalty.objects.filter(pk=second.pk).update(maximum="7 years", is_curated=True)
    again(cable, f"In short. {ALIKE}")
    assert [row.maximum for row in Penalty.objects.order_by("start")] == ["6 years", "7 years"]


def test_two_penalties_in_the_same_words_set_by_hand_both_stay_so() -> None:
    cable = cable_with(ALIKE)
    Penalty.objects.update(maximum="7 years", is_curated=True)
    again(cable, f"In short. {ALIKE}")
    assert [row.maximum for row in Penalty.objects.order_by("start")] == ["7 years", "7 years"]
    assert all(row.text == row.section.current for row in Penalty.objects.all() if row.section)


def test_a_relative_penalty_set_by_hand_never_rests_on_another_that_took_the_key_of_its_base() -> None:
    cable = cable_with(LAW)
    base, relative = Penalty.objects.get(change=""), Penalty.objects.get(change="increased")
    Penalty.objects.filter(pk=relative.pk).update(is_curated=True)
    earlier = "Whoever hides a boat shall be punished with one to two years in prison."
    again(cable, LAW.replace("Whoever sells", f"{earlier} Whoever sells"))
    assert Penalty.objects.get(minimum="1 year").key == base.key, "its place is another's now"
    verdicts = [one.verdict for one in outcomes_of(Penalty.objects.all())[relative.key]]
    assert verdicts == ["6 years to 12 years"]


def test_a_base_that_is_gone_is_not_replaced() -> None:
    cable = cable_with(LAW)
    relative = Penalty.objects.get(change="increased")
    Penalty.objects.filter(pk=relative.pk).update(is_curated=True)
    again(cable, LAW.replace("four to eight years", "one to two years"))
    verdicts = [one.verdict for one in outcomes_of(Penalty.objects.all())[relative.key]]
    assert len(verdicts) == 1
    assert verdicts[0].startswith("cannot be computed")


def test_of_two_events_of_one_kind_the_rejected_one_stays_rejected() -> None:
    cable = cable_with(TWICE)
    events = LifeEvent.objects.filter(kind="amended").order_by("start")
    assert [event.year for event in events] == [2001, 2006]
    LifeEvent.objects.filter(year=2006).update(standing=Standing.REJECTED, is_curated=True)
    again(cable, f"In short. {TWICE}")
    assert list(events.values_list("year", "standing")) == [(2001, "suggested"), (2006, "rejected")]


def test_an_event_whose_kind_was_put_right_is_not_doubled() -> None:
    cable = cable_with(TWICE)
    LifeEvent.objects.filter(year=1991).update(kind="amended", is_curated=True)
    again(cable, f"In short. {TWICE}")
    assert list(LifeEvent.objects.filter(year=1991).values_list("kind", flat=True)) == ["amended"]


def test_an_entry_of_which_a_name_was_accepted_outlives_its_passages() -> None:
    cable = cable_with(LAW, BODIES)
    law = Instrument.objects.get(country__iso2="XA")
    InstrumentName.objects.filter(instrument=law).update(standing=Standing.ACCEPTED)
    body = Institution.objects.get(name="Coastal Guard Police")
    body.identifiers.create(scheme="Invented", value="7")
    again(cable, "The boats came.", "Nothing else did.")
    assert list(Instrument.objects.filter(name_key=law_key("Harbour Code"))) == [law]
    assert list(Institution.objects.filter(country__iso2="XA")) == [body]


def test_reading_the_same_words_again_puts_nothing_on_the_record_of_what_was_set_by_hand() -> None:
    cable = cable_with(LAW)
    relative = Penalty.objects.get(change="increased")
    Penalty.objects.filter(pk=relative.pk).update(condition="if the victim is small", is_curated=True)
    before = relative.history.count()  # type: ignore[attr-defined]
    assert record_law(cable, again=True)
    assert relative.history.count() == before  # type: ignore[attr-defined]


def test_an_edit_can_be_undone_after_its_words_have_moved(curator: User) -> None:
    cable = cable_with(LAW)
    base = Penalty.objects.get(change="")
    with step(curator, "Set a maximum") as key:
        Penalty.objects.filter(pk=base.pk).update(maximum="9 years", is_curated=True)
    again(cable, f"In short. {LAW}")
    moved = Penalty.objects.get(pk=base.pk)
    assert moved.start != base.start
    undo(key=key, person=curator)
    back = Penalty.objects.get(pk=base.pk)
    assert (back.maximum, back.is_curated) == ("8 years", False)
    assert (back.start, back.text_id) == (moved.start, moved.text_id), "the passage stays where it stands now"
