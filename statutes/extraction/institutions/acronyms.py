"""Acronyms, and what a cable says they stand for: "National Civilian Police (PNC)", "known as the PNC"."""

import re

from statutes.extraction.institutions.names import folded, squeezed
from statutes.extraction.institutions.tokens import BLANK, Tokens
from statutes.extraction.institutions.words import (
    ARTICLES,
    BREAKING_THINGS,
    LAWS,
    OF,
    OPENERS,
    ROMANCE_AND,
    ROMANCE_HEADS,
    ROMANCE_OF,
)

ACRONYM = re.compile(r"(?=[A-Za-z]*[A-Z][A-Za-z&./-]*[A-Z])[A-Z][A-Za-z&]{0,9}(?:[./-][A-Z][A-Za-z]{0,6}){0,2}")
BRACKETS = re.compile(r"['’]?s?\s{0,2}[\"“']?\s?\((?P<inside>[^()]{2,160})\)")
BEHIND = re.compile(
    r",?\s(?:or|also\sknown\sas|known\sas|abbreviated(?:\sas)?|called)\s(?:the\s)?[\"“']?(?P<inside>[A-Z][\w&-]{1,9})(?=[\"”',.;)\s])"
)
OWN_NAME = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]{3,20}")
LEADING = re.compile(
    r"^(?:(?:or|the|also|by|its|his|their|in|hereafter|henceforth|referred|to|as|known|called|abbreviated|commonly|"
    r"spanish|french|portuguese|arabic|english|local|acronym|acronyms|initials|for|is|and|formerly)\s|[\"“'`]|acronym:?\s)+",
    re.IGNORECASE,
)  # fmt: skip
PARTS = re.compile(r"[,;:/]\s+|\s+-{1,2}\s+|\sor\s|\s/\s")
BRACKETED = re.compile(r"\((?:the\s|or\s|hereafter\s)?[\"“']?(?P<inside>[A-Z][A-Za-z&/-]{1,9})[\"”']?(?=[,;)])")
NO_NAMES = frozenset(
    "TIP TVPA TVPRA SBU NGO NGOs IO IOs IDP IDPs MOU MOUs MOA CSEC USG STD STDs HIV AIDS POC USD FY FSN LES EFM "
    "SOP SOPs CST FTO FTOs PTO IT ID IDs TV PSA PSAs GDP AVR AVOT CRC CEDAW VAT QIZ QIZs FTZ EPZ EPZs LGBT GBV "
    "SGBV BG FS FO DCM RSO PAO ARSO DHC AND THE FOR NOT OF U.S US UK UAE DRC ROYG II III IV VI VII VIII IX XI "
    "XII AM PM CD DVD CDs DNA SMS".split()
)
GOVERNMENT = re.compile(r"GO[A-Z]{1,4}$|[A-Z]{1,3}G$")
SMALL = OF | ROMANCE_OF | ARTICLES | ROMANCE_AND | frozenset(["and", "to", "in", "with", "&"])
NOT_A_BODY = LAWS | BREAKING_THINGS | frozenset(
    "government republic kingdom states embassy persons trafficking exploitation violence operating procedures "
    "understanding zone zones status displaced disease syndrome product tax worker workers victims return "
    "officer officials training list contact unclassified reporting dollars dinars sex children's-rights "
    "democratic islamic".split()
)  # fmt: skip


def behind(text: str, end: int, *, is_ngo: bool = False) -> tuple[list[str], list[str]]:
    """The acronyms that a text gives behind the name that ends at `end`, and its names in another language. Of an NGO
    one word with a capital is such a name too."""
    match = BRACKETS.match(text, end) or BEHIND.match(text, end)
    if match is None:
        return [], []
    acronyms: list[str] = []
    others: list[str] = []
    for part in PARTS.split(squeezed(match["inside"])):
        words = LEADING.sub("", part).strip(" \"”“'.")
        if is_acronym(words):
            acronyms.append(words)
        elif _is_other_name(words) or (is_ngo and OWN_NAME.fullmatch(words)):
            others.append(words)
    return acronyms, others


def is_acronym(word: str) -> bool:
    """Whether a word is written as an acronym of a body is: two capitals at least, and as many as small letters."""
    if not ACRONYM.fullmatch(word) or word in NO_NAMES:
        return False
    capitals = sum(letter.isupper() for letter in word)
    return capitals >= 2 and 2 * capitals >= sum(letter.isalpha() for letter in word)


def _is_other_name(words: str) -> bool:
    """ "Fiscalia", "Consejo Superior de la Judicatura": what a body is called in a Romance language."""
    first = "".join(map(folded, words.split(" ", 1)[0]))
    return words[:1].isupper() and first in ROMANCE_HEADS and len(words) < 80 and words.count(" ") < 10


def spelled_out(tokens: Tokens, at: int, acronym: str) -> int | None:
    """The first word of the name before the word `at` whose initials are the acronym; None where they are not."""
    letters = [letter for letter in acronym if letter.isalpha()]
    if len(letters) < 3 or GOVERNMENT.match(acronym):
        return None
    word = at
    steps = 0
    while letters and word > 0 and steps < 14:
        word -= 1
        steps += 1
        if tokens.gaps[word] != BLANK and word != at - 1:
            return None
        plain = tokens.plain[word]
        if not tokens.capitals[word] and plain not in SMALL:
            return None
        initials = _initials(tokens.words[word])
        if initials and letters[-len(initials) :] == initials and (tokens.capitals[word] or plain not in SMALL):
            del letters[-len(initials) :]
        elif plain[0].upper() == letters[-1].upper() and plain not in ARTICLES:
            letters.pop()
        elif plain not in SMALL:
            return None
    if letters or not tokens.capitals[word]:
        return None
    named = tokens.plain[word:at]
    return None if any(w in NOT_A_BODY for w in named) or named[0] in OPENERS or len(named) < 2 else word


def initials(name: str) -> str:
    """The first letters of the words of a name that an acronym counts."""
    words = re.split(r"[\s/-]+", name)
    return "".join(word[0].upper() for word in words if word and "".join(map(folded, word)) not in SMALL)


def _initials(word: str) -> list[str]:
    return [part[0].upper() for part in re.split(r"[-/]", word) if part and part[0].isalpha()]
