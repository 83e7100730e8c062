"""The yearly questionnaires as a guide for reading letters. The text wins where the two disagree."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

# Chapters whose answers bear letters, in the order of the usual questionnaire.
LETTERED = ("overview", "situation", "scene", "prosecution", "protection", "prevention", "partnerships")
UNLETTERED = ("heroes", "best-practices", "child-soldiers")


@dataclass(frozen=True, slots=True)
class Chapter:
    slug: str
    number: str  # of the instruction's paragraph: "27"
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    year: int
    ref: str  # MRN of the instruction
    chapters: tuple[Chapter, ...]

    def by_number(self, number: str) -> str:
        """The chapter that this paragraph number stands for, or ""."""
        return next((c.slug for c in self.chapters if c.number and c.number == number), "")

    def keys(self, chapter: str) -> tuple[str, ...]:
        return next((c.keys for c in self.chapters if c.slug == chapter), ())

    def after(self, chapter: str) -> str:
        """The lettered chapter that follows, or "" at the end."""
        slugs = [c.slug for c in self.chapters if c.slug in LETTERED]
        if not chapter:
            return slugs[0] if slugs else ""
        if chapter not in slugs or slugs[-1] == chapter:
            return ""
        return slugs[slugs.index(chapter) + 1]


def letters_of(key: str) -> list[str]:
    """`A-C` stands for A, B and C; anything else for itself."""
    first, dash, last = key.partition("-")
    if dash and len(first) == len(last) == 1 and first < last:
        return [chr(c) for c in range(ord(first), ord(last) + 1)]
    return [key] if key else []


@lru_cache(maxsize=1)
def questionnaires() -> dict[int, Questionnaire]:
    data = json.loads(resources.files("cables").joinpath("data/questionnaires.json").read_text("utf-8"))
    found = {}
    for year, entry in data["questionnaires"].items():
        chapters = tuple(
            Chapter(
                c["chapter"],
                str(c.get("para") or ""),
                tuple(letter for q in c["questions"] for letter in letters_of(q["key"] or "")),
            )
            for c in entry["chapters"]
        )
        found[int(year)] = Questionnaire(int(year), entry["ref"], chapters)
    return found


def nearest(year: int | None) -> Questionnaire:
    """The questionnaire of that year; of the nearest year known where there is none."""
    known = questionnaires()
    return known[min(known, key=lambda y: (abs(y - (year or max(known))), y))]
