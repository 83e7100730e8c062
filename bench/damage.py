"""Damage to a tracked text, as a transmission does it: a repair undoes it."""

import random

from bench.telegram import WIDTH
from bench.tracked import COPY, Tracked, spans, words_of


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
