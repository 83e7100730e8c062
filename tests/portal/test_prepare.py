from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

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
