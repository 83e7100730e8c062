"""Names of countries and of the cities with a post: what stands in a list of bodies and is none."""

import csv
from functools import lru_cache
from importlib.resources import files

from statutes.extraction.institutions.names import name_key


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """The keys of their names."""
    found = set()
    for file in ("countries.csv", "posts.csv"):
        lines = (files("cables") / "data" / file).read_text(encoding="utf-8").splitlines()
        found |= {name_key(row["name"]) for row in csv.DictReader(lines)}
    return frozenset(found) | {
        "us",
        "uk",
        "eu",
        "europe",
        "africa",
        "asia",
        "america",
        "central america",
        "latin america",
    }
