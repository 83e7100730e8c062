import unicodedata
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from tipportal.passwords import NormalisingHasher, period

pytestmark = pytest.mark.django_db

OLD, NEW = "a-long-enough-password", "four plain words together"
PERSON = User(username="administrator01", first_name="María José", last_name="Pérez", email="mjp.perez@example.org")


@pytest.fixture
def signed_in(analyst: User, client_for: Callable[[User], Client]) -> Client:
    analyst.set_password(OLD)
    analyst.save()
    return client_for(analyst)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "fourteen-chars",
        "123456789012345",
        "123456789987654321",
        "passwordpassword",
        "Password-Password1",
        "password12345678",
        "letmeinletmein123",
        "qwertyuiopasdfgh",
        "1qaz2wsx3edc4rfv",
        "aaaaaaaaaaaaaaaa",
        "!!!!!!!!!!!!!!!!",
        "xkcdxkcdxkcdxkcdxk",
        "iloveyou iloveyou forever",
        "administrator01",
        "administrator01administrator01",
        "administrator01!!2024",
        "tipportal2024tipportal",
        "TIPportal 20242024",
        "mariajoseperez2024",
        "dragonmonkeysunshine",
        "P@ssw0rdP@ssw0rd2024",
        "Pa$$word Pa$$word!",
        "dr4g0n m0nk3y 2026",
        "correct horse battery staple",
        "The quick brown fox jumps over the lazy dog",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, user=PERSON)


@pytest.mark.parametrize(
    "password",
    [
        "four plain words together",
        "correct horse stapler battery",
        "wine plaster orbit kettle",
        "Ich mag keine Tomaten",
        "my sister sells 40 boats",
        "483920175629384",
        "mdxkqvzrtplwcbn",
        "               x7 q!b Zk w",
        "пять слов о синем чайнике",
        "😀🐎🔋📎🚀🌍🐙🎩🧊🍋🥁🪁🐳🌵🍄",
        "".join(chr(0x4E00 + 37 * number) for number in range(64)),
    ],
)
def test_anything_long_that_is_not_expected_is_taken(password: str) -> None:
    validate_password(password, user=PERSON)


def test_characters_are_counted_as_they_are_hashed() -> None:
    apart = unicodedata.normalize("NFD", "éwxkqpmtbdhjkl")
    assert len(apart) == 15
    with pytest.raises(ValidationError, match="15 characters"):
        validate_password(apart)


def test_the_same_letters_typed_otherwise_are_the_same_password(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tipportal.passwords.NormalisingHasher"]
    stored = make_password("caf\u00e9 \ufb01ve plain words")
    assert check_password("cafe\u0301 five plain words", stored)
    assert not check_password("cafe five plain words", stored)


def test_passwords_stored_by_djangos_own_hasher_stay_valid(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    stored = make_password(NEW)
    settings.PASSWORD_HASHERS = ["tipportal.passwords.NormalisingHasher"]
    assert check_password(NEW, stored)
    assert not NormalisingHasher().must_update(stored)


def test_a_long_password_is_judged_at_once() -> None:
    assert period("ab" * 4) == 2
    with pytest.raises(ValidationError):
        validate_password("ab" * 100_000 + "x", user=PERSON)


def change(client: Client, new: str, again: str | None = None, old: str = OLD) -> Any:
    return client.post("/accounts/password/", {"oldpassword": old, "password1": new, "password2": again or new})


def test_a_password_is_changed_on_the_account_page(signed_in: Client) -> None:
    assert change(signed_in, NEW)["Location"] == "/accounts/"
    assert "Your password was changed" in signed_in.get("/accounts/").content.decode()
    assert User.objects.get(username="analyst").check_password(NEW)


@pytest.mark.parametrize(
    ("new", "again", "old", "said"),
    [
        ("short", None, OLD, "15 characters"),
        ("passwordpassword", None, OLD, "repeats itself"),
        ("analyst-analyst-2024", None, OLD, "made of common passwords"),
        (NEW, NEW + "r", OLD, "same password"),
        (NEW, None, "wrong", "not your password"),
        (NEW + "\0", None, OLD, "Null"),
    ],
)
def test_a_change_that_does_not_fit_says_why(
    signed_in: Client, new: str, again: str | None, old: str, said: str
) -> None:
    response = change(signed_in, new, again, old)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert User.objects.get(username="analyst").check_password(OLD)


def test_the_page_says_the_rules_and_lets_a_manager_of_passwords_fill_in(signed_in: Client) -> None:
    page = signed_in.get("/accounts/password/").content.decode()
    assert "15 characters" in page
    assert page.count('autocomplete="new-password"') == 2
    assert 'autocomplete="current-password"' in page
    assert "maxlength" not in page.split("<main")[1]


def test_guessing_the_present_password_is_throttled(signed_in: Client) -> None:
    statuses = [change(signed_in, NEW, old=f"wrong{number}").status_code for number in range(6)]
    assert statuses == [422] * 5 + [429]


def test_an_older_password_still_signs_in_and_its_owner_is_asked_to_change_it(client: Client, analyst: User) -> None:
    analyst.set_password("short")
    analyst.save()
    sent = client.post("/accounts/login/", {"login": analyst.username, "password": "short"})
    assert sent.status_code == 302
    assert "does not meet today" in client.get("/accounts/").content.decode()
    change(client, NEW, old="short")
    assert "does not meet today" not in client.get("/accounts/").content.decode()


def test_a_name_is_read_as_it_was_stored(client: Client, analyst: User) -> None:
    analyst.username = "analyst\u00e9"
    analyst.set_password(OLD)
    analyst.save()
    sent = client.post("/accounts/login/", {"login": " analyste\u0301 ", "password": OLD})
    assert sent.status_code == 302


def test_the_rules_hold_in_the_admin(client_for: Callable[[User], Client], administrator: User) -> None:
    client = client_for(administrator)
    new = {"username": "newcomer", "usable_password": "true"}
    refused = client.post(
        "/admin/auth/user/add/", new | {"password1": "newcomer-2024-01", "password2": "newcomer-2024-01"}
    )
    assert refused.status_code == 200
    assert "made of common passwords" in refused.content.decode()
    assert client.post("/admin/auth/user/add/", new | {"password1": NEW, "password2": NEW}).status_code == 302
    assert User.objects.get(username="newcomer").check_password(NEW)


def test_the_rules_hold_for_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["tipportal-tipportal"] * 2)  # and then it asks again
    monkeypatch.setattr("getpass.getpass", lambda prompt="": next(typed))
    monkeypatch.setattr("builtins.input", lambda prompt="": "n")
    err = StringIO()
    with pytest.raises(StopIteration):
        call_command("createsuperuser", username="administrator", email="", stdin=Terminal(), stderr=err)
    assert "repeats itself" in err.getvalue()
    assert not User.objects.filter(username="administrator").exists()


class Terminal(StringIO):
    """Somebody sits there."""

    def isatty(self) -> bool:
        return True


def test_an_account_without_a_password_has_none_to_change(client_for: Callable[[User], Client], analyst: User) -> None:
    client = client_for(analyst)
    assert client.get("/accounts/password/").status_code == 404
    assert "An administrator can set one" in client.get("/accounts/").content.decode()
