"""Makes up archives in the shape of the real ones: `python bench/archive.py FOLDER [--sections 1000] [--seed 1]`.

Writes the cables as text files that `manage.py import_cables` reads. The same seed and size give the same archive,
byte for byte, wherever it runs; each cable depends on its number alone, so that several processes can share the work.
Real are the countries, posts, TAGS codes and the questionnaires' chapters and letters (of the nearest year where a
year's is not known); everything said in them is invented.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.prose import Country, Paragraph, Writer
from bench.words import dice_of, vocabulary
from cables.parsing.questionnaires import UNLETTERED, nearest, questionnaires
from cables.reference_files import PostRow, read_countries, read_posts, squeeze

COUNTRIES = 170
YEARS = range(2001, 2021)
ACCESSES, ACCESS_WEIGHTS = ("public", "members", "restricted"), (75, 20, 5)
STATUSES, STATUS_WEIGHTS = ("answered", "no-information", "not-applicable"), (89, 8, 3)
LAW_SHARE = 0.35  # of the answers on legislation that quote it, article by article
TAGS = ("ASEC", "CVIS", "EAID", "ELAB", "KCRM", "KFRD", "KJUS", "KWMN", "PGOV", "PHUM", "PREF", "PREL", "SMIG", "SOCI")
FIRST_SERIAL = 100_000  # a post's own numbers end far below: no real cable has such an MRN


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cable comes from: a country (ISO 3166, TAGS) and its post."""

    iso2: str
    tag: str
    bureau: str
    post: PostRow


@dataclass(frozen=True, slots=True)
class Answer:
    """One section: `keys` upper case as printed, () for unlettered text; `key` as in a section's address."""

    chapter: str
    keys: tuple[str, ...]
    status: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def key(self) -> str:
        return "-".join(self.keys).lower()

    @property
    def text(self) -> str:
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Cable:
    number: int  # from 0
    place: Place
    report_year: int
    serial: int
    sent: datetime
    access: str
    tags: tuple[str, ...]
    ref: str  # MRN of the questionnaire, "" where none is known
    answers: tuple[Answer, ...]

    @property
    def mrn(self) -> str:
        return f"{self.report_year % 100:02d}{self.place.post.mrn_name}{self.serial}"

    @property
    def captions(self) -> tuple[str, ...]:
        return ("SIPDIS",) if self.access == "public" else ("SENSITIVE", "SIPDIS")

    @property
    def marking(self) -> str:
        return f"UNCLAS {self.post_name} {self.serial:06d}"

    @property
    def post_name(self) -> str:
        """The post as its line of classification prints it."""
        names = self.place.post.other_names
        return next((name for name in names if squeeze(name) == self.place.post.mrn_name), self.place.post.mrn_name)

    @property
    def subject(self) -> str:
        return f"{self.post_name}: INPUT FOR THE {self.report_year} TRAFFICKING IN PERSONS REPORT"


Plan = tuple[tuple[str, tuple[str, ...]], ...]  # (chapter, keys) of each section


class Archive:
    """`sections` answers in as many cables as they need; the last cable is cut where the number is reached."""

    def __init__(self, sections: int, *, seed: int = 1) -> None:
        self.sections = sections
        self.seed = seed
        self.writer = Writer(vocabulary(seed))
        known = questionnaires()
        self.refs = {year: known[year].ref for year in known}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """One post in each of COUNTRIES countries (those that have a TAGS code), embassies before others."""
        countries = {row.iso2: row for row in read_countries() if row.tags_codes and row.iso2 != "US"}
        posts: dict[str, PostRow] = {}
        for post in sorted(read_posts(), key=lambda row: (row.kind != "embassy", row.mrn_name)):
            if post.country in countries:
                posts.setdefault(post.country, post)
        chosen = dice_of("places", self.seed).sample(sorted(posts), min(COUNTRIES, len(posts)))
        return tuple(
            Place(iso2, countries[iso2].tags_codes[0], countries[iso2].bureau, posts[iso2]) for iso2 in sorted(chosen)
        )

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Of each cable, how many sections stand before it; one entry more than cables: the whole."""
        return self._layout[1]

    @cached_property
    def _layout(self) -> tuple[int, tuple[int, ...]]:
        """The cables of a year, and `starts`."""
        per_year = max(1, self.sections // 800)  # a first guess: forty sections a cable
        while (found := self._starts(per_year))[-1] < self.sections:
            per_year += max(1, per_year // 20)
        end = next(number for number, start in enumerate(found) if start >= self.sections)
        return per_year, (*found[:end], self.sections)

    def _starts(self, per_year: int) -> list[int]:
        years = (year for year in YEARS for _ in range(per_year))
        return [0, *accumulate(len(self._plan(number, year)) for number, year in enumerate(years))]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __iter__(self) -> Iterator[Cable]:
        return (self.cable(number) for number in range(len(self)))

    def _year(self, number: int) -> int:
        return YEARS[number // self._layout[0]]

    def _plan(self, number: int, year: int) -> Plan:
        """Which answers the cable has: those of its year's questionnaire, a few left out, a few given together."""
        dice = dice_of("plan", self.seed, number)
        asked = nearest(year)
        plan: list[tuple[str, tuple[str, ...]]] = [("intro", ("1",)), ("intro", ("2",))]
        for chapter in asked.chapters:
            if chapter.slug in UNLETTERED or not chapter.keys:
                if dice.random() < 0.7:
                    plan.append((chapter.slug, ()))
            else:
                plan += [(chapter.slug, keys) for keys in _grouped(chapter.keys, dice)]
        return tuple(plan)

    def cable(self, number: int) -> Cable:
        count = self.starts[number + 1] - self.starts[number]
        year = self._year(number)
        plan = self._plan(number, year)[:count]
        dice = dice_of("cable", self.seed, number)
        place = self.places[number % len(self.places)]
        country = self.writer.country(place.iso2)
        return Cable(
            number=number,
            place=place,
            report_year=year,
            serial=FIRST_SERIAL + number // len(self.places),
            sent=_sent(year, dice),
            access=dice.choices(ACCESSES, ACCESS_WEIGHTS)[0],
            tags=("KTIP", *sorted(dice.sample(TAGS, dice.randint(4, 9))), place.tag),
            ref=self.refs.get(year, ""),
            answers=tuple(self._answer(chapter, keys, country, dice) for chapter, keys in plan),
        )

    def _answer(self, chapter: str, keys: tuple[str, ...], country: Country, dice: random.Random) -> Answer:
        status = dice.choices(STATUSES, STATUS_WEIGHTS)[0] if keys and chapter != "intro" else "answered"
        if status == "no-information":
            paragraphs: tuple[Paragraph, ...] = (Paragraph("prose", "Post has no information on this question."),)
        elif status == "not-applicable":
            paragraphs = (Paragraph("prose", "Not applicable."),)
        else:
            legal = chapter == "prosecution" and keys[:1] in (("A",), ("B",)) and dice.random() < LAW_SHARE
            paragraphs = self.writer.answer(country, dice, with_law=legal)
        return Answer(chapter, keys, status, paragraphs)


def _sent(year: int, dice: random.Random) -> datetime:
    return datetime(year, 2, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(58 * 24 * 60))


def _grouped(keys: tuple[str, ...], dice: random.Random) -> Iterator[tuple[str, ...]]:
    """Each letter by itself; now and then one is left out, or answered together with the next. Never the first two:
    a chapter is known by them."""
    at = 0
    while at < len(keys):
        luck = dice.random()
        if at > 1 and luck < 0.03:
            at += 1
        elif at > 1 and luck < 0.06 and at + 1 < len(keys):
            yield keys[at : at + 2]
            at += 2
        else:
            yield keys[at : at + 1]
            at += 1


def write_texts(archive: Archive, folder: Path) -> int:
    """Write every cable of the archive as a file of its own, named by its MRN; the bytes written."""
    from bench.telegram import telegram

    folder.mkdir(parents=True, exist_ok=True)
    return sum((folder / f"{cable.mrn}.txt").write_bytes(telegram(cable).encode()) for cable in archive)


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the texts go; made where it is missing")
    parser.add_argument("--sections", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    archive = Archive(options.sections, seed=options.seed)
    written = write_texts(archive, options.folder)
    print(f"{len(archive)} cables, {archive.sections} sections, {written / 1e6:.1f} MB in {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
