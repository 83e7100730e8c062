from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError

from tipportal.management.commands import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that `prepare` ran, none of which really runs but the last."""
    names: list[str] = []

    def remember(name: str, **options: object) -> None:
        names.append(name)
        if name == "first_run":
            call_command(name, **options)

    monkeypatch.setattr(prepare, "call_command", remember)
    return names


def test_the_first_run_loads_the_sample_before_it_makes_accounts(called: list[str]) -> None:
    call_command("prepare", stdout=StringIO())
    assert called == ["migrate", "load_reference", "collectstatic", "load_sample", "first_run"]
    assert User.objects.count() == 3


def test_a_later_run_leaves_the_archive_as_it_is(called: list[str]) -> None:
    call_command("prepare", stdout=StringIO())
    called.clear()
    call_command("prepare", stdout=StringIO())
    assert called == ["migrate", "load_reference", "collectstatic", "first_run"]
    assert User.objects.count() == 3


def test_a_database_that_cannot_be_used_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str, **options: object) -> None:
        raise OperationalError("The data are another user's.")

    monkeypatch.setattr(prepare, "call_command", fail)
    with pytest.raises(CommandError, match=r"^The database cannot be used\. The data are another user's\.$"):
        call_command("prepare", stdout=StringIO())
