"""The portal as `make run` serves it: gunicorn in its own process, collected static files, no debugging."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,  # the portal serves the tests' database, which is made only for tests that ask for it
    pytest.mark.xdist_group("serving"),  # one portal serves all of them
]

SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Portal:
    """A served portal. `ask` sends one request and returns the response with its body."""

    def __init__(self, root: Path, var: Path, database_url: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TIPPORTAL_", "DJANGO_"))}
        self.port = free_port()
        self.environ = kept | {
            "TIPPORTAL_VAR": str(var), "TIPPORTAL_PORT": str(self.port), "DATABASE_URL": database_url,
            "WEB_CONCURRENCY": "1", "NO_COLOR": "1",
        }  # fmt: skip
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"]
        subprocess.run(command, cwd=root, env=self.environ, check=True)
        self.log = (var / "gunicorn.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"], cwd=root, env=self.environ, stdout=self.log, stderr=self.log
        )

    def ask(self, address: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        asker = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            asker.request("GET", address, headers=headers)
            response = asker.getresponse()
            return response, response.read()
        finally:
            asker.close()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.ask("/healthz")
            except ConnectionRefusedError:
                self.process.poll()
            else:
                return
        raise AssertionError(self.printed())

    def printed(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


@pytest.fixture(scope="module")
def portal(root: Path, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Portal]:
    where = connection.settings_dict
    url = f"postgresql://{where['USER']}:{where['PASSWORD']}@/{where['NAME']}?host={where['HOST']}&port={where['PORT']}"
    portal = Portal(root, tmp_path_factory.mktemp("var"), url)
    try:
        portal.wait_until_it_answers()
        yield portal
    finally:
        if portal.process.poll() is None:
            portal.process.kill()
            portal.process.wait()
        portal.log.close()


def a_style_sheet(portal: Portal) -> str:
    _, page = portal.ask("/accounts/login/")
    found = re.search(r'href="(/static/css/tokens[^"]+)"', page.decode())
    assert found is not None
    return found[1]


def test_it_is_ready(portal: Portal) -> None:
    response, body = portal.ask("/readyz")
    assert (response.status, body) == (200, b"ready\n")


def test_it_says_where_it_is(portal: Portal) -> None:
    assert f"tipportal is at http://127.0.0.1:{portal.port}" in portal.printed()


def test_static_files_have_hashed_names_and_are_kept_for_good(portal: Portal) -> None:
    address = a_style_sheet(portal)
    assert re.search(r"\.[0-9a-f]{12}\.css$", address)
    response, _ = portal.ask(address)
    assert response.status == 200
    assert "immutable" in (response.getheader("Cache-Control") or "")
    assert response.getheader("Access-Control-Allow-Origin") is None


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_static_files_were_compressed_beforehand(portal: Portal, encoding: str) -> None:
    address = a_style_sheet(portal)
    _, plain = portal.ask(address)
    response, packed = portal.ask(address, **{"Accept-Encoding": encoding})
    assert response.getheader("Content-Encoding") == encoding
    assert len(packed) < len(plain) / 2


def test_a_static_file_carries_the_policy(portal: Portal) -> None:
    response, _ = portal.ask(a_style_sheet(portal))
    assert "default-src 'none'" in (response.getheader("Content-Security-Policy") or "")
    assert response.getheader("X-Content-Type-Options") == "nosniff"


def test_a_strange_host_is_refused_and_not_debugged(portal: Portal) -> None:
    response, body = portal.ask("/accounts/login/", Host="evil.example")
    assert response.status == 400
    assert b"ALLOWED_HOSTS" not in body


def test_interrupting_stops_it_cleanly(portal: Portal) -> None:
    """The last test of this module: it ends what the others ask."""
    assert portal.stop() == 0
    assert "Traceback" not in portal.printed()
