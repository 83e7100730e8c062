"""Decides where a passage stands now, or that nobody can tell: a wrong anchor is worse than an orphan."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Prefix

from cables.anchoring.alignment import align, letter_at
from cables.anchoring.borders import borders
from cables.anchoring.context import (
    NEARBY,
    TELLING,
    UNKNOWN,
    Pattern,
    after,
    before,
    closeness,
    pattern_of,
    resemblance,
    same_run,
)
from cables.anchoring.folding import Folded, fold
from cables.anchoring.places import MOST_COPIES, SURE_BLOCK, Place, places, starts, weigh
from cables.anchoring.selectors import CONTEXT, Anchor, AnchorState, Selector, select

MARGIN = 0.35  # of three points (words, left, right) by which the best place leads
CONFIRMED = 0.6  # agreement of a context
AMONG_COPIES = 0.85  # of both contexts, where the same words stand elsewhere too
CERTAIN = 0.9  # the same, where nothing else can be asked
FLOOR = 0.8  # likeness of the words between two confirmed contexts
FLOOR_ONE_SIDE = 0.85  # where one side is confirmed
FLOOR_SHORT = 0.9  # of a passage of few letters
DISTINCT = 24  # letters of a passage that may be found in another section
LONG = 200  # letters of a passage that may be found there without any context
ECHO = 0.3  # share of a passage's words that, between a place and what stood beside the passage, may be the passage
MOST_STRANGE = 0.5  # share of a place that continues other passages of the earlier text
WIDE = 8 * CONTEXT  # letters of context that decide between copies
WIDE_MARGIN = 0.1
WIDE_SLACK = 0.02  # by which the leader's resemblance may be less than another's; its unbroken run may not
NUMBER = re.compile(r"\d[\d.,]*\d|\d")

ORPHAN = Anchor(AnchorState.ORPHAN, None, None, 0.0)


def anchor(selector: Selector, text: str, earlier: str | None = None) -> Anchor:
    """Where the passage stands in the new text of its section.

    `earlier` is the text in which it was selected. With it, a place counts only where nothing else in the earlier text
    could have become it, wider contexts decide between copies, and a passage that was moved by itself is found. Without
    it the selector's contexts alone decide.
    """
    if earlier is not None and earlier[selector.start : selector.end] != selector.exact:
        earlier = None
    if (start := _untouched(selector, text, earlier)) is not None:
        state = AnchorState.EXACT if start == selector.start else AnchorState.MOVED
        return Anchor(state, start, start + len(selector.exact), 1.0)
    pattern = pattern_of(selector)
    if not pattern.quote:
        return _without_letters(selector, text)
    folded, home = fold(text), fold(earlier) if earlier is not None else None
    found = places(pattern, folded)
    if not found or not _fits(pattern, found[0], home is not None):
        return ORPHAN
    place = _leader(pattern, home, folded, found)
    if place is None or not _fits(pattern, place, home is not None) or _stands_elsewhere(pattern, place, folded):
        return _ambiguous(found[0])
    if any(other.words == 1.0 and other.overlaps(place) for other in found if other is not place):
        return _ambiguous(place)  # it repeats itself without a gap
    if home is not None and (doubt := _doubt(selector, folded, place, home)):
        return ORPHAN if doubt is AnchorState.ORPHAN else _ambiguous(place)
    return _anchor_at(selector, folded, place)


def _untouched(selector: Selector, text: str, earlier: str | None) -> int | None:
    """The passage's new offset where all that stands about it is as it was, else None."""
    start, end = selector.start, selector.end
    if earlier is None:
        at = start - len(selector.prefix)
        known = selector.prefix + selector.exact + selector.suffix
        whole = len(selector.suffix) == CONTEXT or len(text) == at + len(known)
        return start if at >= 0 and whole and text.startswith(known, at) else None
    if earlier == text:
        return start
    first, last = _changes(earlier, text)
    if end + WIDE <= first:
        return start
    return start + len(text) - len(earlier) if start - WIDE >= last else None


@lru_cache(maxsize=16)
def _changes(earlier: str, text: str) -> tuple[int, int]:
    """The offsets in the earlier text between which all changes lie, whatever way repeats are read."""
    shortest = min(len(earlier), len(text))
    ahead = bisect_left(range(shortest), 1, key=lambda at: earlier[: at + 1] != text[: at + 1])
    behind = bisect_left(range(shortest), 1, key=lambda at: earlier[-at - 1 :] != text[-at - 1 :])
    return min(ahead, shortest - behind), len(earlier) - min(behind, shortest - ahead)


def _without_letters(selector: Selector, text: str) -> Anchor:
    """A passage of marks alone is found with all its context or not at all."""
    found = starts(text, selector.prefix + selector.exact + selector.suffix, 1)
    if len(found) != 1:
        return ORPHAN
    start = found[0] + len(selector.prefix)
    state = AnchorState.EXACT if start == selector.start else AnchorState.MOVED
    return Anchor(state, start, start + len(selector.exact), 1.0)


def _fits(pattern: Pattern, place: Place, can_check: bool) -> bool:
    """Whether a place may be the passage's, if nothing else may."""
    weak, strong = sorted((place.left, place.right))
    if place.words < (FLOOR if len(pattern.quote) >= DISTINCT else FLOOR_SHORT):
        return False
    if not can_check:
        return weak >= CERTAIN or (weak >= UNKNOWN and (strong >= CERTAIN or len(pattern.quote) >= LONG))
    if len(pattern.quote) >= DISTINCT and (place.words == 1.0 or weak >= UNKNOWN):
        return True
    return strong >= CONFIRMED and (place.words == 1.0 or weak >= UNKNOWN or place.words >= FLOOR_ONE_SIDE)


def _stands_elsewhere(pattern: Pattern, place: Place, text: Folded) -> bool:
    """Whether a place has other words, and the passage's own stand at another place."""
    return place.words < 1.0 and len(pattern.quote) >= DISTINCT and pattern.quote in text.letters


def _leader(pattern: Pattern, home: Folded | None, text: Folded, found: list[Place]) -> Place | None:
    """The best place, unless another is nearly as good and what stands further off does not tell them apart."""
    if not found:
        return None
    tied = [place for place in found if place.total > found[0].total - MARGIN]
    if len(tied) == 1:
        return tied[0]
    return _widely(pattern, home, text, tied) if home is not None else None


def _widely(pattern: Pattern, home: Folded, text: Folded, tied: list[Place]) -> Place | None:
    """The one among tied places whose wide context leads, and is behind on neither side in any way."""
    start = letter_at(home, pattern.selector.start)
    contexts = _sides(home, start, start + len(pattern.quote))
    marks: list[tuple[float, ...]] = []
    for place in tied:
        sides = zip(contexts, _sides(text, place.start, place.end), strict=True)
        marks.append(tuple(mark(context, beside) for context, beside in sides for mark in (resemblance, same_run)))
    best = max(range(len(tied)), key=lambda at: sum(marks[at]))
    for at, other in enumerate(marks):
        allowed = zip(marks[best], other, (WIDE_SLACK, 0.0) * 2, strict=True)
        leads = all(mine >= theirs - slack for mine, theirs, slack in allowed)
        if at != best and not (leads and sum(marks[best]) - sum(other) >= WIDE_MARGIN):
            return None
    return tied[best]


def _anchor_at(selector: Selector, text: Folded, place: Place) -> Anchor:
    start, end = borders(selector.exact, text, place.start, place.end)
    found = text.text[start:end]
    if place.words < 1.0 or NUMBER.findall(found) != NUMBER.findall(selector.exact):
        return Anchor(AnchorState.CHANGED, start, end, round(min(place.words, 0.99), 4))
    return Anchor(AnchorState.EXACT if start == selector.start else AnchorState.MOVED, start, end, 1.0)


def _ambiguous(best: Place) -> Anchor:
    return Anchor(AnchorState.AMBIGUOUS, None, None, round(best.words, 4))


def _holds(pattern: Pattern, text: Folded, place: Place) -> bool:
    """Whether both contexts agree so well, short ones as well, that a place is told from copies of the passage."""
    left = closeness(pattern.before, before(text, place.start, NEARBY * len(pattern.before)))
    right = closeness(pattern.after, after(text, place.end, NEARBY * len(pattern.after)))
    return min(left, right) >= AMONG_COPIES


def _adjoins(pattern: Pattern, text: Folded, place: Place) -> bool:
    """Whether the letters on both sides of a place are those of the passage: rows that changed places look alike."""
    left, right = before(text, place.start, CONTEXT), after(text, place.end, CONTEXT)
    return left.startswith(pattern.before[:SURE_BLOCK]) and right.startswith(pattern.after[:SURE_BLOCK])


def _twins(pattern: Pattern, text: Folded) -> int:
    """How often a text has the passage's words with what stood on one side of them."""
    copies = starts(text.letters, pattern.quote, MOST_COPIES)
    found = (weigh(pattern, text, at, at + len(pattern.quote)) for at in copies)
    return sum(max(place.left, place.right) >= AMONG_COPIES for place in found)


def _sides(text: Folded, start: int, end: int) -> tuple[str, str]:
    return before(text, start, WIDE), after(text, end, WIDE)


def _is_another(pattern: Pattern, text: Folded, place: Place, home: Folded) -> bool:
    """Whether on a side of the place more letters agree with what stood beside a copy than with the passage's own."""
    own, size, here = letter_at(home, pattern.selector.start), len(pattern.quote), _sides(text, place.start, place.end)
    runs = list(map(Prefix.similarity, here, _sides(home, own, own + size)))
    for at in starts(home.letters, pattern.quote, MOST_COPIES):
        others = map(Prefix.similarity, here, _sides(home, at, at + size))
        if at != own and any(other > run for other, run in zip(others, runs, strict=True)):
            return True
    return False


def _is_twin(pattern: Pattern, text: Folded, place: Place, home: Folded) -> bool:
    """Whether a place among copies of the passage may be another's: it is not wholly like it, or a copy is gone."""
    if place.words < 1.0 or not _holds(pattern, text, place) or not _adjoins(pattern, text, place):
        return True
    return _is_another(pattern, text, place, home) or _twins(pattern, text) < _twins(pattern, home)


def _misaligned(home: Folded, passage: tuple[int, int], text: Folded, place: Place) -> AnchorState | None:
    """What speaks against a place once every word of the new text is traced to the earlier one."""
    alignment = align(home.text, text.text)
    if alignment is None:
        return None
    compared = home, passage, text, (place.start, place.end)
    if alignment.echoed(*compared) >= ECHO or (place.words < 1.0 and not alignment.bordered(*compared)):
        return AnchorState.AMBIGUOUS
    stays = place.words < 1.0 or passage[1] - passage[0] < DISTINCT
    if alignment.elsewhere(*compared) > MOST_STRANGE or (stays and not alignment.adjoins(*compared)):
        return AnchorState.ORPHAN
    return None


def _doubt(selector: Selector, text: Folded, place: Place, home: Folded) -> AnchorState | None:
    """What speaks against a place once it is looked for in the earlier text: it is another passage's, or may be."""
    start, end = letter_at(home, selector.start), letter_at(home, selector.end)
    quote = home.letters[start:end]
    repeated = any(len(starts(letters, quote, 1)) > 1 for letters in (home.letters, text.letters))
    if repeated and _is_twin(pattern_of(selector), text, place, home):
        return AnchorState.AMBIGUOUS
    if doubt := _misaligned(home, (start, end), text, place):
        return doubt
    pattern = pattern_of(select(text.text, text.offsets[place.start], text.offsets[place.end - 1] + 1))
    own = weigh(pattern, home, start, end)
    others = [other for other in places(pattern, home) if not other.overlaps(own)]
    if own.words < 1.0 and any(other.words == 1.0 and max(other.left, other.right) >= CONFIRMED for other in others):
        return AnchorState.ORPHAN
    back = _leader(pattern, text, home, sorted([own, *others], key=lambda other: -other.total))
    if back is own:
        return None
    return AnchorState.AMBIGUOUS if back is None else AnchorState.ORPHAN


def anchor_among(
    selector: Selector, texts: Sequence[str], home: int | None, earlier: str | None = None
) -> tuple[int | None, Anchor]:
    """In which section of its cable the passage stands now, and where; no section where it has no place.

    It is looked for in its own section, and in the others only where that has none: a repair moves the borders of
    sections. There its words must stand unchanged, in one place of the whole cable, between what stood beside them.
    """
    if home is not None:
        here = anchor(selector, texts[home], earlier)
        if here.state is not AnchorState.ORPHAN:
            return (None if here.start is None else home), here
    pattern = pattern_of(selector)
    if len(pattern.quote) < DISTINCT:
        return None, ORPHAN
    found: list[tuple[int, int]] = []
    for index, text in enumerate(texts):
        found += [(index, at) for at in starts(fold(text).letters, pattern.quote, 1)]
        if len(found) > 1:
            return None, Anchor(AnchorState.AMBIGUOUS, None, None, 1.0)
    if not found or found[0][0] == home:
        return None, ORPHAN
    index, at = found[0]
    folded = fold(texts[index])
    place = weigh(pattern, folded, at, at + len(pattern.quote))
    return (index, _anchor_at(selector, folded, place)) if _tells(pattern, folded, place) else (None, ORPHAN)


def _tells(pattern: Pattern, text: Folded, place: Place) -> bool:
    """Whether both contexts agree with a place in another section, and there is enough of them to say something."""
    enough = max(len(pattern.before), len(pattern.after)) >= TELLING or len(pattern.quote) >= LONG
    return enough and _holds(pattern, text, place)
