"""What was read of law, against labels: provisions, penalties, instruments and cited articles of one cable."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.scores import Score
from cables.parsing import ParsedCable
from cables.parsing.lines import LineNumbers
from statutes.extraction import PenaltyClause, SectionLaw, read_law
from statutes.penalties import computed

KINDS = ("provisions", "provision texts", "penalties", "instruments", "articles")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one section, with the lines of the source that its paragraphs stand on."""

    law: SectionLaw
    lines: tuple[tuple[int, int, int, int], ...]  # clean start and end, first and last line

    def lines_at(self, at: int) -> tuple[int, int]:
        return next(((a, b) for start, end, a, b in self.lines if start <= at < end), (0, 0))


def readings(cable: ParsedCable) -> Iterator[Reading]:
    number = LineNumbers(cable.text)
    for section in cable.sections:
        lines = tuple(
            (p.clean_start, p.clean_end, number(p.start), number(max(p.end - 1, p.start))) for p in section.paragraphs
        )
        yield Reading(read_law(section.text, section.paragraphs), lines)


def score_law(cable: ParsedCable, labels: dict[str, Any]) -> dict[str, Score]:
    """The scores of one cable by kind."""
    read = list(readings(cable))
    return {
        "provisions": _matched(labels["provisions"], _provisions(read), _is_provision),
        "provision texts": _matched(labels["provisions"], _provisions(read), lambda a, b: a["sha256"] == b["sha256"]),
        "penalties": _matched(labels["penalties"], _penalties(read), _is_penalty),
        "instruments": _instruments(labels["instruments"], read),
        "articles": _articles(labels, read),
    }


def _matched(
    labels: list[dict[str, Any]], found: list[dict[str, Any]], same: Callable[[dict[str, Any], dict[str, Any]], bool]
) -> Score:
    left = list(found)
    result = Score(found=len(found), labelled=len(labels))
    for label in labels:
        match = next((one for one in left if same(label, one)), None)
        if match is None:
            result.missed.append(json.dumps({**label, "sha256": ""}, ensure_ascii=False))
        else:
            left.remove(match)
            result.right += 1
    result.extra = [json.dumps({**one, "sha256": ""}, ensure_ascii=False) for one in left]
    return result


def _provisions(read: list[Reading]) -> list[dict[str, Any]]:
    return [
        {
            "lines": reading.lines_at(provision.start),
            "number": provision.number,
            "heading": provision.heading,
            "instrument": provision.instrument,
            "sha256": digest(provision.text),
        }
        for reading in read
        for provision in reading.law.provisions
    ]


def digest(text: str) -> str:
    """Of the words, whatever blanks stand between them."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def _is_provision(label: dict[str, Any], one: dict[str, Any]) -> bool:
    same = all(label[key].lower() == one[key].lower() for key in ("number", "instrument", "heading"))
    return same and label["line"] <= one["lines"][1] + 3


def _penalties(read: list[Reading]) -> list[dict[str, Any]]:
    return [_penalty(reading, clause) for reading in read for clause in reading.law.clauses]


def _penalty(reading: Reading, clause: PenaltyClause) -> dict[str, Any]:
    penalty, relative = clause.penalty, clause.penalty.relative
    outcomes = computed(clause.key, reading.law.penalties) if relative else ()
    return {
        "lines": reading.lines_at(clause.start), "article": clause.article,
        "kind": "relative" if relative else str(penalty.kind),
        "minimum": str(penalty.minimum or ""), "maximum": str(penalty.maximum or ""),
        "factors": [str(f) for f in (relative.least, relative.most) if f is not None] if relative else None,
        "outcomes": [[str(o.minimum or ""), str(o.maximum or "")] for o in outcomes if o.is_computed],
        "proposed": clause.is_proposed,
    }  # fmt: skip


def _is_penalty(label: dict[str, Any], one: dict[str, Any]) -> bool:
    first, last = one["lines"]
    return (
        first <= label["line"] <= last
        and all(label[key] == one[key] for key in ("article", "kind"))
        and all(_plain(label[key]) == _plain(one[key]) for key in ("minimum", "maximum"))
        and label.get("factors") == one["factors"]
        and [[*map(_plain, span)] for span in label.get("outcomes", [])]
        == [[*map(_plain, span)] for span in one["outcomes"]]
        and label.get("proposed", False) == one["proposed"]
    )


def _plain(amount: str) -> str:
    """ "5 × minimum monthly wage" for "5 minimum monthly wages" too: how a measure is written is not scored."""
    return amount.replace("× ", "").replace("wages", "wage").replace("salaries", "salary")


def _instruments(labels: list[dict[str, Any]], read: list[Reading]) -> Score:
    """By name and kind, each once a cable; a name that a label also accepts counts for it."""
    found = {(str(c.kind), c.name.lower()) for reading in read for c in reading.law.citations}
    used: set[tuple[str, str]] = set()
    result = Score(labelled=len(labels))
    for label in labels:
        names = {(label["kind"], name.lower()) for name in (label["name"], *label.get("also", ()))}
        names |= {("act", name) for kind, name in names if name.startswith(("law ", "bill "))}
        hit = names & found
        used |= hit
        result.right += bool(hit)
        if not hit:
            result.missed.append(label["name"])
    result.extra = [f"{kind}: {name}" for kind, name in sorted(found - used)]
    result.found = result.right + len(result.extra)
    return result


def _articles(labels: dict[str, Any], read: list[Reading]) -> Score:
    """Articles in prose with the instrument that they are cited from, each once a cable."""
    also = {name.lower(): i["name"].lower() for i in labels["instruments"] for name in (i["name"], *i.get("also", ()))}
    wanted = Counter((number, owner.lower()) for number, owner in labels["articles"])
    found: set[tuple[str, str]] = set()
    bound: set[str] = set()
    for reading in read:
        owned = [(a.number, a.instrument) for a in reading.law.articles]
        owned += [(p.number, p.instrument) for p in reading.law.provisions]
        found |= {(number, also.get(name.lower(), name.lower())) for number, name in owned}
        bound |= {number for number, name in owned if name}
    found = {(number, name) for number, name in found if name or number not in bound}
    result = Score(right=len(found & set(wanted)), found=len(found), labelled=len(wanted))
    result.missed = [str(one) for one in sorted(set(wanted) - found)]
    result.extra = [str(one) for one in sorted(found - set(wanted))]
    return result
