"""Sets a cable as the system sent it: lines of a fixed width, paragraph marks, pages."""

import re
from collections.abc import Callable, Iterator

from tests.transmission.sheet import MARK, Kind, Line, Sheet, TransmissionError, visible

LETTERED = re.compile(r"(\s*[\ue000-\uf8ff]*)(?:¶\s*)?((?:\d{1,4}|[A-Z])\.(?:\s|$))")
IDENTITY = re.compile(r"(UNCLAS\S*)\s+(.+?)\s+(\d{6})\s*")
RULE = re.compile(r"[-=_ ]*")
WIDTH = 66  # of a teleprinter's line


def link_tags(sheet: Sheet) -> None:
    for line in sheet.lines:
        if sheet.damage.links and line.kind is Kind.HEADER and line.text.startswith("TAGS:"):
            tags = [
                f"{sheet.mark(sheet.artefact('link', where='header'), 'at')}[{tag}](#)" for tag in line.text.split()[1:]
            ]
            line.text = "TAGS: " + " ".join(tags)


def cut(sheet: Sheet) -> None:
    width = sheet.damage.wrap or WIDTH
    cut_lines: list[Line] = []
    for line in sheet.lines:
        if line.kind is Kind.HEADER:
            cut_lines.append(line)
            continue
        if sheet.damage.spaces == 2:
            line.text = re.sub(r'(?<=[a-z)"][.?!:]) (?=[A-Z"(])', "  ", line.text)
        pieces = list(wrapped(line.text, width)) or [""]
        cut_lines += [Line(piece, line.kind, goes_on=True) for piece in pieces[:-1]]
        cut_lines.append(Line(pieces[-1], line.kind))
    sheet.lines = cut_lines


def wrapped(text: str, width: int) -> Iterator[str]:
    line, size = "", 0
    for word in re.findall(r"\s*\S+", text):
        if line and size + len(visible(word)) > width:
            yield line
            line, size, word = "", 0, word.lstrip()
        line += word
        size += len(visible(word))
    if line:
        yield line


def set_pilcrows(sheet: Sheet) -> None:
    """Put one, as the system did, before every line that starts with a number or a letter and a dot."""
    style = pilcrow_style(sheet)
    references = goes_on = False
    for line in sheet.lines:
        references = (
            line.kind is Kind.HEADER and (references or line.text.startswith("REF")) and bool(line.text.strip())
        )
        inside, goes_on = goes_on, line.goes_on
        found = LETTERED.match(line.text)
        if found is None or (line.kind is Kind.HEADER and not references):
            continue
        if inside and not sheet.damage.wrap:
            continue
        pilcrow = style(found[2])
        if pilcrow and not MARK.search(found[1]):
            where = {"where": "header"} if line.kind is Kind.HEADER else {}
            pilcrow = sheet.mark(sheet.artefact("false_marker", **where), "at") + pilcrow
            line.spent = True
        line.text = found[1] + pilcrow + line.text[found.start(2) :]


def pilcrow_style(sheet: Sheet) -> Callable[[str], str]:
    spelt = {"square": "¶", "bracket": "[1](#)", "bare": "1", "none": ""}
    if sheet.damage.pilcrow not in (*spelt, "mixed"):
        raise TransmissionError(f"pilcrow={sheet.damage.pilcrow}: not one of {', '.join(spelt)}, mixed")
    left, current = 6, "bracket"

    def style(marker: str) -> str:
        nonlocal left, current
        if sheet.damage.pilcrow != "mixed":
            chosen = sheet.damage.pilcrow
        else:
            if left == 0:
                left, current = (
                    sheet.dice.randint(2, 7),
                    sheet.dice.choice(["bare", "bare", "square", "square", "none"]),
                )
            left -= 1
            chosen = current
        return spelt["bracket" if chosen == "bare" and marker[0].isdigit() else chosen]

    return style


def break_pages(sheet: Sheet) -> None:
    """Open every page but the first with its line; say how many there are in the marking and the labels."""
    if not sheet.damage.pages:
        return
    top = next(at for at, line in enumerate(sheet.lines) if IDENTITY.fullmatch(line.text))
    found = IDENTITY.fullmatch(sheet.lines[top].text)
    assert found is not None
    breaks: list[int] = []
    for at in range(top + 1, len(sheet.lines) - 2):
        if at - (breaks[-1] if breaks else top) >= sheet.damage.pages and may_break(sheet, at):
            breaks.append(at)
    of = len(breaks) + 1
    for number, at in reversed(list(enumerate(breaks, 2))):
        splits = sheet.lines[at].goes_on and not visible(sheet.lines[at].text).rstrip().endswith((".", "?", "!", ":"))
        record = sheet.artefact("page_break", splits_sentence=splits)
        mark = f"{found[2]} {int(found[3]):08d}  {number:03d} OF {of:03d}"
        page = Line(sheet.mark(record, "at") + mark + sheet.mark(record, "end"), Kind.EXTRA)
        if not sheet.damage.wrap:
            sheet.lines[at].text += f"   {page.text}   "
            continue
        sheet.lines[at + 1 : at + 1] = [
            Line("", Kind.EXTRA),
            page,
            Line("", Kind.EXTRA),
            Line("", Kind.EXTRA),
        ]
    sheet.header["parts"] = of
    if of > 1:
        sheet.lines[top].text = f"{found[1]} SECTION 01 OF {of:02d} {found[2]} {found[3]}"


def may_break(sheet: Sheet, at: int) -> bool:
    """After a line of an answer, away from other damage; where lines are joined, only after a paragraph."""
    line, after = sheet.lines[at], sheet.lines[at + 1]
    ruled = any(RULE.fullmatch(visible(each.text)) and each.text for each in (line, after))
    if line.kind is not Kind.BODY or after.kind is Kind.EXTRA or ruled or not visible(line.text).strip():
        return False
    if line.spent or after.spent:
        return False
    return bool(sheet.damage.wrap) or (not line.goes_on and visible(line.text).endswith("."))


def lay_out(sheet: Sheet) -> str:
    laid: list[tuple[str, bool]] = []  # a line, and whether it stands under the marking
    under = joined = False
    for line in sheet.lines:
        if joined and not sheet.damage.wrap and line.kind is not Kind.EXTRA:
            laid[-1] = (f"{laid[-1][0]} {line.text}", True)
        else:
            laid.append((line.text, under))
        joined = line.goes_on and line.kind is not Kind.EXTRA
        under = under or line.text.startswith("UNCLAS")
    before, after = " " * sheet.damage.indent, " " * sheet.damage.trailing
    return "".join(f"{before}{text}{after}\n" if under else f"{text}\n" for text, under in laid)


def settle(sheet: Sheet, text: str) -> str:
    """Take the marks out and write down where each stood."""
    clean: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        column = 0
        for char in line:
            if not MARK.fullmatch(char):
                column += 1
                continue
            record, name = sheet.marks[ord(char) - 0xE000]
            at_blank = record["kind"] == "blank_in_sentence"
            record[name] = [number, 0 if at_blank else column]
        clean.append(visible(line))
    return "\n".join(clean)
