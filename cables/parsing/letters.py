"""Which of a chapter's candidate markers are its answers: the best ascending path through them.

A path earns for each marker by how explicit its style is, and for each step to the next letter; it pays for what
it leaves out, except for a list of its own (A, B, C ... again), which is cheap to leave.
"""

from collections import Counter
from typing import TypeAlias

from cables.parsing.markers import Candidate
from cables.parsing.questionnaires import Questionnaire

WORTH = {
    "question": 4.0, "numbered": 3.6, "slashed": 3.0, "dashed": 3.0, "pilcrow": 2.4, "para": 2.2, "starred": 2.0,
    "bare": 1.6, "small": 0.6,
}  # fmt: skip
EXPLICIT = frozenset({"question", "numbered", "slashed"})
REPEATABLE = frozenset({"para", "small"})
AKIN = {"pilcrow": "plain", "bare": "plain", "para": "plain", "slashed": "numbered", "numbered": "numbered"}
WINDOW = 40  # candidates looked back at: a chapter has fewer than 20 letters
NESTED = 0.9  # what leaving out a list of its own costs
LONG_RUN = 4
FRAME = frozenset({"intro", "summary", "comment", "other"})  # chapters that have no letters of their own

Runs: TypeAlias = list[tuple[str, list[Candidate]]]


def choose(inside: list[Candidate], questionnaire: Questionnaire, chapter: str, *, styles: Counter[str]) -> Runs:
    """(chapter, its markers) for what stands between two headings.

    `styles` counts the styles of the whole body's candidates. More than one entry where a heading is missing; the
    slug is "" where the chapter can only be told from its place.
    """
    usable = [c for c in inside if c.style != "small" or styles["small"] > sum(styles.values()) * 0.8]
    if not usable:
        return []
    runs: Runs = []
    for number, group in _by_number(usable, chapter, questionnaire):
        first = questionnaire.by_number(number) if number else ""
        for index, piece in enumerate(_restarts(group)):
            slug = chapter if not runs and chapter not in FRAME else first if index == 0 else ""
            path = best_path(piece, questionnaire, slug or chapter)
            if chapter in FRAME and not _convincing(path, number):
                continue
            runs.append((slug, path))
    return runs


def _convincing(path: list[Candidate], number: str) -> bool:
    """Whether letters without any heading before them are answers, and not a list in the introduction."""
    return len(path) >= 3 and (bool(number) or path[0].first == "A")


def _by_number(
    usable: list[Candidate], chapter: str, questionnaire: Questionnaire
) -> list[tuple[str, list[Candidate]]]:
    """Cut where the number in front of the letters changes for good (27.A ... 28.A), with that number."""
    numbers = [c.number for c in usable if c.number]
    lasting = {n for n, count in Counter(numbers).items() if count >= 2}
    groups: list[tuple[str, list[Candidate]]] = [("", [])]
    for one in usable:
        current = groups[-1][0]
        if one.number in lasting and one.number != current:
            if current or (not groups[-1][1] and not current):
                rises = not current or int(one.number) > int(current)
                if rises:
                    groups.append((one.number, []))
            else:
                groups[-1] = (one.number, groups[-1][1])
        groups[-1][1].append(one)
    return [group for group in groups if group[1]]


def _restarts(group: list[Candidate]) -> list[list[Candidate]]:
    """Cut where the letters begin again at A for good: a chapter whose heading is missing."""
    pieces: list[list[Candidate]] = [[]]
    letters: set[str] = set()
    for at, one in enumerate(group):
        begins = one.first == "A" and len(letters) >= LONG_RUN
        if begins and _is_new_chapter(pieces[-1][-WINDOW:], group[at : at + 2 * WINDOW]):
            pieces.append([])
            letters.clear()
        pieces[-1].append(one)
        letters.update(one.keys)
    return pieces


def _is_new_chapter(before: list[Candidate], rest: list[Candidate]) -> bool:
    last = max((c.keys[-1] for c in before), default="A")
    length, expected = 0, "A"
    for one in rest:
        if one.first == expected and not one.open_before:
            length += len(one.keys)
            expected = chr(ord(one.keys[-1]) + 1)
        elif length >= 2 and one.first == chr(ord(last) + 1) and length < 8:
            return False  # the outer letters go on: what stood between was a list
    same_style = before[-1].style == rest[0].style
    return length >= (LONG_RUN if same_style else 6)


def _worth(one: Candidate, questionnaire: Questionnaire, chapter: str) -> float:
    worth = WORTH[one.style]
    if one.portion:
        worth += 0.8
    if one.open_before:
        worth -= 2.0 if one.style in {"dashed", "question"} else 4.0
    if one.inline:
        worth -= 0.5
    keys = questionnaire.keys(chapter)
    if keys and one.keys[-1] > max(keys):
        worth -= 0.8
    return worth


def _step(before: Candidate, one: Candidate) -> float | None:
    """What the step from one marker to the next earns; None where it cannot be taken."""
    explicit = one.style in EXPLICIT and before.style in EXPLICIT
    distance = ord(one.first) - ord(before.keys[-1])
    akin = AKIN.get(one.style, one.style) == AKIN.get(before.style, before.style)
    bonus = 0.6 if akin else -0.6
    if distance == 1:
        return 1.5 + bonus
    if distance == 0:
        if one.continued or explicit:
            return 0.6 + bonus
        # A letter again: a list of its own, unless each paragraph of the answer bears it.
        return (-1.2 if one.style in REPEATABLE else -3.2) + bonus
    if distance < 0:
        return -1.5 + bonus if explicit else None
    return bonus + (0.5 if distance == 2 else 0.0 if distance == 3 else -0.8 * (distance - 3))


class LeftOut:
    """What it costs to leave out the candidates from `first` up to, not including, `stop`.

    A list of its own (A, B, C ... again) costs little, whatever its length.
    """

    def __init__(self, piece: list[Candidate], worths: list[float]) -> None:
        self.sums = [0.0]
        for worth in worths:
            self.sums.append(self.sums[-1] + max(worth, 0.0) * 0.6)
        self.regular_to = [self._regular_to(piece, at) for at in range(len(piece))]

    @staticmethod
    def _regular_to(piece: list[Candidate], at: int) -> int:
        """The index up to which the letters from `at` on run A, B, C ..., perhaps several times."""
        expected = "A"
        for index in range(at, min(at + WINDOW, len(piece))):
            if piece[index].first not in {expected, "A"}:
                return index
            expected = chr(ord(piece[index].keys[-1]) + 1)
        return min(at + WINDOW, len(piece))

    def cost(self, first: int, stop: int) -> float:
        if first >= stop:
            return 0.0
        each = self.sums[stop] - self.sums[first]
        return min(NESTED, each) if self.regular_to[first] >= stop else each


def best_path(piece: list[Candidate], questionnaire: Questionnaire, chapter: str) -> list[Candidate]:
    """The ascending path of the highest worth."""
    common = Counter(c.number for c in piece if c.number).most_common(1)
    worths = [_worth(one, questionnaire, chapter) for one in piece]
    worths = [w - 3.0 if c.number and c.number != common[0][0] else w for c, w in zip(piece, worths, strict=True)]
    left_out = LeftOut(piece, worths)
    best: list[tuple[float, int]] = []
    for i, one in enumerate(piece):
        start = 1.0 if one.first == "A" else -0.25 * (ord(one.first) - ord("A"))
        value, came = start + worths[i] - left_out.cost(max(0, i - WINDOW), i), -1
        for j in range(max(0, i - WINDOW), i):
            step = _step(piece[j], one)
            if step is None:
                continue
            total = best[j][0] + step + worths[i] - left_out.cost(j + 1, i)
            if total > value:
                value, came = total, j
        best.append((value, came))
    ends = [value - left_out.cost(i + 1, len(piece)) for i, (value, _) in enumerate(best)]
    at = max(range(len(ends)), key=ends.__getitem__)
    if ends[at] <= 0:
        return []
    path: list[Candidate] = []
    while at >= 0:
        path.append(piece[at])
        at = best[at][1]
    return path[::-1]
