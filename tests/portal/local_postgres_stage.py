"""What the tests of the embedded server share: clients in processes of their own, folders, waiting for a condition."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from tipportal.local_postgres import postmaster
from tipportal.local_postgres.account import Account, named_user
from tipportal.local_postgres.binaries import find_binaries

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0
IS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="changes users, which needs root")
POSTMASTER = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
"""One process per server life: its id tells whether two clients talk to the same running server."""


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Poll a real condition; fail the test when it does not come true."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {PATIENCE:.0f} seconds: {what}")
        time.sleep(0.01)


class Client:
    """A process that uses the server; see `local_postgres_client`."""

    def __init__(self, var: Path, *arguments: str, **environment: str) -> None:
        self.errors = tempfile.TemporaryFile("w+b")  # noqa: SIM115  (closed in __exit__)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.portal.local_postgres_client", str(var), *arguments],
            cwd=ROOT,
            env=clean_environment() | environment,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
        )

    def send(self, sql: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{sql}\n".encode())

    def receive(self) -> Any:
        assert self.process.stdout is not None
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            pytest.fail(f"no answer within {PATIENCE:.0f} seconds; it said {self.said()}")
        line = self.process.stdout.readline()
        if not line:
            pytest.fail(f"the client ended; it said {self.said()}")
        return json.loads(line)

    def ask(self, sql: str) -> Any:
        self.send(sql)
        return self.receive()

    def value(self, sql: str) -> Any:
        """The first column of the first row."""
        row = self.ask(sql)
        assert isinstance(row, list), row
        return row[0]

    def refusal(self) -> str:
        """The sentence with which connecting is refused."""
        answer = self.ask("SELECT 1")
        assert isinstance(answer, dict), answer
        assert answer["kind"] == "LocalPostgresError"
        return str(answer["error"])

    def said(self) -> str:
        self.errors.seek(0)
        return self.errors.read().decode()

    def leave(self) -> None:
        """End as a program ends: by itself, without a word on stderr."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(PATIENCE) == 0, self.said()
        assert self.said() == ""

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.kill()
        for pipe in (self.process.stdin, self.process.stdout, self.errors):
            if pipe is not None:
                pipe.close()


def clean_environment() -> dict[str, str]:
    """This environment without what is set for the portal or for PostgreSQL."""
    unwanted = ("TIPPORTAL_", "PG", "DATABASE_", "DJANGO_SETTINGS", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}


@contextmanager
def open_folder(owner: Account | None = None) -> Iterator[Path]:
    """A new folder that every account may enter, gone afterwards together with the servers in it."""
    folder = Path(tempfile.mkdtemp(prefix="tip-"))
    folder.chmod(0o755)
    if owner:
        os.chown(folder, owner.uid, owner.gid)
    try:
        yield folder
    finally:
        for cluster in folder.rglob("postgres"):
            end_server(cluster)
        shutil.rmtree(folder)


def end_server(cluster: Path) -> None:
    """Stop the server of a cluster folder, and remove the folder if it lies elsewhere."""
    if cluster.exists():
        postmaster.stop(cluster.resolve() / "data")
        if cluster.is_symlink():
            shutil.rmtree(cluster.resolve())


def data_folder(var: Path) -> Path:
    return (var / "postgres").resolve() / "data"


def server_pid(var: Path) -> int:
    found = postmaster.running_pid(data_folder(var))
    assert found is not None, "no server is running"
    return found


def is_running(var: Path) -> bool:
    return postmaster.running_pid(data_folder(var)) is not None


def kill_server(var: Path) -> int:
    """`kill -9`, and wait until it has struck; returns the process id that was."""
    pid = server_pid(var)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_running(var), "the killed server is dead")
    return pid


def server_log(var: Path) -> str:
    return (data_folder(var).parent / "server.log").read_text()


def starts(var: Path) -> int:
    """How often the server was started."""
    return server_log(var).count("LOG:  starting PostgreSQL")


def account_of(name: str) -> Account:
    found = named_user(name)
    assert found is not None
    return Account(name, found.pw_uid, found.pw_gid, switches=True)


def programs_for(account: Account) -> Path:
    """Programs that the account can execute, wherever this checkout lies."""
    return find_binaries(account).folder
