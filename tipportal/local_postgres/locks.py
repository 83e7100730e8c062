"""Advisory locks on files, which the kernel releases when their holder dies, however it dies.

`flock` belongs to the open file, not to the process: a forked child that keeps the descriptor keeps the lock, and
turning it exclusive in one process would turn it exclusive for the other too. So a descriptor is never shared on
purpose: Python does not pass it to started programs, and `sharing` closes it in forked children.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tipportal.local_postgres.account import Account
from tipportal.local_postgres.errors import LocalPostgresError

START_WAIT = 180.0
"""Seconds to wait for another process that is starting or stopping the server."""
POLL = 0.02


def open_lock(path: Path, account: Account) -> int:
    """A descriptor of the lock file, made if needed."""
    return account.open_file(path, os.O_RDWR | os.O_CREAT)


def is_current(descriptor: int, path: Path) -> bool:
    """Whether the descriptor is still the file at that path, which may have been removed and made anew."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def try_lock(descriptor: int, kind: int) -> bool:
    """Take the lock (`fcntl.LOCK_SH` or `LOCK_EX`) if that needs no waiting."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def exclusive(path: Path, account: Account) -> Iterator[int]:
    """Hold the lock file alone, waiting at most START_WAIT seconds; yields its descriptor."""
    deadline = time.monotonic() + START_WAIT
    descriptor = open_lock(path, account)
    try:
        while not (try_lock(descriptor, fcntl.LOCK_EX) and is_current(descriptor, path)):
            if time.monotonic() > deadline:
                raise LocalPostgresError(
                    f"Another process has been starting or stopping the database for {START_WAIT:.0f} seconds; "
                    f"it holds {path}."
                )
            time.sleep(POLL)
            if not is_current(descriptor, path):
                os.close(descriptor)
                descriptor = open_lock(path, account)
        yield descriptor
    finally:
        os.close(descriptor)
