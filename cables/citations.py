"""How to cite a cable or one answer in it: a sentence, BibTeX and RIS."""

import re
from dataclasses import dataclass
from datetime import datetime

ARCHIVE = "tipportal"
BIBTEX_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    character: f"\\{character}" for character in "&%$#_{}"
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited. `part` names the answer ("Prosecution B"), `sent` is the date-time group."""

    author: str
    title: str
    mrn: str
    sent: datetime | None
    year: int
    url: str
    revision: int
    part: str = ""
    sample: bool = False

    @property
    def text(self) -> str:
        """One sentence in the manner of the Chicago notes style."""
        date = f"{self.sent.day} {self.sent:%B %Y}" if self.sent else str(self.year)
        parts = [self.author, f"“{self.title},”", f"cable {self.mrn}", date, self.part]
        sample = " Sample: invented for demonstration." if self.sample else ""
        sentence = ", ".join(part for part in parts if part).replace(",”, ", ",” ")
        return f"{sentence}, {ARCHIVE} (revision {self.revision}), {self.url}.{sample}"

    @property
    def bibtex(self) -> str:
        fields = {
            "author": f"{{{bibtex_escaped(self.author)}}}",
            "title": bibtex_escaped(self.title),
            "type": "Cable",
            "number": self.mrn,
            "year": str(self.sent.year if self.sent else self.year),
            "month": str(self.sent.month) if self.sent else "",
            "note": bibtex_escaped("; ".join(filter(None, (self.part, f"revision {self.revision}", self.sample_note)))),
            "url": self.url,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@misc{{{bibtex_key(self.mrn, self.part)},\n{lines}\n}}\n"

    @property
    def ris(self) -> str:
        date = f"{self.sent:%Y/%m/%d}/" if self.sent else f"{self.year}///"
        fields = [
            ("TY", "RPRT"),
            ("AU", self.author),
            ("TI", self.title),
            ("M1", self.mrn),
            ("M3", "Cable"),
            ("DA", date),
            ("SE", self.part),
            ("N1", "; ".join(filter(None, (f"Revision {self.revision}", self.sample_note)))),
            ("UR", self.url),
            ("DB", ARCHIVE),
        ]
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
        return "\n".join([*lines, "ER  - ", ""])

    @property
    def sample_note(self) -> str:
        return "sample, invented for demonstration" if self.sample else ""


def bibtex_escaped(words: str) -> str:
    return "".join(BIBTEX_SPECIAL.get(character, character) for character in " ".join(words.split()))


def bibtex_key(mrn: str, part: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"{mrn} {part}".lower()).strip("-")
