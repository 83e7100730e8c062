"""One server, many processes: who starts it, who keeps it, who stops it.

Every process that uses the server holds `users.lock` shared; that is the reference count. Whoever can turn it
exclusive on leaving was the last one and stops the server. A second lock, `start.lock`, makes starting and stopping
one thing at a time. A killed process leaves no trace in either: its server stays up for the next process, which finds
it by its socket and stops it in its turn.

A forked child (a gunicorn worker, a test process) forgets what it inherited and joins by itself when it first
connects: a `flock` is shared across fork, so that a child turning it exclusive would not see its own parent.
"""

import atexit
import fcntl
import os
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from tipportal.local_postgres import locks, postmaster
from tipportal.local_postgres.binaries import find_binaries
from tipportal.local_postgres.cluster import Cluster, check_data, make_data, settle, socket_folder
from tipportal.local_postgres.errors import LocalPostgresError


@dataclass(frozen=True, slots=True)
class Membership:
    """What this process holds of one running server."""

    cluster: Cluster
    sockets: Path
    users: int
    pid: int | None

    def is_good(self) -> bool:
        """Whether the server that was joined still runs; a few microseconds' worth of looking."""
        found = postmaster.read_pid_file(postmaster.pid_file(self.cluster.data))
        return (
            found is not None
            and found.pid == self.pid
            and postmaster.still_runs(found.pid, self.cluster.data)
            and locks.is_current(self.users, self.cluster.users_lock)
        )


_guard = threading.RLock()
_memberships: dict[Path, Membership] = {}


def ensure_running(folder: Path, database: str) -> Path:
    """Have the cluster's server run with that database in it, and this process counted among its users.

    Returns the socket folder to connect to. Raises `LocalPostgresError` with a sentence that says what is wrong.
    """
    with _guard:
        known = _memberships.get(folder)
        if known is None or not known.is_good():
            known = _memberships[folder] = _join(folder, database, known)
        return known.sockets


def _join(folder: Path, database: str, known: Membership | None) -> Membership:
    cluster = settle(folder)
    with locks.exclusive(cluster.start_lock, cluster.account) as lock:
        users = _hold(cluster, known)
        try:
            sockets = socket_folder(cluster)
            if not postmaster.answers(sockets):
                binaries = find_binaries(cluster.account)
                if not check_data(cluster, binaries):
                    make_data(cluster, binaries, lock)
                postmaster.start(cluster, binaries, sockets)
            _make_database(sockets, database)
        except BaseException:
            _memberships.pop(folder, None)
            _give_up(cluster, users)
            raise
    return Membership(cluster, sockets, users, postmaster.running_pid(cluster.data))


def _hold(cluster: Cluster, known: Membership | None) -> int:
    """A descriptor that holds users.lock shared; nobody holds it exclusively without the start lock."""
    if known is not None:
        if locks.is_current(known.users, cluster.users_lock):
            return known.users
        os.close(known.users)
    descriptor = locks.open_lock(cluster.users_lock, cluster.account)
    if not locks.try_lock(descriptor, fcntl.LOCK_SH):
        os.close(descriptor)
        raise LocalPostgresError(f"Something else holds {cluster.users_lock} exclusively.")
    return descriptor


def _make_database(sockets: Path, database: str) -> None:
    with postmaster.connect(sockets) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))


def leave_all() -> None:
    """Give up every server that this process uses, and stop those that nobody else uses."""
    with _guard:
        while _memberships:
            folder, membership = _memberships.popitem()
            try:
                _leave(membership)
            except (OSError, LocalPostgresError) as error:
                print(f"The database server of {folder} was left running: {error}", file=sys.stderr)


def _leave(membership: Membership) -> None:
    with locks.exclusive(membership.cluster.start_lock, membership.cluster.account):
        _give_up(membership.cluster, membership.users)


def _give_up(cluster: Cluster, users: int) -> None:
    """Let go of users.lock, and stop the server if nobody else holds it; the caller holds the start lock."""
    try:
        if locks.try_lock(users, fcntl.LOCK_EX):
            postmaster.stop(cluster.data)
    finally:
        os.close(users)


def _forget() -> None:
    """In a forked child: let go of the parent's descriptors, which does not unlock them, and start afresh."""
    global _guard
    _guard = threading.RLock()
    for membership in _memberships.values():
        os.close(membership.users)
    _memberships.clear()


def _leave_at_exit() -> None:
    """Leave without being broken off: a terminal's Ctrl-C reaches a process twice, by itself and through its parent."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
            signal.signal(number, lambda *_: None)  # SIG_IGN would have Python complain of one that is under way
    leave_all()


atexit.register(_leave_at_exit)
os.register_at_fork(after_in_child=_forget)
