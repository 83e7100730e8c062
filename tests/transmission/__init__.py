"""Damages a marked-up cable the way transmissions and archives do, and says exactly what was done to it.

    python -m tests.transmission IN.txt --text OUT.txt --labels OUT.json

The source is the cable as its author wrote it, one paragraph a line, with control lines that begin with `%%`:

    %% header subject: "VALDORIA: 2008 TIP REPORT"     a label's value, as JSON
    %% damage wrap=65 pages=80 pilcrow=square seed=7   see `Damage`
    %% section prosecution B C                         the next line starts this answer (no keys: unlettered)
    %% heading prosecution                             the next line is, or begins, this chapter's heading
    %% answer                                          a quoted question ends, the next line answers it

An answer that starts inside a line is marked by `%{section prosecution B}` right before its marker. What stands
before the first marked line is the header. The labels say where each answer, heading and injected artefact
stands in the damaged text, as `[line, column]`, the line from 1 and the column from 0.

How it works: the text is cut into lines as a teleprinter would; damage is done to lines; an archive holding
a paragraph a line joins them again. What has to be found afterwards travels as a private-use character.
"""

import hashlib

from tests.transmission.injuries import INJURIES
from tests.transmission.markup import read
from tests.transmission.sheet import Damage, Record, TransmissionError
from tests.transmission.teleprinter import break_pages, cut, lay_out, link_tags, set_pilcrows, settle

__all__ = ["Damage", "Record", "TransmissionError", "send"]


def send(source: str) -> tuple[str, Record]:
    """The damaged text of a marked-up cable, and its labels in the format of the hand-made ones."""
    sheet = read(source)
    for step in (link_tags, cut, set_pilcrows, *INJURIES, break_pages):
        step(sheet)
    text = settle(sheet, lay_out(sheet))
    header = dict(sheet.header)
    return text, {
        "mrn": header.pop("mrn"),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "report_year": header.pop("report_year"),
        "truncated": header.pop("truncated", False),
        "part_of": header.pop("part_of", None),
        "header": header,
        "items": sorted(sheet.items, key=lambda item: item["at"]),
        "artefacts": sorted(sheet.artefacts, key=lambda artefact: artefact["at"]),
    }
