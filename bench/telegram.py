"""Sets an invented cable as the system sends it: header, headings, letters, lines of one width, page lines."""

import textwrap
from itertools import groupby

from bench.archive import Answer, Cable
from cables.parsing.questionnaires import UNLETTERED

WIDTH = 65
PAGE = 60  # lines of text between two page lines
HEADINGS = {
    "overview": "OVERVIEW OF A COUNTRY'S ACTIVITIES TO ELIMINATE TRAFFICKING IN PERSONS",
    "situation": "THE COUNTRY'S TIP SITUATION",
    "scene": "SETTING THE SCENE FOR THE GOVERNMENT'S ANTI-TIP EFFORTS",
    "prosecution": "INVESTIGATION AND PROSECUTION OF TRAFFICKERS",
    "protection": "PROTECTION AND ASSISTANCE TO VICTIMS",
    "prevention": "PREVENTION",
    "partnerships": "PARTNERSHIPS",
    "heroes": "HEROES",
    "best-practices": "BEST PRACTICES",
    "child-soldiers": "CHILD SOLDIERS",
}


def telegram(cable: Cable) -> str:
    return "\n".join([*_header(cable), *_body(cable), "EXAMPLE", ""])


def _header(cable: Cable) -> list[str]:
    place = cable.place
    routing = place.post.routing or "RUEHXX"
    day = cable.sent.strftime("%d%H%MZ %b %y").upper()
    return [
        *("VZCZCXYZ0000", "RR RUEHWEB", ""),
        f"DE {routing} #{cable.serial % 10000:04d} {cable.sent.strftime('%j%H%M')}",
        *("ZNR UUUUU ZZH", f"R {day}", f"FM AMEMBASSY {cable.post_name}", "TO RUEHC/SECSTATE WASHDC 4962"),
        *("INFO RUEHC/DEPT OF LABOR WASHDC", "RUEAWJA/DEPT OF JUSTICE WASHDC", ""),
        *(cable.marking, ""),
        *(line for caption in cable.captions for line in (caption, "")),
        *("DEPT FOR G/TIP, G, INL, DRL, PRM", "", "E.O. 12958: N/A", f"TAGS: {' '.join(cable.tags)}"),
        *textwrap.wrap(f"SUBJECT: {cable.subject}", WIDTH),
        *("", f"REF: {_printed_ref(cable)}", ""),
    ]


def _printed_ref(cable: Cable) -> str:
    """`08 STATE 2731`; a questionnaire that nobody knows has a number out of reach."""
    if not cable.ref:
        return f"{cable.report_year % 100:02d} STATE 999999"
    return f"{cable.ref[:2]} STATE {cable.ref[2:].removeprefix('STATE')}"


def _body(cable: Cable) -> list[str]:
    lines: list[str] = []
    for chapter, answers in groupby(cable.answers, key=lambda answer: answer.chapter):
        if chapter in HEADINGS:
            heading = HEADINGS[chapter]
            lines += [heading, "-" * min(len(heading), WIDTH), ""]
        for answer in answers:
            lines += _answer(answer)
    return _paged(lines, cable)


def _answer(answer: Answer) -> list[str]:
    """The answer's lines: its marker before the first, a blank line after each paragraph."""
    if answer.chapter == "intro":
        marker = f"¶{answer.keys[0]}. (U) "
    elif answer.chapter in UNLETTERED or not answer.keys:
        marker = ""
    else:
        marker = f"¶{' and '.join(answer.keys)}. "
    lines: list[str] = []
    for paragraph in answer.paragraphs:
        wrapped = textwrap.wrap(marker + paragraph.text, WIDTH, break_long_words=False, break_on_hyphens=False)
        lines += [*wrapped, ""]
        marker = ""
    return lines


def _paged(lines: list[str], cable: Cable) -> list[str]:
    """A page line after every PAGE lines or a few more, inside a sentence, where a reader must take it out."""
    pages = len(lines) // PAGE + 1
    paged: list[str] = []
    page, since = 1, 0
    for before, line in zip(["", *lines], lines, strict=False):
        since += 1
        if since > PAGE and before[-1:].islower() and line[:1].islower():
            page += 1
            since = 0
            paged += ["", "", f"{cable.post_name} {cable.serial:08d}  {page:03d} OF {max(pages, page):03d}", "", ""]
        paged.append(line)
    return paged
