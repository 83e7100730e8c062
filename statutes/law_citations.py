"""How to cite a law as the archive has it: a sentence, BibTeX and RIS."""

from dataclasses import dataclass

from cables.citations import ARCHIVE, bibtex_escaped, bibtex_key


@dataclass(frozen=True, slots=True)
class LawCitation:
    """A provision, or a whole instrument where `part` is "". `place` is its country's name; `quoted_in` the numbers of
    the cables whose words stand on its page."""

    name: str
    number: str
    place: str
    url: str
    part: str = ""
    quoted_in: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        number = f"({self.number})" if self.number and self.number not in self.name else ""
        title = " ".join(filter(None, (self.name, number)))
        return f"{', '.join(filter(None, (self.place, title, self.part)))}{self._source}, {ARCHIVE}, {self.url}."

    @property
    def _source(self) -> str:
        if not self.quoted_in:
            return ""
        return f", as quoted in cable{'s' * (len(self.quoted_in) > 1)} {', '.join(self.quoted_in)}"

    @property
    def bibtex(self) -> str:
        fields = {
            "title": bibtex_escaped(", ".join(filter(None, (self.name, self.part)))),
            "type": "Law",
            "number": bibtex_escaped(self.number),
            "note": bibtex_escaped(f"{self.place}{self._source}".strip(", ")),
            "url": self.url,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@misc{{{bibtex_key(f'{self.place} {self.name}', self.part)},\n{lines}\n}}\n"

    @property
    def ris(self) -> str:
        fields = [
            ("TY", "STAT"),
            ("TI", self.name),
            ("M1", self.number),
            ("SE", self.part),
            ("CY", self.place),
            ("N1", self._source.strip(", ")),
            ("UR", self.url),
            ("DB", ARCHIVE),
        ]
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
        return "\n".join([*lines, "ER  - ", ""])
