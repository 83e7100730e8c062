"""Every address by every method, person and format answers as the access table says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.urls import resolve, reverse

from tests.access.forms import form_of
from tests.access.table import ACCOUNT, SEES, TABLE, Row
from tests.access.walking import (
    FORMATS,
    METHODS,
    Browser,
    address_of,
    address_of_nothing,
    body_of,
    expected,
    route_of,
    routes,
    sees,
    undone,
    written_tables,
)
from tests.access.world import PEOPLE, World

pytestmark = pytest.mark.django_db

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
DIFFER = ("ETag", "Content-Length", "Expires")  # by the address, or by the second


def test_every_address_is_in_the_table(world: World) -> None:
    known = {route_of(row, world) for row in TABLE} | {
        resolve(reverse(own.url, kwargs=own.more)).route for own in ACCOUNT
    }
    missing = sorted(f"{name} ({route})" for route, name in routes().items() if route not in known)
    assert not missing, f"no row of the access table says who gets what from: {', '.join(missing)}"


def test_every_row_is_of_an_address(world: World) -> None:
    strangers = [str(row) for row in TABLE if route_of(row, world) not in routes()]
    assert not strangers, f"rows of the access table without an address: {', '.join(strangers)}"


def test_every_object_of_the_table_is_in_the_world(world: World) -> None:
    assert set(SEES) == set(world.named)


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_table_says(world: World, who: str) -> None:
    """And what they may not see answers as an address that names nothing: the same status, words and headers."""
    walk = Walk(world, who)
    wrong = [problem for row, method, format_ in requests() for problem in walk.problems(row, method, format_)]
    assert not wrong, "\n".join(["", *wrong])


def requests() -> Iterator[tuple[Row, str, str]]:
    """Each row by each method in each format. What is refused whatever the address names is asked for once an address,
    and HEAD as a page."""
    known = set()
    for row in TABLE:
        offered = (["GET"] if row.get else []) + (["POST"] if row.post else [])
        refused = [] if row.url in known else [method for method in METHODS if method not in (*offered, "HEAD")]
        known.add(row.url)
        yield row, "HEAD", "html"
        yield from ((row, method, format_) for method in (*offered, *refused) for format_ in FORMATS)


class Walk:
    """One person's requests, and what was wrong with the answers."""

    def __init__(self, world: World, who: str) -> None:
        self.world, self.who = world, who
        self.browser = Browser(world, who)
        self.of_nothing: dict[tuple[str, str, str], Answer] = {}

    def problems(self, row: Row, method: str, format_: str) -> list[str]:
        """What is wrong with one answer, in a line each."""
        answer = self.answer(row, method, format_, address_of(row, self.world))
        wanted = expected(row, self.who, method, format_)
        found = []
        if answer.status != wanted:
            found.append(f"{answer.status} instead of {wanted}")
        if answer.status == wanted == 405 and (allow := allowed(row)) != answer.headers.get("Allow"):
            found.append(f"Allow says {answer.headers.get('Allow')!r} instead of {allow!r}")
        if method in ("GET", "HEAD", "OPTIONS") and answer.tables:
            found.append(f"writes to {', '.join(sorted(answer.tables))}")
        if method == "HEAD" and answer.body:
            found.append("has a body")
        if row.of and not sees(self.who, row.of) and answer != self.nothing(row, method, format_):
            found.append("differs from an address that names nothing")
        return [f"{method} {row} as {self.who} in {format_}: {problem}" for problem in found]

    def nothing(self, row: Row, method: str, format_: str) -> Answer:
        address = address_of_nothing(row, self.world)
        asked = (address, method, format_)
        if asked not in self.of_nothing:
            self.of_nothing[asked] = self.answer(row, method, format_, address)
        return self.of_nothing[asked]

    def answer(self, row: Row, method: str, format_: str, address: str) -> Answer:
        data = form_of(row, self.world) if method == "POST" else None
        with undone(), written_tables() as tables:
            response = self.browser.ask(method, address, format_, data)
            body = without(body_of(response), address)
        plain = {name: without(value, address) for name, value in response.headers.items() if name not in DIFFER}
        return Answer(response.status_code, body, plain, frozenset(tables))


@dataclass(frozen=True, slots=True)
class Answer:
    """Without the address itself, which pages repeat, and what follows from it."""

    status: int
    body: str
    headers: Mapping[str, str]
    tables: frozenset[str]


def without(words: str, address: str) -> str:
    """Without the address itself and the one above it, to which the signed-out come back."""
    for path in (address, f"{address.rstrip('/').rpartition('/')[0]}/"):
        words = words.replace(path, "…").replace(quote(path, safe=""), "…")
    return words


def allowed(row: Row) -> str:
    """What a refused method is told."""
    methods = (["GET", "HEAD"] if row.get else []) + (["POST"] if row.post else [])
    return ", ".join(methods)


@pytest.mark.parametrize("who", ["reader", "owner"])
def test_nothing_is_changed_without_the_forms_token(world: World, who: str) -> None:
    browser = Browser(world, who, enforce_csrf_checks=True)
    wrong = []
    asked = [(row, method) for row, method, format_ in requests() if method in UNSAFE and format_ == "html"]
    for row, method in asked:
        with undone(), written_tables() as tables:
            response = browser.ask(method, address_of(row, world), data=form_of(row, world))
        if response.status_code != 403 or tables:
            wrong.append(f"{method} {row}: {response.status_code} {sorted(tables)}")
    assert not wrong, "\n".join(["", *wrong])
