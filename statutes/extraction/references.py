"""What a relative penalty calls its base: "the previous article", "Articles 7 and 8", "paragraph (1)", "that term"."""

import re
from dataclasses import dataclass

from statutes.extraction.articles import NUMBER_OF_ARTICLE, article_numbers

PRIOR = r"(?:previous|preceding|foregoing|above|prior|last)"
COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
COUNT = rf"(?:{'|'.join(COUNTS)})"
PART = r"(?:(?:sub-?)?paragraphs?|sub-?sections?|items?|points?|clauses?)"
LABEL = r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)?(?![\w])"
LINK = r"(?:,\s(?:and\s|or\s)?|\s(?:and|or|to)\s)"
LIST = rf"{NUMBER_OF_ARTICLE}(?:{LINK}(?:articles?\s)?{NUMBER_OF_ARTICLE}(?!\s(?:years?|months?|days?))){{0,8}}"
BASE = re.compile(
    rf"\b(?:(?P<count>{COUNT})\s)?{PRIOR}\s(?:(?P<count2>{COUNT})\s)?(?P<what>articles?|sections?|paragraphs?|provisions?|"
    rf"clauses?|sub-?sections?)\b|"
    rf"\b(?P<what2>articles?|sections?|paragraphs?)\sabove\b|"
    rf"\b(?:section|{PART})\s(?P<own>{LABEL})(?:\sand\s(?P<own2>{LABEL}))?\sof\sthis\s(?:article|section)\b|"
    rf"\b(?:(?:articles?|art\.|sections?|secs?\.)\s|§{{1,2}}\s?)(?P<numbers>{LIST})\b|"
    rf"\b{PART}\s(?P<label>{LABEL})(?:{LINK}(?P<label2>{LABEL}))?|"
    rf"\b(?P<nth>{'|'.join(ORDINALS)})(?:\s(?:and|or)\s(?P<nth2>{'|'.join(ORDINALS)}))?\s{PART}\b|"
    r"\b(?P<back>(?:that|those|these|this|such|said)\s(?:term|terms|penalt\w+|punishments?|sanctions?|sentences?|range))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a base stands; what the words do not say is empty."""

    words: str
    previous: str = ""  # "articles", "paragraph"
    count: int = 0  # of "the two preceding articles"; 0 where it is not said
    numbers: tuple[str, ...] = ()  # articles
    labels: tuple[str, ...] = ()  # numbered paragraphs of the same article
    is_back: bool = False  # "that term"


def base_words_of(sentence: str) -> str:
    """What the sentence calls a base, "" where it names none; "that term" counts least."""
    first = ""
    for match in BASE.finditer(sentence):
        if not match["back"]:
            return match[0]
        first = first or match[0]
    return first


def reference_of(words: str) -> Reference | None:
    match = BASE.search(words)
    if match is None:
        return None
    if match["numbers"]:
        return Reference(match[0], numbers=article_numbers(match["numbers"]))
    labels = [match[name] for name in ("own", "own2", "label", "label2") if match[name]]
    labels += [str(ORDINALS[match[name].lower()]) for name in ("nth", "nth2") if match[name]]
    previous = (match["what"] or match["what2"] or "").lower()
    count = COUNTS.get((match["count"] or match["count2"] or "").lower(), 0)
    return Reference(
        match[0],
        previous,
        count,
        labels=tuple(label.strip("()").lower() for label in labels),
        is_back=bool(match["back"]),
    )
