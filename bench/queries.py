"""What is searched for: the mix of kinds, made from the words and places that an invented archive is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice

from bench.archive import TAGS, YEARS, Archive
from bench.words import PHRASES, SMALL, dice_of, vocabulary

KINDS = {
    "selective": "a word that stands in about 1 section of 400",
    "common": "a word that stands in about 1 of 5",
    "phrase": "two words side by side, each common",
    "prefix": "the beginning of a common word",
    "misspelt": "a common word with two letters swapped",
    "filters": "three filters and no word",
    "broad": "one filter and no word",
    "word+filters": "a common word and three filters",
}
COMMON_PLACES = range(55, 190)
CHAPTERS = ("prosecution", "protection", "prevention")
BUREAUS = ("af", "eap", "eur", "nea", "wha")


@dataclass(frozen=True, slots=True)
class Query:
    """`words` as people type them; `chosen` maps a facet's name to the values chosen in it."""

    kind: str
    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def mix(archive: Archive, each: int) -> dict[str, list[Query]]:
    """`each` queries of every kind, of which no two have the same words: what a search remembers of one does not help
    the next. Raises ValueError where the vocabulary has too few words for that."""
    words = vocabulary(archive.seed)
    phrases = {word for word, _ in words.ranked if " " in word}
    content = [(word, places) for word, places in words.ranked if word not in SMALL and word not in phrases]
    common = [word for word, places in content if places in COMMON_PLACES and len(word) > 4 and word.isalpha()]
    rare = [word for word, places in content if places == 1 and len(word) > 4]
    if 2 * each > len(common):
        raise ValueError(f"at most {len(common) // 2} queries of a kind")
    dice = dice_of("queries", archive.seed)
    dice.shuffle(common)
    found = {
        "selective": [Query("selective", word) for word in dice.sample(rare, each)],
        "common": [Query("common", word) for word in common[:each]],
        "phrase": [Query("phrase", f'"{phrase}"') for phrase in islice(_phrases(content), each)],
        "prefix": [Query("prefix", f"{word[: max(4, len(word) - 2)]}*") for word in common[:each]],
        "misspelt": [Query("misspelt", _swapped(word)) for word in common[:each]],
    }
    filters = islice(_filters(archive), 3 * each)
    found["filters"] = [Query("filters", "", chosen) for chosen in islice(filters, each)]
    found["broad"] = [Query("broad", "", chosen) for chosen in islice(_broad(), each)]
    pairs = zip(common[each : 2 * each], filters, strict=False)
    found["word+filters"] = [Query("word+filters", word, chosen) for word, chosen in pairs]
    return found


def _phrases(content: list[tuple[str, int]]) -> Iterator[str]:
    """The collocations without a small word, in whose place others would match any word; then pairs of the commonest
    words, which stand side by side by chance."""
    yield from (phrase for phrase in PHRASES if not set(phrase.split()) & set(SMALL))
    heads = [word for word, _ in content[:40]]
    for distance in range(1, len(heads)):
        for first, second in zip(heads, heads[distance:], strict=False):
            yield f"{first} {second}"


def _swapped(word: str) -> str:
    """The word with its third and fourth letters swapped, or doubled where they are the same."""
    swapped = word[:2] + word[3] + word[2] + word[4:]
    return swapped if swapped != word else word[:3] + word[2] + word[3:]


def _filters(archive: Archive) -> Iterator[dict[str, tuple[str, ...]]]:
    """Three filters at a time; some of two values."""
    dice = dice_of("filters", archive.seed)
    countries = [place.iso2.lower() for place in archive.places]
    for shape in cycle(range(3)):
        years = tuple(map(str, sorted(dice.sample(YEARS, 2))))
        chapter = (dice.choice(CHAPTERS),)
        if shape == 0:
            yield {"country": tuple(dice.sample(countries, 3)), "chapter": chapter, "status": ("answered",)}
        elif shape == 1:
            yield {"bureau": (dice.choice(BUREAUS),), "year": years, "chapter": chapter}
        else:
            yield {"tag": (dice.choice(TAGS).lower(),), "year": years, "law": ("yes",)}


def _broad() -> Iterator[dict[str, tuple[str, ...]]]:
    """One filter that leaves much: a chapter, a TAGS code, two years, a region, a status."""
    for at in cycle(range(60)):
        shapes: tuple[dict[str, tuple[str, ...]], ...] = (
            {"chapter": (CHAPTERS[at % 3],)},
            {"tag": (TAGS[at % len(TAGS)].lower(),)},
            {"year": (str(YEARS[at % 20]), str(YEARS[(at + 7) % 20]))},
            {"bureau": (BUREAUS[at % 5],)},
            {"status": ("answered",)},
        )
        yield shapes[at % 5]
