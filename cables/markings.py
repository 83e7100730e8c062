"""Reads the markings on the raw lines of a cable, whatever the parser makes of its paragraphs.

Classified text is looked for by what could be meant: letters that stand apart are closed up, case is folded. What is
public is found the other way round, by an allow-list: a line of classification, or a line of the header, that is not
exactly what an unlimited cable prints limits it. 5 FAH-2 H-440 (captions), 5 FAH-3 and E.O. 12958 (portion marks).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

LONGEST = 160  # characters of a line that can be a marking

SPACED_OUT = re.compile(r"(?<![^\W_])(?:[A-Z][^\S\n]+){2,}[A-Z](?![^\W_])", re.IGNORECASE)  # S E N S I T I V E
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

SECTION = r"SECTION\s*\d{1,3}\s*OF\s*\d{1,3}"
CAPTION = (
    r"SIPDIS|SENS[A-Z]{0,8}?(?=SIPDIS|\b)|SBU|FOUO|EFTO|NOFORN|NODIS|EXDIS|LIMDIS|STADIS|ORCON|PROPIN|NOCONTRACT|TERREP"
    r"|CHEROKEE|DSSIS|CODEL|(?:ROGER|MED|DS|TIP)\s+CHANNEL|EYES\s+ONLY|REL\s+TO\b[\sA-Z,/]*|NO\s+FOREIGN\s+DISSEM\w*"
    r"|LIMITED\s+OFFICIAL\s+USE|(?:FOR\s+)?OFFICIAL\s+USE(?:\s+ONLY)?|NOT\s+FOR\s+INTERNET(?:\s+DISTRIBUTION)?"
    r"|BUT\s+UNCLASSIFIED|UNCLAS(?:SIFIED)?|FOR|ONLY|LES|CUI|SSI|LOU|OUO|NF|SI|TK|HCS|OC"
)
CAPTIONS = re.compile(rf"(?>{SECTION}|PAGE\s*\d+|\d++\s*OF\s*\d++|(?:{CAPTION})(?=SIPDIS|SENS|\b)|[\W\d_])++")
LEVEL = re.compile(r"[\W\d_]*(?:CLASS(?:IFICATION)?\s*:\s*)?(?P<level>(?:TOP\s*)?SECRET|CONFIDENTIAL)(?P<rest>.*)")
LEVELS = re.compile(r"(?:TOP\s*)?SECRET|CONFIDENTIAL")
PLACE = re.compile(r"[A-Z][A-Z.'’-]*(?: [A-Z][A-Z.'’-]*){0,3} (?P<serial>\d{3,9})")
END_OF_SENTENCE = re.compile(r"(?:secret|confidential)[.,;:)\"']+")

PREFIX = (
    r"^(?>[\s¶>*•–—-]|\[[1¶]\]\(#\)|\d{1,3}\s?[A-Z]?\s?[.):]?(?=\W)|[A-Z]{1,2}\s?[.):]"
    r"|\((?!(?:S|C|TS)\))(?:\d{1,3}|[A-Z]{1,4})\)(?=\s?\())*+"
)
LEVEL_MARK = r"(?:TOP\s*SECRET|T\s*S|SECRET|CONFIDENTIAL|[SC])"
CONTROLS = r"(?:NF|NOFORN|SI|TK|REL|FGI|OC|ORCON|RD|FRD|HCS|SAP|NODIS|EXDIS|STADIS|PROPIN|PR|G|NATO|GBR|USA)\b"
PORTION = (
    rf"[(\[{{]\s{{0,3}}{LEVEL_MARK}\s{{0,3}}(?:[\s/,-]{{1,4}}{CONTROLS}[^)\]}}]{{0,60}}|//[^)\]}}]{{0,60}})?[)\]}}]"
)
PORTION_FIRST = re.compile(PREFIX + rf"(?P<mark>{PORTION})", re.IGNORECASE)
PORTION_INSIDE = re.compile(
    rf"(?:(?<![^\W_])(?:\d{{1,3}}\s?[A-Z]?|[A-Z])\s?[.):]|--)\s{{0,3}}(?P<mark>{PORTION})", re.IGNORECASE
)
PORTION_ANYWHERE = re.compile(
    r"(?P<mark>[(\[{](?:TS|S|C)(?://[^)\]}]{1,60}|[/-](?:NF|NOFORN|SI|TK|OC|ORCON|REL|FGI)\b[^)\]}]{0,60})[)\]}])"
)
LIST_LETTER = re.compile(r"\(([A-Za-z])\)")
CITED = re.compile(
    r"(?:sections?|paragraphs?|paras?|articles?|clauses?|items?|points?)(?:\s+[\d()a-z.,]+)?\s*$", re.IGNORECASE
)
STAMPS = (
    re.compile(r"\bCLASSIFIED\s+BY\s*:", re.IGNORECASE),
    re.compile(
        r"\bDECL(?:AS|ASSIFY|ASSIFICATION)?\b[\s.:]{0,6}(?:ON\b)?[\s.:]{0,6}(?:[^\n]{0,20}?\d|OADR|MANUAL)",
        re.IGNORECASE,
    ),
    re.compile(r"^[^\w\n]{0,12}(?:D(?:erived|ERIVED)\s+(?i:from)\b|(?i:derived\s+from)\s*:)", re.MULTILINE),
)

MARKING = re.compile(
    rf"UNCLAS(?:SIFIED)?(?: {SECTION})? (?P<post>[A-Z][A-Z .'/-]{{0,40}}?) (?P<serial>\d{{3,9}})"
    rf"(?: {SECTION})?(?: SIPDIS)?"
)
UNCLASSIFIED = re.compile(r"\W*UNCLAS")
MARKING_SERIAL = re.compile(r"\W*(?:UNCLAS|CONFIDENTIAL|(?:TOP\s*)?SECRET)[^\n]*?\s(?P<serial>\d{3,9})\b")
FROM = re.compile(r"FM\s+\S")
FIELD = re.compile(r"(?P<name>E\.?\s?O\.?\s?1\d{4}\b|(?:TAGS?|SUBJ(?:ECT)?|REF\w{0,8})(?=\s?[:.;]))")
ORDER = re.compile(r"E\.?\s?O\.?\s?1\d{4}\s*[:.;]?\s*(?:DECL\s*[:.]?\s*)?(?:N\s*/?\s*A\.?|NONE|NOT APPLICABLE)?\W*")
PASSING = re.compile(r"[A-Z][A-Z0-9 /,.&()-]*?\b(?:FOR|PASS|ALSO)\b.*")
PASSED_ON = re.compile(r"--|.*[^/]/[^/]|.*,|AND\b")
TAG_WORDS = re.compile(r"[A-Z]{2,4}(?:[ ,]+[A-Z]{2,4})*,?")

LIMITING = re.compile(
    r"\b(?:SENS(?!IT(?:IZ|IVIT))[A-Z]*|SBU|FOUO|EFTO|NOFORN|NODIS|EXDIS|LIMDIS|STADIS|PROPIN|ORCON|NOCONTRACT|LES|CUI"
    r"|SSI|LOU|OFFICIAL USE|NOT FOR INTERNET|REL TO|EYES ONLY|ROGER|NO FOREIGN|CHEROKEE|TERREP)\b"
)
LIMITED_TEXT = re.compile(
    r"[(\[]\s{0,4}(?:U(?:NCLAS(?:SIFIED)?)?[/,\s–-]{1,6})?(?:S ?B ?U|F ?O ?U ?O|L ?E ?S|C ?U ?I"
    r"|S ?S ?I|L ?O ?U|O ?U ?O|N ?F|NOFORN|SENSITIVE)\b[^)\]\n]{0,40}[)\]]?|\bsensitive[\s-]+but[\s-]+unclassified\b"
    r"|\b(?:for|limited)[\s-]+official[\s-]+use\b|\bnot\s+for\s+internet\b|\blaw\s+enforcement\s+sensitive\b"
    r"|\bno\s+foreign\s+dissem|\beyes\s+only\b|\brel(?:easable)?\s+to\s+usa\b|\broger\s+channel\b"
    r"|\b(?:NOFORN|ORCON|NOCONTRACT|FOUO|EXDIS|NODIS|LIMDIS|STADIS|PROPIN)\b|//\s*(?:LES|CUI|SSI|SENS|SBU|FOUO|REL|NF)\b",
    re.IGNORECASE,
)


KnowsPost = Callable[[str], bool]


class Find(NamedTuple):
    """A line that says something about who may read it. `line` counts from 1."""

    line: int
    quoted: str
    what: str = ""


def shown(line: str) -> str:
    """The line as it looks: without characters that show nothing, wide and styled letters as the usual ones."""
    return unicodedata.normalize("NFKC", UNSEEN.sub("", line))


def plain(line: str) -> str:
    """The line in capitals, with letters that stand apart closed up and single blanks."""
    closed = SPACED_OUT.sub(lambda spaced: "".join(spaced[0].split()), shown(line))
    return " ".join(closed.upper().split())


def classified(lines: Sequence[str], *, knows_post: KnowsPost) -> Find | None:
    """The first sign of classified text."""
    for number, line in enumerate(lines, start=1):
        before = lines[number - 2] if number > 1 else ""
        if is_classified_line(line, before, knows_post=knows_post):
            return Find(number, _quoted(line), "classified")
    return _classified_portion(lines) or _stamp(lines)


def is_classified_line(line: str, before: str, *, knows_post: KnowsPost) -> bool:
    if len(line) > LONGEST:
        return False
    words = plain(line)
    if not LEVELS.search(words):
        return False
    if any(LEVELS.search("".join(spaced[0].split()).upper()) for spaced in SPACED_OUT.finditer(shown(line))):
        return True
    if UNCLASSIFIED.match(words):
        return not any(letter.islower() for letter in line)
    if END_OF_SENTENCE.fullmatch(line.strip()) and any(letter.islower() for letter in before):
        return False  # the last word of a sentence
    if not (found := LEVEL.fullmatch(words)):
        return bool(CAPTIONS.fullmatch(LEVELS.sub(" ", words))) and not any(letter.islower() for letter in line)
    return _goes_on_as_marking(found["rest"], line, knows_post)


def _goes_on_as_marking(rest: str, line: str, knows_post: KnowsPost) -> bool:
    if not rest or CAPTIONS.fullmatch(rest):
        return True
    if rest[0].isalpha():
        return False
    left = " ".join(re.sub(rf"{SECTION}|\d+ OF \d+|PAGE \d+|\b(?:{CAPTION})\b|[^\w\s.'’-]", " ", rest).split())
    place = PLACE.fullmatch(left.strip(" .-'"))
    if place is None:
        return not left or knows_post(left)
    is_printed = not any(letter.islower() for letter in line)
    serial = place["serial"]
    return is_printed or serial.startswith("0") or knows_post(left.removesuffix(serial))


def _classified_portion(lines: Sequence[str]) -> Find | None:
    letters = _Letters()
    for number, line in enumerate(map(shown, lines), start=1):
        items = letters.of(number, line)
        is_cited = number > 1 and CITED.search(lines[number - 2]) is not None
        for at, mark in _portions(line):
            in_words = mark.islower() and (len(mark.strip("([{ }])")) > 2 or (is_cited and not line[:at].strip()))
            if at not in items and not in_words:
                return Find(number, mark, "a classified paragraph")
    return None


def _portions(line: str) -> list[tuple[int, str]]:
    first = PORTION_FIRST.match(line)
    finds = [*([first] if first else []), *PORTION_INSIDE.finditer(line), *PORTION_ANYWHERE.finditer(line)]
    return [(found.start("mark"), found["mark"]) for found in finds]


class _Letters:
    """Which of the letters in brackets go on with a list: (c) after (a) and (b), (s) after (r)."""

    def __init__(self) -> None:
        self.last = {True: "", False: ""}
        self.seen = {True: 0, False: 0}

    def of(self, number: int, line: str) -> set[int]:
        found = set()
        for mark in LIST_LETTER.finditer(line):
            letter, small = mark[1].lower(), mark[1].islower()
            last, is_near = self.last[small], number - self.seen[small] <= 120
            follows = bool(last) and is_near and ord(letter) == ord(last) + 1
            if follows and letter in "cs":
                found.add(mark.start())
            if letter == "a" or follows:
                self.last[small], self.seen[small] = letter, number
        return found


def _stamp(lines: Sequence[str]) -> Find | None:
    text = "\n".join(lines)
    finds = sorted(found.start() for stamp in STAMPS if (found := stamp.search(text)))
    if not finds:
        return None
    number = text.count("\n", 0, finds[0] + 1) + 1
    return Find(number, _quoted(lines[number - 1]), "classified")


def second_cable(lines: Sequence[str], *, marking_line: int, serial: int) -> Find | None:
    """The line of classification of another cable behind the first."""
    is_new = False
    for number, line in enumerate(lines[marking_line:], start=marking_line + 1):
        is_new = is_new or FROM.match(line.strip()) is not None
        if is_new and (found := MARKING_SERIAL.match(plain(line))) and int(found["serial"]) != serial:
            return Find(number, _quoted(line), "two cables in one file")
    return None


def limits(lines: Sequence[str], *, marking_line: int, knows_post: KnowsPost) -> Find | None:
    """The first line that is not exactly what an unlimited cable prints."""
    finds = [
        *_odd_markings(lines, marking_line, knows_post),
        *_odd_header_lines(lines, marking_line),
        *_limiting_lines(lines, marking_line),
    ]
    if found := LIMITED_TEXT.search(text := "\n".join(lines)):
        number = text.count("\n", 0, found.end()) + 1
        line = lines[number - 1]
        finds.append(Find(number, _quoted(line if len(line) <= LONGEST else found[0])))
    return min(finds, key=lambda find: (find.line, not find.what), default=None)


def _odd_markings(lines: Sequence[str], first: int, knows_post: KnowsPost) -> Iterator[Find]:
    for number, line in enumerate(lines, start=1):
        if number != first and not UNCLASSIFIED.match(plain(line[:LONGEST])):
            continue
        found = MARKING.fullmatch(plain(line))
        if found is None:
            yield Find(number, _quoted(line), "not a plain line of classification")
        elif not knows_post(found["post"]):
            yield Find(number, _quoted(line), "of a post that is not known")


def _odd_header_lines(lines: Sequence[str], marking_line: int) -> Iterator[Find]:
    """Lines between the marking and the subject that are neither fields nor SIPDIS nor for whom the cable is."""
    before = ""  # what the line above was
    for number, line in enumerate(lines[marking_line:], start=marking_line + 1):
        words = plain(line)
        field = FIELD.match(words)
        if field and field["name"].startswith("SUBJ"):
            return
        kind = _header_line(words, field["name"][:1] if field else "", before)
        if words and not kind:
            yield Find(number, _quoted(line), "not a line that an unlimited cable has in its header")
        before = kind


def _header_line(words: str, field: str, before: str) -> str:
    """What kind of line it is, "" for one that nothing explains."""
    if field == "E":
        return "order" if ORDER.fullmatch(words) else ""
    if field:
        return field
    if not words.strip(",.; "):
        return ""
    if re.fullmatch(r"SIPDIS(?:[ ,/]+SIPDIS)*\W*", words):
        return "sipdis"
    if words.startswith("//") or LIMITING.search(words):
        return ""
    unlinked = re.sub(r"\[([^\]]*)\]\(#?\)", r"\1", words)
    if before == "T" and TAG_WORDS.fullmatch(unlinked):
        return "T"
    if before == "R":
        return "R"
    return "passing" if PASSING.fullmatch(words) or (before == "passing" and PASSED_ON.match(words)) else ""


def _limiting_lines(lines: Sequence[str], marking_line: int) -> Iterator[Find]:
    """Limiting words above the line of classification, and captions that the text repeats further down."""
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST:
            continue
        words = plain(line)
        in_capitals = not line.strip().islower()
        if LIMITING.search(words) and (number < marking_line or (in_capitals and CAPTIONS.fullmatch(words))):
            yield Find(number, _quoted(line))


def _quoted(line: str) -> str:
    return " ".join(line.split())[:120]
