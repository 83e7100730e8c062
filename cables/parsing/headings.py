"""Chapter headings: which lines name a chapter, and which.

The same words stand framed by dashes, bare, behind a Roman or Arabic number, as the lead of a numbered paragraph,
misspelled, or swallowed into a paragraph; captions inside an answer look alike. So a line is taken for a heading
by its words: almost all must be words that the questionnaires' own headings use.
"""

import re
from difflib import get_close_matches
from functools import lru_cache

PILCROW = r"(?:¶|\[[1¶]\]\(#\))"
PORTION = r"\((?:U|SBU|C|S|LOU|FOUO|U//FOUO|SBU/NF|SBU//NF)\)"

NUMBERING = re.compile(
    rf"(?:{PILCROW}\s?)?(?:(?:(?P<number>\d{{1,2}})|(?P<roman>[IVX]{{1,5}})|(?P<letter>[A-Z]))\s?[.):]\s{{0,4}}|-{{1,3}}\s{{0,2}})?"
    rf"(?P<portion>{PORTION})?\s{{0,4}}"
    r"(?:(?:REFTEL|REF\s[A-Z]|REF)?\s{0,2}(?:QUESTION|PARAGRAPH|PARA|SECTION|CHAPTER|PART)S?\s{1,2}(?P<question>\d{1,2}|[IVX]{1,5})?\s{0,2}[-:.,]{0,2}\s{0,2})?"
    r"(?:(?P<roman2>[IVX]{1,5})\.\s{1,3})?",
    re.IGNORECASE,
)

WORDS = frozenset(
    """
    A AN AND OF THE TO IN FOR ON BY AGAINST WITH ITS THEIR THIS ANTI ANTITIP TIP TRAFFICKING TRAFFICKERS
    TRAFFICKER TRAFFICKED PERSONS HUMAN BEINGS VICTIMS VICTIM ASSISTANCE ASSISTING INVESTIGATION
    INVESTIGATIONS PROSECUTION PROSECUTIONS PROSECUTING PROTECTION PREVENTION OVERVIEW ACTIVITIES
    ELIMINATE ELIMINATING COMBAT COMBATTING COMBATING COUNTRY COUNTRYS COUNTRIES SITUATION SETTING SCENE
    GOVERNMENT GOVERNMENTS EFFORTS EFFORT HOST NATION NATIONS POST POSTS EMBASSY SECTION QUESTION
    QUESTIONS CHECKLIST HEROES HERO BEST PRACTICES PRACTICE NOMINATION NOMINATIONS NOMINEE NOMINEES
    PARTNERSHIPS PARTNERSHIP CHILD SOLDIERS SOLDIER NEW REQUIREMENTS ACT PREVENTIONACT REPORTING
    CONTINUED CONT CONTD RESPONSE RESPONSES ANSWERS KEYED SUMMARY COMMENT COMMENTS POINT POINTS CONTACT
    CONTACTS POC POCS HOURS TIME SPENT PREPARATION REPORT REFTEL REF PARA PARAS PARAGRAPH PARAGRAPHS
    ANNUAL INPUT INTERNATIONAL PUBLIC PRIVATE OFFICIAL CRIME CRIMES
    """.split()
)
LONG_WORDS = sorted(word for word in WORDS if len(word) >= 7)
MAX_WORDS = 14


@lru_cache(maxsize=4096)
def _known(word: str) -> str:
    """The vocabulary's word that this one is, or is misspelled from; "" for any other."""
    if word in WORDS:
        return word
    if len(word) >= 7:
        close = get_close_matches(word, LONG_WORDS, n=1, cutoff=0.84)
        return close[0] if close else ""
    return ""


def _subject(words: set[str]) -> str:
    """The chapter that a heading of these words names, or ""."""
    if {"CHILD"} & words and {"SOLDIERS", "SOLDIER"} & words:
        return "child-soldiers"
    if {"HEROES", "HERO"} & words:
        return "heroes"
    if {"PRACTICES", "PRACTICE"} & words and {"BEST"} & words:
        return "best-practices"
    if {"PARTNERSHIPS", "PARTNERSHIP"} & words:
        return "partnerships"
    if {"SCENE"} & words:
        return "scene"
    if {"OVERVIEW"} & words:
        return "overview"
    if {"SITUATION"} & words and {"COUNTRY", "COUNTRYS", "TIP", "TRAFFICKING", "CURRENT"} & words:
        return "situation"
    for name in ("PROSECUTION", "PROTECTION", "PREVENTION"):
        if {name, name + "S"} & words:
            return name.lower()
    if {"INVESTIGATION", "INVESTIGATIONS"} & words:
        return "prosecution"
    if {"ASSISTANCE"} & words and {"VICTIMS", "VICTIM"} & words:
        return "protection"
    if {"SUMMARY"} & words:
        return "summary"
    if {"COMMENT", "COMMENTS"} & words:
        return "comment"
    if {"CONTACT", "CONTACTS", "POC", "POCS"} & words or {"HOURS", "TIME"} & words:
        return "other"
    return ""


def chapter_of(title: str, *, strange: int = 2) -> str:
    """The chapter that `title` (without its number) names, or "" where it is no chapter heading.

    At most `strange` words may stand outside the vocabulary: a country's name, say.
    """
    title = title.strip().strip("-–: .*_=#")
    if not title or len(title) > 120 or "?" in title or not (title[0].isupper() or title[0] in "'\"("):
        return ""
    if re.match(r"END\b", title, re.IGNORECASE):
        return ""
    words = [re.sub(r"[^A-Z]", "", w) for w in re.split(r"[\s/\-–]+", title.upper())]
    words = [w for w in words if w]
    if not words or len(words) > MAX_WORDS:
        return ""
    known = [_known(w) for w in words]
    slug = _subject({k for k in known if k})
    unknown = known.count("")
    if not slug or unknown > min(strange, len(words) // 2):
        return ""
    if slug in {"summary", "comment"} and len(words) > 4:
        return ""
    if slug == "other" and unknown:
        return ""
    return slug


def sentence_like(title: str) -> bool:
    """Whether a line reads as running text rather than as a heading: mostly small words, or an inner full stop."""
    words = [w for w in re.split(r"[\s/]+", title) if re.search(r"[A-Za-z]{4,}", w)]
    small = sum(w[0].islower() for w in words)
    return re.search(r"[a-z]\. +[A-Z]", title) is not None or (len(words) >= 3 and small > len(words) * 2 // 3 + 1)
