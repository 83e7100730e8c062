"""Whether quoted passages are found again: `python bench/anchor.py --edits 5000 --seed 1 [--cables FILE...]`.

Quotes passages of invented sections that repeat themselves, edits the sections in a known way, and prints for each kind
of edit the share in each state, how many of those found have exactly the passage's borders, and how many anchors are
wrong: found where the passage is not. First with the text that was quoted at hand, as a re-import has it, then with the
selector alone. Given cable files, does the same over their sections, and imports each again damaged and repaired. Ends
with 1 if an anchor was wrong with the quoted text at hand.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import reimport
from bench.edits import KINDS, Case, case, letters_of
from bench.repetitive import section
from cables.anchoring import AnchorState, anchor, anchor_among, select
from cables.parsing import parse

ALL_KINDS = (*KINDS, "repaired")
STATES = [state.value for state in AnchorState]
COLUMNS = (*STATES, "borders", "wrong", "ms")
Table = dict[str, Counter[str]]


def cases(count: int, seed: int, texts: Sequence[str] = ()) -> Iterator[Case]:
    """So many passages and edits, of every kind in turn; over these texts, else over invented ones."""
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        base = dice.choice(texts) if texts else section(dice)
        if made := case(ALL_KINDS[number % len(ALL_KINDS)], base, dice):
            yield made


def sections_of(files: Sequence[Path]) -> list[str]:
    """The texts of all sections that have words to quote."""
    return [one.text for file in files for one in parse(file.read_bytes()).sections if len(one.text.split()) > 2]


def battery(made: Iterator[Case], *, with_earlier: bool) -> Table:
    """For each kind of edit: cases (`n`), states, wrong anchors, exact borders, milliseconds spent."""
    table: Table = {}
    for one in made:
        row = table.setdefault(one.kind, Counter())
        selector = select(one.old, one.start, one.end)
        start = time.perf_counter()
        found = anchor(selector, one.new, one.old if with_earlier else None)
        row["us"] += round((time.perf_counter() - start) * 1e6)
        row.update(("n", found.state.value))
        if found.start is None or found.end is None:
            continue
        row["wrong"] += not one.is_right(found.start, found.end)
        row["borders"] += letters_of(one.new, found.start, found.end) in one.truths
    return table


def again(old: reimport.Version, new: reimport.Version, count: int, seed: int, *, with_earlier: bool) -> Counter[str]:
    """The same for `count` passages of every section of one version, looked for in another."""
    row: Counter[str] = Counter()
    for one in reimport.passages(old, new, count, random.Random(seed)):
        text, home = old.texts[one.section], new.home(old.names[one.section])
        selector = select(text, one.start, one.end)
        start = time.perf_counter()
        where, found = anchor_among(selector, new.texts, home, text if with_earlier else None)
        row["us"] += round((time.perf_counter() - start) * 1e6)
        row.update(("n", found.state.value))
        if where is None or found.start is None or found.end is None:
            continue
        row["wrong"] += not one.is_right(old, new, where, found.start, found.end)
        row["borders"] += one.has_borders(new, where, found.start, found.end)
    return row


def reimports(file: Path, versions: int, count: int, *, with_earlier: bool) -> Table:
    """A cable damaged anew so many times, against the repaired one and the one received, both ways."""
    source = file.read_bytes()
    received, whole = reimport.version(source), reimport.version(reimport.repaired(source))
    table: Table = {"received -> repaired": again(received, whole, count, 0, with_earlier=with_earlier)}
    for seed in range(1, versions + 1):
        damaged = reimport.version(reimport.damaged(source, seed))
        for name, old, new in (
            ("damaged -> repaired", damaged, whole),
            ("repaired -> damaged", whole, damaged),
            ("damaged -> received", damaged, received),
        ):
            table.setdefault(name, Counter()).update(again(old, new, count, seed, with_earlier=with_earlier))
    return table


def show(title: str, table: Table) -> None:
    print(f"\n{title}\n{'%':31}{'n':>6}" + "".join(f"{column:>10}" for column in COLUMNS))
    for kind, row in [*table.items(), ("all", sum(table.values(), Counter()))]:
        found = row["exact"] + row["moved"] + row["changed"]
        shares = "".join(f"{100 * row[state] / row['n']:10.1f}" for state in STATES)
        borders = f"{100 * row['borders'] / found:10.1f}" if found else f"{'':10}"
        print(f"{kind:31}{row['n']:6}{shares}{borders}{row['wrong']:10}{row['us'] / row['n'] / 1000:10.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--edits", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cables", type=Path, nargs="+", default=[], help="text files of real cables")
    parser.add_argument("--versions", type=int, default=5, help="damaged versions of each cable")
    parser.add_argument("--passages", type=int, default=10, help="passages of each section of a cable")
    options = parser.parse_args()
    wrong = 0
    for with_earlier, name in ((True, "with the text that was quoted"), (False, "with the selector alone")):
        tables = {"invented sections": battery(cases(options.edits, options.seed), with_earlier=with_earlier)}
        if options.cables:
            made = cases(options.edits, options.seed, sections_of(options.cables))
            tables["sections of cables"] = battery(made, with_earlier=with_earlier)
        for file in options.cables:
            tables[file.stem] = reimports(file, options.versions, options.passages, with_earlier=with_earlier)
        for title, table in tables.items():
            show(f"{title}, {name}", table)
            wrong += with_earlier * sum(row["wrong"] for row in table.values())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
