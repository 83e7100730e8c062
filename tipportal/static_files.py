"""Whether the static files have changed since they were collected: hashing and compressing them takes seconds."""

import hashlib
import json
from importlib.metadata import version

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

MANIFEST = "staticfiles.json"
PACKAGES = ("django", "whitenoise", "brotli")


def digest_of_static_files() -> str:
    """A digest of every static file's name, size and time, and of the packages that collect them."""
    found: list[tuple[str, ...]] = [(name, version(name)) for name in PACKAGES]
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            found.append((str(path), str(storage.size(path)), storage.get_modified_time(path).isoformat()))
    return hashlib.sha256(json.dumps(sorted(found)).encode()).hexdigest()


def collected_digest() -> str:
    """The digest that stood when the files were last collected; "" where they are not all there."""
    stamp = settings.STATIC_ROOT.parent / "static.digest"
    if not stamp.is_file() or not (settings.STATIC_ROOT / MANIFEST).is_file():
        return ""
    return str(stamp.read_text(encoding="ascii")).strip()


def note_collected(digest: str) -> None:
    (settings.STATIC_ROOT.parent / "static.digest").write_text(digest + "\n", encoding="ascii")
