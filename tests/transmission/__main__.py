"""`python -m tests.transmission IN.txt --text OUT.txt --labels OUT.json`"""

import argparse
import json
import sys
from pathlib import Path

from tests.transmission import TransmissionError, send


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Damage a marked-up cable as a transmission does, and label it.")
    parser.add_argument("source", type=Path)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    try:
        text, labels = send(chosen.source.read_text(encoding="utf-8"))
    except TransmissionError as error:
        print(f"{chosen.source}: {error}", file=sys.stderr)
        return 1
    chosen.text.write_bytes(text.encode())
    chosen.labels.write_text(json.dumps(labels, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
