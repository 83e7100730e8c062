"""The archive: where cables come from, what they say, and every reading of them that was ever current."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse

from cables.chapters import Chapter
from cables.parsing.structure import AnswerStatus, CableKind, ParagraphKind
from cables.querysets import CableQuerySet, RevisionQuerySet, SectionQuerySet, SectionTextQuerySet, SourceQuerySet


class Access(models.TextChoices):
    """Who may see a cable. Markings are read fail-closed at import (product.md, Access)."""

    PUBLIC = "public", "Public"
    MEMBERS = "members", "Members only"
    RESTRICTED = "restricted", "Curators only"


CANONICAL_MRN = r"^[0-9]{2}[A-Z]{2,40}[1-9][0-9]{0,11}$"  # what an address can hold, and `spelling` gives


def choices_of(enum: type) -> list[tuple[str, str]]:
    return [(member.value, member.value.replace("-", " ").capitalize()) for member in enum]  # type: ignore[attr-defined]


class Country(models.Model):
    """A country or territory; `tags_codes` are the Department's two-letter codes, not ISO's (Chile is CI)."""

    iso2 = models.CharField("ISO 3166 alpha-2", max_length=2, unique=True)
    iso3 = models.CharField("ISO 3166 alpha-3", max_length=3, unique=True)
    tags_codes = ArrayField(models.CharField(max_length=2), default=list, blank=True, verbose_name="TAGS codes")
    name = models.CharField(max_length=80, unique=True)
    sort_name = models.CharField(max_length=80, help_text="Name without accents, for sorting")
    bureau = models.CharField("regional bureau", max_length=4, blank=True)
    note = models.TextField(blank=True)
    sample = models.BooleanField(default=False, help_text="An invented country of the sample archive")

    class Meta:
        ordering: ClassVar = ["sort_name"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        return self.iso2.lower()


class Post(models.Model):
    """An embassy, consulate, mission or office that sends cables. `mrn_name` is its name inside an MRN."""

    mrn_name = models.CharField("name in MRNs", max_length=40, unique=True, help_text="Without blanks: SANJOSE")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=30, blank=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="posts", null=True, blank=True)
    routing = models.CharField("routing indicator", max_length=10, blank=True)
    other_names = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    sample = models.BooleanField(default=False, help_text="An invented post of the sample archive")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["routing"], condition=~models.Q(routing=""), name="post_unique_routing"),
        ]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A TAGS code: traffic analysis by geography and subject."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = "TAGS code"

    def __str__(self) -> str:
        return self.code


class Cable(models.Model):
    """One message. Its header fields are those of the current revision, but for those that a curator set by hand."""

    CORRECTABLE: ClassVar = ("country", "post", "report_year", "questionnaire", "kind", "part_number", "part_of")

    mrn = models.CharField("MRN", max_length=60, unique=True)
    year = models.PositiveSmallIntegerField(help_text="Year of the message, four digits")
    serial = models.PositiveIntegerField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="cables", null=True, blank=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="cables", null=True, blank=True)
    report_year = models.PositiveSmallIntegerField(null=True, blank=True)
    questionnaire = models.ForeignKey(
        "cables.Questionnaire", on_delete=models.SET_NULL, related_name="cables", null=True, blank=True
    )
    kind = models.CharField(max_length=10, choices=choices_of(CableKind), default=CableKind.TIP_INPUT.value)
    access = models.CharField(max_length=10, choices=Access.choices)
    access_reason = models.CharField(max_length=300, help_text="What the access was read from or who set it")
    marking_access = models.CharField(
        "access by its markings", max_length=10, choices=Access.choices, default=Access.RESTRICTED.value, editable=False
    )
    dtg = models.DateTimeField("date-time group", null=True, blank=True)
    precedence = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    origin = models.CharField("from", max_length=120, blank=True)
    marking = models.CharField(max_length=120, blank=True, help_text="The line of classification as printed")
    classification = models.CharField(max_length=20)
    captions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    passing = ArrayField(models.TextField(), default=list, blank=True, verbose_name="passing lines")
    eo12958 = models.CharField("E.O. 12958", max_length=200, blank=True)
    subject = models.TextField(blank=True)
    signature = models.CharField(max_length=80, blank=True)
    transmission_parts = models.PositiveSmallIntegerField(default=1, help_text="Sections of the transmission")
    part_number = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of an input sent as several cables"
    )
    part_of = models.PositiveSmallIntegerField(null=True, blank=True)
    truncated = models.BooleanField(default=False)
    sample = models.BooleanField(default=False, help_text="Belongs to the sample archive")
    tags = models.ManyToManyField(Tag, through="CableTag", related_name="cables")
    current = models.OneToOneField(
        "cables.Revision", on_delete=models.RESTRICT, related_name="current_for", null=True, editable=False
    )
    imported_at = models.DateTimeField(auto_now_add=True)
    curated_fields = ArrayField(
        models.CharField(max_length=40),
        default=list,
        db_default=[],
        editable=False,
        verbose_name="set by hand",
        help_text="Fields that no later reading of the source changes",
    )

    objects = CableQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-dtg", "mrn"]
        permissions: ClassVar = [
            ("view_members_cable", "Can read members-only cables"),
            ("view_restricted_cable", "Can read restricted cables"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["country", "report_year"], name="cable_country_year"),
            models.Index(fields=["access"], name="cable_access"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(part_number__isnull=True, part_of__isnull=True)
                | models.Q(part_number__gte=1, part_number__lte=models.F("part_of")),
                name="cable_part_within_whole",
            ),
            models.CheckConstraint(condition=models.Q(access__in=Access.values), name="cable_access_known"),
            models.CheckConstraint(condition=models.Q(mrn__regex=CANONICAL_MRN), name="cable_mrn_canonical"),
        ]

    def __str__(self) -> str:
        return self.mrn

    def get_absolute_url(self) -> str:
        return reverse("cables:detail", args=[self.mrn])

    @property
    def is_input(self) -> bool:
        return bool(self.kind == CableKind.TIP_INPUT.value)

    def is_curated(self, name: str) -> bool:
        return name in self.curated_fields

    def note_curated(self, names: Iterable[str]) -> None:
        """Remember which fields were set by hand. A part's number and how many there are hold together or not at all:
        one of them alone from the source could be a part that the whole has not."""
        curated = {*self.curated_fields, *(name for name in names if name in self.CORRECTABLE)}
        parts = {"part_number", "part_of"}
        if curated & parts:
            curated |= parts
        self.curated_fields = sorted(curated)


class CableTag(models.Model):
    cable = models.ForeignKey(Cable, on_delete=models.CASCADE)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["cable", "tag"], name="cable_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} of {self.cable_id}"


class Addressee(models.Model):
    class Role(models.TextChoices):
        ACTION = "action", "Action"
        INFO = "info", "Info"

    cable = models.ForeignKey(Cable, on_delete=models.CASCADE, related_name="addressees")
    role = models.CharField(max_length=6, choices=Role.choices)
    position = models.PositiveSmallIntegerField()
    name = models.CharField("plain address", max_length=120)
    routing = models.CharField("routing indicator", max_length=10, blank=True)
    precedence = models.CharField(max_length=20, blank=True)
    serial = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering: ClassVar = ["role", "position"]

    def __str__(self) -> str:
        return self.name


class Reference(models.Model):
    """A reference as printed; `mrn` links it to a cable that may or may not be held."""

    cable = models.ForeignKey(Cable, on_delete=models.CASCADE, related_name="references")
    position = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=4, blank=True)
    raw = models.CharField(max_length=300)
    mrn = models.CharField("MRN", max_length=60, blank=True, db_index=True)
    year_inferred = models.BooleanField(default=False)
    notal = models.BooleanField("NOTAL", default=False, help_text="Not to, nor needed by, all addressees")

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.raw


class Source(models.Model):
    """The exact bytes as received. Never changed."""

    cable = models.ForeignKey(Cable, on_delete=models.CASCADE, related_name="sources")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    encoding = models.CharField(max_length=20)
    name = models.CharField(max_length=300, help_text="The file it came from")
    received_at = models.DateTimeField(auto_now_add=True)
    received_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["received_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["cable", "sha256"], name="source_once_per_cable")]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"

    @property
    def text(self) -> str:
        return bytes(self.content).decode(self.encoding)


class Revision(models.Model):
    """How a version of the parser understood a source.

    `spans` is [[kind, start, end, why, join], ...] in order, covering the decoded source; `header` and
    `warnings` are those of cables.parsing as JSON.
    """

    cable = models.ForeignKey(Cable, on_delete=models.CASCADE, related_name="revisions")
    source = models.ForeignKey(Source, on_delete=models.RESTRICT, related_name="revisions")
    number = models.PositiveSmallIntegerField(help_text="From 1, per cable")
    parser_version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, help_text="sha256 of the structure: equal readings are not kept twice")
    header = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    spans = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    reasons = models.JSONField(default=list, help_text="Why it was, or was not, taken for a TIP input")
    truncated = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["cable", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["cable", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.cable_id} rev. {self.number}"


class Section(models.Model):
    """One answer, for good: its identity is cable + chapter + key, and survives re-imports.

    `key` is the lower-case letter or letters of the URL ("b", "b-c", "1"), "" for a chapter's unlettered text.
    A second, separate answer under the same letter is "b.2". A section that the current revision no longer
    has stays, with `current` unset, so that links to it and notes on it never break.
    """

    cable = models.ForeignKey(Cable, on_delete=models.CASCADE, related_name="sections")
    chapter = models.CharField(max_length=20, choices=Chapter.choices)
    key = models.CharField(max_length=80, blank=True)
    current = models.OneToOneField(
        "cables.SectionText", on_delete=models.SET_NULL, related_name="current_for", null=True, editable=False
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cable", "chapter", "key"], name="section_unique_key"),
        ]

    def __str__(self) -> str:
        return f"{self.chapter}/{self.key}" if self.key else self.chapter

    def get_absolute_url(self) -> str:
        if not self.key:
            return reverse("cables:chapter", args=[self.cable.mrn, self.chapter])
        return reverse("cables:section", args=[self.cable.mrn, self.chapter, self.key])


class SectionText(models.Model):
    """What one revision reads for one section. `text` is clean; `start`/`end` are offsets of the source."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="section_texts")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="texts")
    position = models.PositiveSmallIntegerField(help_text="Order within the cable, from 1")
    keys = ArrayField(models.CharField(max_length=10), default=list, blank=True, help_text="As printed: B, C")
    heading = models.CharField(max_length=300, blank=True, help_text="The chapter's heading, if it starts here")
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=choices_of(AnswerStatus))
    questions = models.ManyToManyField("cables.Question", related_name="section_texts", blank=True)

    objects = SectionTextQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "section"], name="section_text_once_per_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.section} in revision {self.revision_id}"


class Paragraph(models.Model):
    """A paragraph of a section text. `clean_*` are offsets into `SectionText.text`, the others into the source."""

    section_text = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="paragraphs")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=choices_of(ParagraphKind))
    number = models.CharField(max_length=10, blank=True)
    portion = models.CharField("portion mark", max_length=10, blank=True)
    label = models.CharField(max_length=80, blank=True, help_text="Anchor of a quoted provision, or a list item's mark")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    clean_start = models.PositiveIntegerField()
    clean_end = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section_text", "position"], name="paragraph_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"
