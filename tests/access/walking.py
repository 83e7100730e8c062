"""How the table is walked: the addresses of its rows, the requests, and what each answer should be."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, resolve, reverse
from django.urls.resolvers import URLResolver

from tests.access.forms import DRAFTED
from tests.access.table import ALL, SEES, May, Row
from tests.access.world import NOTHING, World

FORMATS = {
    "html": {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
    "htmx": {"Accept": "*/*", "HX-Request": "true"},
    "json": {"Accept": "application/json"},
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SIGN_IN = {"html": 302, "htmx": 403, "json": 403}
MADE_ANEW = re.compile(r'(name="(?:csrfmiddlewaretoken|key|writer)" value=")[^"]*')  # with every form
WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def routes() -> dict[str, str]:
    """Every address of the portal but the admin's own, as it is written in the code, with a name for it."""
    return {route: name for route, name in all_routes(get_resolver()) if not is_of_admin(route, name)}


def all_routes(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from all_routes(each, route, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield route, f"{space}{each.name or route}"


def is_of_admin(route: str, name: str) -> bool:
    """The admin's own addresses are walked by a rule of their own (`test_admin_access.py`)."""
    return route.startswith("admin/")


def address_of(row: Row, world: World, *, of: str | None = None) -> str:
    """The row's address for its object; with `of=None` also for the object that nothing is."""
    parts = dict(world.named[row.of if of is None else of]) | row.more
    if row.at:
        parts["chapter"], _, key = row.at.partition("/")
        parts |= {"key": key} if key else {}
    return reversed_with(row, parts)


def address_of_nothing(row: Row, world: World) -> str:
    """The same address with names that nothing has in place of the object's."""
    names = world.named[row.of]
    parts = {name: NOTHING[name] for name in names} | row.more
    if row.at:
        parts["chapter"], _, key = row.at.partition("/")
        parts |= {"key": key} if key else {}
    return reversed_with(row, parts)


def reversed_with(row: Row, parts: dict[str, Any]) -> str:
    """Of the parts only those that the address has; an address without a name is its own."""
    try:
        wanted = wanted_by(row.url)
    except NoReverseMatch:
        return f"/{row.url}"
    return reverse(row.url, kwargs={name: value for name, value in parts.items() if name in wanted})


def wanted_by(name: str) -> set[str]:
    """The names of the parts of this address."""
    space, _, plain = name.rpartition(":")
    resolver = get_resolver()
    if space:
        resolver = resolver.namespace_dict[space][1]
    found = resolver.reverse_dict.getlist(plain)
    if not found:
        raise NoReverseMatch(name)
    return set(found[0][0][0][1])


def route_of(row: Row, world: World) -> str:
    return resolve(address_of(row, world)).route


def expected(row: Row, who: str, method: str, format_: str) -> int:
    """The status that the table's words come to."""
    is_nobody = who in ("reader", "deactivated")
    may: May | None = {"GET": row.get, "HEAD": row.get, "POST": row.post}.get(method)
    if is_nobody and row.door == "signed":
        return SIGN_IN[format_]
    if may is None:
        return {"OPTIONS": row.options, "PUT": row.put}.get(method, 405)
    if is_nobody and (row.door == "members" or drafts(row, method, format_)):
        return SIGN_IN[format_]
    seen = "reader" if is_nobody else who
    if seen not in SEES[row.of]:
        return 404
    if seen not in may.who:
        return SIGN_IN[format_] if is_nobody else 403
    return may.status(format_)


def drafts(row: Row, method: str, format_: str) -> bool:
    """What is sent to the pages of notes without a session is kept until its writer has signed in, and that comes
    before any look at what the address names."""
    return method == "POST" and format_ == "html" and row.form in DRAFTED


class Browser:
    """Requests by one person of the world, each as if it were the first."""

    def __init__(self, world: World, who: str, **options: Any) -> None:
        self.client = Client(raise_request_exception=False, **options)
        self.session = world.sessions.get(who)

    def ask(self, method: str, address: str, format_: str = "html", data: Any = None, **more: Any) -> HttpResponse:
        self.client.cookies.clear()
        if self.session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        send = getattr(self.client, method.lower())
        response: HttpResponse = send(address, data, headers=FORMATS[format_] | more.pop("headers", {}), **more)
        return response


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """The tables that were written to inside, gathered while it lasts."""
    tables: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITES.match(sql):
            tables.add(found[2].lower())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def body_of(response: HttpResponse) -> str:
    """What was sent, without what is made anew for every answer."""
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return MADE_ANEW.sub(r"\1", content.decode("utf-8", "replace"))


def sees(who: str, of: str) -> bool:
    return (who if who in ALL else "reader") in SEES[of]


def person_called(who: str) -> User | AnonymousUser:
    return User.objects.get(username=who) if who in ALL - {"reader"} else AnonymousUser()
