"""The words of invented archives: how often each stands in a text follows Zipf's law, as in real ones.

Three layers. Small words of English, which a search engine leaves out, make up two fifths of a text. Words of the
subject and invented ones share a table of 65,536 places, so that sixteen random bits draw a word by its frequency;
collocations ("forced labor") have places of their own and give phrases something to find. What is too rare for the
table comes from a long tail of 150,000 further words.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

PLACES = 65_536
SMALL_SHARE = 0.42  # of the words of English prose
PHRASE_SHARE = 0.01
TABLE_WORDS = 12_000
TAIL_WORDS = 150_000
FLATTENED = 8  # Zipf-Mandelbrot: the first ranks are less far apart than 1/rank says

SMALL = (
    "the of and to in a that is was for with on as by at from were are be has had have it which or not this their been "
    "but an its they who such also other no more than all some any these there when will would may can into during "
    "between under over after before through without within because while about only most both each very"
).split()
SUBJECT = (
    "trafficking victims government police women children law persons officials country cases country's courts minors "
    "workers border traffickers shelter ministry prison arrested convicted sentenced forced training migrants judges "
    "smuggling prostitution recruited exploitation organizations embassy families girls prosecutors immigration "
    "services funds campaign brothels passports documents penalty employers domestic agencies abroad labor region boys "
    "authorities year number members foreign nationals rescued returned million program staff city province villages "
    "coordinator committee council survey hotline fine complaint corruption bribes officers raids evidence testimony "
    "fraud threats debt bondage servitude farms factories fishing mines hotels bars tourism airport visas residence "
    "deportation repatriation asylum refugees orphans schools teachers nurses clinics counseling interpreters lawyers"
).split()
PHRASES = (
    *("forced labor", "trafficking in persons", "child labor", "witness statements", "debt bondage", "law enforcement"),
    *("sexual exploitation", "domestic servitude", "public awareness", "border guards", "civil society", "task force"),
    *("national action plan", "organized crime", "migrant workers", "temporary residence", "legal aid", "penal code"),
    *("street children", "exit visas", "memorandum of understanding", "employment agencies", "travel documents"),
    *("medical care", "sentencing guidelines", "suspended sentence", "police academy", "training manual"),
)
ONSETS = "b bl br c ch cr d dr f fl g gl gr h j k kl l m n p pl pr qu r s sh sk sl st t th tr v w y z".split()
VOWELS = "a e i o u a e i o u a e o ai ea io ou".split()
SYLLABLES = [onset + vowel for onset in ONSETS for vowel in VOWELS]
CODAS = ["", "", "", "l", "m", "n", "r", "s", "t", "nd", "lk", "rt", "x", "mp"]
ENDINGS = ["", "", "", "", "s", "ed", "ing", "er"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`table` has PLACES entries; `ranked` are the table's words, the commonest first, with their number of places."""

    table: tuple[str, ...]
    ranked: tuple[tuple[str, int], ...]
    tail: tuple[str, ...]
    tail_weights: tuple[float, ...]  # cumulative
    names: tuple[str, ...]  # capitalised, for places and institutions


def dice_of(*names: object) -> random.Random:
    """Dice that fall the same way for the same names, wherever and in whatever order they are thrown."""
    return random.Random(" ".join(map(str, names)))


def invented_words(dice: random.Random, count: int, taken: set[str]) -> list[str]:
    """That many new words of one to three syllables, pronounceable and of no language that we know of."""
    found: list[str] = []
    draw = dice.random
    while len(found) < count:
        syllables = (SYLLABLES[int(draw() * len(SYLLABLES))] for _ in range(1 + int(draw() * 2.6)))
        stem = "".join(syllables) + CODAS[int(draw() * len(CODAS))]
        word = stem + ENDINGS[int(draw() * len(ENDINGS))]
        if len(word) > 3 and word not in taken:
            taken.add(word)
            found.append(word)
    return found


def _tail(dice: random.Random, taken: set[str]) -> list[str]:
    """TAIL_WORDS words of two syllables and a coda, the same ones in another order for every seed."""
    syllables = sorted(set(SYLLABLES))
    pairs = (first + second + coda for coda in ("n", "sk") for first in syllables for second in syllables)
    words = [word for word, _ in zip((pair for pair in pairs if pair not in taken), range(TAIL_WORDS), strict=False)]
    dice.shuffle(words)
    return words


def zipf_weights(count: int, flattened: int = FLATTENED) -> list[float]:
    return [1 / (rank + flattened) for rank in range(count)]


@lru_cache(maxsize=2)
def vocabulary(seed: int) -> Vocabulary:
    """The vocabulary of a seed; takes about a second, and is remembered."""
    dice = dice_of("words", seed)
    taken = {*SMALL, *SUBJECT}
    # The subject's words are the commonest, mixed with a few invented ones as every archive has words of its own.
    first = [*SUBJECT, *invented_words(dice, len(SUBJECT) // 4, taken)]
    head, rest = first[:8], first[8:]
    dice.shuffle(rest)
    content = [*head, *rest, *invented_words(dice, TABLE_WORDS - len(first), taken)]
    shares = [
        *_shared(SMALL, zipf_weights(len(SMALL), 3), SMALL_SHARE),
        *_shared(PHRASES, zipf_weights(len(PHRASES), 4), PHRASE_SHARE),
        *_shared(content, zipf_weights(len(content)), 1 - SMALL_SHARE - PHRASE_SHARE),
    ]
    table = [word for word, share in shares for _ in range(round(share * PLACES))]
    dice.shuffle(table)
    table = [*table, *dice.sample(table, max(PLACES - len(table), 0))][:PLACES]
    tail = _tail(dice, taken)
    return Vocabulary(
        table=tuple(table),
        ranked=tuple(sorted(Counter(table).items(), key=lambda entry: (-entry[1], entry[0]))),
        tail=tuple(tail),
        tail_weights=tuple(accumulate(zipf_weights(len(tail), 5_000))),
        names=tuple(word.capitalize() for word in invented_words(dice, 4_000, taken)),
    )


def _shared(words: Sequence[str], weights: list[float], share: float) -> list[tuple[str, float]]:
    whole = sum(weights)
    return [(word, share * weight / whole) for word, weight in zip(words, weights, strict=True)]
