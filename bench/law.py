"""How well the law is read: `python bench/law.py [--cables FOLDER] [--labels FOLDER] [--verbose]`.

Prints precision and recall, over the cables that have labels, of provisions (number, instrument and every word),
penalties (place, article, kind, figures; of relative ones the factors and what they come to), instruments (name and
kind) and cited articles (number and instrument). The labels hold numbers, names and hashes, none of the cables'
sentences.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cables.parsing import ParsedCable, parse  # noqa: E402
from cables.parsing.lines import LineNumbers  # noqa: E402
from statutes.extraction import PenaltyClause, SectionLaw, read_law  # noqa: E402
from statutes.penalties import computed  # noqa: E402

LABELS = ROOT / "tests" / "statutes" / "labels"
CABLES = ROOT.parent / "shared" / "cables"
KINDS = ("provisions", "provision texts", "penalties", "instruments", "articles")


@dataclass(slots=True)
class Score:
    """Counts of one kind; `missed` and `extra` say what."""

    right: int = 0
    found: int = 0
    labelled: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0


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


def score(cable: ParsedCable, labels: dict[str, Any]) -> dict[str, Score]:
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
        and all(label[key] == one[key] for key in ("article", "kind", "minimum", "maximum"))
        and label.get("factors") == one["factors"]
        and label.get("outcomes", []) == one["outcomes"]
        and label.get("proposed", False) == one["proposed"]
    )


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


def score_all(cables: Path, labels: Path = LABELS) -> dict[str, Score]:
    """All cables in `cables` that have labels, together."""
    total = {kind: Score() for kind in KINDS}
    for path in sorted(labels.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        source = cables / f"{label['mrn']}.txt"
        if not source.is_file():
            continue
        content = source.read_bytes()
        if hashlib.sha256(content).hexdigest() != label["sha256"]:
            raise ValueError(f"{source.name} is not the file that was labelled")
        for kind, one in score(parse(content), label).items():
            both = total[kind]
            both.right, both.found, both.labelled = (
                both.right + one.right,
                both.found + one.found,
                both.labelled + one.labelled,
            )
            both.missed += [f"{label['mrn']}: {words}" for words in one.missed]
            both.extra += [f"{label['mrn']}: {words}" for words in one.extra]
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cables", type=Path, default=CABLES, help="folder of the cables, MRN.txt")
    parser.add_argument("--labels", type=Path, default=LABELS, help="folder of the labels, MRN.json")
    parser.add_argument("--verbose", action="store_true", help="name what was missed and what was too much")
    options = parser.parse_args()
    total = score_all(options.cables, options.labels)
    print(f"{'kind':16} {'precision':>9} {'recall':>7} {'right':>6} {'found':>6} {'labels':>7}")
    for kind, one in total.items():
        print(f"{kind:16} {one.precision:9.3f} {one.recall:7.3f} {one.right:6} {one.found:6} {one.labelled:7}")
        for name, words in (("missed", one.missed), ("extra", one.extra)) if options.verbose else ():
            for line in words:
                print(f"    {name}: {line}")
    return 0 if any(one.labelled for one in total.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
