import socket
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError

from tipportal.management.commands import prepare
from tipportal.static_files import collected_digest, digest_of_static_files, note_collected

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


def test_static_files_are_collected_again_only_where_one_changed(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "own"]
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.css").write_text("a")
    first = digest_of_static_files()
    assert collected_digest() == ""
    settings.STATIC_ROOT.mkdir()
    note_collected(first)
    assert collected_digest() == "", "the files themselves are not there"
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    assert collected_digest() == first == digest_of_static_files()
    (tmp_path / "own" / "b.css").write_text("b")
    assert digest_of_static_files() != first


def test_a_taken_port_stops_before_any_work(called: list[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} is taken .* Set TIPPORTAL_PORT"):
            call_command("prepare", free_port=port, stdout=StringIO())
    assert called == []


def test_a_database_that_cannot_be_used_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str, **options: object) -> None:
        raise OperationalError("The data are another user's.")

    monkeypatch.setattr(prepare, "call_command", fail)
    with pytest.raises(CommandError, match=r"^The database cannot be used\. The data are another user's\.$"):
        call_command("prepare", stdout=StringIO())
