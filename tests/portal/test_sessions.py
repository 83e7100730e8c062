"""When sessions end, each time with two browsers."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from tipportal.accounts.sessions import called, end_sessions, places_of

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-password"
NEW = "four plain words together"


@pytest.fixture
def account(curator: User) -> User:
    curator.set_password(PASSWORD)
    curator.save()
    return curator


def sign_in(person: User, browser: str = "") -> Client:
    client = Client(headers={"User-Agent": browser})
    response = client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    assert response.status_code == 302
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


@pytest.fixture
def here(account: User) -> Client:
    return sign_in(account, "Firefox on a desk")


@pytest.fixture
def there(account: User) -> Client:
    return sign_in(account, "Safari on a telephone")


def change_person(client: Client, person: User, **changes: str) -> None:
    given = {
        "username": person.username,
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00",
        "groups": [str(group.pk) for group in person.groups.all()],
        "is_active": "on",
        "is_staff": "on",
    }
    sent = {name: value for name, value in (given | changes).items() if value}
    assert client.post(f"/admin/auth/user/{person.pk}/change/", sent).status_code == 302


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(
    here: Client, there: Client, account: User
) -> None:
    sent = here.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert sent.status_code == 302
    account.refresh_from_db()
    assert [place.browser for place in places_of(account)] == ["Firefox on a desk"]
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_password_set_by_an_administrator_ends_all(
    here: Client, there: Client, account: User, administrator: User, client_for: Callable[[User], Client]
) -> None:
    administrator.set_password(PASSWORD)
    administrator.save()
    admin = client_for(administrator)
    address = f"/admin/auth/user/{account.pk}/password/"
    assert admin.get(address)["Location"].startswith("/accounts/again/")
    admin.post("/accounts/again/", {"password": PASSWORD})
    assert admin.post(address, {"password1": NEW, "password2": NEW, "usable_password": "true"}).status_code == 302
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert not is_signed_in(here)
    assert not is_signed_in(there)


def test_a_password_sent_too_late_is_kept_nowhere(
    account: User, administrator: User, client_for: Callable[[User], Client]
) -> None:
    administrator.set_password(PASSWORD)
    administrator.save()
    admin = client_for(administrator)
    address = f"/admin/auth/user/{account.pk}/password/"
    sent = admin.post(address, {"password1": NEW, "password2": NEW, "usable_password": "true"})
    assert sent["Location"].startswith("/accounts/again/")
    assert NEW not in str(dict(admin.session))


def test_deactivation_ends_all_at_once_and_for_good(
    here: Client, there: Client, account: User, administrator: User, client_for: Callable[[User], Client]
) -> None:
    change_person(client_for(administrator), account, is_active="")
    assert not is_signed_in(here)
    change_person(client_for(administrator), account)
    account.refresh_from_db()
    assert account.is_active
    assert not is_signed_in(here)
    assert not is_signed_in(there)


def test_deactivation_by_whatever_way_counts_from_the_next_request(here: Client, there: Client, account: User) -> None:
    User.objects.filter(pk=account.pk).update(is_active=False)
    for client in (here, there):
        assert not is_signed_in(client)
        assert client.get("/admin/").status_code == 302
    refused = Client().post("/accounts/login/", {"login": account.username, "password": PASSWORD})
    assert refused.status_code == 422


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(here: Client, there: Client, account: User) -> None:
    for client in (here, there):
        assert client.get("/admin/cables/cable/").status_code == 200
    account.groups.clear()
    for client in (here, there):
        assert client.get("/admin/cables/cable/").status_code == 403
    User.objects.filter(pk=account.pk).update(is_staff=False)
    for client in (here, there):
        assert client.get("/admin/cables/cable/", follow=True).status_code == 404
        assert is_signed_in(client)


def test_everywhere_else_can_be_signed_out_with_one_button(
    here: Client, there: Client, analyst: User, client_for: Callable[[User], Client]
) -> None:
    other = client_for(analyst)
    sent = here.post("/accounts/sessions/end/", follow=True)
    assert "Signed out in 1 other place." in sent.content.decode()
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert is_signed_in(other)
    assert here.get("/accounts/sessions/end/").status_code == 405


def test_the_account_page_tells_where_one_is_signed_in(here: Client, there: Client, account: User) -> None:
    page = here.get("/accounts/").content.decode()
    assert "Firefox on a desk" in page
    assert "Safari on a telephone" in page
    assert "Firefox on a desk <span" in page
    assert "Safari on a telephone <span" not in page
    assert "from 127.0.0.1" in page
    assert [place.browser for place in places_of(account)].count("Firefox on a desk") == 1


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str, name: str) -> None:
    assert called(agent) == name


def test_ending_all_sessions_leaves_those_of_others(
    here: Client, account: User, analyst: User, client_for: Callable[[User], Client]
) -> None:
    other = client_for(analyst)
    assert end_sessions(account) == 1
    assert not is_signed_in(here)
    assert is_signed_in(other)


def test_an_administrator_by_role_keeps_accounts_but_none_above(
    outsider: User, administrator: User, client_for: Callable[[User], Client]
) -> None:
    outsider.groups.set([Group.objects.get(name="administrator")])
    outsider.is_staff = True
    outsider.save()
    keeper = client_for(outsider)
    assert keeper.get("/admin/auth/user/").status_code == 200
    change_person(keeper, outsider, is_superuser="on", user_permissions="1")
    outsider.refresh_from_db()
    assert not outsider.is_superuser
    assert not outsider.user_permissions.exists()
    refused = keeper.post(f"/admin/auth/user/{administrator.pk}/change/", {"username": "taken", "is_active": "on"})
    assert refused.status_code == 403
    assert keeper.get(f"/admin/auth/user/{administrator.pk}/password/").status_code in {302, 403}
    assert keeper.post(f"/admin/auth/user/{administrator.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ["analyst", "curator"])
def test_nobody_else_keeps_accounts(role: str, client_for: Callable[[User], Client], outsider: User) -> None:
    outsider.groups.set([Group.objects.get(name=role)])
    outsider.is_staff = True
    outsider.save()
    client = client_for(outsider)
    for address in ("auth/user/", "auth/group/", "mfa/authenticator/", "axes/accessattempt/"):
        assert client.get(f"/admin/{address}").status_code == 403
