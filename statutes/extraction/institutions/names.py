"""Names as keys: what makes two spellings one name, and text folded so that a spelling can be looked up in it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

POSSESSIVE = re.compile(r"['’`´](?:s\b)?")
NO_LETTER = re.compile(r"[^\w&]+")
BLANKS = re.compile(r"\s+")
ARTICLE = re.compile(r"\bthe\b")
DEMONYM = re.compile(
    r"(?!Human|Urban|Roman|Veteran|Civilian|Christian|Christ|British\sCouncil)(?:[A-Z][\w-]*(?:[^v]an|ese|ish|[ae]ni|eli|ari|[qt]i)|"
    r"Costa\sRican|Sri\sLankan|Puerto\sRican|Icelandic|Greek|Kazakh|Kyrgyz|Tajik|Uzbek|Turkmen|Thai|Lao|Czech|Slovak|Serb|Croat|"
    r"Filipino|Philippine|Swiss|French|Dutch|Yemeni|Omani|Afghan|German)\s(?=\w)"
)
SPELLINGS = {"labour": "labor", "defence": "defense", "organisation": "organization", "centre": "center",
             "programme": "program", "&": "and"}  # fmt: skip


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """The name without case, accents, blanks' lengths, "the", punctuation and possessives; British as American."""
    plain = "".join(map(folded, name))
    # "Attorney General's" and "Women's" lose the mark and keep the letter, so that "Womens" is the same name.
    words = NO_LETTER.sub(" ", ARTICLE.sub(" ", POSSESSIVE.sub(lambda m: m[0][1:], plain))).split()
    return " ".join(SPELLINGS.get(word, word) for word in words)


def squeezed(text: str) -> str:
    """Blanks and line ends as one blank."""
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def folded(character: str) -> str:
    """One character without case and accent; always one character."""
    if character.isspace():
        return " "
    if character in "’`´":
        return "'"
    plain = unicodedata.normalize("NFKD", character)[:1].lower()
    return plain if len(plain) == 1 else character


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with blanks squeezed, and where each of its characters stands in the first text."""

    cased: str  # blanks squeezed only
    plain: str  # without case and accents too, of the same length
    places: tuple[int, ...]


def fold(text: str) -> Folded:
    """The text as names are looked up in it; a blank line stays a break that no name crosses."""
    kept = [at for at, c in enumerate(text) if not (c.isspace() and at and text[at - 1].isspace())]
    breaks = {match.start() for match in BLANKS.finditer(text) if match[0].count("\n") > 1}
    cased = "".join("\n" if at in breaks else " " if text[at].isspace() else text[at] for at in kept)
    plain = "".join("\n" if c == "\n" else folded(c) for c in cased)
    return Folded(cased, plain, tuple(kept))
