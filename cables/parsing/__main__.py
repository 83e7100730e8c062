"""`python -m cables.parsing [--format json|text] FILE`: read one cable and print its structure."""

import argparse
import json
import sys
from pathlib import Path

from cables.parsing import ParseError, parse
from cables.parsing.report import as_data, as_text


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m cables.parsing", description="Read one cable and print its structure."
    )
    parser.add_argument("--format", choices=["json", "text"], default="text")
    parser.add_argument("file", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    try:
        cable = parse(options.file.read_bytes())
    except (OSError, ParseError) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(as_data(cable), ensure_ascii=False) if options.format == "json" else as_text(cable))
    return 0


if __name__ == "__main__":
    sys.exit(main())
