"""Exercises: coders are blind until all have finished, by every way there is; then they agree or decide."""

import csv
import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cables.coding import CodingRefusedError
from cables.exercises import DecisionConflictError, ExerciseRefusedError, decide, finish, take_back, token_of
from cables.models import Cable, Code, Codebook, Coding, Decision, Exercise, Section
from tests.annotation_factories import make_team, section_of
from tests.code_factories import CodebookFactory, CodeFactory, make_coding, make_practice
from tests.factories import make_cable
from tests.people import Person, person

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
JSON = {"Accept": "application/json"}
KINDS: dict[str, dict[str, str]] = {"html": {}, "json": JSON, "htmx": {"HX-Request": "true"}}
SECRET = "eight to eighteen years"  # quoted only by the other coder, in a page without the section's text
NAMES = ("prosecution/a", "prosecution/b", "protection/a")


@pytest.fixture
def cable() -> Cable:
    return make_cable(access="members")


@pytest.fixture
def sections(cable: Cable) -> list[Section]:
    return [section_of(cable, name) for name in NAMES]


@pytest.fixture
def book() -> Codebook:
    return CodebookFactory.create()


@pytest.fixture
def law(book: Codebook) -> Code:
    return CodeFactory.create(codebook=book, slug="law", name="Law")


@pytest.fixture
def penalty(book: Codebook) -> Code:
    return CodeFactory.create(codebook=book, slug="penalty", name="Penalty")


@pytest.fixture
def practice(analyst: User, teammate: User, sections: list[Section], law: Code, penalty: Code) -> Exercise:
    make_team(analyst, teammate)
    return make_practice(analyst, [analyst, teammate], sections)


@pytest.fixture
def coded(practice: Exercise, analyst: User, teammate: User, sections: list[Section], law: Code, penalty: Code) -> None:
    """The two agree on Law and differ on Penalty."""
    make_coding(analyst, sections[0], law, exercise=practice)
    make_coding(teammate, sections[0], law, exercise=practice)
    make_coding(teammate, sections[1], penalty, exercise=practice, quote=SECRET)


def both_finish(practice: Exercise) -> None:
    for coder in practice.coders.all():
        finish(exercise=practice, person=coder.person)


def pages(practice: Exercise) -> list[str]:
    """Every address at which a coding of the exercise could show, for one who must not see it."""
    base = practice.get_absolute_url()
    sections = [f"{section.cable.mrn}/{section.chapter}/{section.key}/" for section in practice.sections.all()]
    return [
        "/coding/",
        base,
        f"{base}finish/",
        f"{base}agreement/",
        f"{base}agreement.csv",
        f"{base}decisions.csv",
        f"{base}adjudicate/",
        "/codes/",
        "/codes/forms/",
        "/codes/forms/penalty/",
        "/codes/forms/penalty/?person=teammate",
        "/codes/forms/penalty.csv",
        "/codes/forms/penalty.json",
        "/codings/picker/",
        "/search/",
        "/search/?q=years&code=forms.penalty",
        "/notes/",
        "/",
        *(f"{base}{tail}" for tail in sections),
        *(f"{base}adjudicate/penalty/{tail}" for tail in sections),
        *(f"/cables/{tail}codes/" for tail in sections),
        *(f"/cables/{tail}" for tail in sections),
        f"/cables/{practice.sections.all()[0].cable.mrn}/",
    ]


def shown_to(client: Client, practice: Exercise) -> dict[str, str]:
    """What each page says, as HTML, as JSON and as a fragment, without the one-time values of its forms."""
    said = {}
    for address in pages(practice):
        varies = address.startswith(("/coding/", "/cables/"))
        for name, headers in KINDS.items() if varies else (("html", {}),):
            response = client.get(address, headers=headers)
            said[f"{name} {address}"] = f"{response.status_code} {without_tokens(response.content.decode())}"
    return said


def without_tokens(page: str) -> str:
    lines = page.splitlines()
    return "\n".join(line for line in lines if 'name="csrfmiddlewaretoken"' not in line and 'name="key"' not in line)


def test_nothing_changes_for_a_coder_when_the_other_codes(
    client_for: SignIn, practice: Exercise, analyst: User, teammate: User, sections: list[Section], law: Code
) -> None:
    """The strongest way to say it: every page, file and fragment is the same before and after."""
    penalty = Code.objects.get(slug="penalty")
    client = client_for(analyst)
    make_coding(analyst, sections[0], law, exercise=practice)
    before = shown_to(client, practice)
    coding = make_coding(teammate, sections[1], penalty, exercise=practice, quote=SECRET)
    make_coding(teammate, sections[0], law, exercise=practice)
    assert shown_to(client, practice) == before
    assert client.post(f"/codings/{coding.key}/delete/").status_code == 404
    finish(exercise=practice, person=analyst)  # one's own end opens nothing
    assert not Coding.objects.visible_to(analyst).filter(author=teammate).exists()
    page = client.get("/codes/forms/penalty/").content.decode()
    assert "0 passages" in page
    assert SECRET not in page


def test_pages_are_opened_by_the_end_of_the_last(
    client_for: SignIn, practice: Exercise, coded: None, analyst: User, teammate: User
) -> None:
    finish(exercise=practice, person=teammate)
    assert SECRET not in client_for(analyst).get("/codes/forms/penalty/").content.decode()
    finish(exercise=practice, person=analyst)
    assert SECRET in client_for(analyst).get("/codes/forms/penalty/").content.decode()


def test_an_exercise_is_nobody_elses(
    client_for: SignIn, practice: Exercise, coded: None, outsider: User, curator: User, administrator: User
) -> None:
    both_finish(practice)
    base = practice.get_absolute_url()
    for other in (outsider, curator, administrator):
        client = client_for(other)
        for tail in ("", "finish/", "agreement/", "agreement.csv", "adjudicate/", "decisions.csv"):
            assert client.get(f"{base}{tail}").status_code == 404
        assert practice.name not in client.get("/coding/").content.decode()
        assert "0 passages" in client.get("/codes/forms/penalty/").content.decode()
        assert client.post(f"{base}take-back/").status_code == 404


def test_its_maker_sees_the_codes_when_all_have_finished(
    client_for: SignIn, curator: User, analyst: User, teammate: User, sections: list[Section], penalty: Code
) -> None:
    practice = make_practice(curator, [analyst, teammate], sections)
    make_coding(teammate, sections[1], penalty, exercise=practice, quote=SECRET)
    client = client_for(curator)
    before = client.get("/codes/forms/penalty/").content.decode()
    both_finish(practice)
    assert SECRET not in before
    assert SECRET in client.get("/codes/forms/penalty/").content.decode()
    refused = client.post(address_of(practice, sections[1]), {"code": "forms/penalty", "key": str(uuid4())})
    assert refused.status_code == 422
    assert "Only who codes in this exercise" in refused.content.decode()


def test_codes_put_on_in_an_exercise_are_no_part_of_reading(
    client_for: SignIn, practice: Exercise, coded: None, analyst: User, sections: list[Section]
) -> None:
    both_finish(practice)
    told = client_for(analyst).get(f"{sections[1].get_absolute_url()}codes/", headers=JSON).json()
    assert told == {"codings": []}


def address_of(practice: Exercise, section: Section) -> str:
    return f"{practice.get_absolute_url()}{section.cable.mrn}/{section.chapter}/{section.key}/"


def test_a_coder_codes_a_section_and_sees_it_counted(
    client_for: SignIn, practice: Exercise, analyst: User, sections: list[Section]
) -> None:
    client = client_for(analyst)
    address = address_of(practice, sections[1])
    client.post(address, {"code": "forms/penalty", "key": str(uuid4()), "quote": SECRET})
    coding = Coding.objects.get()
    assert (coding.exercise, coding.visibility, coding.author) == (practice, "private", analyst)
    assert "your codes: 1" in client.get(practice.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert "2 of 3" in page
    assert client.get(f"{practice.get_absolute_url()}finish/").content.decode().count("<li><a") == 2


def test_a_code_of_another_codebook_or_section_is_refused(
    client_for: SignIn, practice: Exercise, analyst: User, sections: list[Section], cable: Cable
) -> None:
    other = CodeFactory.create(codebook=CodebookFactory.create(slug="other"), slug="x")
    client = client_for(analyst)
    response = client.post(address_of(practice, sections[0]), {"code": "other/x", "key": str(uuid4())}, headers=JSON)
    assert response.status_code == 422
    assert client.get(address_of(practice, section_of(cable, "overview/a"))).status_code == 404
    with pytest.raises(CodingRefusedError):
        make_coding(analyst, section_of(cable, "overview/a"), Code.objects.get(slug="law"), exercise=practice)
    assert not other.codings.exists()


def test_after_the_end_ones_codes_stay_until_it_is_taken_back(
    client_for: SignIn, practice: Exercise, coded: None, analyst: User, sections: list[Section], law: Code
) -> None:
    client = client_for(analyst)
    client.post(f"{practice.get_absolute_url()}finish/")
    mine = Coding.objects.get(author=analyst)
    assert client.post(f"/codings/{mine.key}/delete/").status_code == 422
    with pytest.raises(CodingRefusedError):
        make_coding(analyst, sections[2], law, exercise=practice)
    client.post(f"{practice.get_absolute_url()}take-back/")
    assert client.post(f"/codings/{mine.key}/delete/").status_code == 302


def test_the_end_cannot_be_taken_back_when_all_have_finished(
    client_for: SignIn, practice: Exercise, analyst: User
) -> None:
    both_finish(practice)
    with pytest.raises(ExerciseRefusedError):
        take_back(exercise=practice, person=analyst)
    response = client_for(analyst).post(f"{practice.get_absolute_url()}take-back/")
    assert response.status_code == 422
    assert not practice.coders.filter(finished_at=None).exists()


def test_agreement_waits_and_names_who_is_still_coding(
    client_for: SignIn, practice: Exercise, coded: None, analyst: User, teammate: User
) -> None:
    finish(exercise=practice, person=analyst)
    client = client_for(analyst)
    assert "Still coding: teammate" in client.get(f"{practice.get_absolute_url()}agreement/").content.decode()
    assert client.get(f"{practice.get_absolute_url()}agreement.csv").status_code == 404


def test_agreement_is_told_code_by_code_with_units_and_reasons(
    client_for: SignIn, practice: Exercise, coded: None, analyst: User, teammate: User, book: Codebook, cable: Cable
) -> None:
    always = CodeFactory.create(codebook=book, slug="always")
    for coder in (analyst, teammate):
        for section in practice.sections.all():
            make_coding(coder, section, always, exercise=practice)
    both_finish(practice)
    client = client_for(analyst)
    sheet = client.get(f"{practice.get_absolute_url()}agreement.csv").content.decode("utf-8-sig")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(sheet))}
    assert (rows["law"]["units"], rows["law"]["agreed"], rows["law"]["kappa"], rows["law"]["alpha"]) == (
        *("3", "3", "1.0", "1.0"),
    )
    assert (rows["penalty"]["agreed"], rows["penalty"]["kappa"]) == ("2", "0.0")
    assert rows["penalty"]["sections by teammate"] == "1"
    assert (rows["always"]["kappa"], rows["always"]["alpha"]) == ("", "")
    assert rows["always"]["reason"].startswith("Every coder applied the code")
    page = client.get(f"{practice.get_absolute_url()}agreement/").content.decode()
    assert "Every coder applied the code" in page
    assert '<td class="number">1.00</td>' in page


def test_a_section_that_a_coder_may_not_read_any_more_is_no_unit_of_theirs(
    client_for: SignIn, practice: Exercise, coded: None, analyst: User, teammate: User
) -> None:
    teammate.groups.clear()
    both_finish(practice)
    sheet = client_for(analyst).get(f"{practice.get_absolute_url()}agreement.csv").content.decode("utf-8-sig")
    assert {row["units"] for row in csv.DictReader(io.StringIO(sheet))} <= {"0", ""}


def test_how_far_passages_cover_each_other_is_told_beside_the_figures(
    client_for: SignIn, practice: Exercise, analyst: User, teammate: User, sections: list[Section], law: Code
) -> None:
    make_coding(analyst, sections[1], law, exercise=practice, quote="eight to eighteen")
    make_coding(teammate, sections[1], law, exercise=practice, quote="eighteen")
    make_coding(teammate, sections[0], law, exercise=practice)
    both_finish(practice)
    client = client_for(analyst)
    sheet = client.get(f"{practice.get_absolute_url()}agreement.csv").content.decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(sheet)) if row["code"] == "law")
    assert float(row["same characters"]) == pytest.approx(8 / 17)
    assert "47 %" in client.get(f"{practice.get_absolute_url()}agreement/").content.decode()


def difference_url(practice: Exercise, section: Section) -> str:
    tail = f"{section.cable.mrn}/{section.chapter}/{section.key}/"
    return f"{practice.get_absolute_url()}adjudicate/penalty/{tail}"


def test_differences_are_shown_side_by_side_and_decided_with_a_reason(
    client_for: SignIn, practice: Exercise, coded: None, analyst: User, sections: list[Section]
) -> None:
    both_finish(practice)
    client = client_for(analyst)
    listed = client.get(f"{practice.get_absolute_url()}adjudicate/").content.decode()
    assert "0 of 1 decided" in listed
    address = difference_url(practice, sections[1])
    page = client.get(address).content.decode()
    assert f"<p>{SECRET}</p></blockquote>" in page
    assert 'class="mark mark--code' in page
    assert "Did not put it on." in page
    assert client.post(address, {"applies": "yes", "reason": "  "}).status_code == 422
    client.post(address, {"applies": "yes", "reason": "The passage names a term in prison."})
    decision = Decision.objects.get()
    assert (decision.applies, decision.decided_by) == (True, analyst)
    listed = client.get(f"{practice.get_absolute_url()}adjudicate/").content.decode()
    assert "1 of 1 decided" in listed
    assert "The passage names a term in prison." in listed
    sheet = client.get(f"{practice.get_absolute_url()}decisions.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(sheet)))["applies"] == "yes"


def test_the_second_of_two_deciders_is_shown_the_firsts_and_overwrites_on_purpose_only(
    client_for: SignIn, practice: Exercise, coded: None, analyst: User, teammate: User, sections: list[Section]
) -> None:
    both_finish(practice)
    address = difference_url(practice, sections[1])
    client_for(teammate).post(address, {"applies": "yes", "reason": "First.", "seen": ""})
    client = client_for(analyst)
    response = client.post(address, {"applies": "no", "reason": "Second.", "seen": ""})
    page = response.content.decode()
    assert response.status_code == 409
    assert "First." in page
    assert "Second." in page
    held = Decision.objects.get()
    assert held.reason == "First."
    client.post(address, {"applies": "no", "reason": "Second.", "seen": token_of(held)})
    assert Decision.objects.get().reason == "Second."


def test_a_decision_is_not_lost_to_one_who_never_saw_it(
    practice: Exercise, analyst: User, teammate: User, sections: list[Section], penalty: Code
) -> None:
    args: dict[str, Any] = {"exercise": practice, "section": sections[1], "code": penalty}
    decide(**args, applies=True, reason="A", person=analyst, seen="")
    with pytest.raises(DecisionConflictError):
        decide(**args, applies=False, reason="B", person=teammate, seen="")


def test_where_they_agree_there_is_nothing_to_decide(
    client_for: SignIn, practice: Exercise, coded: None, analyst: User, sections: list[Section]
) -> None:
    both_finish(practice)
    assert client_for(analyst).get(difference_url(practice, sections[0])).status_code == 404


# Making one


def form(book: Codebook, coders: list[User], **fields: Any) -> dict[str, Any]:
    people = [coder.username for coder in coders]
    return {"name": "Shelters in 2008", "codebook": book.slug, "coders": people} | fields


def test_an_exercise_is_made_of_addresses_cables_searches_and_ticks(
    client_for: SignIn, analyst: User, teammate: User, law: Code, cable: Cable
) -> None:
    mrn = cable.mrn
    addresses = f"{mrn}/prosecution/b\nhttp://testserver/cables/{mrn}/#protection-a\n{mrn}/overview"
    sent = form(
        law.codebook,
        [analyst, teammate],
        addresses=addresses,
        search="/search/?q=shelters",
        cable=mrn,
        ticked=[f"{mrn}/prevention/a"],
    )
    response = client_for(analyst).post("/coding/new/", sent)
    assert response["Location"] == "/coding/shelters-in-2008/"
    made = Exercise.objects.get()
    names = {f"{section.chapter}/{section.key}" for section in made.sections.all()}
    assert names == {"prosecution/b", "protection/a", "overview/a", "overview/b", "prevention/a"}
    assert {coder.person for coder in made.coders.all()} == {analyst, teammate}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"addresses": "08NOWHERE1/prosecution/b"}, "No section that you may read has the address"),
        ({}, "Name the sections"),
        ({"addresses": "http://[::1/cables/"}, "No section that you may read has the address"),
        ({"search": "http://[x"}, "This search finds nothing"),
        ({"search": "zebra"}, "This search finds nothing"),
        ({"search": "q=shelters&colour=red"}, "There is no filter called “colour”"),
    ],
)
def test_what_is_wrong_with_the_sections_is_said(
    client_for: SignIn, analyst: User, teammate: User, law: Code, cable: Cable, fields: dict[str, str], told: str
) -> None:
    response = client_for(analyst).post("/coding/new/", form(law.codebook, [analyst, teammate], **fields))
    assert response.status_code == 422
    assert told in response.content.decode()


def test_one_coder_is_too_few_and_a_coder_must_be_able_to_read_every_section(
    client_for: SignIn, curator: User, analyst: User, law: Code, cable: Cable
) -> None:
    client = client_for(curator)
    alone = client.post("/coding/new/", form(law.codebook, [analyst], addresses=cable.mrn))
    assert "Choose two people or more" in alone.content.decode()
    hidden = make_cable(mrn="08PORTOPRUEBA5", access="restricted")
    response = client.post("/coding/new/", form(law.codebook, [analyst, curator], addresses=hidden.mrn))
    assert f"analyst may not read {hidden.mrn}" in response.content.decode()
    assert not Exercise.objects.exists()


def test_a_cable_that_one_may_not_read_is_as_absent_as_none(
    client_for: SignIn, analyst: User, teammate: User, law: Code
) -> None:
    hidden = make_cable(access="restricted")
    told = client_for(analyst).get("/coding/new/", {"cable": hidden.mrn}).content.decode()
    never = client_for(analyst).get("/coding/new/", {"cable": "08NOWHERE1"}).content.decode()
    assert "that you may read" in told
    assert without_tokens(told).replace(hidden.mrn, "08NOWHERE1") == without_tokens(never)


def test_readers_make_no_exercise(client_for: SignIn, reader: Person) -> None:
    assert client_for(reader).get("/coding/new/")["Location"].startswith("/accounts/login/")
    assert client_for(reader).get("/coding/")["Location"].startswith("/accounts/login/")


def test_three_coders_have_alpha_and_no_kappa(
    client_for: SignIn, analyst: User, teammate: User, outsider: User, sections: list[Section], law: Code
) -> None:
    practice = make_practice(analyst, [analyst, teammate, outsider], sections)
    for coder in (analyst, teammate):
        make_coding(coder, sections[0], law, exercise=practice)
    both_finish(practice)
    page = client_for(analyst).get(f"{practice.get_absolute_url()}agreement/").content.decode()
    assert "Kappa is for two coders, and 3 judged: see alpha." in page


def test_names_of_exercises_may_be_alike(analyst: User, teammate: User, sections: list[Section], law: Code) -> None:
    slugs = [make_practice(analyst, [analyst, teammate], sections, name=name).slug for name in ("New", "A b", "A b")]
    assert slugs == ["new-2", "a-b", "a-b-2"]


def test_a_deactivated_coder_reads_nothing(practice: Exercise, coded: None, teammate: User) -> None:
    both_finish(practice)
    teammate.is_active = False
    teammate.save(update_fields=["is_active"])
    assert not Coding.objects.visible_to(teammate).exists()
    assert not Exercise.objects.visible_to(teammate).exists()


def test_more_exercises_make_no_more_queries(
    client_for: SignIn, analyst: User, sections: list[Section], law: Code, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        make_practice(analyst, [analyst, person(f"coder{number}", role="analyst")], sections)
    client = client_for(analyst)
    with django_assert_max_num_queries(14):
        client.get("/coding/")
