"""How names of law are compared and made into addresses. Pure."""

import re
import unicodedata

SMALL_WORDS = frozenset({"the", "of", "on", "for", "and", "to", "in", "a", "an", "against", "by", "with"})
UNIT_SLUGS = {"article": "art", "section": "sec", "paragraph": "par"}


def folded(words: str) -> str:
    """Lower case, without accents, with single blanks: "Código  Penal" is "codigo penal"."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s/-]", " ", kept).split())


def law_key(name: str) -> str:
    """What two spellings of the name of one law have in common: "the Law on Migration" and "Law on Migration",
    "Decree No. 95-98" and "Decree 95-98". Small words count for nothing at the beginning and before a number."""
    words = folded(name).split()
    while words and words[0] in ("the", "a", "an", "its"):
        words = words[1:]
    kept = [
        word
        for at, word in enumerate(words)
        if not (word in ("no", "number", "nr", "num") and at + 1 < len(words) and words[at + 1][:1].isdigit())
    ]
    return " ".join(kept)[:200]


def titled(name: str) -> str:
    """A name that is printed in small letters, as names are: "penal code" is the Penal Code."""
    if not name.islower():
        return name[:1].upper() + name[1:]
    words = name.split(" ")
    return " ".join(
        word if at and word in SMALL_WORDS else word[:1].upper() + word[1:] for at, word in enumerate(words)
    )


def slug_of(name: str, *, longest: int = 110) -> str:
    """The name as it stands in an address: `penal-code`; never empty."""
    words = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")
    while len(words) > longest and "-" in words:
        words = words.rpartition("-")[0]
    return words[:longest] or "unnamed"


def provision_slug(unit: str, number: str) -> str:
    """`art-194`, `sec-3-1-a`."""
    word = folded(unit)
    return f"{UNIT_SLUGS.get(word) or slug_of(word, longest=20)}-{slug_of(number, longest=36)}"


def position_of(number: str) -> int:
    """To sort provisions by: the first figure of the number, then what follows it ("188" before "188 bis")."""
    found = re.search(r"\d{1,5}", number)
    if not found:
        return 0
    rest = number[found.end() :].strip()
    return int(found[0]) * 1000 + (min(999, sum(ord(sign) for sign in rest[:3])) if rest else 0)
