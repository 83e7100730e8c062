from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cables.models import Cable, Revision
from tests.factories import make_cable

pytestmark = pytest.mark.django_db

REGISTERED = [model for model in apps.get_app_config("cables").get_models() if model in admin.site._registry]
INLINE_ONLY = {"CableTag", "Addressee", "Reference", "Paragraph"}
READ_ONLY = {"Source", "Revision", "Section", "SectionText"}


def test_every_model_is_in_the_admin_or_inside_another() -> None:
    every = {model.__name__ for model in apps.get_app_config("cables").get_models()}
    assert every - {model.__name__ for model in REGISTERED} == INLINE_ONLY


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_lists_and_pages_open_for_a_curator(client_for: Callable[[User], Client], curator: User, model: type) -> None:
    make_cable()
    client = client_for(curator)
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


def test_a_curator_can_narrow_who_may_see_a_cable(client_for: Callable[[User], Client], curator: User) -> None:
    cable = make_cable()
    fields = {"access": "restricted", "access_reason": "names a victim", "kind": cable.kind, "report_year": 2008}
    related = {
        "country": cable.country_id,
        "post": cable.post_id,
        "questionnaire": "",
        "part_number": "",
        "part_of": "",
    }
    inlines = {f"{prefix}-{form}_FORMS": 0 for prefix in ("cabletag_set", "addressees", "references", "revisions")
               for form in ("TOTAL", "INITIAL")}  # fmt: skip
    address = reverse("admin:cables_cable_change", args=[cable.pk])
    response = client_for(curator).post(address, fields | related | inlines)
    assert response.status_code == 302, response.context["errors"]
    assert Cable.objects.get().access == "restricted"


def test_analysts_stay_outside(client_for: Callable[[User], Client], analyst: User) -> None:
    assert client_for(analyst).get(reverse("admin:cables_cable_changelist")).status_code == 302


@pytest.mark.parametrize("name", ["cable", "section", "sectiontext", "revision", "source", "post", "question"])
def test_more_rows_cost_no_more_queries(client_for: Callable[[User], Client], curator: User, name: str) -> None:
    client = client_for(curator)
    address = reverse(f"admin:cables_{name}_changelist")
    make_cable()
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(1, 4):
        make_cable(mrn=f"08PORTOPRUEBA90000{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)
    assert Revision.objects.count() == 4
