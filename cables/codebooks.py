"""Writes codebooks: the one that is shipped, and a new version with every change of a codebook's codes.

The shipped codebook is added where it is missing and never changed by itself. A newer edition of it is offered: the
load reports it, the codebook's page and the admin show what it would change, and a curator takes it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, models, transaction

from cables.codebook_files import CodebookFile, read_codebook

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from cables.models import Codebook, CodebookVersion

GetModel = Callable[[str, str], type[models.Model]]
Entry = Mapping[str, Any]

WORDS = ("name", "definition", "when_to_use", "when_not", "example", "source", "colour", "symbol", "position")
SHIPPED = "As shipped with the portal, edition {edition}"


def snapshot(codes: Iterable[Any]) -> list[dict[str, Any]]:
    """Codes as a version keeps them: in their order, parents by slug."""
    rows = sorted(codes, key=lambda code: (code.position, code.pk))
    slugs = {code.pk: code.slug for code in rows}
    return [
        {"slug": code.slug, "parent": slugs.get(code.parent_id, "")}
        | {name: getattr(code, name) for name in WORDS}
        | {"retired": code.retired}
        for code in rows
    ]


def shipped_entries(file: CodebookFile) -> list[dict[str, Any]]:
    """The codes of the file as a version would keep them."""
    return [
        {"slug": code.slug, "parent": code.parent} | {name: getattr(code, name) for name in WORDS} | {"retired": False}
        for code in file.codes
    ]


def was_taken(file: CodebookFile, versions: Iterable[Iterable[Entry]]) -> bool:
    """Whether some version of the archive's codebook had every code of this edition just as it is here: what differs
    now was then changed by a curator."""
    wanted = shipped_entries(file)
    return any(all(entry in codes for entry in wanted) for codes in map(list, versions))


@transaction.atomic
def add_codebook(file: CodebookFile, get_model: GetModel, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """The shipped codebook in an archive that has none of its name. `get_model` as in `cables.reference`."""
    book = get_model("cables", "Codebook")._default_manager.using(using).create(
        slug=file.slug, shipped=True, version=1, **_book_words(file)
    )  # fmt: skip
    _write_codes(book, file, get_model, using)
    _keep_version(book, get_model, using, note=SHIPPED.format(edition=file.version), person=None)


@transaction.atomic
def take_edition(
    file: CodebookFile, get_model: GetModel, *, person: "User | None" = None, using: str = DEFAULT_DB_ALIAS
) -> None:
    """Bring the archive's codebook to the shipped edition, as a new version. Codes that only a curator made stay; those
    that an earlier edition had and this one has not are retired, as codings may hang on them."""
    book: Any = get_model("cables", "Codebook")._default_manager.using(using).select_for_update().get(slug=file.slug)
    versions = get_model("cables", "CodebookVersion")._default_manager.using(using).filter(codebook_id=book.pk)
    taken: Any = versions.filter(note__startswith=SHIPPED.format(edition="")).order_by("-number").first()
    dropped = {entry["slug"] for entry in taken.codes} if taken else set()
    _write_codes(book, file, get_model, using)
    rows = get_model("cables", "Code")._default_manager.using(using).filter(codebook_id=book.pk)
    rows.filter(slug__in=dropped - {code.slug for code in file.codes}).update(retired=True)
    for name, value in {**_book_words(file), "version": book.version + 1}.items():
        setattr(book, name, value)
    book.save(using=using)
    _keep_version(book, get_model, using, note=SHIPPED.format(edition=file.version), person=person)


@transaction.atomic
def note_change(*, book: "Codebook", person: "User", note: str = "") -> "CodebookVersion | None":
    """A new version of the codebook as it stands now, with who made it; None where its codes are those of the last."""
    from cables.models import Codebook, CodebookVersion

    held = Codebook.objects.select_for_update().get(pk=book.pk)
    codes = snapshot(held.codes.all())
    last = held.versions.order_by("-number").first()
    if last is not None and last.codes == codes:
        return None
    held.version = last.number + 1 if last else held.version
    held.save(update_fields=["version"])
    book.version = held.version
    return CodebookVersion.objects.create(
        codebook=held, number=held.version, codes=codes, note=note[:300], made_by=person
    )


def _book_words(file: CodebookFile) -> dict[str, Any]:
    sources = "\n".join(f"{source.name}: {source.title}. {source.note}" for source in file.sources)
    return {"title": file.title, "description": file.description, "sources": sources}


def _write_codes(book: Any, file: CodebookFile, get_model: GetModel, using: str) -> None:
    """Every code of the file, parents before their children as the file has them."""
    rows = get_model("cables", "Code")._default_manager.using(using)
    ids: dict[str, int] = {}
    for code in file.codes:
        words = {name: getattr(code, name) for name in WORDS}
        row, _ = rows.update_or_create(
            codebook_id=book.pk,
            slug=code.slug,
            defaults={**words, "parent_id": ids.get(code.parent), "retired": False},
        )
        ids[code.slug] = row.pk


def _keep_version(book: Any, get_model: GetModel, using: str, *, note: str, person: "User | None") -> None:
    codes = get_model("cables", "Code")._default_manager.using(using).filter(codebook_id=book.pk)
    get_model("cables", "CodebookVersion")._default_manager.using(using).create(
        codebook_id=book.pk,
        number=book.version,
        codes=snapshot(codes),
        note=note,
        made_by_id=person.pk if person else None,
    )


def offered_edition(book: "Codebook") -> CodebookFile | None:
    """The shipped edition of this codebook, where the archive never had it."""
    if not book.shipped:
        return None
    file = read_codebook()
    if file.slug != book.slug or was_taken(file, book.versions.values_list("codes", flat=True)):
        return None
    return file
