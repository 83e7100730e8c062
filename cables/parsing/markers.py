"""Markers of answers and paragraphs, as candidates: which of them are real is decided in `outline`.

`¶B.`, `[1](#)B.`, `1B.` are one kind (the paragraph sign and a letter; the digit is not a number); `-- B.`, `--B.`,
`28.B.`, `28B.`, `--28B.`, `25 B/C`, `B & C.`, `G-K:`, `¶3. (SBU) Question 25 B:` others. Every repetition in the
patterns is bounded, so that matching is linear.
"""

import re
from dataclasses import dataclass

from cables.parsing.headings import PILCROW, PORTION

JOINED = (
    r"(?:\s{0,2}(?:,|/|&|-|–)\s{0,2}(?:(?:and|AND|&)\s{1,2})?"
    r"|\s{1,2}(?:and|AND|through|THROUGH|thru|THRU|to|TO)\s{1,2})"
)
LETTERS = r"(?P<{0}>{1}(?:" + JOINED.replace("{", "{{").replace("}", "}}") + r"{1}(?![A-Za-z'])){{0,6}})"
NOT_PORTION = r"(?!\((?:U|S|SBU)\))"
UPPER = NOT_PORTION + r"\(?" + LETTERS.format("keys", "[A-Z]") + r"\)?"
ANY = NOT_PORTION + r"\(?" + LETTERS.format("keys", "[A-Za-z]") + r"\)?"
SMALL = r"\(?" + LETTERS.format("keys", "[a-z]") + r"\)?"
CONT = r"(?P<cont>\s{0,2}[(\[]?(?:cont(?:inued|'?d)?|CONT(?:INUED|'?D)?)\.?[)\]]?)?"
SEP = r"\s{0,2}(?:[.):;]{1,2}(?:--?)?|--?(?=\s)|–)(?=\s|[(\"'“]|[A-Z][a-z]|$)"
NUMBER = r"(?P<qnum>\d{1,2})"
PARA = rf"(?:{PILCROW}?\s?(?P<para>\d{{1,3}})\s?[.)]\s{{0,4}}(?P<portion1>{PORTION})?\s{{0,4}})"
FRONT = rf"(?:(?P<portion0>{PORTION})\s{{0,3}})?"
TAIL = rf"\s{{0,4}}(?P<portion>{PORTION})?"
LEAD = (
    r"(?:(?:REFTEL|Reftel|reftel|Ref\s[A-Z]|REF\s[A-Z])\s{1,2})?"
    r"(?:(?:Answer|Response)\s(?:to\s)?|(?:ANSWER|RESPONSE)\s(?:TO\s)?)?"
)
QUESTION = (
    r"(?:[Qq]uestions?|QUESTIONS?|Ques|Q|[Pp]aragraphs?|PARAGRAPHS?|[Pp]aras?|PARAS?|Item|ITEM|Sections?|SECTIONS?)"
    r"[.:]?\s{0,2}"
)
ITEM = r"(?:(?:[Qq]uestion|QUESTION|[Ii]tem|ITEM|[Ll]etter|LETTER|[Ss]ub-?para(?:graph)?)\s{1,2})"
OPENING = rf"{FRONT}(?:{PARA}|{PILCROW}\s?)?"
DASHES = r"(?P<dash>-{1,4}\s{0,3})"
END = CONT + SEP + TAIL
UNSEPARATED = rf"{CONT}(?:{SEP}|(?=\s{{2,}}|\s\()|(?<=\.[A-Z])(?=\s[A-Z\"(]))" + TAIL

STYLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("question", OPENING + rf"-{{0,3}}\s?{LEAD}{QUESTION}\(?{NUMBER}\s{{0,2}}[.,\-:/]?\s{{0,2}}{ITEM}?{ANY}" + END),
        ("question", OPENING + rf"-{{0,3}}\s?{LEAD}(?:Questions?|QUESTIONS?|Q)[.:]?\s{{0,2}}{UPPER}" + END),
        ("numbered", OPENING + rf"{DASHES}?\(?{NUMBER}(?:[.\-/:]|\s)?{ANY}" + END),
        ("slashed", OPENING + rf"{DASHES}?{NUMBER}(?:\s{{0,2}}|\.){UPPER}" + UNSEPARATED),
        ("dashed", rf"{FRONT}{DASHES}(?:{PILCROW}\s?)?{UPPER}" + END),
        ("pilcrow", rf"{FRONT}{PILCROW}\s{{0,2}}{UPPER}" + END),
        ("para", rf"{PARA}-{{0,3}}\s?{UPPER}" + END),
        ("starred", rf"{FRONT}(?P<dash>\*{{1,3}}\s{{0,2}}){UPPER}" + END),
        ("bare", FRONT + UPPER + END),
        ("small", rf"(?:{PILCROW}\s{{0,2}}|{DASHES})?{SMALL}" + END),
    )
)
PARAGRAPH = re.compile(rf"(?P<pilcrow>{PILCROW}\s?)?(?P<number>\d{{1,3}})\s?\.(?!\d){TAIL}(?=\s|$|[A-Z(\"'])")
INLINE = re.compile(
    rf"(?<=[\s.])(?:-{{2,3}}\s{{0,2}}(?:\d{{1,2}}\s?[.\-]?\s?)?|¶\s?|{PILCROW}\s?"
    r"|(?:(?<=[.?!:]\s)|(?<=[.?!:]\s\s))\d{1,2}\s?[.\-]?\s?)(?=\(?[A-Z]\)?[\s(.):,/&;-])"
)
INITIALS = re.compile(r"[A-Z]\.\s?[A-Z]\.")
REFERS = re.compile(
    r"\b(?:(?:paragraph|para|section|question|article|chapter|part|annex|tier|level|type|class|category|group|item|point|"
    r"subsection|figure|table|plan|phase|number)s?|art|ref|reftel|see|and|or|in|to|(?:paras?|arts?|secs?|nos?|sects?)\.)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible marker of an answer. `start`..`end` is the marker's own range, portion mark included."""

    start: int
    end: int
    keys: tuple[str, ...]
    style: str
    number: str  # of the question's paragraph in the instruction: "27"
    para: str  # of the cable's paragraph it opens: "12"
    portion: str
    line: int  # index of the line
    inline: bool
    continued: bool
    open_before: bool  # the line before it breaks off in mid-sentence

    @property
    def first(self) -> str:
        return self.keys[0]


def split_keys(text: str) -> tuple[str, ...]:
    """`B and C` -> B, C; `G-K` -> G, H, I, J, K. Letters out of order are kept as printed."""
    keys: list[str] = []
    for part in re.finditer(r"(-|–|through|thru|to|THROUGH|THRU|TO)?\s*(?<![A-Za-z])([A-Za-z])(?![A-Za-z])", text):
        letter = part[2].upper()
        if part[1] and keys and keys[-1] < letter:
            keys.extend(chr(c) for c in range(ord(keys[-1]) + 1, ord(letter) + 1))
        elif letter not in keys:
            keys.append(letter)
    return tuple(keys)


def _pick(found: re.Match[str], *names: str) -> str:
    groups = found.groupdict()
    return next((groups[name].strip() for name in names if groups.get(name)), "")


def match_marker(text: str, at: int, end: int) -> tuple[str, re.Match[str]] | None:
    """The marker of an answer that stands at `at` (before `end`), with its style."""
    if at >= end or (text[at] not in "¶[-*(" and not text[at].isalnum()):
        return None
    for style, pattern in STYLES:
        found = pattern.match(text, at, end)
        if not found:
            continue
        if style == "numbered" and found["qnum"] == "1" and not found.groupdict().get("para"):
            style = "pilcrow"  # the digit is what became of a pilcrow
        if style in {"bare", "pilcrow", "small"} and INITIALS.match(text, found.start("keys"), end):
            continue
        if style == "small" and re.match(r"[ivx]\b", found["keys"]):
            continue  # (i), (v): a list inside an answer
        return style, found
    return None


def candidate(text: str, at: int, end: int, *, line: int, inline: bool, open_before: bool) -> Candidate | None:
    found = match_marker(text, at, end)
    if not found:
        return None
    style, match = found
    number = _pick(match, "qnum")
    return Candidate(
        start=at, end=match.end(), keys=split_keys(match["keys"]), style=style,
        number="" if style == "pilcrow" else number, para=_pick(match, "para"),
        portion=_pick(match, "portion", "portion1", "portion0").strip("()"), line=line, inline=inline,
        continued=bool(_pick(match, "cont")), open_before=open_before,
    )  # fmt: skip
