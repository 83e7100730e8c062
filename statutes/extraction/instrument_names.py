"""Where the name of an instrument begins and ends around its head word, and the name without whose it is."""

import re

from statutes.extraction.dates import MONTH
from statutes.extraction.heads import HEAD, HEADS, LINK
from statutes.extraction.structure import InstrumentKind

SMALL = frozenset("of the and for on against to in de la el del y des et du for with by into".split())
OPENERS = frozenset(
    "nothing the a an this that these those under in on by since although while as both when where which its their his "
    "her our "
    "article articles section sections art arts sec paragraph new current existing draft all some other any if "
    "according "
    "and or but for to of from with at also however additionally furthermore see per no prior before after during "
    "unofficial title chapter government parliament congress each it he she they ref refs post every former "
    "local".split()
)
NEXT_WORD = re.compile(r"(?P<gap>[ \n]{1,2}|,\s|/)(?P<word>[^\W_][\w'’-]*|&)")
SMALL_BEFORE = re.compile(
    r"(?:\b(?:general|penal|criminal|civil|labou?r|employment|family|military|commercial|electoral|procedures?|"
    r"immigration|migration|"
    r"anti-trafficking|trafficking|armed|forces|service|children'?s|foreigners|aliens|adoption|extradition|"
    r"nationality|citizenship|organized|crime|"
    r"conduct)\s){1,4}$",
    re.IGNORECASE,
)
DEMONYM = re.compile(
    r"^(?!Human|Urban|Roman|Veteran|Sudan)(?:[A-Z][\w-]*(?:an|ese|ish|i|ch)|Costa\sRican|Sri\sLankan|Icelandic|Greek|"
    r"Kazakh|Kyrgyz|Tajik|"
    r"Uzbek|Turkmen|Thai|Lao|Czech|Slovak|Serb|Croat|Filipino|Philippine|Swiss)\s(?=\w)"
)
POSSESSOR = re.compile(
    r"^(?!(?:Child|Children|Women|Worker|Foreigner|Victim|Minor|Employee|Juvenile|Seamen|Married)s?['’])"
    r"(?:[A-Z]\w+\s|of\s|the\s){0,5}[A-Z]\w+(?:['’]s|(?<=s)['’])\s(?=\w)"
)
MONTH_ONLY = re.compile(MONTH)
SERIAL_NEXT = re.compile(r"\s(?:No|Nr|Number|number)?\.?\s?\d")
LONGEST_NAME = 14  # words on either side of the head
PLAIN_NAMED = frozenset({InstrumentKind.CODE, InstrumentKind.CONSTITUTION})
PLAIN_SMALL = frozenset({"and", "of", "&"})


def walk_left(text: str, at: int, start: int, head_word: str) -> int:
    """Where the capitalised words before `at` begin."""
    first, walked, at_left = at, 0, at
    while walked < LONGEST_NAME:
        window = text[max(start, at_left - 40) : at_left]
        match = re.search(r"(?:^|(?<=[\s(\"'“/-]))(?P<word>\([A-Z][\w-]+\)|[^\W\d_][\w'’.-]*|&),?[ \n]{1,2}$", window)
        if match is None:
            break
        word, comma = match["word"], "," in match[0][len(match["word"]) :]
        position = at_left - len(window) + match.start("word")
        lower = word.lower()
        if comma and not _lists(text, first):
            break
        if word[0] == "(":
            pass
        elif word[0].isupper() and lower.rstrip(".") not in OPENERS and not word.endswith("."):
            first = position
        elif lower not in (SMALL if HEADS[head_word] not in PLAIN_NAMED else PLAIN_SMALL) or comma:
            break
        at_left = position
        walked += 1
    return first


def _lists(text: str, first: int) -> bool:
    """Whether the name so far ends a list: "Prevention, Suppression and Punishment Act"."""
    return (
        re.match(
            r"[A-Z][\w-]*(?:\s[A-Z][\w-]*){0,2}(?:,\s[A-Z][\w-]*(?:\s[A-Z][\w-]*)?){0,3},?\s(?:and|&)\s[A-Z]",
            text[first : first + 120],
        )
        is not None
    )


def small_left(text: str, at: int, start: int, word: str) -> int:
    """Where "penal", "labor" and the like begin before a head in small letters."""
    match = SMALL_BEFORE.search(text, max(start, at - 60), at)
    if match is None:
        return at
    return walk_left(text, match.start(), start, word) if text[match.start()].isupper() else match.start()


def walk_right(text: str, at: int, end: int, kind: InstrumentKind) -> int:
    """Where the name ends that goes on behind its head: "Convention on the Rights of the Child"."""
    last = at
    if not (LINK.match(text, at, end) or re.match(r"\s[A-Z]", text[at : at + 2])):
        return at
    position, small = at, 0
    for _ in range(2 * LONGEST_NAME):
        match = NEXT_WORD.match(text, position, end)
        if match is None or _ends(text, position, match, kind):
            break
        word = match["word"]
        if word[0].isupper():
            last, small = match.end(), 0
        elif word in SMALL or word in INNER_SMALL:
            small += 1
        elif kind is InstrumentKind.TREATY and not small and match["gap"] != ", " and word in TREATY_SMALL:
            last = match.end()
        else:
            break
        if small > MOST_SMALL:
            break
        position = match.end()
    return last


INNER_SMALL = frozenset(
    "or all its from concerning regarding relating supplementing especially against at sea".split()
)  # between capitals
TREATY_SMALL = frozenset({"forms", "women", "children"})
MOST_SMALL = 3  # small words in a row


def _ends(text: str, position: int, match: re.Match[str], kind: InstrumentKind) -> bool:
    """Whether a name ends before this word: it begins another name, an article, a date or a number."""
    word = match["word"]
    if match["gap"] == ", " and not _goes_on(text, position, kind):
        return True
    if word == "and" and AND_ANOTHER.match(text, position):
        return True
    if word.lower() in ("article", "articles", "art", "section", "sections") or (word.isupper() and len(word) > 6):
        return True
    if MONTH_ONLY.fullmatch(word) or (HEAD.fullmatch(word) and SERIAL_NEXT.match(text, match.end())):
        return True
    if word in ("No", "Nr", "Number") and SERIAL_NEXT.match(text, position):
        return True
    return len(word) == 1 and word.isupper() and text[match.end() : match.end() + 1] == "."


AND_ANOTHER = re.compile(  # "Code of Criminal Procedure and the Civil Code"
    r"\sand\s(?:(?:the|its)\s)?(?:[A-Z][\w'’-]*\s){0,4}(?:Code|Law|Act|Decree|Ordinance|Constitution|Protocol|"
    r"Convention|Agreement|Treaty|Covenant|Regulations?)\b"
)
GOES_ON = re.compile(r",\s[A-Z][\w-]*(?:\s(?:in\s)?[A-Z]\w+)?(?:,\s[A-Z][\w-]*(?:\s[A-Z]\w+)?)*,?\sand\s[A-Z]")
TREATY_GOES_ON = re.compile(r",\s(?:especially|in\sparticular|supplementing|and\s(?!the\b)[A-Z])")


def _goes_on(text: str, at: int, kind: InstrumentKind) -> bool:
    """Whether a comma stands inside a name and not behind it."""
    if kind is InstrumentKind.TREATY and TREATY_GOES_ON.match(text, at):
        return not HEAD.search(text, at, at + 24) or text.startswith(", supplementing", at)
    match = GOES_ON.match(text, at, at + 100)
    return match is not None and not HEAD.search(text, at, match.end() + 24)


def name_of(text: str, first: int, last: int, numbered: re.Match[str] | None, head: re.Match[str]) -> str:
    """The name as printed, without whose it is: "Colombian Penal Code" is the Penal Code."""
    name = " ".join(text[first:last].split())
    if numbered and first != head.start():
        name = " ".join(text[first : head.end()].split())
        if HEADS[head[0].lower()] is InstrumentKind.TREATY:
            name = re.sub(r"Conventions$", "Convention", name) + f" {numbered['number'].rstrip('.,')}"
    elif numbered:
        name = f"{head[0]} {numbered['number'].rstrip('.,')}"
    name = (
        DEMONYM.sub("", POSSESSOR.sub("", name))
        if HEADS[head[0].lower()] is not InstrumentKind.TREATY
        else POSSESSOR.sub("", name)
    )
    return name.strip(" ,.(")
