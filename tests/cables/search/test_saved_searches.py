from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from cables.models import Cable, SavedSearch
from cables.search import SearchQuery, search, total
from tests.factories import make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

LIST = "/search/saved/"
ACTIONS = ("look", "rename", "delete")


@pytest.fixture
def saved(analyst: User) -> SavedSearch:
    yesterday = timezone.now() - timedelta(days=1)
    return SavedSearch.objects.create(
        owner=analyst, name="Shelters", query="q=shelters&year=2008", last_looked_at=yesterday
    )


@pytest.fixture
def desk(client_for: Callable[[Person], Client], analyst: User) -> Client:
    return client_for(analyst)


def test_a_search_is_kept_from_its_page(desk: Client, analyst: User) -> None:
    make_cable()
    html = desk.get("/search/?q=shelters&year=2008&all=country&page=3").content.decode()
    assert '<input type="hidden" name="query" value="q=shelters&amp;year=2008">' in html
    response = desk.post(LIST, {"name": "  My   shelters ", "query": "q=shelters&year=2008"})
    assert (response.status_code, response["Location"]) == (302, LIST)
    kept = SavedSearch.objects.get()
    assert (kept.owner, kept.name, kept.get_absolute_url()) == (
        analyst,
        "My shelters",
        "/search/?q=shelters&year=2008",
    )


def test_a_reader_is_offered_nothing_to_keep_and_is_asked_to_sign_in(client: Client) -> None:
    assert LIST not in client.get("/search/?q=shelters").content.decode()
    for response in (client.get(LIST), client.post(LIST, {"name": "x", "query": ""})):
        assert response["Location"].startswith("/accounts/login/")
    assert not SavedSearch.objects.exists()


def test_what_came_since_the_last_look_is_new(desk: Client, saved: SavedSearch) -> None:
    make_cable(mrn="08PORTOPRUEBA900001")
    Cable.objects.update(imported_at=timezone.now() - timedelta(days=2))
    assert "Nothing new since" in desk.get(LIST).content.decode()
    make_cable(mrn="08PORTOPRUEBA900002")
    make_cable(mrn="09PORTOPRUEBA900003", report_year=2009)
    assert ">1 new</button>" in desk.get(LIST).content.decode()


def test_what_is_hidden_is_not_new(desk: Client, saved: SavedSearch) -> None:
    make_cable(access="restricted")
    assert "Nothing new since" in desk.get(LIST).content.decode()


def test_looking_shows_what_is_new_and_makes_it_old(desk: Client, saved: SavedSearch) -> None:
    make_cable(mrn="08PORTOPRUEBA900001")
    Cable.objects.update(imported_at=timezone.now() - timedelta(days=2))
    make_cable(mrn="08PORTOPRUEBA900002")
    response = desk.post(f"{LIST}Shelters/look/")
    assert parse_qs(urlsplit(response["Location"]).query) == {
        "q": ["shelters"],
        "year": ["2008"],
        "since": [saved.last_looked_at.isoformat()],
    }
    page = desk.get(response["Location"]).content.decode()
    assert "08PORTOPRUEBA900002" in page
    assert "08PORTOPRUEBA900001" not in page
    assert "Imported since</span>" in page
    assert "Nothing new since" in desk.get(LIST).content.decode()


def test_a_list_that_is_only_read_changes_nothing(desk: Client, saved: SavedSearch) -> None:
    desk.get(LIST)
    desk.get(saved.get_absolute_url())
    for action in ACTIONS:
        assert desk.get(f"{LIST}Shelters/{action}/").status_code == 405
    assert SavedSearch.objects.get().last_looked_at == saved.last_looked_at


def test_it_can_be_renamed_and_deleted(desk: Client, saved: SavedSearch) -> None:
    assert desk.post(f"{LIST}Shelters/rename/", {"name": "Casas, 100% ¿qué?"})["Location"] == LIST
    assert desk.get(LIST).status_code == 200
    saved.refresh_from_db()
    assert saved.name == "Casas, 100% ¿qué?"
    assert desk.post(f"{LIST}Casas, 100%25 ¿qué%3F/delete/")["Location"] == LIST
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("name", ["", "a/b", "..", "x" * 81, "Courts", "nul\x00"])
def test_an_unfit_name_is_refused_in_place(desk: Client, saved: SavedSearch, name: str) -> None:
    SavedSearch.objects.create(owner=saved.owner, name="Courts")
    renamed = desk.post(f"{LIST}Shelters/rename/", {"name": name})
    kept = desk.post(LIST, {"name": name, "query": "q=courts"})
    for response in (renamed, kept):
        assert response.status_code == 422
        assert 'class="problem"' in response.content.decode()
    assert set(SavedSearch.objects.values_list("name", flat=True)) == {"Shelters", "Courts"}


def test_a_search_too_long_to_keep_is_refused(desk: Client) -> None:
    response = desk.post(LIST, {"name": "Long", "query": f"q={'x' * 2000}"})
    assert response.status_code == 422
    assert "too long to keep" in response.content.decode()


@pytest.mark.parametrize("action", ACTIONS)
def test_anothers_search_is_as_absent_as_none(
    client_for: Callable[[Person], Client], saved: SavedSearch, outsider: User, administrator: User, action: str
) -> None:
    for person in (outsider, administrator):
        desk = client_for(person)
        assert desk.post(f"{LIST}Shelters/{action}/", {"name": "Mine"}).status_code == 404
        assert desk.post(f"{LIST}Nothing/{action}/", {"name": "Mine"}).status_code == 404
        assert "Shelters" not in desk.get(LIST).content.decode()
    saved.refresh_from_db()
    assert saved.name == "Shelters"


def test_two_people_may_use_the_same_name(
    client_for: Callable[[Person], Client], saved: SavedSearch, outsider: User
) -> None:
    client_for(outsider).post(LIST, {"name": "Shelters", "query": "q=police"})
    assert SavedSearch.objects.filter(name="Shelters").count() == 2


def test_the_count_alone_is_that_of_the_search(analyst: User) -> None:
    make_cable(mrn="08PORTOPRUEBA900001")
    make_cable(mrn="09PORTOPRUEBA900002", report_year=2009, access="members")
    make_cable(mrn="09PORTOPRUEBA900003", report_year=2009, access="restricted")
    chosen = {"year": ("2009",), "country": ("zz",)}
    for query in (SearchQuery(), SearchQuery("shelters"), SearchQuery("-shelters", chosen), SearchQuery("palace")):
        assert total(query, analyst) == search(query, analyst).total
    assert total(SearchQuery("shelters", chosen), analyst) == 1
