"""The system account that the embedded server runs as.

PostgreSQL refuses to run as root. An ordinary user's server runs as that user. Root's server runs as the owner of
the data or, while there are none, as the ordinary user in whose folders the project lies, if any, else as
`postgres`, else as `nobody`. The account is taken on in the child between fork and exec; this process never changes
its own.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipportal.local_postgres.errors import LocalPostgresError

ROOT = 0
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": os.defpath}
"""All that the server's programs see: no PGDATA, PGOPTIONS or LD_LIBRARY_PATH of whoever started the portal."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user and its main group; `switches` tells whether this process must change to it."""

    name: str
    uid: int
    gid: int
    switches: bool

    def popen_options(self) -> dict[str, Any]:
        """Keyword arguments that make `subprocess` run a program as this account, away from our terminal."""
        options: dict[str, Any] = {
            "cwd": "/",
            "env": ENVIRONMENT,
            "stdin": subprocess.DEVNULL,
            "start_new_session": True,
            "umask": 0o077,
        }
        if self.switches:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": ()}
        return options

    def reaches(self, folder: Path) -> bool:
        """Whether the account may enter the folder; the kernel is asked, so parents and ACLs count."""
        if not self.switches:
            return os.access(folder, os.X_OK)
        command = ["/bin/sh", "-c", 'test -x "$0"', str(folder)]
        return subprocess.run(command, check=False, **self.popen_options()).returncode == 0

    def open_file(self, path: Path, flags: int) -> int:
        """A descriptor of a file in the account's folder, the account's own if this makes it.

        A symbolic link is refused: the folder is not root's, so root must not write where a link in it leads.
        """
        descriptor = os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        if self.switches and os.fstat(descriptor).st_uid == ROOT:
            os.fchown(descriptor, self.uid, self.gid)
        return descriptor

    def own(self, path: Path) -> None:
        """Give a file or folder that this process just made to the account; a symbolic link is never followed."""
        if self.switches:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def server_account(cluster: Path) -> Account:
    """The account that the server of this cluster folder runs as."""
    uid = os.geteuid()
    if uid != ROOT:
        return Account(account_name(uid), uid, os.getegid(), switches=False)
    found = _known_owner(cluster) or named_user("postgres") or named_user("nobody")
    if found is None:
        raise LocalPostgresError(
            "PostgreSQL does not run as root, and this machine has neither a user `postgres` nor a user `nobody` "
            "that it could run as instead."
        )
    return Account(found.pw_name, found.pw_uid, found.pw_gid, switches=True)


def account_name(uid: int) -> str:
    """The user's name, or its number when the machine does not know it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _known_owner(cluster: Path) -> pwd.struct_passwd | None:
    """The owner of the data; while there are none, of the nearest folder above that is not root's.

    None when that is root, or a user that this machine does not know (initdb would refuse to run as one).
    """
    data = cluster / "data"
    places = [data] if data.exists() else [path for path in (cluster, *cluster.parents) if path.exists()]
    owner = next((uid for uid in (path.stat().st_uid for path in places) if uid != ROOT), ROOT)
    try:
        return pwd.getpwuid(owner) if owner != ROOT else None
    except KeyError:
        return None


def named_user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
