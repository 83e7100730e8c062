"""The registry of institutions: bodies, the names they go by, and what curators have merged."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from statutes.models.choices import KindField, institution_kinds
from statutes.models.entries import Entry, Standing
from statutes.models.tracking import every_change
from statutes.querysets import InstitutionNameQuerySet, InstitutionQuerySet


@pghistory.track(*every_change())
class Institution(Entry):
    """A named body: of a state, of civil society, or of many states. Merged ones stay, so that their addresses lead
    on and the merger can be undone."""

    kind = KindField(max_length=30, choices=institution_kinds(), default="other")
    parent = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="parts")
    merged_into = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, editable=False, related_name="merged"
    )

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["country__sort_name", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "slug"], name="institution_address_once", nulls_distinct=False),
            models.CheckConstraint(condition=~models.Q(parent=models.F("pk")), name="institution_not_its_own_parent"),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk")), name="institution_not_merged_into_itself"
            ),
            models.CheckConstraint(condition=models.Q(standing__in=Standing.values), name="institution_standing_known"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("institution", args=[self.place, self.slug])


@pghistory.track(*every_change())
class InstitutionName(models.Model):
    """A name or acronym of an institution, with the years in which it held. Accepted ones are looked for in every
    later import of the institution's country."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    is_acronym = models.BooleanField(default=False)
    since = models.PositiveSmallIntegerField("from year", null=True, blank=True)
    until = models.PositiveSmallIntegerField("to year", null=True, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.ACCEPTED)
    is_public = models.BooleanField("known from a public source", default=False)

    objects = InstitutionNameQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["is_acronym", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "name_key", "is_acronym"], name="institution_name_once"),
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(since__lte=models.F("until")),
                name="institution_name_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionIdentifier(models.Model):
    """What others call an institution: a register's name, the identifier there, and where that can be looked up."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=40, help_text="Wikidata, ROR, ISNI")
    value = models.CharField(max_length=120)
    url = models.URLField("address", blank=True)

    class Meta:
        ordering: ClassVar = ["scheme"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "scheme", "value"], name="institution_identifier_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Merger(models.Model):
    """One institution merged into another by hand: what moved, by primary key, so that it can move back."""

    kept = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="mergers")
    merged = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="mergers_away")
    mentions = ArrayField(models.BigIntegerField(), default=list)
    names = ArrayField(models.BigIntegerField(), default=list, help_text="Names that moved")
    added = ArrayField(models.BigIntegerField(), default=list, help_text="Names that were made for the merger")
    events = ArrayField(models.BigIntegerField(), default=list)
    parts = ArrayField(models.BigIntegerField(), default=list, help_text="Institutions under the merged one")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"
