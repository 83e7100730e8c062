"""Who may see what of the registries: lists, counts, cards, charts and facets all start at these `visible_to`.

Words of the archive are seen by those who may see their cable. An entry of a registry is seen by those who may see a
passage that names it, and by everybody where a curator knows it from a public source. What was rejected is nowhere.
"""

import re
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cables.querysets import of_visible_cables

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    from statutes.models import (  # noqa: F401
        Institution,
        InstitutionName,
        Instrument,
        InstrumentName,
        LifeEvent,
        Mention,
        Penalty,
        Provision,
    )

    Person = User | AnonymousUser

REJECTED = "rejected"
NOT_REJECTED = ~Q(standing=REJECTED)


def in_visible_text(person: "Person") -> Q:
    """Rows that stand in the current text of a section whose cable this person may see."""
    return of_visible_cables("section__cable", person) & Q(text=F("section__current"))


def of_country_called(word: str, *, of: str = "") -> Q:
    """Entries of a country in whose name a word begins so ("oman" is not in Romania); `of` leads to the entry."""
    return Q(**{f"{of}country__sort_name__iregex": rf"\m{re.escape(word)}"})


class MentionQuerySet(models.QuerySet["Mention"]):
    def visible_to(self, person: "Person") -> Self:
        """Passages of visible, current texts that were not rejected, nor what they name."""
        return self.standing().filter(in_visible_text(person))

    def standing(self) -> Self:
        """Not rejected, nor what they name. Whether the text is current, and who may see it, are other questions."""
        law = Q(instrument__isnull=True) | ~Q(instrument__standing=REJECTED)
        provision = Q(provision__isnull=True) | ~Q(provision__standing=REJECTED)
        institution = Q(institution__isnull=True) | ~Q(institution__standing=REJECTED)
        return self.filter(NOT_REJECTED, law, provision, institution)

    def visible_whole(self, person: "Person") -> Self:
        """For those who decide: rejected ones too."""
        return self.filter(in_visible_text(person))


def _named(person: "Person", **by: OuterRef | list[OuterRef]) -> Exists:
    """That a visible passage names it. The second, idle condition keeps PostgreSQL from reading all passages of the
    archive to tell of a few entries: it looks for the first one of each."""
    from statutes.models import Mention

    first, outer = next(iter(by.items()))
    each = {f"{first}__gte": outer}
    return Exists(Mention.objects.filter(in_visible_text(person), NOT_REJECTED, **by, **each))


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, person: "Person") -> Self:
        return self.filter(NOT_REJECTED).filter(Q(is_public=True) | _named(person, instrument=OuterRef("pk")))


class InstrumentNameQuerySet(models.QuerySet["InstrumentName"]):
    def visible_to(self, person: "Person") -> Self:
        """Names that are public, or that a visible passage prints."""
        from statutes.models import Instrument

        printed = _named(person, instrument=OuterRef("instrument"), surface_key=OuterRef("name_key"))
        said = _named(person, instrument=OuterRef("instrument"), other_names__contains=[OuterRef("name")])
        return self.filter(NOT_REJECTED, instrument__in=Instrument.objects.visible_to(person)).filter(
            Q(is_public=True) | printed | said
        )


class ProvisionQuerySet(models.QuerySet["Provision"]):
    def visible_to(self, person: "Person") -> Self:
        """Of visible instruments: those that are public or that a visible passage quotes or cites."""
        from statutes.models import Instrument

        return self.filter(NOT_REJECTED, instrument__in=Instrument.objects.visible_to(person)).filter(
            Q(is_public=True) | _named(person, provision=OuterRef("pk"))
        )


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def visible_to(self, person: "Person") -> Self:
        """Merged ones are the one they were merged into."""
        return self.filter(NOT_REJECTED, merged_into__isnull=True).filter(
            Q(is_public=True) | _named(person, institution=OuterRef("pk"))
        )


class InstitutionNameQuerySet(models.QuerySet["InstitutionName"]):
    def visible_to(self, person: "Person") -> Self:
        from statutes.models import Institution

        printed = _named(person, institution=OuterRef("institution"), surface_key=OuterRef("name_key"))
        said = _named(person, institution=OuterRef("institution"), other_names__contains=[OuterRef("name")])
        return self.filter(NOT_REJECTED, institution__in=Institution.objects.visible_to(person)).filter(
            Q(is_public=True) | printed | said
        )


class PenaltyQuerySet(models.QuerySet["Penalty"]):
    def visible_to(self, person: "Person") -> Self:
        """Read in a visible text, or typed in for a visible provision; never of a rejected provision."""
        from statutes.models import Provision

        typed = Q(section__isnull=True, provision__in=Provision.objects.visible_to(person))
        return self.standing().filter(typed | in_visible_text(person))

    def standing(self) -> Self:
        """Not rejected, nor their provisions and the law of these. Who may see them is another question."""
        part = Q(provision__isnull=True) | ~Q(provision__standing=REJECTED)
        whole = Q(provision__isnull=True) | ~Q(provision__instrument__standing=REJECTED)
        return self.filter(NOT_REJECTED, part, whole)


class LifeEventQuerySet(models.QuerySet["LifeEvent"]):
    def visible_to(self, person: "Person") -> Self:
        """Read in a visible text, or typed in for a visible instrument or institution."""
        from statutes.models import Institution, Instrument

        typed = Q(section__isnull=True) & (
            Q(instrument__in=Instrument.objects.visible_to(person))
            | Q(institution__in=Institution.objects.visible_to(person))
        )
        return self.filter(NOT_REJECTED).filter(typed | in_visible_text(person))
