"""The embedded server's life: who starts it, who shares it, who stops it, and what survives a `kill -9`."""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.portal.local_postgres_stage import (
    POSTMASTER,
    Client,
    data_folder,
    is_running,
    kill_server,
    open_folder,
    server_log,
    server_pid,
    starts,
    wait_until,
)
from tipportal.local_postgres import database_settings, locks
from tipportal.local_postgres.account import server_account
from tipportal.local_postgres.cluster import settle


@pytest.fixture
def var() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


def test_settings_make_nothing_and_start_nothing(var: Path) -> None:
    settings = database_settings(var)
    assert (settings["ENGINE"], settings["NAME"]) == ("tipportal.postgresql", "tipportal")
    assert settings["HOST"] == str(var / "postgres" / "socket")
    assert list(var.iterdir()) == []


def test_client_that_never_connects_starts_nothing(var: Path) -> None:
    with Client(var) as client:
        client.leave()
    assert list(var.iterdir()) == []


def test_first_connection_starts_the_server_and_leaving_stops_it(var: Path) -> None:
    with Client(var) as client:
        assert client.value("SELECT current_database()") == "tipportal"
        assert is_running(var)
        client.leave()
    assert not is_running(var)
    assert not (data_folder(var) / "postmaster.pid").exists()


def test_data_are_kept_between_starts(var: Path) -> None:
    with Client(var) as client:
        client.ask("CREATE TABLE kept AS SELECT 42 AS n")
        client.leave()
    with Client(var) as client:
        assert client.value("SELECT n FROM kept") == 42
        client.leave()
    assert starts(var) == 2


def test_two_processes_share_the_server_and_the_last_one_stops_it(var: Path) -> None:
    with Client(var) as first, Client(var) as second:
        server = first.value(POSTMASTER)
        assert second.value(POSTMASTER) == server
        first.leave()
        assert second.value(POSTMASTER) == server
        second.leave()
    assert not is_running(var)
    assert starts(var) == 1


def test_four_cold_starts_at_once_make_one_cluster(var: Path) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(Client(var)) for _ in range(4)]
        for client in clients:
            client.send(POSTMASTER)
        assert len({client.receive()[0] for client in clients}) == 1
        assert starts(var) == 1
        for client in clients:
            client.leave()
    assert not is_running(var)
    assert list((var / "postgres").glob("initdb-*")) == []


def test_killed_client_releases_its_lock_and_the_next_one_goes_on(var: Path) -> None:
    with Client(var) as client:
        client.ask("CREATE TABLE kept AS SELECT 42 AS n")
        client.kill()
    assert_unlocked(var)
    with Client(var) as client:
        assert client.value("SELECT n FROM kept") == 42
        client.leave()
    assert not is_running(var)


def test_client_killed_while_others_use_the_server_disturbs_nobody(var: Path) -> None:
    with Client(var) as first, Client(var) as second:
        server = first.value(POSTMASTER)
        assert second.value(POSTMASTER) == server
        first.kill()
        assert second.value(POSTMASTER) == server
        second.leave()
    assert not is_running(var)


def test_client_killed_while_making_the_cluster_leaves_nothing_in_the_way(var: Path) -> None:
    with Client(var) as client:
        client.send("SELECT 1")
        wait_until(lambda: list((var / "postgres").glob("initdb-*/base")) != [], "initdb is at work")
        client.kill()
    assert not data_folder(var).exists()
    with Client(var) as client:
        assert client.value("SELECT 1") == 1
        client.leave()
    assert list((var / "postgres").glob("initdb-*")) == []


@pytest.mark.parametrize("options", [(), ("--pool",)], ids=["plain", "pool"])
def test_killed_server_is_started_again_for_the_next_connection(var: Path, options: tuple[str, ...]) -> None:
    with Client(var, *options) as client:
        client.ask("CREATE TABLE kept AS SELECT 42 AS n")
        killed = kill_server(var)
        assert client.value("SELECT n FROM kept") == 42
        assert server_pid(var) != killed
        client.leave()
    assert not is_running(var)


def test_killed_server_is_started_again_while_an_old_session_is_still_at_work(var: Path) -> None:
    """A session in the middle of a computation notices late that its server is gone, and holds its memory till then."""
    with Client(var) as busy, Client(var) as waiting:
        assert waiting.value("SELECT 1") == 1
        busy.send("SELECT count(*) FROM generate_series(1, 6000000) a WHERE sqrt(a) > 1")
        at_work = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%sqrt(a)%'"
        wait_until(lambda: waiting.value(at_work) == 2, "the long query runs beside the one that looks for it")
        kill_server(var)
        assert waiting.value("SELECT 2") == 2
        assert "is still in use" in server_log(var)
        busy.receive()
        assert busy.value(POSTMASTER) == waiting.value(POSTMASTER)
        busy.leave()
        waiting.leave()
    assert not is_running(var)


def test_stale_lock_files_that_name_an_innocent_process_harm_neither(var: Path) -> None:
    """The innocent process runs as the server's account: PostgreSQL itself takes it for a server and gives up."""
    account = server_account(var / "postgres")
    innocent = subprocess.Popen(["sleep", "1000"], **account.popen_options())
    try:
        made_and_crashed(var, innocent.pid)
        with Client(var) as client:
            assert client.value("SELECT n FROM kept") == 42
            client.leave()
        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()
    assert not is_running(var)


def test_stale_lock_files_that_name_another_cluster_s_server_harm_neither(var: Path) -> None:
    with open_folder() as elsewhere, Client(elsewhere) as neighbour:
        server = neighbour.value(POSTMASTER)
        made_and_crashed(var, server_pid(elsewhere))
        with Client(var) as client:
            assert client.value("SELECT n FROM kept") == 42
            client.leave()
        assert not is_running(var)
        assert neighbour.value(POSTMASTER) == server
        neighbour.leave()


def test_killed_server_that_its_parent_has_not_buried_is_started_again_by_another(var: Path) -> None:
    """It is a zombie until then, and PostgreSQL takes a zombie in a lock file for a living server."""
    with Client(var) as starter, Client(var) as other:
        assert starter.value("SELECT 1") == other.value("SELECT 1")
        killed = kill_server(var)
        assert other.value("SELECT 2") == 2
        assert Path(f"/proc/{killed}/cmdline").read_bytes() == b""
        assert starter.value(POSTMASTER) == other.value(POSTMASTER)
        starter.leave()
        other.leave()
    assert not is_running(var)


def test_removed_folder_is_made_anew_under_a_running_client(var: Path) -> None:
    """Whoever deletes `var` while the portal runs gets an empty database, not an endless error."""
    with Client(var) as client:
        client.ask("CREATE TABLE kept AS SELECT 42 AS n")
        kill_server(var)
        (var / "postgres").rename(var / "gone")
        assert client.value("SELECT to_regclass('kept') IS NULL") is True
        client.leave()
    assert not is_running(var)


def test_forked_child_neither_stops_nor_keeps_its_parent_s_server(var: Path) -> None:
    with Client(var, "--pool") as client:
        server = client.value(POSTMASTER)
        client.send(f"fork {POSTMASTER}")
        assert client.receive() == [server]
        assert client.receive() == 0
        assert client.value(POSTMASTER) == server
        client.leave()
    assert not is_running(var)
    assert starts(var) == 1


def test_server_has_a_session_of_its_own_so_that_ctrl_c_does_not_reach_it(var: Path) -> None:
    with Client(var) as client:
        assert client.value("SELECT 1") == 1
        assert os.getsid(server_pid(var)) != os.getsid(client.process.pid)
        client.leave()


def assert_unlocked(var: Path) -> None:
    cluster = settle(var / "postgres")
    for path in (cluster.users_lock, cluster.start_lock):
        descriptor = locks.open_lock(path, cluster.account)
        try:
            assert locks.try_lock(descriptor, fcntl.LOCK_EX)
        finally:
            os.close(descriptor)


def lock_files(var: Path) -> list[Path]:
    """The files in which a server keeps its process id, and which a crash leaves behind."""
    files = [data_folder(var) / "postmaster.pid", var / "postgres" / "socket" / ".s.PGSQL.5432.lock"]
    return [path.resolve() for path in files]


def made_and_crashed(var: Path, innocent: int) -> None:
    """A cluster with a table in it, and lock files as a crash leaves them, but with that process id in them."""
    with Client(var) as client:
        client.ask("CREATE TABLE kept AS SELECT 42 AS n")
        stale = {path: path.read_text().splitlines(keepends=True) for path in lock_files(var)}
        client.leave()
    for path, lines in stale.items():
        path.write_text("".join([f"{innocent}\n", *lines[1:]]))
        settle(var / "postgres").account.own(path)
