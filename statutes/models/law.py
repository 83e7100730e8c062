"""The registry of law: instruments, the names they go by, and their provisions."""

from typing import ClassVar

import pghistory
from django.db import models
from django.urls import reverse

from statutes.models.choices import KindField, instrument_kinds, offences
from statutes.models.entries import DatedBase, Entry, Standing
from statutes.models.tracking import every_change
from statutes.names import law_key
from statutes.querysets import InstrumentNameQuerySet, InstrumentQuerySet, ProvisionQuerySet


@pghistory.track(*every_change())
class Instrument(Entry, DatedBase):
    """A constitution, code, act, decree, regulation, treaty, policy or plan."""

    kind = KindField(max_length=20, choices=instrument_kinds())
    number = models.CharField(max_length=60, blank=True, help_text="As printed: 95-98")

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["country__sort_name", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "slug"], name="instrument_address_once", nulls_distinct=False),
            models.CheckConstraint(condition=models.Q(standing__in=Standing.values), name="instrument_standing_known"),
            *DatedBase.Meta.constraints,
        ]

    def get_absolute_url(self) -> str:
        return reverse("instrument", args=[self.place, self.slug])


@pghistory.track(*every_change())
class InstrumentName(models.Model):
    """Another name of an instrument, or its number used as one: "Decree 95-98". An accepted one holds in all later
    readings."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.ACCEPTED)
    is_public = models.BooleanField("known from a public source", default=False)

    objects = InstrumentNameQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "name_key"], name="instrument_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name_key = law_key(self.name)


@pghistory.track(*every_change())
class Provision(models.Model):
    """An article or section of an instrument. Its words are those of the cables that quote it, unless a curator has
    written them here."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="provisions")
    parent = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="parts")
    unit = models.CharField(max_length=20, default="Article")
    number = models.CharField(max_length=40, help_text="194, 188 bis")
    slug = models.SlugField(max_length=60, help_text="Its name in addresses: art-194")
    position = models.PositiveIntegerField(default=0, editable=False, help_text="To sort by: the number's figures")
    heading = models.CharField(max_length=300, blank=True, help_text="Empty: as the cables that quote it print it")
    words = models.TextField("text", blank=True, help_text="Empty: as the cables that quote it print it")
    offence = KindField(
        max_length=40, choices=offences(), blank=True, help_text="Empty: as its heading and words say"
    )
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.SUGGESTED)
    is_public = models.BooleanField("known from a public source", default=False)
    reason = models.CharField(max_length=300, blank=True)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["instrument", "position", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "slug"], name="provision_address_once"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("pk")), name="provision_not_its_own_parent"),
            models.CheckConstraint(condition=models.Q(standing__in=Standing.values), name="provision_standing_known"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.instrument.name}"

    def get_absolute_url(self) -> str:
        return reverse("provision", args=[self.instrument.place, self.instrument.slug, self.slug])

    @property
    def label(self) -> str:
        return f"{self.unit} {self.number}"
