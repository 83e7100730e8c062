import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from tests.codes import code_of

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = "/accounts/login/second-step/"


@pytest.fixture
def account(curator: User) -> User:
    curator.set_password(PASSWORD)
    curator.save()
    return curator


@pytest.fixture
def with_app(account: User) -> User:
    TOTP.activate(account, SECRET)
    return account


def give_password(client: Client, person: User, to: str = "/accounts/") -> Client:
    response = client.post(f"/accounts/login/?next={to}", {"login": person.username, "password": PASSWORD})
    assert response.status_code == 302
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def test_an_app_is_set_up_after_the_password_was_asked_again(client: Client, account: User) -> None:
    give_password(client, account)
    asked = client.get("/accounts/app/")
    assert (asked.status_code, asked["Location"]) == (302, "/accounts/again/?next=%2Faccounts%2Fapp%2F")
    assert client.post(asked["Location"], {"password": "wrong"}).status_code == 422
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == "/accounts/app/"
    page = client.get("/accounts/app/").content.decode()
    shown = re.search(r"data-words>([A-Z2-7]{32})<", page)
    assert shown is not None
    assert client.post("/accounts/app/", {"code": "000000"}).status_code == 422
    assert client.post("/accounts/app/", {"code": code_of(shown[1])})["Location"] == "/accounts/recovery-codes/"
    assert (
        len(re.findall(r"<li class=\"code\">\d{8}</li>", client.get("/accounts/recovery-codes/").content.decode()))
        == 10
    )
    assert {one.type for one in Authenticator.objects.filter(user=account)} == {"totp", "recovery_codes"}


def test_the_picture_for_the_camera_is_the_owners_only(client: Client, account: User) -> None:
    give_password(client, account)
    assert client.get("/accounts/app/qr.svg").status_code == 404
    client.post("/accounts/again/?next=/accounts/app/", {"password": PASSWORD})
    client.get("/accounts/app/")
    picture = client.get("/accounts/app/qr.svg")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert b"<path" in picture.content
    assert "no-store" in picture["Cache-Control"]
    assert Client().get("/accounts/app/qr.svg").status_code == 302


def test_the_password_alone_signs_nobody_in_who_has_a_second_factor(client: Client, with_app: User) -> None:
    give_password(client, with_app, to="/cables/")
    assert not is_signed_in(client)
    assert client.get("/admin/").status_code == 302
    assert client.post(STEP, {"code": "000000"}).status_code == 422
    response = client.post(STEP, {"code": code_of(SECRET)})
    assert response["Location"] == "/cables/"
    assert is_signed_in(client)


def test_a_code_of_the_half_minute_before_is_taken_and_an_older_one_is_not(client: Client, with_app: User) -> None:
    give_password(client, with_app)
    assert client.post(STEP, {"code": code_of(SECRET, later=-3)}).status_code == 422
    assert client.post(STEP, {"code": code_of(SECRET, later=-1)}).status_code == 302


def opens(person: User, code: str) -> bool:
    client = give_password(Client(), person)
    status = client.post(STEP, {"code": code}).status_code
    assert status == (302 if is_signed_in(client) else 422)
    return status == 302


def test_a_code_opens_once(with_app: User) -> None:
    code = code_of(SECRET)
    assert opens(with_app, code)
    assert not opens(with_app, code)
    assert not opens(with_app, f"{code[:3]} {code[3:]}")
    assert opens(with_app, code_of(SECRET, later=1))


def test_a_code_does_not_open_again_half_a_minute_later(with_app: User) -> None:
    code = code_of(SECRET, later=1)
    assert opens(with_app, code)
    with connection.cursor() as cursor:  # allauth's own mark lasts no longer
        cursor.execute("DELETE FROM portal_cache WHERE cache_key LIKE '%totp.used%'")
        assert cursor.rowcount == 1
    assert not opens(with_app, code)
    for spelled in (f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}", f".{code}"):  # one code to allauth
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM portal_cache WHERE cache_key LIKE '%totp.used%'")
        assert not opens(with_app, spelled)


def test_a_recovery_code_opens_once(with_app: User) -> None:
    code = RecoveryCodes.activate(with_app).generate_codes()[0]
    assert opens(with_app, code)
    assert not opens(with_app, code)


def test_wrong_codes_are_counted_for_the_person_wherever_they_come_from(with_app: User) -> None:
    for number in range(5):
        client = give_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), with_app)
        assert client.post(STEP, {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{number}").status_code == 422
    late = give_password(Client(), with_app).post(STEP, {"code": code_of(SECRET)})
    assert late.status_code == 422
    assert "Too many wrong codes" in late.content.decode()


def test_counts_are_in_the_database_for_all_processes(client: Client, with_app: User) -> None:
    give_password(client, with_app).post(STEP, {"code": "000000"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] == 2


def test_wrong_codes_and_changes_are_written_down(
    client: Client, with_app: User, caplog: pytest.LogCaptureFixture
) -> None:
    give_password(client, with_app).post(STEP, {"code": "000000"})
    client.post(STEP, {"code": code_of(SECRET)})
    client.post("/accounts/again/", {"password": PASSWORD})
    with caplog.at_level("INFO", logger="tipportal.accounts"):
        client.post("/accounts/app/remove/")
    said = [record.getMessage() for record in caplog.records if record.name == "tipportal.accounts"]
    assert said == ["curator: wrong code from 127.0.0.1", "curator: totp deactivated"]


def test_a_code_is_not_asked_of_whoever_has_not_given_the_password(client: Client, with_app: User) -> None:
    assert client.get(STEP)["Location"] == "/accounts/login/"
    assert client.post(STEP, {"code": code_of(SECRET)})["Location"] == "/accounts/login/"
    assert not is_signed_in(client)


def test_secrets_are_sealed_in_the_database(with_app: User, settings: Any) -> None:
    stored = Authenticator.objects.get(user=with_app)
    assert SECRET not in str(stored.data)
    assert stored.wrap().validate_code(code_of(SECRET))
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-secret-key" * 4
    assert not stored.wrap().validate_code(code_of(SECRET, later=1))
    settings.SECRET_KEY_FALLBACKS = [old]
    assert stored.wrap().validate_code(code_of(SECRET, later=1))


@pytest.mark.parametrize(
    "address",
    ["app/remove/", "recovery-codes/", "recovery-codes/new/", "recovery-codes.txt", "passkeys/add/"],
)
def test_what_guards_the_account_asks_again(client: Client, with_app: User, address: str) -> None:
    address = f"/accounts/{address}"
    RecoveryCodes.activate(with_app)
    give_password(client, with_app).post(STEP, {"code": code_of(SECRET)})
    asked = client.get(address)
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, "/accounts/again/")
    client.post(asked["Location"], {"password": PASSWORD})
    assert client.get(address).status_code == 200


def test_a_code_serves_as_well_as_the_password_to_go_on(client: Client, with_app: User) -> None:
    give_password(client, with_app).post(STEP, {"code": code_of(SECRET)})
    again = "/accounts/again/code/?next=/accounts/app/remove/"
    assert client.post(again, {"code": code_of(SECRET)}).status_code == 422
    assert client.post(again, {"code": code_of(SECRET, later=1)})["Location"] == "/accounts/app/remove/"
    client.post("/accounts/app/remove/")
    assert not Authenticator.objects.filter(user=with_app).exists()


def test_wrong_passwords_are_counted_where_they_are_asked_again(client: Client, account: User) -> None:
    give_password(client, account)
    statuses = [client.post("/accounts/again/", {"password": "wrong"}).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]


def test_curators_are_asked_for_a_second_factor_until_they_have_one(
    client_for: Callable[[User], Client], account: User, analyst: User
) -> None:
    for address in ("/", "/admin/", "/cables/"):
        assert "Set up a second factor" in client_for(account).get(address).content.decode(), address
    assert "Set up a second factor" not in client_for(analyst).get("/").content.decode()
    TOTP.activate(account, SECRET)
    for address in ("/", "/admin/", "/cables/"):
        assert "Set up a second factor" not in client_for(account).get(address).content.decode(), address


def test_where_it_is_required_staff_reach_their_account_pages_only(
    client_for: Callable[[User], Client], account: User, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = client_for(account)
    for address in ("/", "/cables/", "/admin/", "/search/?q=a"):
        assert client.get(address)["Location"] == "/accounts/", address
    assert client.post("/search/saved/", {"name": "a", "query": ""}).status_code == 403
    assert client.get("/search/?q=a", headers={"HX-Request": "true"}).status_code == 403
    assert client.get("/cables/", headers={"Accept": "application/json"}).status_code == 403
    assert client.get("/healthz").status_code == 200
    assert is_signed_in(client)
    TOTP.activate(account, SECRET)
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(
    client_for: Callable[[User], Client], account: User, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    RecoveryCodes.activate(account)
    assert client_for(account).get("/")["Location"] == "/accounts/"


def test_where_it_is_required_readers_and_analysts_are_left_alone(
    client: Client, client_for: Callable[[User], Client], analyst: User, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get("/").status_code == client_for(analyst).get("/").status_code == 200


def test_an_administrator_removes_a_lost_factor_without_seeing_its_secret(
    client_for: Callable[[User], Client], with_app: User, administrator: User
) -> None:
    administrator.set_password(PASSWORD)
    administrator.save()
    client = client_for(administrator)
    key = Authenticator.objects.get(user=with_app)
    page = client.get(f"/admin/mfa/authenticator/{key.pk}/change/")
    assert page.status_code == 200
    assert key.data["secret"] not in page.content.decode()
    remove = f"/admin/mfa/authenticator/{key.pk}/delete/"
    assert client.post(remove, {"post": "yes"})["Location"].startswith("/accounts/again/")
    client.post("/accounts/again/", {"password": PASSWORD})
    client.post(remove, {"post": "yes"})
    assert not Authenticator.objects.filter(user=with_app).exists()


def test_the_list_of_people_tells_who_has_a_second_factor(
    client_for: Callable[[User], Client], with_app: User, administrator: User
) -> None:
    page = client_for(administrator).get("/admin/auth/user/", {"q": with_app.username}).content.decode()
    assert "icon-yes" in page.split('class="field-second_factor"')[1][:120]


def test_another_persons_passkey_is_not_there(client: Client, account: User, analyst: User) -> None:
    key = Authenticator.objects.create(user=analyst, type="webauthn", data={"name": "theirs", "credential": {}})
    give_password(client, account)
    client.post("/accounts/again/", {"password": PASSWORD})
    for address in (f"/accounts/passkeys/{key.pk}/", f"/accounts/passkeys/{key.pk}/remove/"):
        assert client.get(address).status_code == client.post(address).status_code == 404


@pytest.mark.parametrize(
    "credential", ["", "nonsense", "{}", '{"id": 1}', '{"response": {"userHandle": "MQ"}}', "[]", "1"]
)
def test_a_passkey_that_is_none_signs_nobody_in(client: Client, account: User, credential: str) -> None:
    options = client.get("/accounts/login/passkey/", headers={"Accept": "application/json"}).json()["request_options"]
    assert options["publicKey"]["userVerification"] == "required"
    response = client.post("/accounts/login/passkey/", {"credential": credential})
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/")
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "address",
    ["signup/", "email/", "confirm-email/", "password/reset/", "password/set/", "inactive/", "login/code/", "2fa/",
     "3rdparty/", "social/signup/", "signup/passkey/"],
)  # fmt: skip
def test_pages_that_are_not_offered_are_not_there(
    client: Client, client_for: Callable[[User], Client], analyst: User, address: str
) -> None:
    assert client.get(f"/accounts/{address}").status_code == 404
    assert client_for(analyst).get(f"/accounts/{address}").status_code == 404


def test_signing_out_takes_a_press_of_the_button(client_for: Callable[[User], Client], analyst: User) -> None:
    client = client_for(analyst)
    assert client.get("/accounts/logout/").status_code == 405
    assert is_signed_in(client)
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert not is_signed_in(client)


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: Client, account: User, next_: str) -> None:
    response = client.post("/accounts/login/", {"login": account.username, "password": PASSWORD, "next": next_})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client: Client, with_app: User) -> None:
    def answer(name: str) -> str:
        page = client.post("/accounts/login/", {"login": name, "password": "wrong"}).content.decode()
        return re.sub(r'value="[^"]*"', "", page)

    assert answer(with_app.username) == answer("nobody-of-that-name")
