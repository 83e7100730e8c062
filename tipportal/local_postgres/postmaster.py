"""Starting, recognising and stopping the server of one cluster.

The server is recognised by what it is (a `postgres` whose working folder is the data folder), never by a process id
alone: the id in a stale `postmaster.pid` may long belong to somebody else's process, which must come to no harm.
Callers hold the start lock.
"""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import psycopg

from tipportal.local_postgres.binaries import Binaries
from tipportal.local_postgres.cluster import PORT, SOCKET_NAME, SUPERUSER, Cluster
from tipportal.local_postgres.errors import LocalPostgresError

START_LIMIT = 120.0
"""Seconds that a start may take, crash recovery included."""
LEAVE_LIMIT = 30.0
"""Seconds that the rest of a killed server may take to go away, and that a stop may take before it gets harsher."""
POLL = 0.02
PROC = Path("/proc/self/cmdline")
NO_PROCESS = 2_147_483_646
"""A process id beyond every system's limit."""
LOG_LIMIT = 1_000_000
"""Bytes of server.log after which the next start begins a new one, keeping one old one."""

SERVER_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
}

STILL_IN_USE = "is still in use"
"""What PostgreSQL says of the shared memory while processes of a killed server are left."""


class Server(subprocess.Popen[bytes]):
    """A server that this process started. It may outlive it, because others use it: that is no leak to warn of."""

    def __del__(self) -> None:
        if self._child_created and self.returncode is None:  # type: ignore[attr-defined]
            self.poll()


_started: dict[Path, Server] = {}
"""The last server of each cluster that this process started: a dead child stays a zombie until its parent asks."""


@dataclass(frozen=True, slots=True)
class PidFile:
    """The lines of postmaster.pid that matter here."""

    pid: int
    ready: bool


def pid_file(data: Path) -> Path:
    """Where the server of these data writes its process id."""
    return data / "postmaster.pid"


def read_pid_file(path: Path) -> PidFile | None:
    """What postmaster.pid, or the lock file of the socket, says; None when there is none or it is half written."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
        return PidFile(int(lines[0]), ready=len(lines) > 7 and lines[7].strip() == "ready")
    except (OSError, ValueError, IndexError):
        return None


def serves(pid: int, data: Path) -> bool:
    """Whether that process is a living server of these data."""
    arguments = _arguments(pid)
    if not arguments or Path(arguments[0]).name not in {"postgres", "postmaster"}:
        return False
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data
    except OSError:
        return str(data) in arguments


def still_runs(pid: int, data: Path) -> bool:
    """As `serves`, for a server that this process knows: cheap enough for every connection, also without /proc."""
    if PROC.exists():
        return serves(pid, data)
    if data in _started:
        _started[data].poll()
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _arguments(pid: int) -> list[str]:
    """The command line of a process, empty for one that has ended; /proc where there is one, else ps."""
    if PROC.exists():
        try:
            return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).rstrip("\0").split("\0")
        except OSError:
            return []
    ran = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    program, _, rest = ran.stdout.strip().partition(" -D ")
    return [program, "-D", rest.partition(" -c ")[0]]


def running_pid(data: Path) -> int | None:
    """The process id of the living server of these data."""
    found = read_pid_file(pid_file(data))
    return found.pid if found and serves(found.pid, data) else None


def answers(sockets: Path) -> bool:
    """Whether a server accepts connections in that socket folder."""
    if not (sockets / SOCKET_NAME).exists():
        return False
    try:
        connect(sockets).close()
    except psycopg.OperationalError as error:
        return "too many clients" in str(error)
    return True


def connect(sockets: Path) -> psycopg.Connection:
    """A connection to the database `postgres`, which every cluster has."""
    return psycopg.connect(
        host=str(sockets), port=PORT, user=SUPERUSER, dbname="postgres", connect_timeout=10, autocommit=True
    )


def start(cluster: Cluster, binaries: Binaries, sockets: Path) -> None:
    """Return once the server accepts connections.

    After a `kill -9` of the server its other processes need a moment to notice; until then PostgreSQL refuses to
    start on their shared memory, so the start is tried again for LEAVE_LIMIT seconds.
    """
    deadline = time.monotonic() + LEAVE_LIMIT
    while not _came_up(cluster, sockets, _launch_unless_running(cluster, binaries, sockets)):
        if STILL_IN_USE not in cluster.log_tail() or time.monotonic() > deadline:
            raise LocalPostgresError(
                f"The database server in {cluster.folder} did not start; its log ends:\n{cluster.log_tail()}"
            )
        time.sleep(POLL)


def _launch_unless_running(cluster: Cluster, binaries: Binaries, sockets: Path) -> Server | None:
    if running_pid(cluster.data) is not None:
        return None
    _disarm(pid_file(cluster.data), cluster)
    _disarm(sockets / f"{SOCKET_NAME}.lock", cluster)
    command = [str(binaries.folder / "postgres"), "-D", str(cluster.data)]
    for name, value in {**SERVER_SETTINGS, "unix_socket_directories": _quoted(sockets)}.items():
        command += ["-c", f"{name}={value}"]
    with _open_log(cluster) as log:
        server = Server(command, stdout=log, stderr=log, **cluster.account.popen_options())
    _started[cluster.data] = server
    return server


def _quoted(folder: Path) -> str:
    """The setting is a list, so a folder whose name has a comma or a space needs quotes."""
    return '"' + str(folder).replace('"', '""') + '"'


def _open_log(cluster: Cluster) -> BinaryIO:
    """The server's log, ready to be added to by its account."""
    if cluster.log.exists() and cluster.log.stat().st_size > LOG_LIMIT:
        cluster.log.rename(cluster.log.with_suffix(".log.1"))
    return os.fdopen(cluster.account.open_file(cluster.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT), "ab")


def _came_up(cluster: Cluster, sockets: Path, process: Server | None) -> bool:
    """Wait until the server answers; False when it ended instead. The process is None if another one started it."""
    deadline = time.monotonic() + START_LIMIT
    while not (_says_ready(cluster.data) and answers(sockets)):
        ended = process.poll() is not None if process else running_pid(cluster.data) is None
        if ended:
            return False
        if time.monotonic() > deadline:
            raise LocalPostgresError(
                f"The database server in {cluster.folder} has not become ready in {START_LIMIT:.0f} seconds; "
                f"its log ends:\n{cluster.log_tail()}"
            )
        time.sleep(POLL)
    return True


def _says_ready(data: Path) -> bool:
    """What the living server wrote into its postmaster.pid; asking it by connecting would fill its log."""
    found = read_pid_file(pid_file(data))
    return found is not None and found.ready and serves(found.pid, data)


def _disarm(stale: Path, cluster: Cluster) -> None:
    """Keep a stale lock file from naming an innocent process, or a zombie, for which PostgreSQL would not start.

    Only the process id is replaced: the rest of postmaster.pid names the old server's shared memory, by which
    PostgreSQL itself makes sure that no process of that server is left.
    """
    found = read_pid_file(stale)
    if found is None or serves(found.pid, cluster.data):
        return
    lines = stale.read_text("utf-8", "replace").splitlines(keepends=True)
    with os.fdopen(cluster.account.open_file(stale, os.O_WRONLY | os.O_TRUNC), "w", encoding="utf-8") as file:
        file.write("".join([f"{NO_PROCESS}\n", *lines[1:]]))


def stop(data: Path) -> None:
    """End the server, its sessions too ("fast"), and return when it is gone; do nothing if none runs."""
    for harshness in (signal.SIGINT, signal.SIGQUIT):
        pid = running_pid(data)
        if pid is None:
            return
        os.kill(pid, harshness)
        deadline = time.monotonic() + LEAVE_LIMIT
        while serves(pid, data):
            if time.monotonic() > deadline:
                break
            time.sleep(POLL)
        else:
            return
    raise LocalPostgresError(f"The database server of {data} (process {pid}) does not stop.")
