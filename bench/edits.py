"""Edits to invented sections that know what became of every character, and the cases that they make."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from bench.damage import respelt, transmitted
from bench.repetitive import BOILERPLATE, sentence
from bench.tracked import COPY, Tracked, paragraphs_of, passage, sentences_of, tracked, words_of
from cables.anchoring.folding import WORD

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
