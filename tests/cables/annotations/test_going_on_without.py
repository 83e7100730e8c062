"""An exercise goes on without a coder: nobody waits for them, and their codes stay theirs alone."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cables.codebooks import note_change
from cables.coding import CodingRefusedError
from cables.exercises import ExerciseRefusedError, finish, go_on_without, take_back
from cables.models import Cable, Code, Coding, Exercise, ExerciseCoder, Section
from tests.annotation_factories import section_of
from tests.code_factories import CodeFactory, make_coding, make_practice
from tests.factories import make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]


@pytest.fixture
def cable() -> Cable:
    return make_cable(access="members")


@pytest.fixture
def sections(cable: Cable) -> list[Section]:
    return [section_of(cable, name) for name in ("prosecution/a", "prosecution/b")]


@pytest.fixture
def law() -> Code:
    return CodeFactory.create(slug="law", name="Law")


@pytest.fixture
def practice(analyst: User, teammate: User, outsider: User, sections: list[Section], law: Code) -> Exercise:
    """The outsider put a code on that the two others did not, and never finishes."""
    made = make_practice(analyst, [analyst, teammate, outsider], sections)
    make_coding(analyst, sections[0], law, exercise=made)
    make_coding(teammate, sections[0], law, exercise=made)
    make_coding(outsider, sections[1], law, exercise=made)
    finish(exercise=made, person=analyst)
    finish(exercise=made, person=teammate)
    return made


def without(exercise: Exercise, coder: User) -> str:
    return f"{exercise.get_absolute_url()}without/{coder.username}/"


def figures(client: Client, exercise: Exercise) -> list[dict[str, str]]:
    """The rows of the codes that somebody put on."""
    sheet = client.get(f"{exercise.get_absolute_url()}agreement.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(sheet)))


def test_its_maker_is_asked_and_then_nobody_waits(
    client_for: SignIn, practice: Exercise, analyst: User, outsider: User
) -> None:
    client, address = client_for(analyst), without(practice, outsider)
    assert address in client.get(practice.get_absolute_url()).content.decode()
    assert "This cannot be taken back" in client.get(address).content.decode()
    assert "Not yet" in client.get(f"{practice.get_absolute_url()}agreement/").content.decode()
    assert not ExerciseCoder.objects.exclude(left_out_at=None).exists()  # to look does nothing
    assert client.post(address).status_code == 302
    held = ExerciseCoder.objects.get(person=outsider)
    assert (held.left_out_by, held.left_out_at is not None, held.finished_at) == (analyst, True, None)
    assert "left out by analyst" in client.get(practice.get_absolute_url()).content.decode()
    (row,) = figures(client, practice)
    assert (row["units"], row["agreed"], row["kappa"]) == ("2", "2", "1.0")  # of the two who finished
    assert "sections by outsider" not in row
    page = client.get(f"{practice.get_absolute_url()}agreement/").content.decode()
    assert "Without outsider, left out by analyst." in page


def test_codes_of_who_was_left_out_are_theirs_alone(
    client_for: SignIn, practice: Exercise, analyst: User, teammate: User, outsider: User
) -> None:
    """Else the maker could open anybody's codes by leaving them out."""
    go_on_without(exercise=practice, coder=outsider, person=analyst)
    for other in (analyst, teammate):
        seen = Coding.objects.visible_to(other).values_list("author__username", flat=True)
        assert set(seen) == {"analyst", "teammate"}
    assert Coding.objects.visible_to(outsider).filter(author=outsider).count() == 1
    listed = client_for(analyst).get(f"{practice.get_absolute_url()}adjudicate/").content.decode()
    assert "You agree on every code of every section." in listed
    page = client_for(outsider).get(practice.get_absolute_url()).content.decode()
    assert "The exercise goes on without you" in page


def test_who_was_left_out_codes_finishes_and_comes_back_no_more(
    client_for: SignIn, practice: Exercise, analyst: User, outsider: User, sections: list[Section], law: Code
) -> None:
    go_on_without(exercise=practice, coder=outsider, person=analyst)
    with pytest.raises(CodingRefusedError, match="goes on without you"):
        make_coding(outsider, sections[0], law, exercise=practice)
    for act in (finish, take_back):
        with pytest.raises(ExerciseRefusedError, match="goes on without you"):
            act(exercise=practice, person=outsider)
    assert client_for(outsider).post(f"{practice.get_absolute_url()}finish/").status_code == 422
    go_on_without(exercise=practice, coder=outsider, person=outsider)  # twice is once
    assert ExerciseCoder.objects.get(person=outsider).left_out_by == analyst


def test_only_its_maker_goes_on_without_a_coder(
    client_for: SignIn, practice: Exercise, analyst: User, teammate: User, outsider: User, curator: User
) -> None:
    address = without(practice, outsider)
    assert address not in client_for(teammate).get(practice.get_absolute_url()).content.decode()
    for who, status in ((teammate, 403), (outsider, 403), (curator, 404)):
        assert client_for(who).post(address).status_code == status
    assert client_for(analyst).post(without(practice, curator)).status_code == 404  # no coder of it
    assert not ExerciseCoder.objects.exclude(left_out_at=None).exists()
    analyst.is_active = False
    analyst.save()
    assert client_for(teammate).post(address).status_code == 302  # nobody else is left to do so


def test_one_who_has_finished_and_the_last_one_stay(practice: Exercise, analyst: User, teammate: User) -> None:
    with pytest.raises(ExerciseRefusedError, match="teammate has finished"):
        go_on_without(exercise=practice, coder=teammate, person=analyst)
    alone = make_practice(analyst, [analyst, teammate], list(practice.sections.all()))
    go_on_without(exercise=alone, coder=teammate, person=analyst)
    with pytest.raises(ExerciseRefusedError, match="only coder left"):
        go_on_without(exercise=alone, coder=analyst, person=analyst)


def test_with_one_coder_left_it_says_that_agreement_needs_two(
    client_for: SignIn, analyst: User, teammate: User, sections: list[Section], law: Code
) -> None:
    alone = make_practice(analyst, [analyst, teammate], sections)
    make_coding(analyst, sections[0], law, exercise=alone)
    finish(exercise=alone, person=analyst)
    client = client_for(analyst)
    assert "Only one coder would be left" in client.get(without(alone, teammate)).content.decode()
    assert client.post(without(alone, teammate)).status_code == 302
    page = client.get(f"{alone.get_absolute_url()}agreement/").content.decode()
    assert "Only one coder has finished: agreement needs two." in page
    (row,) = figures(client, alone)
    assert (row["units"], row["kappa"], row["reason"]) == ("0", "", "Fewer than two coders have judged.")
    assert "nobody to differ from" in client.get(f"{alone.get_absolute_url()}adjudicate/").content.decode()


def test_figures_stay_when_a_coder_is_deactivated_after_the_end(
    client_for: SignIn, practice: Exercise, analyst: User, teammate: User, outsider: User
) -> None:
    """They judged what they could read when they finished, whatever became of their account."""
    go_on_without(exercise=practice, coder=outsider, person=analyst)
    client = client_for(analyst)
    before = figures(client, practice)
    teammate.is_active = False
    teammate.save()
    teammate.groups.clear()
    assert figures(client, practice) == before


def test_a_codebook_that_changed_meanwhile_is_told_beside_the_figures(
    client_for: SignIn, practice: Exercise, analyst: User, outsider: User, law: Code
) -> None:
    Code.objects.filter(pk=law.pk).update(definition="Sharper.")
    version = note_change(book=practice.codebook, person=analyst)
    go_on_without(exercise=practice, coder=outsider, person=analyst)
    client, address = client_for(analyst), f"{practice.get_absolute_url()}agreement/"
    assert "The codebook changed" not in client.get(address).content.decode()  # all had finished before
    assert version is not None
    version.made_at = practice.made_at + timedelta(microseconds=1)
    version.save()
    assert "may not have read the same definitions" in client.get(address).content.decode()


def test_two_coders_of_one_name_have_a_column_each(
    client_for: SignIn, practice: Exercise, analyst: User, teammate: User, outsider: User
) -> None:
    User.objects.filter(pk__in=[analyst.pk, teammate.pk]).update(first_name="Ana", last_name="Ruiz")
    go_on_without(exercise=practice, coder=outsider, person=analyst)
    (row,) = figures(client_for(analyst), practice)
    assert row["sections by Ana Ruiz (analyst)"] == row["sections by Ana Ruiz (teammate)"] == "1"


def test_words_that_a_better_reading_moves_out_of_the_exercise_count_where_they_were_coded(
    client_for: SignIn, cable: Cable, analyst: User, teammate: User, sections: list[Section], law: Code
) -> None:
    made = make_practice(analyst, [analyst, teammate], sections)
    make_coding(analyst, sections[1], law, exercise=made)
    moved = make_coding(teammate, sections[1], law, exercise=made, quote="eight to eighteen")
    elsewhere = section_of(cable, "protection/a")
    passage = moved.passage
    assert passage is not None
    assert elsewhere.current is not None
    passage.section, passage.placed_in = elsewhere, elsewhere.current
    passage.save()
    Coding.objects.filter(pk=moved.pk).update(section=elsewhere)
    client = client_for(teammate)
    page = client.get(f"{made.get_absolute_url()}{cable.mrn}/prosecution/b/").content.decode()
    assert f"coding-{moved.key}" in page
    assert "No longer in the text" in page
    assert 'class="mark mark--code' not in page  # the offsets are those of the other section
    assert "your codes: 1" in client.get(made.get_absolute_url()).content.decode()
    for coder in (analyst, teammate):
        finish(exercise=made, person=coder)
    (row,) = figures(client, made)
    assert (row["agreed"], row["sections by teammate"]) == ("2", "1")


def test_a_code_moved_out_of_the_exercise_can_be_taken_off(
    client_for: SignIn, cable: Cable, analyst: User, teammate: User, sections: list[Section], law: Code
) -> None:
    made = make_practice(analyst, [analyst, teammate], sections)
    moved = make_coding(teammate, sections[1], law, exercise=made, quote="eight to eighteen")
    Coding.objects.filter(pk=moved.pk).update(section=section_of(cable, "protection/a"))
    response = client_for(teammate).post(f"/codings/{moved.key}/delete/")
    assert response["Location"] == f"{made.get_absolute_url()}{cable.mrn}/prosecution/b/"
    assert not Coding.objects.filter(pk=moved.pk).exists()
