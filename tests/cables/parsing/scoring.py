"""Compares a parsed cable with its hand-made label: what is missed, what is false, what is lost.

A label's positions are `[line, column]`, the line from 1 and the column from 0. A section may begin `NEAR` characters
beside its label; consecutive pieces of one answer count once; unlettered text is not counted.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from cables.parsing import ParsedCable
from cables.parsing.report import as_data
from cables.parsing.structure import SpanKind

Record: TypeAlias = dict[str, Any]
Answer: TypeAlias = tuple[str, tuple[str, ...], int]  # chapter, keys in order, offset

NEAR = 8
AROUND = 120  # an artefact this near to a labelled one is not text taken away
REPAIRED = frozenset({"page_break", "stray_caption", "line_duplicate", "repeated_header", "blank_in_sentence"})
LIST_FIELDS = ("precedence", "action", "info", "tags")
FIELDS = ("dtg", "from", "classification", "parts", "eo12958", "subject", "signature")


@dataclass(frozen=True, slots=True)
class Score:
    """What differs from the label. `wanted` answers were to be found, `answers` were; `artefacts` to be repaired."""

    wrong_fields: list[str]
    missed: list[str]
    false: list[str]
    wanted: int
    answers: int
    unrepaired: list[str]
    artefacts: int
    lost: list[str]
    fooled: list[str]
    covered: bool


def read_label(path: Path) -> Record:
    loaded: Record = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def f1(scores: Iterable[Score]) -> float:
    counted = list(scores)
    hits = sum(s.wanted - len(s.missed) for s in counted)
    return 2 * hits / sum(s.wanted + s.answers for s in counted)


def repaired_share(scores: Iterable[Score]) -> float:
    counted = list(scores)
    artefacts = sum(s.artefacts for s in counted)
    return (artefacts - sum(len(s.unrepaired) for s in counted)) / artefacts


def score(label: Record, parsed: ParsedCable) -> Score:
    text, place = parsed.text, places(parsed.text)
    wanted = merged((i["chapter"], i["keys"], place(i["at"])) for i in label["items"] if i["kind"] == "section")
    found = merged((s.chapter, s.keys, s.start) for s in parsed.sections)
    missed, false = compare(wanted, found)
    named = [
        (a["kind"], place(a["at"])) for a in label["artefacts"] if a["kind"] in REPAIRED and a.get("where") != "header"
    ]
    unrepaired = [(kind, at) for kind, at in named if not is_repaired(parsed, kind, at)]
    feigned = [place(a["at"]) for a in label["artefacts"] if a["kind"] == "false_marker"]
    return Score(
        wrong_fields=wrong_fields(label, parsed),
        missed=[f"{c}/{'-'.join(k)}: {text[at : at + 50]!r}" for c, k, at in missed],
        false=[f"{c}/{'-'.join(k)}: {text[at : at + 50]!r}" for c, k, at in false],
        wanted=len(wanted),
        answers=len(found),
        unrepaired=[f"{kind}: {text[max(at - 30, 0) : at + 40]!r}" for kind, at in unrepaired],
        artefacts=len(named),
        lost=lost_text(parsed, [at for _, at in named], place(label["items"][0]["at"])),
        fooled=[text[at : at + 50] for at in feigned if any(abs(start - at) <= 2 for _, _, start in found)],
        covered=is_covered(parsed),
    )


def places(text: str) -> Callable[[list[int]], int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return lambda place: starts[place[0] - 1] + place[1]


def merged(answers: Iterable[tuple[str, Iterable[str], int]]) -> list[Answer]:
    once: list[Answer] = []
    for chapter, keys, at in answers:
        ordered = tuple(sorted(key.upper() for key in keys))
        if ordered and not (once and once[-1][:2] == (chapter, ordered)):
            once.append((chapter, ordered, at))
    return once


def compare(wanted: list[Answer], found: list[Answer]) -> tuple[list[Answer], list[Answer]]:
    """(missed, false)."""
    free, missed = list(found), []
    for chapter, keys, at in wanted:
        hit = next((f for f in free if f[:2] == (chapter, keys) and abs(f[2] - at) <= NEAR), None)
        if hit:
            free.remove(hit)
        else:
            missed.append((chapter, keys, at))
    return missed, free


def plain(value: object) -> str:
    return " ".join(str(value or "").split()).upper()


def wrong_fields(label: Record, parsed: ParsedCable) -> list[str]:
    want: Mapping[str, Any] = label["header"]
    read: Mapping[str, Any] = as_data(parsed)["header"]
    pairs = {name: (plain(want.get(name)), plain(read[name])) for name in FIELDS}
    pairs |= {name: (plain("|".join(want.get(name) or [])), plain("|".join(read[name]))) for name in LIST_FIELDS}
    pairs["captions"] = (plain(sorted(want.get("captions") or [])), plain(sorted(read["captions"])))
    pairs["refs"] = (plain([r["mrn"] for r in want.get("refs") or []]), plain([r["mrn"] for r in read["refs"]]))
    pairs["mrn"] = (label["mrn"], parsed.mrn)
    if label["report_year"] is not None:
        pairs["report_year"] = (str(label["report_year"]), str(parsed.report_year))
    return [f"{name}: {wanted!r}, read as {got!r}" for name, (wanted, got) in pairs.items() if wanted != got]


def is_repaired(parsed: ParsedCable, kind: str, at: int) -> bool:
    if kind == "blank_in_sentence":
        return stand_together(parsed, at)
    return any(s.kind is SpanKind.ARTEFACT and s.start - 2 <= at < s.end + 2 for s in parsed.spans)


def stand_together(parsed: ParsedCable, at: int) -> bool:
    """Whether the words on both sides of a blank line are neighbours in the clean text of one section."""
    before = parsed.text[:at].split()[-1]
    after = parsed.text[at:].split(maxsplit=1)[0]
    pair = re.compile(rf"{re.escape(before)}[ \n]{re.escape(after)}")
    return any(pair.search(section.text) for section in parsed.sections)


def lost_text(parsed: ParsedCable, named: list[int], body: int) -> list[str]:
    """Words of the body that were taken for an artefact where the label knows of none."""
    return [
        parsed.text[s.start : s.end]
        for s in parsed.spans
        if s.kind is SpanKind.ARTEFACT
        and s.start >= body
        and len(parsed.text[s.start : s.end].strip()) > 8
        and not any(s.start - AROUND <= at <= s.end + AROUND for at in named)
    ]


def is_covered(parsed: ParsedCable) -> bool:
    edges = [0, *(span.end for span in parsed.spans)]
    return edges[-1] == len(parsed.text) and all(
        span.start == edge < span.end for span, edge in zip(parsed.spans, edges, strict=False)
    )
