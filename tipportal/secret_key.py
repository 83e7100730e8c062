"""The installation's secret key: made once, kept in a file that only its owner can read."""

import os
import secrets
import stat
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 64


def read_or_make_secret_key(path: Path) -> str:
    """The key in the file at `path`, which is made when it is missing, with mode 0600.

    Any number of processes may call this at once and all get the same key: the file is written whole under
    another name and then linked into place, and a link fails when the name is taken. Raises
    ImproperlyConfigured when the file is empty or when others than its owner can read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"Others can read the secret key: chmod 600 {path}, or delete it for a new one.")
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise ImproperlyConfigured(f"The secret key file {path} is empty: delete it for a new one.")
    return key


def _make(path: Path) -> None:
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key.")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return  # another process was first: its key is the key
    finally:
        Path(draft).unlink()
