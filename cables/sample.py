"""The sample archive: brings it in with its invented places, and takes both out again without a trace."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from cables.importing import Outcome, import_all
from cables.models import Cable, Country, Post, Tag
from cables.sources import open_sources

COUNTRY_TAG = "country"


class SampleError(ValueError):
    """The sample archive is missing or its list of places cannot be used."""


@dataclass(frozen=True, slots=True)
class Removed:
    cables: int
    posts: int
    countries: int
    tags: int


def sample_folder() -> Path:
    return Path(settings.BASE_DIR) / "sample"


def load_sample(folder: Path) -> Iterator[Outcome]:
    """Add the invented places that are missing, then import every cable of the folder as a sample."""
    load_places(folder / "places.json")
    yield from (outcome for outcome, _ in import_all(open_sources(sorted(folder.glob("*.txt"))), sample=True))


@transaction.atomic
def load_places(path: Path) -> None:
    """Countries, posts and the countries' TAGS. What is held already is left as it is."""
    try:
        places = json.loads(path.read_text(encoding="utf-8"))
        countries, posts = places["countries"], places["posts"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SampleError(f"{path} cannot be used: {error}") from error
    for country in countries:
        _add_country(country)
    for post in posts:
        values = {key: value for key, value in post.items() if key not in ("mrn_name", "country")}
        country = Country.objects.get(iso2=post["country"], sample=True)
        Post.objects.get_or_create(mrn_name=post["mrn_name"], defaults={**values, "country": country, "sample": True})


def _add_country(entry: dict[str, Any]) -> None:
    codes = entry["tags"].split()
    values = {key: value for key, value in entry.items() if key not in ("iso2", "tags")}
    defaults = {"sort_name": entry["name"], "tags_codes": codes, "sample": True, **values}
    country, _ = Country.objects.get_or_create(iso2=entry["iso2"], defaults=defaults)
    if not country.sample:
        raise SampleError(f"{country.iso2} is a real country here: {country}")
    for code in codes:
        Tag.objects.get_or_create(code=code, defaults={"name": country.name, "kind": COUNTRY_TAG})


def held_sample() -> Removed:
    """How much of the sample archive is here."""
    codes = _sample_codes()
    return Removed(
        cables=Cable.objects.filter(sample=True).count(),
        posts=Post.objects.filter(sample=True).count(),
        countries=Country.objects.filter(sample=True).count(),
        tags=Tag.objects.filter(code__in=codes).count(),
    )


@transaction.atomic
def remove_sample() -> Removed:
    """Take out the sample's cables and then its posts, countries and TAGS. What a real cable uses, because somebody
    set it by hand, stays."""
    codes = _sample_codes()
    held = Cable.objects.filter(sample=True).count()
    for cable in Cable.objects.filter(sample=True).only("pk").iterator(chunk_size=100):
        cable.delete()
    posts = Post.objects.filter(sample=True, cables__isnull=True)
    _, removed_posts = posts.delete()
    countries = Country.objects.filter(sample=True, cables__isnull=True, posts__isnull=True)
    _, removed_countries = countries.delete()
    _, removed_tags = Tag.objects.filter(code__in=codes, cables__isnull=True).delete()
    return Removed(
        cables=held,
        posts=removed_posts.get("cables.Post", 0),
        countries=removed_countries.get("cables.Country", 0),
        tags=removed_tags.get("cables.Tag", 0),
    )


def _sample_codes() -> list[str]:
    """The TAGS of invented countries, as far as no real country has them too."""
    real = {
        code for codes in Country.objects.filter(sample=False).values_list("tags_codes", flat=True) for code in codes
    }
    invented = Country.objects.filter(sample=True).values_list("tags_codes", flat=True)
    return sorted({code for codes in invented for code in codes} - real)
