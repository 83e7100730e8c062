"""What a person may not see leaves no trace: every page is the same whether it is there or not."""

from collections.abc import Iterator, Mapping

import pytest

from cables.models import Cable, Coding, Comment, Exercise, Review
from tests.access.table import TABLE, Row
from tests.access.walking import FORMATS, Browser, address_of, body_of, expected, person_called, undone
from tests.access.world import MRNS, SECRETS, World

pytestmark = pytest.mark.django_db

Page = tuple[str, str]  # an address, and the format asked for
QUERIES = {  # what finds the secrets for those who may see them
    "search": ("?q=eight", f"?q={SECRETS['restricted']}", "?q=trafficking&country=xt", f"?q={MRNS['restricted']}",
               "?q=eight&note=any", "?q=eight&notes=mine", "?code=law"),
    "cables:list": ("?year=2009", "?country=xt", "?access=restricted", "?sort=-year"),
    "notes": (f"?q={SECRETS['private']}", f"?q={SECRETS['team']}", f"?q={SECRETS['once']}", "?person=owner",
              "?team=western-hemisphere", "?code=law", "?visibility=private"),
    "notes_export": ("?person=owner",),
    "notes_feed": ("?person=owner",),
    "code": ("?person=owner", "?below=1"),
    "code_csv": ("?person=owner",),
    "codebook": ("?q=law",),
    "review": ("?state=done", "?country=xt", f"?at={MRNS['restricted']}/prosecution/b",
               f"?last={MRNS['restricted']}/prosecution/b:to-do:1"),
    "review_progress": ("?country=xt", "?year=2009"),
    "exercise_new": (f"?cable={MRNS['restricted']}",),
    "review_assignments": (f"?cable={MRNS['restricted']}",),
    "instruments": (f"?q={SECRETS['restricted']}", "?q=marsh", "?country=xq", "?kind=decree", "?offence=rape",
                    "?sort=used"),
    "instrument": ("?page=2", "?passages=2"),
    "provision": ("?passages=2",),
    "law_compare": ("?offence=rape", "?country=xq", "?offence=other&country=xt"),
    "law_compare_csv": ("?offence=rape", "?country=xq"),
    "institutions": (f"?q={SECRETS['restricted']}", "?country=xq", "?country=xt", "?kind=police", "?standing=accepted"),
    "institution": ("?year=2009", "?topic=none", "?topics=all", "?events=2"),
}  # fmt: skip


# Addresses that answer a script or a program otherwise than a browser.
SHAPED = ("search", "notes", "note", "note_versions", "code_picker", "exercise_section")


def is_shaped(row: Row) -> bool:
    of_a_section = row.url.endswith(("section", "_notes", "_codes"))
    return row.url in SHAPED or (of_a_section and row.of in ("", "public cable"))


def pages(world: World, who: str) -> Iterator[Page]:
    """Every address that this person may read, with what may be asked of it, by format."""
    for row in TABLE:
        for format_ in FORMATS if is_shaped(row) else ("html",):
            if row.get and expected(row, who, "GET", format_) == 200:
                address = address_of(row, world)
                yield from ((f"{address}{query}", format_) for query in ("", *QUERIES.get(row.url, ())))


def read(world: World, who: str) -> dict[Page, tuple[int, str]]:
    browser, found = Browser(world, who), {}
    for address, format_ in pages(world, who):
        response = browser.ask("GET", address, format_)
        found[address, format_] = response.status_code, body_of(response)
    return found


def forget(who: str) -> None:
    """Everything that this person may not see, as if it had never been."""
    person = person_called(who)
    Coding.objects.exclude(pk__in=Coding.objects.visible_to(person).values("pk")).delete()
    replies = Comment.objects.filter(root__isnull=False)
    for comments in (replies, Comment.objects.filter(root__isnull=True)):
        comments.exclude(pk__in=Comment.objects.visible_to(person).values("pk")).delete()
    Exercise.objects.exclude(pk__in=Exercise.objects.visible_to(person).values("pk")).delete()
    hidden = Cable.objects.exclude(pk__in=Cable.objects.visible_to(person).values("pk"))
    Review.objects.filter(section__cable__in=hidden).delete()
    for cable in hidden:
        cable.delete()


@pytest.mark.parametrize("who", ["reader", "outsider"])
def test_every_page_is_as_if_what_is_hidden_had_never_been(world: World, who: str) -> None:
    with undone():
        before = read(world, who)
        forget(who)
        after = read(world, who)
    differ = [f"{page} in {format_}" for (page, format_), answer in before.items() if answer != after[page, format_]]
    assert not differ, "\n".join([f"{who} can tell what is hidden from:", *differ])
    assert not words_told(before, set(SECRETS.values()))


@pytest.mark.parametrize(
    ("who", "known"),
    [("teammate", ("team", "reply")), ("curator", ("restricted",)), ("administrator", ("restricted",))],
)
def test_no_page_holds_a_word_of_what_is_hidden(world: World, who: str, known: tuple[str, ...]) -> None:
    with undone():
        found = read(world, who)
    told = words_told(found, set(SECRETS.values()))
    assert {word for word, _ in told} == {SECRETS[name] for name in known}, told


def words_told(found: Mapping[Page, tuple[int, str]], words: set[str]) -> list[tuple[str, Page]]:
    """The words that some page holds, other than one that repeats what it was asked for."""
    return [(word, page) for page, (_, body) in found.items() for word in words if word in body and word not in page[0]]
