import os
import shutil
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from tests.people import administrator, analyst, client_for, curator, outsider, reader, teammate

__all__ = ["administrator", "analyst", "client_for", "curator", "outsider", "reader", "teammate"]

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Playwright's synchronous interface runs an event loop in the test's thread, where Django would refuse to query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit come last: they empty the tables behind them, and the rows that migrations made come back only
    for tests that commit too. pytest-django sorts so as well, but pytest then groups by the browser's parameter."""
    items.sort(key=commits)


def commits(item: pytest.Item) -> bool:
    """Whether a test writes for good, instead of in a transaction that is rolled back."""
    marker = item.get_closest_marker("django_db")
    asked = marker is not None and (marker.kwargs.get("transaction") or bool(marker.args and marker.args[0]))
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(asked) or not fixtures.isdisjoint({"live_server", "transactional_db", "django_db_reset_sequences"})


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def real_cables() -> Path:
    """The folder of real cables beside the project; tests that read them are skipped where it is missing."""
    folder = ROOT.parent / "shared" / "cables"
    if not folder.is_dir():
        pytest.skip("there is no folder ../shared/cables")
    return folder


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Keeps the copy of the rows that migrations made on the connections' class, not on one connection: Playwright's
    event loop gives the thread another connection, which would know of no copy and restore nothing."""
    default, name = connections["default"], "_test_serialized_contents"
    if hasattr(default, name):
        setattr(type(default), name, getattr(default, name))


@pytest.fixture
def live_server(django_db_serialized_rollback: None, live_server: LiveServer) -> LiveServer:
    """The live server, with the rows that migrations made: a test that commits empties all tables after it."""
    return live_server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The system's Chromium, or the one that CHROMIUM names."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("there is no Chromium; set CHROMIUM")
    return browser_type_launch_args | {"executable_path": found, "args": ["--no-sandbox"]}
