"""How fast the parser is, and how its time grows: `python bench/parse.py [--kb 50] [--factors 1 2 5 10] [--repeat 5]`.

Prints milliseconds, MB/s and the growth for each size, beside a floor measured in the same run: decoding the bytes and
splitting them into lines and words, which any reader must do. The text is one sample cable's answers repeated, so that
it keeps the shape of real ones (chapters, letters, quoted law, pages).
"""

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cables.parsing import parse

ROOT = Path(__file__).resolve().parent.parent


def text_of(size: int, source: bytes) -> bytes:
    """A cable of about `size` bytes: the head of `source`, then its body as often as it takes."""
    head, gap, body = source.partition(b"\n\n")
    while gap and b"SUBJECT" not in head:
        more, gap, body = body.partition(b"\n\n")
        head += b"\n\n" + more
    repeated = body * (size // max(len(body), 1) + 1)
    return head + b"\n\n" + repeated[: max(size - len(head), 0)]


def best(call: Callable[[], object], repeat: int) -> float:
    """The shortest of `repeat` runs, in seconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def floor(source: bytes) -> int:
    return sum(len(line.split()) for line in source.decode().split("\n"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kb", type=int, default=50, help="size of one cable in kilobytes")
    parser.add_argument("--factors", type=int, nargs="+", default=[1, 2, 5, 10])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--file", type=Path, default=ROOT / "sample" / "08GUATEMALA900327.txt")
    options = parser.parse_args()
    source = options.file.read_bytes()
    print(
        f"{options.file.name}\n{'KB':>7} {'ms':>9} {'MB/s':>7} {'time x':>7} {'size x':>7} {'floor ms':>9} {'ratio':>7}"
    )
    first = 0.0
    for factor in options.factors:
        text = text_of(options.kb * 1000 * factor, source)
        took, least = best(partial(parse, text), options.repeat), best(partial(floor, text), options.repeat)
        first = first or took / options.factors[0]
        print(
            f"{len(text) / 1000:7.0f} {took * 1000:9.1f} {len(text) / 1e6 / took:7.2f} {took / first:7.2f}"
            f" {factor:7d} {least * 1000:9.2f} {took / least:7.1f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
