"""What instruments and institutions have in common: entries of a registry, each with its place in the world and its
standing with the curators."""

from typing import ClassVar

from django.db import models

from cables.models import Country

INTERNATIONAL = "international"  # in addresses, in place of a country


class Standing(models.TextChoices):
    """What a curator has made of something that was read by machine."""

    SUGGESTED = "suggested", "Suggested"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"


class Entry(models.Model):
    """An entry of a registry, named within its country, or among all countries where it has none.

    What is read by machine is suggested; it is shown to whoever may see a cable that names it. What is known from a
    public source (`is_public`) is shown to everybody.
    """

    country = models.ForeignKey(
        Country,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        null=True,
        blank=True,
        help_text="Empty: international",
    )
    slug = models.SlugField(max_length=120, help_text="Its name in addresses")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True, help_text="The name, folded to compare")
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.SUGGESTED)
    is_public = models.BooleanField(
        "known from a public source",
        default=False,
        help_text="Shown to everybody, even to those who may see no cable that names it",
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was suggested, or accepted or rejected")
    note = models.TextField(blank=True, help_text="For readers: what it is, with its sources")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """The first word of its address: the country's, or `international`."""
        return self.country.slug if self.country else INTERNATIONAL

    @property
    def is_suggested(self) -> bool:
        return self.standing == Standing.SUGGESTED


class DatedBase(models.Model):
    """A date as far as it is known: as printed, and as year, month and day (0: not given)."""

    date_words = models.CharField("date", max_length=60, blank=True, help_text="As printed: 12 August 2006, 2005")
    year = models.PositiveSmallIntegerField(default=0)
    month = models.PositiveSmallIntegerField(default=0)
    day = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(month__lte=12, day__lte=31)
                & (models.Q(day=0) | models.Q(month__gt=0))
                & (models.Q(month=0) | models.Q(year__gt=0)),
                name="%(app_label)s_%(class)s_date_fits",
            ),
        ]

    @property
    def when(self) -> tuple[int, int, int]:
        """To sort by."""
        return self.year, self.month, self.day


class PassageBase(models.Model):
    """Where in the archive it stands: the section, the text of it that was read, and the characters of that clean
    text, half-open."""

    section = models.ForeignKey("cables.Section", on_delete=models.CASCADE, related_name="%(class)ss")
    text = models.ForeignKey("cables.SectionText", on_delete=models.CASCADE, related_name="%(class)ss")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        abstract = True
