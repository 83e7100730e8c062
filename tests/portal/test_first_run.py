import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory

from tipportal.first_run import make_sign_ins, new_password, reset_sign_ins

pytestmark = pytest.mark.django_db


def first_run(*arguments: str) -> str:
    out = StringIO()
    call_command("first_run", *arguments, stdout=out)
    return out.getvalue()


def printed_passwords(text: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) +(\S+)$", text, flags=re.MULTILINE))


def can_sign_in(username: str, password: str) -> bool:
    return authenticate(RequestFactory().post("/"), username=username, password=password) is not None


def test_first_run_prints_three_sign_ins_that_work() -> None:
    printed = printed_passwords(first_run())
    assert list(printed) == ["administrator", "curator", "analyst"]
    for username, password in printed.items():
        assert can_sign_in(username, password), username


def test_each_has_the_rights_of_its_role_only() -> None:
    make_sign_ins()
    rights = {user.username: (user.is_staff, user.is_superuser) for user in get_user_model().objects.all()}
    assert rights == {"administrator": (True, True), "curator": (True, False), "analyst": (False, False)}
    for user in get_user_model().objects.all():
        assert [group.name for group in user.groups.all()] == [user.username]


def test_a_second_run_makes_nothing_and_shows_no_password() -> None:
    first_run()
    text = first_run()
    assert "exist already" in text
    assert not printed_passwords(text)
    assert get_user_model().objects.count() == 3


def test_a_deleted_sign_in_does_not_come_back() -> None:
    first_run()
    get_user_model().objects.get(username="curator").delete()
    first_run()
    assert not get_user_model().objects.filter(username="curator").exists()


def test_reset_gives_new_passwords_and_ends_sessions() -> None:
    old = {sign_in.username: sign_in.password for sign_in in make_sign_ins()}
    client = Client()
    client.force_login(User.objects.get(username="curator"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/").status_code == 200
    new = printed_passwords(first_run("--reset"))
    assert set(new) == set(old)
    for username in old:
        assert not can_sign_in(username, old[username])
        assert can_sign_in(username, new[username])
    assert client.get("/admin/").status_code == 302


def test_reset_removes_a_second_factor_that_was_lost(analyst: User) -> None:
    other = User.objects.create_user("other")
    for person in (analyst, other):
        Authenticator.objects.create(user=person, type="totp", data={})
    reset_sign_ins()
    assert [one.user for one in Authenticator.objects.all()] == [other]


def test_reset_leaves_other_accounts_alone(analyst: User) -> None:
    analyst.username = "someone"
    analyst.set_password("kept-kept-kept-kept")
    analyst.save()
    assert reset_sign_ins() == []
    with pytest.raises(CommandError, match="None of the first accounts"):
        first_run("--reset")
    assert can_sign_in("someone", "kept-kept-kept-kept")


def test_passwords_are_long_random_and_fit_the_rules() -> None:
    passwords = {new_password() for _ in range(200)}
    assert len(passwords) == 200
    for password in passwords:
        assert len(password) >= 15
        validate_password(password)


def test_passwords_are_kept_only_as_hashes() -> None:
    for sign_in in make_sign_ins():
        stored = get_user_model().objects.get(username=sign_in.username).password
        assert sign_in.password not in stored
