"""Damage to lines of running text. Each injury asks for its places, does its work and records it."""

import re
from collections.abc import Callable

from tests.transmission.sheet import MARK, Kind, Line, Sheet, TransmissionError
from tests.transmission.teleprinter import LETTERED


def places(sheet: Sheet, option: str, count: int, fit: Callable[[Line, Line], bool]) -> list[int]:
    """Where `count` lines go on in the next one and `fit` with it, some way apart, last one first."""
    free = [
        at
        for at, (line, after) in enumerate(zip(sheet.lines, sheet.lines[1:], strict=False))
        if line.kind is Kind.BODY and line.goes_on and not line.spent and not after.spent and fit(line, after)
    ]
    sheet.dice.shuffle(free)
    chosen: list[int] = []
    for at in free:
        if len(chosen) < count and all(abs(at - other) > 3 for other in chosen):
            chosen.append(at)
    if len(chosen) < count:
        raise TransmissionError(f"{option}={count}: only {len(chosen)} lines of running text fit")
    for at in chosen:
        for line in sheet.lines[max(0, at - 1) : at + 3]:
            line.spent = True
    return sorted(chosen, reverse=True)


def in_sentence(line: Line, after: Line) -> bool:
    if MARK.search(line.text + after.text):
        return False
    return not line.text.rstrip().endswith((".", "?", "!", ":", ";", '"', "--"))


def whole_line(line: Line, after: Line) -> bool:
    return len(line.text) >= 45 and not LETTERED.match(line.text) and in_sentence(line, after)


def has_word(line: Line, _after: Line) -> bool:
    return not MARK.search(line.text) and re.search(r" [a-z]{7,} ", line.text) is not None


def names_secretary(line: Line, after: Line) -> bool:
    return re.search(r"Secretar\w+ \w", line.text) is not None and in_sentence(line, after)


def repeat_lines(sheet: Sheet, option: str, count: int, letter: str) -> None:
    for at in places(sheet, option, count, whole_line):
        record = sheet.artefact("line_duplicate")
        text = sheet.mark(record, "at") + letter + sheet.lines[at].text + sheet.mark(record, "end")
        sheet.lines.insert(at + 1, Line(text, Kind.BODY, goes_on=True, spent=True))


def repeat_with_q(sheet: Sheet) -> None:
    repeat_lines(sheet, "duplicates", sheet.damage.duplicates, "Q")


def repeat_plainly(sheet: Sheet) -> None:
    repeat_lines(sheet, "plain", sheet.damage.plain, "")


def stray_sipdis(sheet: Sheet) -> None:
    for at in places(sheet, "sipdis", sheet.damage.sipdis, names_secretary):
        line, record = sheet.lines[at], sheet.artefact("stray_caption")
        stray = Line(sheet.mark(record, "at") + "SIPDIS" + sheet.mark(record, "end"), Kind.EXTRA)
        new = [Line("", Kind.EXTRA), stray, Line("", Kind.EXTRA)]
        if not line.text.startswith("Secretar"):
            found = re.search(r"Secretar\w+ \w+", line.text)
            rest = line.text[found.end() :].lstrip() if found else ""
            new += [Line(rest, Kind.BODY, goes_on=True, spent=True)] if rest else []
            line.text = line.text[: found.end()] if found else line.text
        sheet.lines[at + 1 : at + 1] = new


def blank_lines(sheet: Sheet) -> None:
    for at in places(sheet, "blanks", sheet.damage.blanks, in_sentence):
        sheet.lines.insert(at + 1, Line(sheet.mark(sheet.artefact("blank_in_sentence"), "at"), Kind.EXTRA))


def injure_words(sheet: Sheet, option: str, kind: str, count: int, injure: Callable[[str], tuple[str, str]]) -> None:
    for at in places(sheet, option, count, has_word):
        line = sheet.lines[at]
        words = list(re.finditer(r"(?<= )[a-z]{7,}(?= )", line.text))
        word = sheet.dice.choice(words)
        before, after = injure(word[0])
        record = sheet.artefact(kind, was=word[0])
        line.text = line.text[: word.start()] + before + sheet.mark(record, "at") + after + line.text[word.end() :]


def tabs(sheet: Sheet) -> None:
    injure_words(sheet, "tabs", "tab", sheet.damage.tabs, lambda word: ("", "\t" + word))


def split_words(sheet: Sheet) -> None:
    injure_words(sheet, "split", "split_word", sheet.damage.split, lambda word: (word[:3], " " + word[3:]))


def lose_letters(sheet: Sheet) -> None:
    injure_words(sheet, "lost", "lost_letter", sheet.damage.lost, lambda word: (word[:4], word[5:]))


INJURIES = (repeat_with_q, repeat_plainly, stray_sipdis, blank_lines, tabs, split_words, lose_letters)
