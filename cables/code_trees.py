"""Codebooks as pages show them: the tree of codes, what was used last, and what changed from version to version."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from cables.coded import ShownCode, shown_code
from cables.disclosure import Person
from cables.models import Code, Codebook, CodebookVersion, Coding

LAST_USED = 6
LABELS = {
    "name": "Name",
    "parent": "Under",
    "definition": "Definition",
    "when_to_use": "When to use",
    "when_not": "When not to use",
    "example": "Example",
    "source": "Source",
    "symbol": "Symbol",
    "colour": "Colour",
    "position": "Position",
    "retired": "Retired",
}
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TreeCode:
    """A code in its place. `depth` is 0 at the top; `above` names the codes over it, the top one first."""

    code: ShownCode
    row: Code
    depth: int
    above: tuple[str, ...]
    count: int = 0  # codings that the person may see

    @property
    def value(self) -> str:
        """Its name in forms: `tvpa/victim-shelter`."""
        return f"{self.code.book}/{self.code.slug}"

    @property
    def words(self) -> str:
        """What a filter looks at: its name and those above it."""
        return " ".join([self.code.name, *self.above, self.code.symbol])


def tree_of(codes: Iterable[Code], counts: Mapping[int, int] | None = None) -> list[TreeCode]:
    """Codes of one codebook, each behind its parent, siblings by position. A code whose parent is not among them, or
    that stands in a circle, is at the top."""
    rows = list(codes)
    ids = {code.pk for code in rows}
    below: dict[int | None, list[Code]] = defaultdict(list)
    for code in rows:
        below[code.parent_id if code.parent_id in ids else None].append(code)
    found: dict[int, TreeCode] = {}

    def add(code: Code, above: tuple[str, ...]) -> None:
        if code.pk in found:
            return
        found[code.pk] = TreeCode(shown_code(code), code, len(above), above, (counts or {}).get(code.pk, 0))
        for child in below[code.pk]:
            add(child, (*above, code.name))

    for code in (*below[None], *rows):
        add(code, ())
    return list(found.values())


def counts_of(codes: Iterable[Code], person: Person) -> dict[int, int]:
    """How many codings of each code this person may see, by the code's id."""
    codings = Coding.objects.visible_to(person).filter(code__in=list(codes)).order_by()
    return dict(codings.values_list("code").annotate(number=Count("pk")))


def ids_below(code: Code, codes: Iterable[Code]) -> set[int]:
    """The ids of the codes under this one, at any depth."""
    children: dict[int, list[int]] = defaultdict(list)
    for other in codes:
        if other.parent_id:
            children[other.parent_id].append(other.pk)
    found: set[int] = set()
    todo = list(children[code.pk])
    while todo:
        pk = todo.pop()
        if pk not in found and pk != code.pk:
            found.add(pk)
            todo += children[pk]
    return found


def matching(tree: Sequence[TreeCode], words: str) -> list[TreeCode]:
    """The codes in whose name or text all the words occur, with those above them."""
    wanted = words.casefold().split()
    hits = {one.row.pk for one in tree if all(word in _text(one.row) for word in wanted)}
    parents = {one.row.pk: one.row.parent_id for one in tree}
    kept = set(hits)
    for pk in hits:
        above = parents.get(pk)
        while above is not None and above not in kept:
            kept.add(above)
            above = parents.get(above)
    return [one for one in tree if one.row.pk in kept]


def _text(code: Code) -> str:
    return " ".join((code.name, code.definition, code.when_to_use, code.when_not, code.example)).casefold()


@dataclass(frozen=True, slots=True)
class PickerBook:
    book: Codebook
    codes: tuple[TreeCode, ...]


@dataclass(frozen=True, slots=True)
class Picker:
    """The codes that can be put on: what the person used last, then every codebook's tree."""

    last: tuple[TreeCode, ...]
    books: tuple[PickerBook, ...]


def picker_for(person: Person, *, book: Codebook | None = None) -> Picker:
    """Codes that are not retired, of one codebook or of all."""
    codes = Code.objects.filter(retired=False).select_related("codebook")
    if book is not None:
        codes = codes.filter(codebook=book)
    by_book: dict[Codebook, list[Code]] = defaultdict(list)
    for code in codes.order_by("codebook__title", "codebook", "position", "pk"):
        by_book[code.codebook].append(code)
    books = tuple(PickerBook(found, tuple(tree_of(rows))) for found, rows in by_book.items())
    used = Coding.objects.filter(author=person.pk, code__retired=False).order_by()
    used_ids = used.values_list("code").annotate(last=Max("created_at")).order_by("-last")[: 5 * LAST_USED]
    by_id = {one.row.pk: one for each in books for one in each.codes}
    last = [by_id[pk] for pk, _ in used_ids if pk in by_id]
    return Picker(last=tuple(last[:LAST_USED]), books=books)


@dataclass(frozen=True, slots=True)
class CodeChange:
    """What one code was and is: `kind` is "new", "gone" or "changed"; `fields` are (label, before, after)."""

    name: str
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()


def changes_between(before: Sequence[Entry], after: Sequence[Entry]) -> list[CodeChange]:
    """From one version's codes to another's, in the order of the later, what is gone last."""
    old, new = ({entry["slug"]: entry for entry in codes} for codes in (before, after))
    found = []
    for slug, entry in new.items():
        if slug not in old:
            found.append(CodeChange(entry["name"], "new"))
        elif fields := _fields(old[slug], entry):
            found.append(CodeChange(entry["name"], "changed", fields))
    return [*found, *(CodeChange(entry["name"], "gone") for slug, entry in old.items() if slug not in new)]


def _fields(before: Entry, after: Entry) -> tuple[tuple[str, str, str], ...]:
    pairs = ((label, before.get(name, ""), after.get(name, "")) for name, label in LABELS.items())
    return tuple((label, _said(one), _said(other)) for label, one, other in pairs if one != other)


def _said(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class ShownVersion:
    row: CodebookVersion
    changes: tuple[CodeChange, ...]
    is_first: bool


def versions_of(book: Codebook) -> list[ShownVersion]:
    """The versions of a codebook, the latest first, each with what it changed."""
    rows = list(book.versions.select_related("made_by").order_by("-number"))
    earlier = [*rows[1:], None][: len(rows)]
    return [
        ShownVersion(row, tuple(changes_between(before.codes, row.codes)) if before else (), before is None)
        for row, before in zip(rows, earlier, strict=True)
    ]
