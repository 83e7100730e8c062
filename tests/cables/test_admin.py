from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cables import parsing
from cables.admin.archive import EDITED
from cables.importing import Result
from cables.models import Cable, Revision
from cables.parsing.structure import CableKind, Part
from cables.reparsing import reparse_all
from tests.annotation_factories import make_comment, make_team, section_of
from tests.factories import (
    CountryFactory,
    PostFactory,
    QuestionFactory,
    QuestionnaireFactory,
    TopicFactory,
    make_cable,
    make_parsed,
)

pytestmark = pytest.mark.django_db

REGISTERED = [model for model in apps.get_app_config("cables").get_models() if model in admin.site._registry]
INLINE_ONLY = {"CableTag", "Addressee", "Reference", "Paragraph", "CodebookVersion"}
PERSONAL = {"SavedSearch", "Preference", "Notice"}  # what people keep for themselves is nobody else's to read
ON_PAGES = {"Coding", "CommentVersion", "Passage", "ExerciseCoder", "Decision"}  # private ones are too
ADMINISTERED = {"Team"}  # kept by administrators, closed to curators
RELATED = {"country", "post", "questionnaire"}
READ_ONLY = {"Source", "Revision", "Section", "SectionText"}


def test_every_model_is_in_the_admin_or_inside_another_or_personal() -> None:
    every = {model.__name__ for model in apps.get_app_config("cables").get_models()}
    assert every - {model.__name__ for model in REGISTERED} == INLINE_ONLY | PERSONAL | ON_PAGES


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_lists_and_pages_open_for_who_keeps_them(
    client_for: Callable[[User], Client], curator: User, administrator: User, model: type
) -> None:
    make_comment(curator, section_of(make_cable()))
    make_team(curator)
    client = client_for(administrator if model.__name__ in ADMINISTERED else curator)
    meta = model._meta  # type: ignore[attr-defined]
    assert client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"), {"q": "a"}).status_code == 200
    row = model._default_manager.first()  # type: ignore[attr-defined]
    if row is not None:
        assert client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("name", sorted(READ_ONLY))
def test_what_import_wrote_cannot_be_changed(
    client_for: Callable[[User], Client], administrator: User, name: str
) -> None:
    make_cable()
    row = apps.get_model("cables", name)._default_manager.first()
    client = client_for(administrator)
    for action in ("change", "delete"):
        address = reverse(f"admin:cables_{name.lower()}_{action}", args=[row.pk])
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert client.get(reverse(f"admin:cables_{name.lower()}_add")).status_code == 403


def save_by_hand(client: Client, cable: Cable, **changes: object) -> None:
    """Saves the cable's page in the admin as a browser would send it, with these fields changed."""
    values = {
        name: "" if (value := getattr(cable, f"{name}_id" if name in RELATED else name)) is None else value
        for name in EDITED
    }
    inlines = {f"{prefix}-{form}_FORMS": 0 for prefix in ("cabletag_set", "addressees", "references", "revisions")
               for form in ("TOTAL", "INITIAL")}  # fmt: skip
    address = reverse("admin:cables_cable_change", args=[cable.pk])
    response = client.post(address, values | changes | inlines)
    assert response.status_code == 302, response.context["errors"]


def test_a_curator_can_narrow_who_may_see_a_cable(client_for: Callable[[User], Client], curator: User) -> None:
    save_by_hand(client_for(curator), make_cable(), access="restricted", access_reason="names a victim")
    assert Cable.objects.get().access == "restricted"


def test_what_was_put_right_by_hand_outlasts_every_reading_and_the_rest_follows_the_source(
    client_for: Callable[[User], Client], curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    years = {year: QuestionnaireFactory.create(report_year=year, ref="") for year in (1998, 1999)}
    asked = QuestionFactory.create(questionnaire=years[1998], chapter="prosecution", key="B")
    cable = make_cable(report_year=1999)
    right = CountryFactory.create(iso2="XY")
    save_by_hand(client_for(curator), cable, country=right.pk, report_year=1998)
    assert Cable.objects.get().curated_fields == ["country", "report_year"]

    make_cable(report_year=1999, subject="ANOTHER SUBJECT", kind=CableKind.OTHER)
    cable = Cable.objects.get()
    assert (cable.revisions.count(), cable.country, cable.report_year) == (2, right, 1998)
    assert (cable.subject, cable.kind, cable.questionnaire) == ("ANOTHER SUBJECT", "other", years[1998])
    assert asked.section_texts.filter(current_for__isnull=False).count() == 1

    reading = make_parsed(report_year=1999, subject="A THIRD SUBJECT", part=Part(1, 2))
    monkeypatch.setattr(parsing, "parse", lambda source: reading)
    assert [change.result for change in reparse_all()] == [Result.REVISED]
    cable = Cable.objects.get()
    assert (cable.subject, cable.country, cable.report_year) == ("A THIRD SUBJECT", right, 1998)
    assert (cable.kind, cable.part_number, cable.part_of) == ("tip-input", 1, 2)


def test_a_part_set_by_hand_never_meets_a_whole_of_the_source(
    client_for: Callable[[User], Client], curator: User
) -> None:
    cable = make_cable(part=Part(2, 3))
    save_by_hand(client_for(curator), cable, part_number=3)
    make_cable(part=Part(1, 2), subject="ANOTHER SUBJECT")
    assert Cable.objects.values_list("subject", "part_number", "part_of").get() == ("ANOTHER SUBJECT", 3, 3)


def test_a_field_emptied_by_hand_stays_empty(
    client_for: Callable[[User], Client], curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = make_parsed()
    save_by_hand(client_for(curator), make_cable(parsed=reading), post="")
    monkeypatch.setattr(parsing, "parse", lambda source: reading)
    assert [change.result for change in reparse_all()] == [Result.UNCHANGED]
    assert Cable.objects.get().post is None


def test_analysts_stay_outside(client_for: Callable[[User], Client], analyst: User) -> None:
    assert client_for(analyst).get(reverse("admin:cables_cable_changelist")).status_code == 302


@pytest.mark.parametrize("name", [model._meta.model_name for model in REGISTERED])
def test_more_rows_cost_no_more_queries(
    client_for: Callable[[User], Client], curator: User, administrator: User, name: str
) -> None:
    client = client_for(administrator if name.capitalize() in ADMINISTERED else curator)
    address = reverse(f"admin:cables_{name}_changelist")
    make_comment(curator, section_of(make_cable()))
    make_team(curator)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(1, 4):
        cable = make_cable(mrn=f"08PORTTEST{number}900001", tags=("KCRM", f"QQ{number}"))
        make_comment(curator, section_of(cable))
        make_team(curator, slug=f"more-{number}")
        PostFactory.create(mrn_name=f"PORTMORE{number}", country=CountryFactory.create(iso2=f"X{number}", bureau="EUR"))
        questionnaire = QuestionnaireFactory.create(report_year=1990 + number, ref="")
        QuestionFactory.create(questionnaire=questionnaire, topic=TopicFactory.create(slug=f"more-{number}"))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)
    assert Revision.objects.count() == 4
