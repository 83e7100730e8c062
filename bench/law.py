"""How well law and institutions are read: `python bench/law.py [--cables FOLDER] [--labels FOLDER] [--verbose]`.

Prints precision and recall, over the cables that have labels, of provisions (number, instrument and every word),
penalties (place, article, kind, figures; of relative ones the factors and what they come to), instruments (name and
kind) and cited articles (number and instrument); of institutions (each once a cable), their mentions (line and
institution), the kinds of those found, events (place, institution, kind) and the dates of those found. The labels hold
numbers, names and hashes, none of the cables' sentences.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import institution_scores, law_scores
from bench.institution_scores import score_institutions
from bench.law_scores import score_law
from bench.scores import Score
from cables.parsing import ParsedCable, parse

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "tests" / "statutes" / "labels"
CABLES = ROOT.parent / "shared" / "cables"
KINDS = (*law_scores.KINDS, *institution_scores.KINDS)


Scorer = Callable[[ParsedCable, dict[str, Any]], dict[str, Score]]


def score_all(cables: Path, labels: Path = LABELS) -> dict[str, Score]:
    """All cables in `cables` that have labels of law, or of institutions in `labels`/institutions, together."""
    total = {kind: Score() for kind in KINDS}
    for folder, scorer in ((labels, score_law), (labels / "institutions", score_institutions)):
        for path in sorted(folder.glob("*.json")):
            _add(total, cables, json.loads(path.read_text(encoding="utf-8")), scorer)
    return total


def _add(total: dict[str, Score], cables: Path, labels: dict[str, Any], scorer: Scorer) -> None:
    source = cables / f"{labels['mrn']}.txt"
    if not source.is_file():
        return
    content = source.read_bytes()
    if hashlib.sha256(content).hexdigest() != labels["sha256"]:
        raise ValueError(f"{source.name} is not the file that was labelled")
    for kind, score in scorer(parse(content), labels).items():
        total[kind].add(score, labels["mrn"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cables", type=Path, default=CABLES, help="folder of the cables, MRN.txt")
    parser.add_argument("--labels", type=Path, default=LABELS, help="folder of the labels, MRN.json")
    parser.add_argument("--verbose", action="store_true", help="name what was missed and what was too much")
    options = parser.parse_args()
    total = score_all(options.cables, options.labels)
    print(f"{'kind':18} {'precision':>9} {'recall':>7} {'right':>6} {'found':>6} {'labels':>7}")
    for kind, one in total.items():
        print(f"{kind:18} {one.precision:9.3f} {one.recall:7.3f} {one.right:6} {one.found:6} {one.labelled:7}")
        for name, words in (("missed", one.missed), ("extra", one.extra)) if options.verbose else ():
            for line in words:
                print(f"    {name}: {line}")
    return 0 if any(one.labelled for one in total.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
