"""Invented sections that repeat themselves, and edits to them that know what became of every character.

A `Tracked` text gives each character the name of the one it comes from in the text all versions were made from. The
passage that was quoted in one version stands, in another, where the characters of the same names stand.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from bench.telegram import WIDTH
from cables.anchoring.folding import WORD

BOILERPLATE = (
    "There was no change in this area during the reporting period.",
    "The government did not provide statistics.",
    "The government did not prosecute any officials for complicity in trafficking during the reporting period.",
    "Post has no further information.",
    "NGOs provided shelter and care to victims; the government gave no money to them.",
    "The government, within its means, cooperated with the embassy.",
    "No change.",
    "See the answer above.",
    "The Ministry of Foreign Affairs told the embassy that it had no figures for 2007.",
    "The police trained 40 officers and the Ministry of Labor trained 12 inspectors.",
)
SUBJECTS = ("The government", "The police", "The Public Ministry", "Procuraduría General", "An NGO", "Casa Alianza",
            "The Secretariat of Migration", "The court in Cobán", "The Ministry of Labor")  # fmt: skip
VERBS = ("arrested", "did not arrest", "convicted", "sheltered", "sent home", "interviewed", "acquitted", "identified")
OBJECTS = ("victims", "traffickers", "minors", "foreign women", "officials", "suspects", "children")
PLACES = ("in Petén", "at the border", "in the capital", "on the coast", "in Quetzaltenango", "in two raids")
ENDS = (
    "in 2006",
    "in 2007",
    "last year",
    "since March",
    "with an NGO's help",
    "without a warrant",
    "for the first time",
)
WORDS = (
    "also",
    "reportedly",
    "new",
    "several",
    "again",
    "however",
    "local",
    "twelve",
    "police",
    "under",
    "law",
    "never",
)


def sentence(dice: random.Random) -> str:
    said = f"{dice.choice(SUBJECTS)} {dice.choice(VERBS)} {dice.choice(('no', '3', '12', 'two', '117', '1,400'))}"
    return f"{said} {dice.choice(OBJECTS)} {dice.choice(PLACES)} {dice.choice(ENDS)}."


def row(dice: random.Random) -> str:
    crime, cases = dice.choice(("Rape", "Pandering", "Forced labor")), dice.choice(("none", "none", "2", "5"))
    return f"{crime}: {cases} cases, {dice.choice(('none', 'none', '1'))} convicted"


def paragraph(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.15:
        return "\n".join(f"({number}) {row(dice)}" for number in range(1, dice.randint(3, 7)))
    if kind < 0.3:
        article = dice.choice(("173", "191", "194", "194 bis"))
        years = dice.choice(("five to eight", "six to twelve"))
        return f"Article {article}. Whoever does so is punished with {years} years in prison. A third is added."
    return " ".join(
        dice.choice(BOILERPLATE) if dice.random() < 0.5 else sentence(dice) for _ in range(dice.randint(1, 7))
    )


def section(dice: random.Random) -> str:
    """An answer of 20 to some 4,000 characters."""
    paragraphs = [paragraph(dice) for _ in range(dice.choice((1, 1, 2, 3, 4, 6, 9)))]
    while dice.random() < 0.25:
        paragraphs.insert(dice.randint(0, len(paragraphs)), dice.choice(paragraphs))
    return "\n\n".join(paragraphs)


COPY = 1_000_000  # added to the names of what a transmission repeated


@dataclass(frozen=True, slots=True)
class Tracked:
    text: str
    names: tuple[int, ...]  # of the character each comes from; -1 of what is new

    def __getitem__(self, part: slice) -> "Tracked":
        return Tracked(self.text[part], self.names[part])

    def __add__(self, other: "Tracked") -> "Tracked":
        return Tracked(self.text + other.text, self.names + other.names)

    def put(self, start: int, end: int, text: str) -> "Tracked":
        """The text with other words in a place; they stand for those that stood there, but not what is only added."""
        old = self.names[start:end]
        if old and text.startswith(self.text[start:end]):
            return self[:end] + Tracked(text[end - start :], (-1,) * (len(text) - len(old))) + self[end:]
        names = tuple(old[at * len(old) // len(text)] for at in range(len(text))) if old and text else (-1,) * len(text)
        return self[:start] + Tracked(text, names) + self[end:]

    def add(self, at: int, text: str) -> "Tracked":
        return self.put(at, at, text)

    def span_of(self, names: frozenset[int]) -> tuple[int, int]:
        """The same with its marks; an empty range at the end where nothing is left."""
        found = [at for at, name in enumerate(self.names) if name in names]
        return (found[0], found[-1] + 1) if found else (len(self.text), len(self.text))

    def place_of(self, names: frozenset[int]) -> tuple[int, int] | None:
        """From the first to the last letter that comes from these."""
        found = [at for at, name in enumerate(self.names) if name in names and self.text[at].isalnum()]
        return (found[0], found[-1] + 1) if found else None


def tracked(text: str) -> Tracked:
    return Tracked(text, tuple(range(len(text))))


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(pattern, text)]


def words_of(text: str) -> list[tuple[int, int]]:
    return spans(r"\S+", text)


def sentences_of(text: str) -> list[tuple[int, int]]:
    return spans(r"[^\s.][^.\n]*[.\n]?", text)


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    return spans(r"\S(?:[^\n]|\n(?!\n))*", text)


def passage(dice: random.Random, text: str) -> tuple[int, int]:
    """What an analyst may select: words, a sentence or two, a paragraph, all; sometimes from inside a word."""
    kind, words = dice.random(), words_of(text)
    first = dice.randrange(len(words))
    if kind < 0.6:
        last = min(len(words) - 1, first + dice.choice((0, 1, 2, 3, 5, 8, 13, 21, 34)))
        return words[first][0], words[last][1]
    if kind < 0.85:
        sentences = sentences_of(text)
        at = dice.randrange(len(sentences))
        return sentences[at][0], sentences[min(len(sentences) - 1, at + dice.randint(0, 1))][1]
    if kind < 0.93:
        return dice.choice(paragraphs_of(text))
    if kind < 0.96:
        return 0, len(text)
    start = dice.randrange(len(text) - 4)
    return start, min(len(text), start + dice.randint(4, 60))


# Edits anywhere


def outside(
    dice: random.Random, text: Tracked, names: frozenset[int], places: list[tuple[int, int]]
) -> tuple[int, int]:
    """One of the places that does not touch the passage; an empty one at the end where there is none."""
    span = text.span_of(names)
    free = [place for place in places if place[1] <= span[0] or place[0] >= span[1]]
    return dice.choice(free) if free else (len(text.text), len(text.text))


Edit = Callable[[random.Random, Tracked, frozenset[int]], Tracked]


def words_elsewhere(dice: random.Random, text: Tracked, names: frozenset[int]) -> Tracked:
    for _ in range(dice.randint(1, 6)):
        start, end = outside(dice, text, names, words_of(text.text))
        kind = dice.randrange(3)
        text = text.put(start, end, ("", dice.choice(WORDS), text.text[start:end] + " " + dice.choice(WORDS))[kind])
    return text


def sentences_elsewhere(dice: random.Random, text: Tracked, names: frozenset[int]) -> Tracked:
    """Sentences come, go and change places."""
    for _ in range(dice.randint(1, 3)):
        start, end = outside(dice, text, names, sentences_of(text.text))
        kind, cut = dice.randrange(3), text[start:end]
        if kind == 0:
            text = text.add(start, dice.choice((sentence(dice), dice.choice(BOILERPLATE))) + " ")
            continue
        text = text[:start] + text[end:]
        if kind == 1:
            at, _ = outside(dice, text, names, sentences_of(text.text))
            text = text[:at] + cut + Tracked(" ", (-1,)) + text[at:]
    return text


def copy_elsewhere(dice: random.Random, text: Tracked, names: frozenset[int]) -> Tracked:
    """The passage's paragraph once more, at another place."""
    start, end = _around(text, names, paragraphs_of)
    copy = text.text[start:end]
    free = [at for _, at in paragraphs_of(text.text) if at <= start or at >= end]
    at = dice.choice([0, *free])
    return text.add(at, f"\n\n{copy}") if at else text.add(0, f"{copy}\n\n")


def near_copy_elsewhere(dice: random.Random, text: Tracked, names: frozenset[int]) -> Tracked:
    """A sentence like the passage's, with one or two words changed, at another place."""
    start, end = _around(text, names, sentences_of)
    near = tracked(text.text[start:end])
    for _ in range(dice.randint(1, 2)):
        here, there = dice.choice(words_of(near.text))
        near = near.put(here, there, dice.choice(WORDS))
    at = outside(dice, text, names, sentences_of(text.text))[0]
    return text.add(at, near.text + " ")


# Edits to the passage


def lightly(dice: random.Random, text: Tracked, names: frozenset[int]) -> Tracked:
    """One word in eight changed, at least one."""
    return _reworded(dice, text, names, 8)


def heavily(dice: random.Random, text: Tracked, names: frozenset[int]) -> Tracked:
    return _reworded(dice, text, names, 2)


def _reworded(dice: random.Random, text: Tracked, names: frozenset[int], one_in: int) -> Tracked:
    span = text.span_of(names)
    inside = [place for place in words_of(text.text) if place[0] < span[1] and place[1] > span[0]]
    for start, end in sorted(dice.sample(inside, -(-len(inside) // one_in)), reverse=True):
        kind = dice.randrange(3)
        new = (dice.choice(WORDS), text.text[start:end] + " " + dice.choice(WORDS), "")[kind if len(inside) > 2 else 0]
        text = text.put(start, end, new)
    return text


def gone(dice: random.Random, text: Tracked, names: frozenset[int]) -> Tracked:
    start, end = text.span_of(names)
    return text[:start] + text[end:]


def gone_with_sentence(dice: random.Random, text: Tracked, names: frozenset[int]) -> Tracked:
    start, end = _around(text, names, sentences_of)
    return text[:start] + text[end:]


def moved_alone(dice: random.Random, text: Tracked, names: frozenset[int]) -> Tracked:
    """The passage's sentences at another place."""
    start, end = _around(text, names, sentences_of)
    cut, rest = text[start:end], text[:start] + text[end:]
    ends = [0, *(after for _, after in sentences_of(rest.text))]
    at = dice.choice(ends)
    blank = Tracked(" ", (-1,))
    return rest[:at] + blank + cut + blank + rest[at:]


def _around(text: Tracked, names: frozenset[int], cut: Callable[[str], list[tuple[int, int]]]) -> tuple[int, int]:
    """The sentences or paragraphs that the passage touches."""
    span = text.span_of(names)
    touched = [place for place in cut(text.text) if place[0] < span[1] and place[1] > span[0]]
    return (min(touched[0][0], span[0]), max(touched[-1][1], span[1])) if touched else span


# Damage, which a repair undoes


def transmitted(dice: random.Random, text: Tracked, _names: frozenset[int]) -> Tracked:
    """Lines of 65 columns, page lines, stray captions, repeated lines, broken words, lost letters, pilcrows."""
    text = _wrapped(text, dice.choice((WIDTH, 10_000)))
    for _ in range(1 + len(text.text) // 600):
        kind = dice.choice(INJURIES)
        blanks = spans(r"(?<=\S)\s+(?=\S)", text.text) or [(0, 0)]
        start, end = dice.choice(blanks)
        text = kind(dice, text, start, end)
    return text


def _wrapped(text: Tracked, width: int) -> Tracked:
    line, breaks = 0, []
    for start, end in words_of(text.text):
        line = text.text.rfind("\n", line, start) + 1 or line
        if end - line > width and start and text.text[start - 1] == " ":
            breaks.append(start - 1)
            line = start
    for at in breaks:
        text = text.put(at, at + 1, "\n")
    return text


def _page(dice: random.Random, text: Tracked, start: int, end: int) -> Tracked:
    return text.put(start, end, f"\n\nGUATEMALA 00000900  {dice.randint(2, 9):03d} OF 009\n\n")


def _caption(_dice: random.Random, text: Tracked, start: int, end: int) -> Tracked:
    return text.put(start, end, "\n\nSIPDIS\n\n")


def _blank_line(_dice: random.Random, text: Tracked, start: int, end: int) -> Tracked:
    return text.put(start, end, "\n\n")


def _repeated(dice: random.Random, text: Tracked, start: int, _end: int) -> Tracked:
    again = text[max(0, start - dice.randint(20, 64)) : start]
    again = Tracked(again.text, tuple(name + COPY if 0 <= name < COPY else name for name in again.names))
    return text[:start] + Tracked("\n" + dice.choice("Q "), (-1, -1)) + again + text[start:]


def _split(_dice: random.Random, text: Tracked, _start: int, end: int) -> Tracked:
    return text.add(end + 2, " ") if end + 4 < len(text.text) and text.text[end : end + 4].isalpha() else text


def _lost(_dice: random.Random, text: Tracked, _start: int, end: int) -> Tracked:
    return text[: end + 1] + text[end + 2 :] if text.text[end : end + 4].isalpha() else text


def _pilcrow(_dice: random.Random, text: Tracked, _start: int, end: int) -> Tracked:
    return text.add(end, "¶")


INJURIES = (_page, _caption, _blank_line, _repeated, _split, _lost, _pilcrow)


def respelt(dice: random.Random, text: Tracked, _names: frozenset[int]) -> Tracked:
    """Accents lost, quotation marks curled, blanks doubled, words hyphenated at a line's end."""
    for start, char in reversed(list(enumerate(text.text))):
        if char in ACCENTS:
            text = text.put(start, start + 1, ACCENTS[char])
        elif char == "'" and dice.random() < 0.7:
            text = text.put(start, start + 1, "’")
        elif char == " " and dice.random() < 0.1:
            text = text.put(start, start + 1, dice.choice(("  ", "\n", "\u00a0")))
        elif char.isalpha() and dice.random() < 0.01 and text.text[start - 1 : start + 2].isalpha() and start:
            text = text.add(start, "-\n")
    return text


ACCENTS = {"á": "a", "é": "e", "í": "i", "ó": "o", "ñ": "n"}


KINDS: dict[str, tuple[Edit, ...]] = {
    "words elsewhere": (words_elsewhere,),
    "sentences elsewhere": (sentences_elsewhere,),
    "paragraph copied": (copy_elsewhere,),
    "near copy elsewhere": (near_copy_elsewhere,),
    "respelt": (respelt,),
    "damaged": (transmitted,),
    "edited lightly": (lightly,),
    "edited lightly, and elsewhere": (lightly, words_elsewhere, sentences_elsewhere),
    "edited heavily": (heavily,),
    "moved by itself": (moved_alone,),
    "deleted": (gone,),
    "deleted with its sentence": (gone_with_sentence,),
    "deleted, and elsewhere": (gone_with_sentence, words_elsewhere),
    "deleted, near copy stays": (gone_with_sentence,),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One passage of one text, and the text after an edit. `truths` is where it stands now; none where it is gone.

    Where a paragraph or line has been copied behind itself nobody can say which of the two is the copy: both are true.
    """

    kind: str
    old: str
    new: str
    start: int
    end: int
    truths: tuple[tuple[int, int], ...]

    def is_right(self, start: int, end: int) -> bool:
        """Whether what was found is the passage: see `covers`."""
        quoted = self.old, self.start, self.end
        return any(covers(quoted, self.new, (start, end), truth) for truth in self.truths)


def case(kind: str, base: str, dice: random.Random) -> Case | None:
    """A passage and an edit of this kind; None where the edit took the passage apart."""
    old = tracked(base)
    if kind == "repaired":
        old = transmitted(dice, old, frozenset())
        return _case(kind, old, tracked(base), passage(dice, old.text))
    start, end = passage(dice, base)
    if kind == "deleted, near copy stays":
        names = frozenset(range(start, end))
        old = near_copy_elsewhere(dice, old, names)
        start, end = old.span_of(names)
        old = tracked(old.text)
    new = old
    for edit in KINDS.get(kind, ()):
        new = edit(dice, new, frozenset(range(start, end)))
    return _case(kind, old, new, (start, end))


def _case(kind: str, old: Tracked, new: Tracked, span: tuple[int, int]) -> Case | None:
    start, end = span
    letters = [at for at in range(start, end) if old.text[at].isalnum()]
    marked = [old.names[at] for at in range(start, end) if letters and not old.text[at].isspace()]
    names = frozenset(name % COPY for name in marked if name >= 0)
    if not names:
        return None
    truth = new.place_of(names)
    if truth and truth[1] - truth[0] > 2 * (end - start) + 400:
        return None
    once = new.place_of(frozenset(name for name in marked if 0 <= name < COPY))  # without what was repeated in the old
    latest = {name % COPY: at for at, name in enumerate(new.names) if name >= 0 and new.text[at].isalnum()}
    again = sorted(latest[name] for name in names & latest.keys())  # with what was repeated in the new, for its model
    repeats = [once, (again[0], again[-1] + 1) if again else None]
    readings = _readings(old.text, new.text, letters[0], letters[-1] + 1)
    return Case(kind, old.text, new.text, start, end, (*filter(None, (truth, *repeats)), *readings))


def _readings(old: str, new: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the passage stands if one stretch beside it was put in or taken out, and nothing else but blanks."""
    befores, afters = _indexes(old), _indexes(new)
    first, last = befores.index(start), befores.index(end - 1) + 1
    shortest = min(len(befores), len(afters))
    ahead = next((at for at in range(shortest) if old[befores[at]] != new[afters[at]]), shortest)
    behind = next((at for at in range(shortest) if old[befores[-at - 1]] != new[afters[-at - 1]]), shortest)
    if ahead + behind < shortest:
        return []
    shift = len(afters) - len(befores)
    found = [(first, last)] if last <= ahead else []
    found += [(first + shift, last + shift)] if first >= len(befores) - behind else []
    return [(afters[begin], afters[stop - 1] + 1) for begin, stop in found]


def _indexes(text: str) -> list[int]:
    return [at for at, char in enumerate(text) if char.isalnum()]


def letters_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without marks and blanks at its ends."""
    found = [at for at in range(start, end) if text[at].isalnum()]
    return (found[0], found[-1] + 1) if found else (start, end)


def covers(quoted: tuple[str, int, int], text: str, found: tuple[int, int], truth: tuple[int, int]) -> bool:
    """Whether a range has nine in ten of the passage's words that are left in the truth, and no word outside it.

    Words count whole, though the passage cut them. Whether a new word at its border is the passage's nobody can say.
    """
    said, start, end = quoted
    own = {said[first:last].casefold() for first, last in _whole(said, start, end)}
    left = [place for place in _whole(text, *truth) if text[slice(*place)].casefold() in own]
    here = _whole(text, *found)
    kept = sum(place in here for place in left)
    return bool(here) and set(here) <= set(_whole(text, *truth)) and 10 * kept >= 9 * len(left)


def _whole(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words a range touches."""
    return [place.span() for place in WORD.finditer(text) if place.start() < end and place.end() > start]
