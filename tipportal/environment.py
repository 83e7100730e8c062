"""Reads what the environment says about the portal. Everything has a safe default; a name or a value that is
not understood is refused, because a misspelt setting that is ignored in silence is the dangerous kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "TIPPORTAL_"
NAMES = frozenset(
    PREFIX + name
    for name in ("ALLOWED_HOSTS", "DEBUG", "ORIGIN", "PG_BIN", "PORT", "REQUIRE_SECOND_FACTOR", "SECRET_KEY", "VAR")
)
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_SECRET_KEY = 50
WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


@dataclass(frozen=True, slots=True)
class Environment:
    """`origin` is the public address without a trailing slash, or None; `secret_key` is None when it is to be
    kept in `var`."""

    var: Path
    pg_bin: Path | None
    secret_key: str | None
    debug: bool
    allowed_hosts: tuple[str, ...]
    origin: str | None
    port: int
    database_url: str | None
    require_second_factor: bool

    @property
    def in_production(self) -> bool:
        return self.origin is not None and self.origin.startswith("https://")


def read_environment(environ: Mapping[str, str], *, root: Path) -> Environment:
    """The typed settings in `environ`. Raises ImproperlyConfigured that names the variable at fault."""
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in NAMES)
    if unknown:
        raise ImproperlyConfigured(f"{unknown[0]} is not a setting; there are {', '.join(sorted(NAMES))}.")
    given = {name.removeprefix(PREFIX): environ[name].strip() for name in NAMES if environ.get(name, "").strip()}
    origin = _origin(given.get("ORIGIN"))
    environment = Environment(
        var=_folder("VAR", given.get("VAR")) or root / "var",
        pg_bin=_existing_folder("PG_BIN", given.get("PG_BIN")),
        secret_key=_secret_key(given.get("SECRET_KEY")),
        debug=_truth("DEBUG", given.get("DEBUG", "off")),
        allowed_hosts=_hosts(given.get("ALLOWED_HOSTS"), origin),
        origin=origin,
        port=_port(given.get("PORT", "8000")),
        database_url=_database_url(environ.get("DATABASE_URL", "").strip() or None),
        require_second_factor=_truth("REQUIRE_SECOND_FACTOR", given.get("REQUIRE_SECOND_FACTOR", "off")),
    )
    if environment.debug and environment.in_production:
        raise ImproperlyConfigured("TIPPORTAL_DEBUG must be off when TIPPORTAL_ORIGIN is an https address.")
    return environment


def _unfit(name: str, value: str, wanted: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{PREFIX}{name} is {value!r}; it must be {wanted}.")


def _folder(name: str, value: str | None) -> Path | None:
    if value is None:
        return None
    folder = Path(value).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise _unfit(name, value, "a folder")
    return folder


def _existing_folder(name: str, value: str | None) -> Path | None:
    folder = _folder(name, value)
    if folder is not None and not folder.is_dir():
        raise _unfit(name, str(value), "a folder that exists")
    return folder


def _secret_key(value: str | None) -> str | None:
    if value is not None and len(value) < SHORTEST_SECRET_KEY:
        # The value itself stays out of the message: it would end in a log.
        raise ImproperlyConfigured(f"{PREFIX}SECRET_KEY must have {SHORTEST_SECRET_KEY} characters or more.")
    return value


def _truth(name: str, value: str) -> bool:
    try:
        return WORDS[value.lower()]
    except KeyError:
        raise _unfit(name, value, "on or off") from None


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise _unfit("PORT", value, "a number from 1 to 65535")
    return int(value)


def _database_url(value: str | None) -> str | None:
    if value is not None and not value.startswith(("postgres://", "postgresql://")):
        # The address stays out of the message: it may hold a password.
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://; the portal uses nothing else.")
    return value


def _origin(value: str | None) -> str | None:
    if value is None:
        return None
    wanted = "a scheme and a host, like https://tip.example.org"
    try:
        parts = urlsplit(value)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise _unfit("ORIGIN", value, wanted) from None
    if not fits or "@" in parts.netloc or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _unfit("ORIGIN", value, wanted)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _hosts(value: str | None, origin: str | None) -> tuple[str, ...]:
    hosts = LOCAL_HOSTS if value is None else tuple(host.strip() for host in value.split(","))
    for host in hosts:
        if not host or host == "*" or set(host) & set("/ \t@"):
            raise _unfit("ALLOWED_HOSTS", str(value), "host names with commas between them, and not *")
    if origin is None:
        return hosts
    own = urlsplit(origin).hostname or ""
    own = f"[{own}]" if ":" in own else own
    return hosts if own in hosts else (*hosts, own)
