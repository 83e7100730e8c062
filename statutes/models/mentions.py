"""What was read where: the passages that name law and institutions, and what they tell of them."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from statutes.models.choices import KindField, changes, event_kinds, offences, penalty_kinds
from statutes.models.entries import DatedBase, PassageBase, Standing
from statutes.models.institutions import Institution
from statutes.models.law import Instrument, Provision
from statutes.models.tracking import changes_by_hand, decisions
from statutes.querysets import LifeEventQuerySet, MentionQuerySet, PenaltyQuerySet


class Role(models.TextChoices):
    QUOTES = "quotes", "Quotes"  # the words of a provision
    CITES = "cites", "Cites"  # an instrument or a provision, by name or number
    NAMES = "names", "Names"  # an institution


@pghistory.track(*decisions("standing", "instrument", "provision", "institution"))
class Mention(PassageBase):
    """A passage that quotes or cites law, or names an institution. Read by machine; accepted or rejected by a curator.

    `surface` is the words as printed (of a quotation its caption), `surface_key` the same folded, by which decisions
    are found again in a later reading. `heading`, `unit`, `items` and the offset `body_start` are a quotation's;
    `number`, `date_words` and `other_names` are what a citation says of its instrument.
    """

    role = models.CharField(max_length=6, choices=Role.choices)
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, null=True, blank=True, related_name="mentions")
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, null=True, blank=True, related_name="mentions")
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, null=True, blank=True, related_name="mentions"
    )
    surface = models.CharField(max_length=300)
    surface_key = models.CharField(max_length=300, db_index=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.SUGGESTED)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    body_start = models.PositiveIntegerField(null=True, blank=True)
    items = models.JSONField(default=list, blank=True, help_text="[[label, start, end], ...] of a quotation")
    offence = KindField(max_length=40, choices=offences(), blank=True)
    number = models.CharField(max_length=60, blank=True)
    date_words = models.CharField(max_length=60, blank=True)
    other_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["text", "start", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(instrument__isnull=False, institution__isnull=True)
                | models.Q(instrument__isnull=True, provision__isnull=True, institution__isnull=False),
                name="mention_of_law_or_institution",
            ),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="mention_has_words"),
            models.CheckConstraint(condition=models.Q(standing__in=Standing.values), name="mention_standing_known"),
        ]

    def __str__(self) -> str:
        return f"{self.surface} in {self.section}"


class ReadPassageBase(models.Model):
    """As `PassageBase`, or typed in by a curator and then without a passage and shown with what it belongs to."""

    section = models.ForeignKey(
        "cables.Section", on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)s_rows"
    )
    text = models.ForeignKey(
        "cables.SectionText", on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)s_rows"
    )
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.SUGGESTED)
    is_curated = models.BooleanField(
        "set by hand", default=False, editable=False, help_text="No later reading changes it"
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(section__isnull=True, text__isnull=True)
                | models.Q(section__isnull=False, text__isnull=False, start__isnull=False, end__isnull=False),
                name="%(app_label)s_%(class)s_passage_whole",
            ),
        ]

    @property
    def is_from_text(self) -> bool:
        return self.section_id is not None


@pghistory.track(*changes_by_hand())
class Penalty(ReadPassageBase):
    """What a clause threatens with. Amounts are written as `statutes.written_amounts` reads them: "6 years",
    "5 years and 1 day", "life", "50,000 quetzales (USD 6,500)"; factors as fractions: "4/3".

    `key` names it for good, and `bases` are the keys of the penalties that a relative one rests on.
    """

    key = models.CharField(max_length=200, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, null=True, blank=True, related_name="penalties")
    kind = KindField(max_length=12, choices=penalty_kinds())
    minimum = models.CharField(max_length=120, blank=True)
    maximum = models.CharField(max_length=120, blank=True)
    change = KindField("in relation to its base", max_length=10, blank=True, choices=changes())
    least = models.CharField("least factor", max_length=40, blank=True, help_text="4/3 is “increased by a third”")
    most = models.CharField("greatest factor", max_length=40, blank=True)
    added = models.CharField("added to its base", max_length=120, blank=True, help_text="2 years")
    bases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    base_words = models.CharField("what the text calls its base", max_length=200, blank=True)
    missing = models.CharField("why it has no base", max_length=300, blank=True)
    condition = models.TextField(blank=True, help_text="When it applies; empty: always")
    source = models.CharField(max_length=120, blank=True, help_text="Where it stands: Article 194")
    words = models.CharField(max_length=300, blank=True, help_text="Of another kind: what it is")
    offence_words = models.CharField(max_length=300, blank=True, help_text="What the text says it is for")
    offence = KindField(max_length=40, choices=offences(), blank=True)
    surface_key = models.CharField(max_length=300, blank=True, editable=False)
    is_quoted = models.BooleanField(default=False, help_text="In the law's own words, not the post's")
    is_proposed = models.BooleanField(default=False, help_text="Of a bill or a draft")

    objects = PenaltyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["provision", "section", "position", "pk"]
        verbose_name_plural = "penalties"
        constraints: ClassVar = [
            *ReadPassageBase.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(section__isnull=False) | models.Q(provision__isnull=False),
                name="penalty_belongs_somewhere",
            ),
        ]

    def __str__(self) -> str:
        amounts = " to ".join(filter(None, (self.minimum, self.maximum))) or self.words or self.kind
        return f"{self.source or 'The text'}: {self.change or amounts}"


@pghistory.track(*changes_by_hand())
class LifeEvent(ReadPassageBase, DatedBase):
    """Something that happened to an instrument (enacted, amended) or an institution (created, renamed, its staff)."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, null=True, blank=True, related_name="events")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, null=True, blank=True, related_name="events")
    kind = KindField(max_length=10, choices=event_kinds())
    words = models.CharField(max_length=300, blank=True, help_text="What happened, in a few words")
    articles = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    objects = LifeEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["year", "month", "day", "pk"]
        constraints: ClassVar = [
            *ReadPassageBase.Meta.constraints,
            *DatedBase.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(instrument__isnull=False, institution__isnull=True)
                | models.Q(instrument__isnull=True, institution__isnull=False),
                name="event_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.date_words}".strip()


class Reading(models.Model):
    """That the law and the institutions of a revision were read, as those of which country, and by which version of
    the rules."""

    revision = models.OneToOneField("cables.Revision", on_delete=models.CASCADE, related_name="law_reading")
    country = models.ForeignKey("cables.Country", on_delete=models.CASCADE, null=True, related_name="+")
    version = models.CharField(max_length=20)
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.revision} by {self.version}"


class FormerAddress(models.Model):
    """An address that an entry had: it leads on to the one it has now."""

    country = models.ForeignKey("cables.Country", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    slug = models.SlugField(max_length=120)
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, null=True, related_name="former_addresses")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, null=True, related_name="former_addresses")

    class Meta:
        verbose_name_plural = "former addresses"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "slug", "instrument", "institution"],
                name="former_address_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.slug
