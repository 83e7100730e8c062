"""Loads countries, posts, TAGS, topics, questionnaires and the codebook from cables/data, leaving curators'
corrections alone."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, transaction

from cables.codebook_files import CodebookFileError, read_codebook
from cables.codebooks import add_codebook, snapshot, take_edition, was_taken
from cables.reference_files import (
    ReferenceFileError,
    read_countries,
    read_posts,
    read_questionnaires,
    read_tags,
    read_topics,
)

__all__ = [
    "CodebookFileError",
    "Difference",
    "ReferenceFileError",
    "ReferenceReport",
    "load_reference",
    "read_countries",
    "read_posts",
    "read_questionnaires",
    "read_tags",
    "read_topics",
]

GetModel = Callable[[str, str], type[models.Model]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the archive that says something else than the reference file."""

    table: str
    row: str
    column: str
    archive: str
    file: str


@dataclass(slots=True)
class ReferenceReport:
    """What a load did. `kept` differs from the files and stayed, `refused` could not be written at all."""

    added: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    kept: list[Difference] = field(default_factory=list)
    overwritten: list[Difference] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def load_reference(get_model: GetModel, *, overwrite: bool = False, using: str = DEFAULT_DB_ALIAS) -> ReferenceReport:
    """Add the rows that are missing; leave and report those that differ, unless `overwrite`.

    `get_model` is `apps.get_model`, of the registry or of a state of migrations. All or nothing: one transaction.
    """
    loader = _Loader(get_model, overwrite, using)
    countries = read_countries()
    with transaction.atomic(using=using):
        loader.merge("Country", ("iso2",), (_values(row) for row in countries))
        country_ids = loader.ids("Country", "iso2")
        loader.merge("Post", ("mrn_name",), (_linked(_values(row), country=country_ids) for row in read_posts()))
        loader.merge("Tag", ("code",), (_values(row) for row in read_tags()))
        loader.merge("Tag", ("code",), _country_tags(countries))
        loader.merge("Topic", ("slug",), (_values(row) for row in read_topics()))
        _load_questionnaires(loader)
        _load_codebook(loader)
    return loader.report


def _load_questionnaires(loader: "_Loader") -> None:
    questionnaires = read_questionnaires()
    loader.merge(
        "Questionnaire",
        ("report_year",),
        ({k: v for k, v in _values(row).items() if k != "questions"} for row in questionnaires),
    )
    years = loader.ids("Questionnaire", "report_year")
    topics = loader.ids("Topic", "slug")
    questions = (
        _linked({**_values(question), "questionnaire": row.report_year}, questionnaire=years, topic=topics)
        for row in questionnaires
        for question in row.questions
    )
    loader.merge("Question", ("questionnaire_id", "chapter", "key"), questions)


def _load_codebook(loader: "_Loader") -> None:
    """The shipped codebook where it is missing. It is a whole: one that a curator changed, or whose shipped edition is
    newer, is one difference, and set to the file only with `overwrite`."""
    file, report = read_codebook(), loader.report
    book: Any = loader.rows("Codebook").filter(slug=file.slug).first()
    report.added["Codebook"] = 0 if book else 1
    report.unchanged["Codebook"] = 0
    if book is None:
        add_codebook(file, loader.get_model, using=loader.using)
        return
    codes = snapshot(loader.rows("Code").filter(codebook_id=book.pk))
    if was_taken(file, [codes]):
        report.unchanged["Codebook"] = 1
        return
    newer = Difference("Codebook", file.slug, "codes", f"version {book.version}", f"edition {file.version}")
    if loader.overwrite:
        take_edition(file, loader.get_model, using=loader.using)
    (report.overwritten if loader.overwrite else report.kept).append(newer)


def _values(row: Any) -> dict[str, Any]:
    """A row's columns as model fields hold them: lists instead of tuples."""
    values = {name: getattr(row, name) for name in row.__dataclass_fields__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _linked(values: dict[str, Any], **ids: dict[Any, Any]) -> dict[str, Any]:
    """`country="GT"` becomes `country_id=<its key in the archive>`."""
    for name, known in ids.items():
        values[f"{name}_id"] = known.get(values.pop(name))
    return values


def _country_tags(countries: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for country in countries:
        for code in country.tags_codes:
            yield {"code": code, "name": country.name, "kind": "country"}


class _Loader:
    def __init__(self, get_model: GetModel, overwrite: bool, using: str) -> None:
        self.get_model = get_model
        self.overwrite = overwrite
        self.using = using
        self.report = ReferenceReport()

    def rows(self, name: str) -> "models.QuerySet[Any]":
        return self.get_model("cables", name)._default_manager.using(self.using)

    def ids(self, name: str, column: str) -> dict[Any, Any]:
        return dict(self.rows(name).values_list(column, "pk"))

    def merge(self, name: str, key: tuple[str, ...], wanted: Iterable[dict[str, Any]]) -> None:
        """Bring one table up to the files; rows are told apart by the columns of `key`.

        Columns that the model does not have are left out: a migration's model may be older than the files.
        """
        columns = {column.attname for column in self.get_model("cables", name)._meta.concrete_fields}
        held = {tuple(getattr(row, column) for column in key): row for row in self.rows(name).all()}
        missing = []
        for entry in wanted:
            values = {column: value for column, value in entry.items() if column in columns}
            row = held.get(tuple(values[column] for column in key))
            if row is None:
                missing.append(self.get_model("cables", name)(**values))
            else:
                self._compare(name, "/".join(str(values[column]) for column in key), row, values)
        self.report.added[name] = self.report.added.get(name, 0) + self._add(name, missing)
        self.report.unchanged.setdefault(name, 0)

    def _compare(self, name: str, label: str, row: Any, values: dict[str, Any]) -> None:
        differing = {column: value for column, value in values.items() if getattr(row, column) != value}
        if not differing:
            self.report.unchanged[name] = self.report.unchanged.get(name, 0) + 1
            return
        found = [
            Difference(name, label, column, str(getattr(row, column)), str(value))
            for column, value in differing.items()
        ]
        if not self.overwrite:
            self.report.kept.extend(found)
        elif self._write(f"{name} {label}", partial(self._change, row, differing)):
            self.report.overwritten.extend(found)

    def _change(self, row: Any, values: dict[str, Any]) -> None:
        for column, value in values.items():
            setattr(row, column, value)
        row.save(using=self.using, update_fields=list(values))

    def _add(self, name: str, rows: list[Any]) -> int:
        """How many were added. One at a time only if together they clash with what a curator made."""
        try:
            with transaction.atomic(using=self.using):
                return len(self.rows(name).bulk_create(rows))
        except IntegrityError:
            return sum(self._write(f"{name} {row}", partial(row.save, using=self.using)) for row in rows)

    def _write(self, label: str, write: Callable[[], None]) -> bool:
        try:
            with transaction.atomic(using=self.using):
                write()
        except IntegrityError as error:
            self.report.refused.append(f"{label}: {str(error).splitlines()[0]}")
            return False
        return True
