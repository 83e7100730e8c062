"""What a section is called for good, and whether two readings of a cable are the same. Pure."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from cables.parsing.structure import ParsedCable, Section

MAX_KEY = 60
UNLETTERED = "text"  # what a chapter's second piece without a letter is counted on: "text.2"
NOT_IN_URLS = re.compile(r"[^a-z0-9]+")


def section_keys(sections: Iterable[Section]) -> list[str]:
    """The key of each section, in order: "b", "b-c" for letters answered together, "" for unlettered text. A second,
    separate answer under the same letters is "b.2"; no two sections of a chapter have the same."""
    taken: set[tuple[str, str]] = set()
    found = []
    for section in sections:
        key = plain = _joined(section.keys)
        number = 1
        while (section.chapter, key) in taken:
            number += 1
            key = f"{plain or UNLETTERED}.{number}"
        taken.add((section.chapter, key))
        found.append(key)
    return found


def _joined(keys: tuple[str, ...]) -> str:
    plain = [NOT_IN_URLS.sub("-", key.lower()).strip("-") for key in keys]
    joined = "-".join(key for key in plain if key)
    return joined if len(joined) <= MAX_KEY else f"{plain[0]}-to-{plain[-1]}"[:MAX_KEY]


def header_values(parsed: ParsedCable) -> dict[str, Any]:
    """The header as JSON holds it, names as in `cables.parsing.structure.Header`."""
    values: dict[str, Any] = json.loads(json.dumps(asdict(parsed.header), default=lambda value: value.isoformat()))
    return values


def span_values(parsed: ParsedCable) -> list[list[Any]]:
    return [[span.kind.value, span.start, span.end, span.why, span.join] for span in parsed.spans]


def digest(parsed: ParsedCable) -> str:
    """sha256 of what was read: header, sections, paragraphs, spans. Two readings of one source with the same digest
    are one revision; the parser's version, its warnings and its reasons do not count."""
    reading = {
        "header": header_values(parsed),
        "report_year": parsed.report_year,
        "kind": parsed.kind.value,
        "part": [parsed.part.number, parsed.part.of] if parsed.part else None,
        "truncated": parsed.truncated,
        "sections": [_section_values(section) for section in parsed.sections],
        "spans": span_values(parsed),
    }
    canonical = json.dumps(reading, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _section_values(section: Section) -> list[Any]:
    paragraphs = [
        [each.kind.value, each.start, each.end, each.clean_start, each.clean_end, each.number, each.portion, each.label]
        for each in section.paragraphs
    ]
    values: list[Any] = [section.chapter, list(section.keys), section.heading, section.status.value]
    return [*values, section.start, section.end, section.text, paragraphs]
