"""What a country's page gathers: its years, its law, its institutions and the posts that wrote."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from cables.disclosure import Person
from cables.models import Cable, Country, Post
from statutes.models import Institution, Instrument, Mention, Provision
from statutes.models.choices import institution_kinds

MOST_OF_A_KIND = 8
MOST_INSTRUMENTS = 40


@dataclass(frozen=True, slots=True)
class LawRow:
    """An instrument with how many of its provisions and of the passages that name it the person may see."""

    instrument: Instrument
    provisions: int
    passages: int


@dataclass(frozen=True, slots=True)
class Law:
    """`rows` are the first of `number`, those with most provisions and passages before the others."""

    rows: tuple[LawRow, ...]
    number: int


@dataclass(frozen=True, slots=True)
class NamedInstitution:
    institution: Institution
    passages: int


@dataclass(frozen=True, slots=True)
class KindRow:
    """The institutions of one kind: those named most, and how many there are in all."""

    label: str
    number: int
    address: str
    first: tuple[NamedInstitution, ...]

    @property
    def more(self) -> int:
        return self.number - len(self.first)


@dataclass(frozen=True, slots=True)
class PostRow:
    post: Post
    cables: int


def law_of(country: Country, person: Person) -> Law:
    """Four queries."""
    instruments = list(Instrument.objects.visible_to(person).filter(country=country).select_related("country"))
    provisions = Provision.objects.visible_to(person).filter(instrument__in=instruments).order_by()
    passages = Mention.objects.visible_to(person).filter(instrument__in=instruments).order_by()
    numbers = Counter(dict(provisions.values_list("instrument").annotate(number=Count("pk"))))
    named = Counter(dict(passages.values_list("instrument").annotate(number=Count("pk"))))
    rows = [LawRow(one, numbers[one.pk], named[one.pk]) for one in instruments]
    rows.sort(key=lambda row: (-row.provisions, -row.passages, row.instrument.name, row.instrument.pk))
    return Law(tuple(rows[:MOST_INSTRUMENTS]), len(rows))


def institutions_of(country: Country, person: Person) -> list[KindRow]:
    """By kind, in the order of kinds. Two queries."""
    visible = Institution.objects.visible_to(person).filter(country=country).select_related("country")
    institutions = list(visible.only("name", "slug", "kind", "standing", "country__iso2"))
    passages = Mention.objects.visible_to(person).filter(institution__in=institutions).order_by()
    named = Counter(dict(passages.values_list("institution").annotate(number=Count("pk"))))
    by_kind: dict[str, list[NamedInstitution]] = defaultdict(list)
    for one in institutions:
        by_kind[one.kind].append(NamedInstitution(one, named[one.pk]))
    rows = []
    for kind, label in institution_kinds():
        of_kind = sorted(by_kind[kind], key=lambda one: (-one.passages, one.institution.name, one.institution.pk))
        if of_kind:
            address = f"{reverse('institutions')}?country={country.slug}&kind={kind}"
            rows.append(KindRow(label, len(of_kind), address, tuple(of_kind[:MOST_OF_A_KIND])))
    return rows


def posts_of(country: Country, person: Person) -> list[PostRow]:
    """The posts that sent the cables about the country which the person may see: one query. A post of which nothing is
    seen is not named, for an import may have brought it."""
    visible = Q(cables__in=Cable.objects.visible_to(person).filter(country=country).values("pk"))
    posts = Post.objects.filter(visible).annotate(number=Count("cables", filter=visible, distinct=True))
    return [PostRow(post, post.number) for post in posts.order_by("-number", "name")]
