"""A staff account that may use the admin, and not read restricted cables, finds no trace of them there."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from cables.models import Cable, Country
from tests.factories import CountryFactory, make_cable, make_header
from tests.people import person

pytestmark = pytest.mark.django_db

HIDDEN, SHOWN = "09PORTOTRACE900555", "08PORTOPRUEBA900327"
MODELS = ("cable", "section", "sectiontext", "source", "revision")
OF_CABLE = {"cable": "mrn", "section": "cable__mrn", "sectiontext": "section__cable__mrn", "source": "cable__mrn",
            "revision": "cable__mrn"}  # fmt: skip


@pytest.fixture
def keeper() -> User:
    """Keeps the archive in the admin and reads members-only cables, not restricted ones."""
    keeper = person("keeper", role="analyst", is_staff=True)
    withheld = ("view_restricted_cable",)
    granted = Permission.objects.filter(content_type__app_label="cables").exclude(codename__in=withheld)
    keeper.user_permissions.set(granted)
    return keeper


@pytest.fixture
def hidden() -> Cable:
    """A restricted cable beside a public one, with a country, a report year and a parser version of its own."""
    make_cable()
    traced = CountryFactory.create(iso2="XT", name="Traceland", bureau="AF")
    return make_cable(
        mrn=HIDDEN, header=make_header(tags=("XT",), subject="TRACE"), country=traced, access="restricted",
        report_year=1999, parser_version="trace-1",
    )  # fmt: skip


def row_of(model: str, mrn: str) -> int:
    rows = apps.get_model("cables", model)._default_manager.filter(**{OF_CABLE[model]: mrn})
    pk: int = rows.values_list("pk", flat=True)[0]
    return pk


def page(client: Client, model: str, **query: str) -> str:
    response = client.get(reverse(f"admin:cables_{model}_changelist"), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_their_filters_and_counts_know_nothing_of_it(
    client_for: Callable[[User], Client], keeper: User, hidden: Cable, model: str
) -> None:
    html = page(client_for(keeper), model, _facets="True")
    assert SHOWN in html
    assert "PORTOTRACE" not in html
    assert "trace-1" not in html
    assert "1999" not in html
    for query in ("", "0"):
        count = apps.get_model("cables", model)._default_manager.filter(**{OF_CABLE[model]: SHOWN}).count()
        found = client_for(keeper).get(reverse(f"admin:cables_{model}_changelist"), {"q": query})
        assert found.context["cl"].full_result_count == count


@pytest.mark.parametrize("model", MODELS)
def test_one_who_may_see_it_finds_it_there(
    client_for: Callable[[User], Client], curator: User, hidden: Cable, model: str
) -> None:
    client = client_for(curator)
    assert HIDDEN in page(client, model, _facets="True")
    address = reverse(f"admin:cables_{model}_change", args=[row_of(model, HIDDEN)])
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("action", ["change", "delete", "history"])
@pytest.mark.parametrize("model", MODELS)
def test_its_pages_answer_as_for_what_is_not_there(
    client_for: Callable[[User], Client], keeper: User, hidden: Cable, model: str, action: str
) -> None:
    client = client_for(keeper)
    answers = []
    for pk in (row_of(model, HIDDEN), 987654):
        response = client.get(reverse(f"admin:cables_{model}_{action}", args=[pk]))
        answers.append((response.status_code, response.headers.get("Location")))
    assert answers[0] == answers[1]
    assert answers[0][0] in (302, 403)


def test_the_counts_of_countries_leave_it_out(
    client_for: Callable[[User], Client], keeper: User, curator: User, hidden: Cable
) -> None:
    for user, number in ((keeper, 0), (curator, 1)):
        response = client_for(user).get(reverse("admin:cables_country_changelist"), {"q": "Traceland"})
        assert [country.number for country in response.context["cl"].result_list] == [number]


def test_no_number_of_a_row_leads_to_its_page(
    client_for: Callable[[User], Client], keeper: User, hidden: Cable
) -> None:
    kind = ContentType.objects.get_for_model(Cable)
    response = client_for(keeper).get(reverse("admin:view_on_site", args=[kind.pk, hidden.pk]))
    assert response.status_code == 404


def test_a_shown_cables_page_leads_to_the_site(client_for: Callable[[User], Client], keeper: User) -> None:
    cable = make_cable()
    html = client_for(keeper).get(reverse("admin:cables_cable_change", args=[cable.pk])).content.decode()
    assert f'href="{cable.get_absolute_url()}" class="viewsitelink"' in html


@pytest.mark.parametrize("model", ["country", "post", "tag", "questionnaire"])
def test_no_list_is_searched_by_the_number_of_a_cable(
    client_for: Callable[[User], Client], keeper: User, hidden: Cable, model: str
) -> None:
    response = client_for(keeper).get(reverse(f"admin:cables_{model}_changelist"), {"cables": hidden.pk})
    assert response.status_code == 400


def test_deleting_a_country_does_not_list_its_cables(
    client_for: Callable[[User], Client], keeper: User, curator: User, hidden: Cable
) -> None:
    address = reverse("admin:cables_country_delete", args=[Country.objects.get(iso2="XT").pk])
    assert client_for(keeper).get(address).status_code == 403
    assert HIDDEN in client_for(curator).get(address).content.decode()
