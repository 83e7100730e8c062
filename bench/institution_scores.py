"""What was read of institutions in one cable, against labels: names, mentions, kinds and events.

Labels and what counts: tests/statutes/labels/institutions/README.md.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.scores import Score, SourceLines, tally
from cables.parsing import ParsedCable
from statutes.extraction.institutions import Aliases, name_key, read_institutions
from statutes.extraction.institutions.structure import InstitutionEvent

# What stands between two names of one body that are one mention: ' (', ', or ', ', Spanish acronym ', ' -- '.
BRACKET = re.compile(r"""["”'’]?s?\s*(?:[-,]+\s*)?[("“]+(?:[\w -]{1,24}\s)?|,\s(?:[\w ]{1,20}\s)?|\s--\s""")
NEAR = 3  # lines: a page line with its blank lines can stand inside a statement
KINDS = ("institutions", "mentions", "institution kinds", "events", "event dates")
Label = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A mention or an event, with the lines of the source that it stands on. `words` is what the text has there."""

    name: str
    kind: str
    first: int
    last: int
    words: str = ""
    acronym: str = ""
    date: str = ""
    is_bracketed: bool = False  # only a bracket stands between the mention before and this one

    def __str__(self) -> str:
        return f"{self.first}: {self.name or self.words} ({self.kind}{', ' + self.date if self.date else ''})"


class Labels:
    """The labelled institutions of a cable by every name that they have."""

    def __init__(self, institutions: Sequence[Label]) -> None:
        self.by_key: dict[str, list[Label]] = defaultdict(list)
        for label in institutions:
            names = (label["name"], label.get("acronym", ""), *label.get("aliases", ()))
            for key in {name_key(name) for name in names if name}:
                self.by_key[key].append(label)

    def of(self, found: Found) -> Label | None:
        """The institution that this names: of several with the name, one that is labelled on that line."""
        for name in (found.name, found.words, found.acronym):
            if labels := self.by_key.get(name_key(name)) if name else None:
                near = [label for label in labels if found.first in (*label["lines"], *label.get("maybe", ()))]
                return (near or labels)[0]
        return None


def score_institutions(cable: ParsedCable, labels: dict[str, Any]) -> dict[str, Score]:
    """The scores of one cable by kind."""
    known = Labels(labels["institutions"])
    mentions, events = _read(cable)
    read = list(_once([(known.of(mention), mention) for mention in mentions]))
    of_label: dict[str, list[Found]] = defaultdict(list)
    for label, mention in read:
        if label:
            of_label[label["name"]].append(mention)
    strange = [mention for label, mention in read if label is None]
    return {
        "institutions": _names(labels["institutions"], of_label, strange),
        "mentions": _mentions(labels["institutions"], of_label, strange),
        "institution kinds": _kinds(labels["institutions"], of_label),
        **_events(labels["events"], known, events),
    }


def _once(read: Sequence[tuple[Label | None, Found]]) -> Iterator[tuple[Label | None, Found]]:
    """Without names in brackets behind another name of the same body: those are one mention."""
    before = None
    for label, mention in read:
        if label is None or label is not before or not mention.is_bracketed:
            yield label, mention
        before = label


def _read(cable: ParsedCable) -> tuple[list[Found], list[Found]]:
    sections = [(section.text, section.paragraphs) for section in cable.sections]
    mentions: list[Found] = []
    events: list[Found] = []
    for section, read in zip(cable.sections, read_institutions(sections, Aliases([])), strict=True):
        line = SourceLines(cable, section)
        end = 0
        for one in read.mentions:
            words = section.text[one.start : one.end]
            lines = line(one.start), line(one.end - 1)
            bracketed = bool(BRACKET.fullmatch(section.text[end : one.start]))
            mentions.append(Found(one.name, str(one.kind), *lines, words, one.acronym, is_bracketed=bracketed))
            end = one.end
        for event in read.events:
            lines = line(event.start), line(event.end - 1)
            events.append(Found(event.name, str(event.kind), *lines, date=_date(event)))
    return mentions, events


def _date(event: InstitutionEvent) -> str:
    parts = ((event.year, "{:04}"), (event.month, "-{:02}"), (event.day, "-{:02}"))
    return "".join(form.format(part) for part, form in parts if part)


def _names(institutions: Sequence[Label], of_label: dict[str, list[Found]], strange: Sequence[Found]) -> Score:
    """Each once a cable, however it is written."""
    wanted = [label["name"] for label in institutions if label["lines"]]
    first = {name_key(mention.name): str(mention) for mention in reversed(strange)}
    return tally(
        right=sum(name in of_label for name in wanted),
        missed=[name for name in wanted if name not in of_label],
        extra=sorted(first.values()),
    )


def _mentions(institutions: Sequence[Label], of_label: dict[str, list[Found]], strange: Sequence[Found]) -> Score:
    """By line and institution; a name in brackets behind another of the same body is part of that mention."""
    right = 0
    missed: list[str] = []
    extra = [str(mention) for mention in strange]
    for label in institutions:
        wanted = Counter[int](label["lines"])
        found = Counter(mention.first for mention in of_label.get(label["name"], ()))
        right += (wanted & found).total()
        missed += [f"{line}: {label['name']}" for line in (wanted - found).elements()]
        allowed = label.get("maybe", ())
        extra += [f"{line}: {label['name']}" for line in (found - wanted).elements() if line not in allowed]
    return tally(right, missed, extra)


def _kinds(institutions: Sequence[Label], of_label: dict[str, list[Found]]) -> Score:
    """Of the institutions that were found: the kind that most of their mentions have."""
    right = 0
    wrong: list[str] = []
    other: list[str] = []
    for label in institutions:
        if not (found := of_label.get(label["name"])) or not label["lines"]:
            continue
        ((kind, _count),) = Counter(mention.kind for mention in found).most_common(1)
        if kind in (label["kind"], *label.get("or_kind", ())):
            right += 1
        else:
            wrong.append(f"{label['name']}: {label['kind']}")
            other.append(f"{label['name']}: {kind}")
    return tally(right, wrong, other)


def _events(labels: Sequence[Label], known: Labels, events: Sequence[Found]) -> dict[str, Score]:
    """Events by place, institution and kind; the dates of those that were found."""
    left = list(events)
    found: list[tuple[Label, Found]] = []
    missed: list[str] = []
    for label in sorted(labels, key=lambda label: bool(label.get("maybe"))):
        match = next((one for one in left if _is_event(label, known, one)), None)
        if match:
            left.remove(match)
        if label.get("maybe"):
            continue
        if match:
            found.append((label, match))
        else:
            missed.append(f"{label['line']}: {label['institution']} {label['kind']} {label['date']}")
    dated = [(label, one, one.date in (label["date"], *label.get("or_date", ()))) for label, one in found]
    return {
        "events": tally(len(found), missed, [str(one) for one in left]),
        "event dates": tally(
            right=sum(same for *_, same in dated),
            missed=[f"{label['line']}: {label['institution']} {label['date']}" for label, _, same in dated if not same],
            extra=[str(one) for _, one, same in dated if not same],
        ),
    }


def _is_event(label: Label, known: Labels, one: Found) -> bool:
    named = known.of(one)
    same = named is not None and named["name"] == label["institution"]
    return same and one.kind == label["kind"] and one.first - NEAR <= label["line"] <= one.last + NEAR
