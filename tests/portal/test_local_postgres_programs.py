"""The programs that use a server: gunicorn, the reloader, pytest with xdist; and a real server by DATABASE_URL."""

import gc
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.portal.local_postgres_stage import (
    PATIENCE,
    POSTMASTER,
    ROOT,
    Client,
    clean_environment,
    data_folder,
    is_running,
    kill_server,
    open_folder,
    starts,
    wait_until,
)
from tipportal.local_postgres import postmaster
from tipportal.local_postgres.account import server_account
from tipportal.local_postgres.binaries import find_binaries

SETTINGS = """
from pathlib import Path
from tipportal.local_postgres import database_settings
SECRET_KEY = "only for this test"
USE_TZ = True
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
DATABASES = {"default": database_settings(Path(__file__).parent / "var")}
"""
APPLICATION = f'''
import json, os
import django
from django.db import close_old_connections, connection
django.setup()

def query():
    close_old_connections()
    try:
        with connection.cursor() as cursor:
            cursor.execute("{POSTMASTER}")
            return cursor.fetchone()[0]
    finally:
        connection.close()

if os.environ.get("CONNECT_EARLY"):
    query()

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({{"worker": os.getpid(), "server": query()}}).encode()]
'''
RELOADED = """
import os, signal, sys
from django.utils import autoreload
import application

def main():
    print(application.query(), flush=True)
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)

autoreload.run_with_reloader(main)
"""
TESTS = """
import pytest
from django.contrib.auth.models import User
from django.db import connection

@pytest.mark.django_db
@pytest.mark.parametrize("number", range(4))
def test_database_is_this_worker_s_own(number, worker_id):
    User.objects.create(username="only one")
    assert User.objects.count() == 1
    assert connection.settings_dict["NAME"] == f"test_tipportal_{worker_id}"
"""


@pytest.fixture
def project() -> Iterator[Path]:
    """A folder with a small Django project of its own; its `var` has the embedded server."""
    with open_folder() as folder:
        (folder / "small_settings.py").write_text(SETTINGS)
        (folder / "application.py").write_text(APPLICATION)
        (folder / "reloaded.py").write_text(RELOADED)
        (folder / "test_small.py").write_text(TESTS)
        yield folder


def environment(project: Path, **more: str) -> dict[str, str]:
    paths = os.pathsep.join([str(project), str(ROOT)])
    return clean_environment() | {"PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "small_settings"} | more


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket: tests that run at the same time need no ports."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(str(self.path))


@contextmanager
def gunicorn(project: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "gunicorn", "--bind", f"unix:{project}/web", "--workers", "2", *arguments]
    with (project / "web.log").open("wb") as log:
        web = subprocess.Popen(
            [*command, "--no-control-socket", "application:application"],
            cwd=project,
            env=environment(project, **more),
            stdout=log,
            stderr=log,
        )
    try:
        wait_until(lambda: "Booting worker" in (project / "web.log").read_text(), "gunicorn has a worker")
        yield web
    finally:
        if web.poll() is None:
            web.kill()
            web.wait()


def get(project: Path) -> dict[str, int]:
    web = UnixConnection(project / "web")
    try:
        web.request("GET", "/")
        response = web.getresponse()
        body = response.read()
        assert response.status == 200, (project / "web.log").read_text()
        answer: dict[str, int] = json.loads(body)
        return answer
    finally:
        web.close()


def ask_until_both_workers_answered(project: Path) -> dict[int, int]:
    """Each worker's process id with the server's that it talks to."""
    seen: dict[int, int] = {}

    def both() -> bool:
        answer = get(project)
        seen[answer["worker"]] = answer["server"]
        return len(seen) == 2

    wait_until(both, "both workers answered")
    return seen


@pytest.mark.parametrize("early", ["", "yes"], ids=["workers connect", "preloaded and connected before the fork"])
def test_gunicorn_s_workers_share_the_server_and_ending_stops_it(project: Path, early: str) -> None:
    arguments = ("--preload",) if early else ()
    with gunicorn(project, *arguments, CONNECT_EARLY=early) as web:
        workers = ask_until_both_workers_answered(project)
        assert len(set(workers.values())) == 1
        os.kill(next(iter(workers)), signal.SIGTERM)
        wait_until(lambda: get(project)["worker"] not in workers, "a new worker took the place of the ended one")
        assert get(project)["server"] in workers.values()
        web.terminate()
        assert web.wait(PATIENCE) == 0
    wait_until(lambda: not is_running(project / "var"), "the server stopped")
    assert starts(project / "var") == 1


def test_gunicorn_killed_with_its_workers_does_not_stand_in_the_way(project: Path) -> None:
    with gunicorn(project) as web:
        workers = ask_until_both_workers_answered(project)
        for pid in (web.pid, *workers):
            os.kill(pid, signal.SIGKILL)
        web.wait(PATIENCE)
    with Client(project / "var") as client:
        assert client.value("SELECT current_database()") == "tipportal"
        client.leave()
    assert not is_running(project / "var")


def test_gunicorn_goes_on_after_the_server_was_killed(project: Path) -> None:
    with gunicorn(project) as web:
        old = set(ask_until_both_workers_answered(project).values())
        kill_server(project / "var")
        new = set(ask_until_both_workers_answered(project).values())
        assert len(new) == 1
        assert not new & old
        web.terminate()
        web.wait(PATIENCE)


def test_autoreloader_comes_back_with_the_server(project: Path) -> None:
    """It ends when its input does; a signal to the group would have the outer process `kill -9` the inner one."""
    with subprocess.Popen(
        [sys.executable, project / "reloaded.py"],
        cwd=project,
        env=environment(project),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reloader:
        assert reloader.stdin is not None
        assert reloader.stdout is not None
        first = int(reloader.stdout.readline())
        os.utime(project / "application.py", (2_000_000_000, 2_000_000_000))
        assert int(reloader.stdout.readline()) != first
        reloader.stdin.close()
        assert reloader.wait(PATIENCE) == 0
    assert not is_running(project / "var")


def test_pytest_with_xdist_has_a_database_for_each_worker(project: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "-c", os.devnull]
    ran = run([*command, "--rootdir", str(project), str(project / "test_small.py")], project, environment(project))
    assert "4 passed" in ran
    assert not is_running(project / "var")


def test_django_s_own_test_runner_works(project: Path) -> None:
    (project / "tests.py").write_text(
        "from django.contrib.auth.models import User\nfrom django.test import TestCase\n\n"
        "class First(TestCase):\n    def test_empty(self):\n        self.assertEqual(User.objects.count(), 0)\n\n"
        "class Second(First):\n    pass\n"
    )
    command = [sys.executable, "-m", "django", "test", "--parallel", "2", "tests"]
    assert "Ran 2 tests" in run(command, project, environment(project))
    assert not is_running(project / "var")


@pytest.fixture
def real_server() -> Iterator[str]:
    """The address of a PostgreSQL that has nothing to do with the embedded one, on a TCP port that was free."""
    with open_folder() as folder, socket.socket() as probe:
        account = server_account(folder / "data")
        programs = find_binaries(account).folder
        account.own(folder)
        options: dict[str, Any] = account.popen_options()
        initdb: list[str | Path] = [
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "owner",
            "-A",
            "trust",
            "--no-sync",
        ]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **options)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        settings = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -p {port}"
        control: list[str | Path] = [programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w"]
        subprocess.run([*control, "-o", settings, "start"], check=True, stdout=subprocess.DEVNULL, **options)
        try:
            yield f"postgres://owner@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "fast", "stop"], check=True, stdout=subprocess.DEVNULL, **options)


def test_database_url_uses_the_real_server_and_starts_no_other(project: Path, real_server: str) -> None:
    code = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT inet_server_port()');"
    command = [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", f"{code} print(k.fetchone()[0])"]
    ran = run(
        command,
        project,
        clean_environment() | {"DATABASE_URL": real_server, "TIPPORTAL_VAR": str(project / "var")},
    )
    assert ran.strip().endswith(f"{real_server.rpartition(':')[2].partition('/')[0]}")
    assert not (project / "var" / "postgres").exists()


def test_settings_use_the_embedded_server_without_database_url(project: Path) -> None:
    code = "from django.db import connection as c; k = c.cursor(); k.execute('SHOW data_directory');"
    command = [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", f"{code} print(k.fetchone()[0])"]
    ran = run(command, project, clean_environment() | {"TIPPORTAL_VAR": str(project / "var")})
    assert ran.strip() == str(data_folder(project / "var"))
    assert not is_running(project / "var")


def test_dbshell_starts_the_embedded_server(project: Path) -> None:
    command = [sys.executable, ROOT / "manage.py", "dbshell", "--", "-Atc", "SHOW data_directory"]
    without_psql = {"TIPPORTAL_VAR": str(project / "var"), "PATH": str(project)}
    ran = run(command, project, clean_environment() | without_psql)
    assert ran.strip() == str(data_folder(project / "var"))


def run(command: list[Any], folder: Path, env: dict[str, str]) -> str:
    """What the program said; the test fails with all of it when the program did."""
    ran = subprocess.run(
        command,
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


def test_a_server_that_outlives_the_process_that_started_it_is_no_leak(recwarn: pytest.WarningsRecorder) -> None:
    server = postmaster.Server([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    pid, stdin = server.pid, server.stdin
    assert stdin is not None
    del server
    gc.collect()
    assert [str(warning.message) for warning in recwarn] == []
    stdin.close()
    assert os.waitpid(pid, 0)[0] == pid
