"""The cluster folder: what lies where, who owns it, and its first making.

    <var>/postgres/            private (0700), owned by the server's account
        data/                  what initdb made
        socket/                the server's socket, unless its path would be unfit
        socket-folder          names the private folder that is used instead
        users.lock start.lock  see `sharing`
        server.log
        initdb.log             only while data are being made

Root's server runs as another account, which cannot enter a project under /root. Then the folder is made in RUNTIME
(`/var/lib/tipportal/cluster-...`) and `<var>/postgres` is a symbolic link to it: root's private folders stay closed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tipportal.local_postgres.account import ROOT, Account, account_name, server_account
from tipportal.local_postgres.binaries import RUNTIME, Binaries
from tipportal.local_postgres.errors import LocalPostgresError

SUPERUSER = "tipportal"
PORT = 5432
LONGEST_SOCKET_PATH = 100
"""Bytes: the kernel's limit is 107 on Linux and 103 on macOS, without the ending NUL."""
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
SOCKET_NAME = f".s.PGSQL.{PORT}"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster folder and the account that its server runs as."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def users_lock(self) -> Path:
        return self.folder / "users.lock"

    @property
    def start_lock(self) -> Path:
        return self.folder / "start.lock"

    def log_tail(self, lines: int = 12) -> str:
        """The last lines of the server's log, for error messages."""
        try:
            text = self.log.read_text("utf-8", "replace")
        except OSError:
            return "(no log)"
        return "\n".join(text.splitlines()[-lines:])


def settle(folder: Path) -> Cluster:
    """The cluster of that folder; the folder is made where the account can reach it, the data are not."""
    try:
        if not os.path.lexists(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            _make_folder(folder, server_account(folder))
        real = folder.resolve(strict=True)
        account = server_account(real)
        _check_owner(real, account)
    except FileNotFoundError:
        raise LocalPostgresError(f"The database folder {folder} points to a folder that is not there.") from None
    except OSError as error:
        raise LocalPostgresError(f"The database folder {folder} cannot be used: {error}.") from error
    if not account.reaches(real):
        raise LocalPostgresError(f"The user {account.name}, as which PostgreSQL would run, cannot enter {real}.")
    return Cluster(real, account)


def _check_owner(real: Path, account: Account) -> None:
    """Raise unless the folder and the data are the account's; give it the folder that root has just made."""
    if account.switches and real.stat().st_uid == ROOT:
        account.own(real)
    for path in (real, real / "data"):
        if path.exists() and path.stat().st_uid != account.uid:
            owner = account_name(path.stat().st_uid)
            raise LocalPostgresError(
                f"The database in {path} belongs to the user {owner}, but PostgreSQL would run as {account.name}: "
                f"give it to {account.name}, run the portal as the user it belongs to, or name another folder in "
                f"TIPPORTAL_VAR."
            )


def _make_folder(folder: Path, account: Account) -> None:
    if account.reaches(folder.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
        return
    try:
        RUNTIME.mkdir(mode=0o755, parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix="cluster-", dir=RUNTIME))
    except OSError as error:
        raise LocalPostgresError(
            f"The user {account.name}, as which PostgreSQL runs for root, cannot enter {folder.parent}, and no folder "
            f"can be made in {RUNTIME}: {error}."
        ) from error
    account.own(made)
    try:
        folder.symlink_to(made)
    except FileExistsError:
        made.rmdir()


def check_data(cluster: Cluster, binaries: Binaries) -> bool:
    """Whether there are data to start from; raises when this server could not read them."""
    if not cluster.data.exists():
        return False
    try:
        found = (cluster.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise LocalPostgresError(f"{cluster.data} is not a PostgreSQL database: it has no PG_VERSION.") from None
    if found != str(binaries.major):
        raise LocalPostgresError(
            f"The database in {cluster.data} was made by PostgreSQL {found} and {binaries.folder} is PostgreSQL "
            f"{binaries.major}: use the programs of PostgreSQL {found} (TIPPORTAL_PG_BIN), or dump and load the data."
        )
    return True


def make_data(cluster: Cluster, binaries: Binaries, lock: int) -> None:
    """Run initdb beside the data and rename the result: data are there whole or not at all.

    initdb inherits the start lock, so that nobody else starts one even when this process is killed meanwhile.
    """
    for leftover in cluster.folder.glob("initdb-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix="initdb-", dir=cluster.folder))
    cluster.account.own(made)
    command = [str(binaries.folder / "initdb"), "-D", str(made), "-U", SUPERUSER, "-E", "UTF8", "--data-checksums"]
    command += ["--auth-local=trust", "--auth-host=reject", *_locale(binaries)]
    output = cluster.folder / "initdb.log"
    with os.fdopen(cluster.account.open_file(output, NEW_FILE), "wb") as log:
        options = cluster.account.popen_options()
        ran = subprocess.run(command, stdout=log, stderr=log, check=False, pass_fds=(lock,), **options)
    said = output.read_text("utf-8", "replace").strip()
    output.unlink()
    if ran.returncode != 0:
        shutil.rmtree(made, ignore_errors=True)
        raise LocalPostgresError(f"The database in {cluster.folder} could not be made; initdb said:\n{said}")
    made.rename(cluster.data)


def _locale(binaries: Binaries) -> list[str]:
    """C.UTF-8 everywhere; macOS has no such locale of its own, PostgreSQL 17 and later bring it along."""
    if sys.platform == "darwin" and binaries.major >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def socket_folder(cluster: Cluster) -> Path:
    """The private folder of the server's socket, made if needed.

    A path that is too long for the kernel, or has a comma, which ends a host name for libpq, needs another place.
    """
    beside = cluster.folder / "socket"
    if len(os.fsencode(beside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH and "," not in str(beside):
        beside.mkdir(mode=0o700, exist_ok=True)
        cluster.account.own(beside)
        return beside
    record = cluster.folder / "socket-folder"
    if record.exists():
        recorded = Path(record.read_text("utf-8").strip())
        if _is_private(recorded, cluster.account):
            return recorded
    made = _short_folder(cluster.account)
    with os.fdopen(cluster.account.open_file(record, NEW_FILE), "w", encoding="utf-8") as file:
        file.write(f"{made}\n")
    return made


def _short_folder(account: Account) -> Path:
    for parent in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108  (a private folder is made in it)
        if len(os.fsencode(parent)) + 30 + len(SOCKET_NAME) <= LONGEST_SOCKET_PATH and account.reaches(parent):
            made = Path(tempfile.mkdtemp(prefix="tipportal-", dir=parent))
            account.own(made)
            return made
    raise LocalPostgresError("No temporary directory has a path short enough for the database's socket.")


def _is_private(folder: Path, account: Account) -> bool:
    """A real folder, of the server's account, closed to everybody else."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == account.uid and (found.st_mode & 0o177777) == 0o040700
