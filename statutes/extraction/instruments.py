"""Instruments named in prose: "the Immigration Law (Decree 95-98)", "Law 599 of 2000", "Article 7 of the Code".

A name is the run of capitalised words around a head word (Code, Law, Decree, Convention, ...). Head words in small
letters count where a number or a year makes them one law ("law number 1 of 2008"), and for codes and constitutions.
"""

import re
from dataclasses import dataclass, replace

from statutes.extraction.structure import Article, Citation, InstrumentKind

HEADS = {
    "constitution": InstrumentKind.CONSTITUTION, "code": InstrumentKind.CODE, "act": InstrumentKind.ACT,
    "law": InstrumentKind.ACT, "ley": InstrumentKind.ACT, "loi": InstrumentKind.ACT, "lei": InstrumentKind.ACT,
    "statute": InstrumentKind.ACT, "decree": InstrumentKind.DECREE, "decree-law": InstrumentKind.DECREE,
    "decreto": InstrumentKind.DECREE, "proclamation": InstrumentKind.DECREE, "order": InstrumentKind.DECREE,
    "regulation": InstrumentKind.REGULATION, "regulations": InstrumentKind.REGULATION,
    "resolution": InstrumentKind.REGULATION, "ordinance": InstrumentKind.REGULATION,
    "directive": InstrumentKind.REGULATION, "circular": InstrumentKind.REGULATION,
    "convention": InstrumentKind.TREATY, "conventions": InstrumentKind.TREATY, "protocol": InstrumentKind.TREATY,
    "covenant": InstrumentKind.TREATY, "treaty": InstrumentKind.TREATY, "pact": InstrumentKind.TREATY,
    "accord": InstrumentKind.TREATY, "charter": InstrumentKind.TREATY,
    "policy": InstrumentKind.POLICY, "strategy": InstrumentKind.POLICY, "plan": InstrumentKind.PLAN,
    "código": InstrumentKind.CODE, "codigo": InstrumentKind.CODE, "bill": InstrumentKind.ACT,
}  # fmt: skip
HEAD = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(HEADS, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)
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
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
DATE = (
    rf"(?:{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH},?\s\d{{4}}|"
    rf"{MONTH},?\s(?:of\s)?\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|B\.E\.\s\d{{4}}|(?:1[89]|20)\d\d(?!\d))"
)
SERIAL = r"[A-Z]{0,4}-?\d[\d.,]{0,9}(?:[-/][\w.]{1,10}){0,3}"
NUMBERED = re.compile(
    rf"\s{{0,2}}(?:\((?=\s?(?:No|Nr|N[°º]|\d)))?\s?(?P<mark>(?:No|Nos|Nr|N[°ºo]|Number|number|no|"
    rf"#)s?\.?:?\s{{0,2}})?\(?(?P<number>{SERIAL})\)?(?P<of>\s(?:of|dated|from|de)\s(?P<date>{DATE}))?"
)
BARE_SERIAL = re.compile(r"(?:1[89]|20)\d\d$")
DATED = re.compile(
    rf"(?:,?\s(?=(?:18|19|20)\d\d(?:[\s,.;)]|$))|,?\s(?=B\.E\.)|,?\s(?:of|dated|from)\s|\s\(|"
    rf",\sdated\s)(?P<date>{DATE})(?:\s?[-–]\s?\d{{4}})?\)?"
)
YEARS = re.compile(r"\s(?:for\s)?\(?(?P<date>(?:19|20)\d\d\s?[-–/]\s?(?:20)?\d\d)\)?")
YEAR_BEFORE = re.compile(r"\b(?P<year>(?:1[89]|20)\d\d)\s$")
WORD = re.compile(r"[^\W\d_][\w'’.-]*|&")
NEXT_WORD = re.compile(r"(?P<gap>[ \n]{1,2}|,\s|/)(?P<word>[^\W_][\w'’-]*|&)")
LINK = re.compile(
    r"\s(?:on|of|against|for|to|concerning|regarding|relating\sto|supplementing|governing|prohibiting|"
    r"regulating)\s(?:the\s|a\s)?(?=[A-Z])"
)
SMALL_BEFORE = re.compile(
    r"(?:\b(?:general|penal|criminal|civil|labou?r|employment|family|military|commercial|electoral|procedures?|"
    r"immigration|migration|"
    r"anti-trafficking|trafficking|armed|forces|service|children'?s|foreigners|aliens|adoption|extradition|"
    r"nationality|citizenship|organized|crime|"
    r"conduct)\s){1,4}$",
    re.IGNORECASE,
)
LAW_WORDS = frozenset({"law", "act", "decree", "bill", "regulation", "resolution", "ordinance", "order"})
FOREIGN = frozenset({"código", "codigo", "ley", "loi", "decreto"})  # their names follow
UNNAMED = frozenset({"order", "resolution", "circular", "directive", "proclamation", "bill"})
COMMITTEE = re.compile(r"(?:,|\sand)?(?:\s[A-Z]?\w+){0,3}\s(?:[Cc]ommittees?|[Cc]ommission|[Dd]epartment)\b")
ASKERS = re.compile(r"(?:G/)?TIP['’]s\s|Department['’]s\s|U\.?S\.?\s")  # those who ask the questions
CONDUCT = re.compile(
    r"(?:conduct|dress|postal|zip|area|ethics|honou?r)\s(?:code)$|code\sof\s(?:conduct|ethics)", re.IGNORECASE
)
NOT_LAW = re.compile(
    r"^(?:in\s)?(?:public\sorder|executive\sorder\sof|law\sand\sorder|islamic\slaw|international\slaw|sharia\S*\slaw|"
    r"shari'ah\slaw|common\slaw|"
    r"customary\slaw|rule\sof\slaw|supreme\scourt\sresolution|work\splan|foreign\spolicy|martial\slaw|federal\slaw|"
    r"domestic\slaw|local\slaw|national\slaw|(?-i:[a-z]\w*)\slaw|law\sschool|law)$",
    re.IGNORECASE,
)
AFTER_LAW = re.compile(
    r"\s(?:Enforcement|School|Reform|Office|Faculty|Center|Centre|Firm|Department|Committee|Commission|Institute|Society|"
    r"Officers?|Commissioner|Program|Academy|Student|Professor|Courts?)\b|,\sRegulations",
    re.IGNORECASE,
)
DEMONYM = re.compile(
    r"^(?!Human|Urban|Roman|Veteran|Sudan)(?:[A-Z][\w-]*(?:an|ese|ish|i|ch)|Costa\sRican|Sri\sLankan|Icelandic|Greek|"
    r"Kazakh|Kyrgyz|Tajik|"
    r"Uzbek|Turkmen|Thai|Lao|Czech|Slovak|Serb|Croat|Filipino|Philippine|Swiss)\s(?=\w)"
)
POSSESSOR = re.compile(r"^(?:[A-Z]\w+\s|of\s|the\s){0,5}[A-Z]\w+(?:['’]s|(?<=s)['’])\s(?=\w)")
NUMBER_OF_ARTICLE = (
    r"\d{1,4}(?:(?:\.\d{1,3}){1,3}|-?[A-Za-z](?![A-Za-z])|\s(?i:bis|ter|quater)\b|"
    r"-\d{1,2}(?!\d))?(?:\([\w]{1,4}\)){0,3}"
)
ARTICLES = re.compile(
    rf"\b(?P<word>[Aa]rticles?|ARTICLES?|[Aa]rts?\.|[Ss]ections?|[Ss]ecs?\.|[Aa]rt[ií]culos?|§{{1,2}}|"
    rf"[Pp]aragraphs?)\s?(?P<list>{NUMBER_OF_ARTICLE}"
    rf"(?:(?:,\s?(?:and\s|or\s|y\s)?|\s(?:and|or|to|through|y|et)\s|"
    rf"\s?[-–]\s?)(?:[Aa]rticles?\s)?{NUMBER_OF_ARTICLE}(?![\d%]|\s(?:years?|months?|days?|percent))){{0,20}})"
)
OF = re.compile(
    r",?\s(?:of|in|under|from|to)\s(?:the\s|its\s|that\s)?(?:[A-Z][\w'’-]*\s){0,2}$|\s$|,\s$|[A-Z]\w+['’]s\s$"
)
MERGING = re.compile(r"^(?:\s|,\s|\s\((?:formerly\s)?|,\sor\s|\s-\s)$")
MONTH_ONLY = re.compile(MONTH)
SERIAL_NEXT = re.compile(r"\s(?:No|Nr|Number|number)?\.?\s?\d")
LONGEST_NAME = 14  # words on either side of the head


@dataclass(frozen=True, slots=True)
class _Named:
    citation: Citation
    is_bare: bool  # a number and no name: "Decree 95-98"


def read_instruments(
    text: str, start: int = 0, end: int | None = None
) -> tuple[tuple[Citation, ...], tuple[Article, ...]]:
    """Instruments and articles named in text[start:end], in order, the articles bound as far as the text says."""
    stop = len(text) if end is None else end
    named: list[_Named] = []
    for match in HEAD.finditer(text, start, stop):
        if named and match.start() < named[-1].citation.end:
            continue
        found = _named(text, match, named[-1].citation.end if named else start, stop)
        if found is not None:
            named.append(found)
            named += _others_numbered(text, found.citation, stop)
    citations = _merged(text, named)
    return _with_articles(text, start, stop, citations)


def _named(text: str, head: re.Match[str], start: int, end: int) -> _Named | None:
    word = head[0].lower()
    kind = HEADS[word]
    if AFTER_LAW.match(text, head.end()):
        return None
    capital = head[0][0].isupper()
    first = _walk_left(text, head.start(), start, word) if capital else _small_left(text, head.start(), start, word)
    numbered = NUMBERED.match(text, head.end(), end) if word in LAW_WORDS or kind in NUMBERABLE else None
    if numbered and _is_no_number(numbered, capital, word):
        numbered = None
    last = numbered.end() if numbered else head.end()
    if capital and not (numbered and first == head.start()):
        last = _walk_right(text, last, end, kind)
    dated = (YEARS.match(text, last, end) if kind in PLANNED else None) or DATED.match(text, last, end)
    year = YEAR_BEFORE.search(text, max(start, first - 6), first)
    if not _is_one(text, head, first, last, bool(numbered), bool(year), capital):
        return None
    name = _name(text, first, last, numbered, head)
    if not name or (NOT_LAW.match(name) and not numbered and not year):
        return None
    date = (numbered and numbered["date"]) or (dated and dated["date"]) or (year and year["year"]) or ""
    number = numbered["number"].rstrip(".,") if numbered else ""
    is_bare = bool(numbered) and first == head.start()
    stop = max(last, dated.end() if dated else 0)
    if text[first:stop].count("(") < text[first:stop].count(")"):
        stop -= 1
    if kind is InstrumentKind.TREATY and word == "protocol" and not INTERNATIONAL.search(name):
        kind = InstrumentKind.POLICY
    citation = Citation(name, kind, year.start() if year else first, stop, number, date)
    return _Named(citation, is_bare)


INTERNATIONAL = re.compile(
    r"Palermo|Optional|\bUN\b|United\sNations|Suppress|Convention|Additional|Geneva|Hague|ILO|Kyoto|Montreal|"
    r"Traffic\w*\sProtocol|"
    r"ECOWAS|SADC|Council\sof\sEurope|Trafficking\sin\sPersons,"
)
AND_NUMBER = re.compile(r"(?:,|\sand|,\sand)\s(?:No\.?\s)?(?P<number>\d{1,3})(?![\d,./-]|\s(?:years?|months?|of)\b)")


def _others_numbered(text: str, first: Citation, end: int) -> list[_Named]:
    """ "ILO Conventions 29 and 105" are two treaties."""
    found: list[_Named] = []
    at = first.end
    while first.kind is InstrumentKind.TREATY and first.number and (match := AND_NUMBER.match(text, at, end)):
        name = first.name.removesuffix(first.number) + match["number"]
        found.append(_Named(Citation(name, first.kind, match.start("number"), match.end(), match["number"]), False))
        at = match.end()
    return found


NUMBERABLE = frozenset({
    InstrumentKind.ACT, InstrumentKind.DECREE, InstrumentKind.REGULATION, InstrumentKind.TREATY, InstrumentKind.CODE,
})  # fmt: skip
PLANNED = frozenset({InstrumentKind.PLAN, InstrumentKind.POLICY})


def _is_no_number(match: re.Match[str], capital: bool, word: str) -> bool:
    """A year is the law's date, not its number, and a small word needs a mark: "law number 1", "law 985"."""
    if match["mark"]:
        return False
    if match["number"].startswith(("1", "2")) and BARE_SERIAL.match(match["number"]) and not match["of"]:
        return True
    return not capital and word not in LAW_WORDS


def _is_one(
    text: str, head: re.Match[str], first: int, last: int, numbered: bool, year: bool, capital: bool
) -> bool:  # fmt: skip
    """Whether the words name one instrument, and are no general word for the law."""
    word, name = head[0].lower(), text[first:last]
    kind = HEADS[word]
    if kind in PLANNED and name.isupper():
        return False
    if word in UNNAMED and not numbered:
        return False
    if COMMITTEE.match(text, last) or ASKERS.match(text, first):
        return False
    if CONDUCT.search(name) or (name.isupper() and len(name) > 16 and not numbered):
        return False
    if numbered:
        return True
    if kind is InstrumentKind.CONSTITUTION:
        return capital or bool(re.search(r"\b(?:the|national|federal|\w+an)\s$", text[max(0, first - 12) : first]))
    if not capital:
        return (kind is InstrumentKind.CODE and first < head.start()) or (year and first < head.start())
    return first < head.start() or (last > head.end() and (word in FOREIGN or LINK.match(text, head.end()) is not None))


PLAIN_NAMED = frozenset({InstrumentKind.CODE, InstrumentKind.CONSTITUTION})
PLAIN_SMALL = frozenset({"and", "of", "&"})


def _walk_left(text: str, at: int, start: int, head_word: str) -> int:
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
    return re.match(r"[A-Z][\w-]*(?:,\s[A-Z][\w-]*){0,3},?\s(?:and|&)\s[A-Z]", text[first : first + 120]) is not None


def _small_left(text: str, at: int, start: int, word: str) -> int:
    """Where "penal", "labor" and the like begin before a head in small letters."""
    match = SMALL_BEFORE.search(text, max(start, at - 60), at)
    if match is None:
        return at
    return _walk_left(text, match.start(), start, word) if text[match.start()].isupper() else match.start()


def _walk_right(text: str, at: int, end: int, kind: InstrumentKind) -> int:
    """Where the name ends that goes on behind its head: "Convention on the Rights of the Child"."""
    last = at
    if not (LINK.match(text, at, end) or re.match(r"\s[A-Z]", text[at : at + 2])):
        return at
    position, small = at, 0
    for _ in range(2 * LONGEST_NAME):
        match = NEXT_WORD.match(text, position, end)
        if match is None:
            break
        word, gap = match["word"], match["gap"]
        if gap == ", " and not _goes_on(text, position, kind):
            break
        if word.lower() in ("article", "articles", "art", "section", "sections") or (word.isupper() and len(word) > 6):
            break
        if MONTH_ONLY.fullmatch(word) or (HEAD.fullmatch(word) and SERIAL_NEXT.match(text, match.end())):
            break
        if len(word) == 1 and word.isupper() and text[match.end() : match.end() + 1] == ".":
            break
        if word[0].isupper():
            last, small = match.end(), 0
        elif word in SMALL or word in (
            "or",
            "all",
            "its",
            "from",
            "concerning",
            "regarding",
            "relating",
            "supplementing",
            "especially",
            "against",
            "at",
            "sea",
        ):
            small += 1
        elif kind is InstrumentKind.TREATY and small == 0 and gap != ", " and word in ("forms", "women", "children"):
            last = match.end()
        else:
            break
        if small > 3:
            break
        position = match.end()
    return last


GOES_ON = re.compile(r",\s[A-Z][\w-]*(?:\s(?:in\s)?[A-Z]\w+)?(?:,\s[A-Z][\w-]*(?:\s[A-Z]\w+)?)*,?\sand\s[A-Z]")
TREATY_GOES_ON = re.compile(r",\s(?:especially|in\sparticular|supplementing|and\s(?!the\b)[A-Z])")


def _goes_on(text: str, at: int, kind: InstrumentKind) -> bool:
    """Whether a comma stands inside a name and not behind it."""
    if kind is InstrumentKind.TREATY and TREATY_GOES_ON.match(text, at):
        return not HEAD.search(text, at, at + 24) or text.startswith(", supplementing", at)
    match = GOES_ON.match(text, at, at + 100)
    return match is not None and not HEAD.search(text, at, match.end() + 24)


def _name(text: str, first: int, last: int, numbered: re.Match[str] | None, head: re.Match[str]) -> str:
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


def _merged(text: str, named: list[_Named]) -> list[Citation]:
    """A number beside a name is the same instrument: "Immigration Law (Decree 95-98)", "Code, Law No. 4573"."""
    kept: list[Citation] = []
    for found in named:
        citation = found.citation
        last = kept[-1] if kept else None
        if last and found.is_bare and not last.number and MERGING.match(text[last.end : citation.start]):
            end = citation.end + (1 if text[citation.end : citation.end + 1] == ")" else 0)
            kept[-1] = replace(
                last,
                end=end,
                number=citation.number,
                date=last.date or citation.date,
                aliases=(*last.aliases, citation.name),
            )
        elif (
            last
            and citation.kind is last.kind
            and text[last.end : citation.start] == " ("
            and text[citation.end : citation.end + 1] == ")"
        ):
            kept[-1] = replace(last, end=citation.end + 1, aliases=(*last.aliases, citation.name))
        else:
            kept.append(citation)
    return kept


def article_numbers(listed: str) -> tuple[str, ...]:
    """ "172, 208 and 209" as numbers; "5-7" and "173 to 178" as all between."""
    numbers: list[str] = []
    for part in re.split(r",\s?(?:and\s|or\s|y\s)?|\s(?:and|or|y|et)\s", listed):
        words = re.sub(r"^[Aa]rticles?\s", "", part.strip())
        ends = re.fullmatch(r"(\d{1,4})\s?(?:[-–]|\sto\s|\sthrough\s|to\s|through\s)\s?(\d{1,4})", words)
        if ends and 0 < int(ends[2]) - int(ends[1]) <= 40:
            numbers += [str(number) for number in range(int(ends[1]), int(ends[2]) + 1)]
        elif words:
            numbers.append(words)
    return tuple(dict.fromkeys(numbers))


def _with_articles(
    text: str, start: int, end: int, citations: list[Citation]
) -> tuple[tuple[Citation, ...], tuple[Article, ...]]:
    """Articles bound to the instrument behind them ("Article 194 of the Code") or before ("Code, article 219")."""
    cited: list[tuple[str, ...]] = [()] * len(citations)
    articles: list[Article] = []
    at = 0
    for match in ARTICLES.finditer(text, start, end):
        while at < len(citations) and citations[at].end <= match.start():
            at += 1
        numbers = article_numbers(match["list"])
        owner = _owner(text, match, citations, at)
        if owner is None and (match["word"].lower().startswith("paragraph") or OWN_PARTS.match(text, match.end())):
            continue
        if owner is not None:
            cited[owner] = tuple(dict.fromkeys((*cited[owner], *numbers)))
        name = citations[owner].name if owner is not None else ""
        articles += [Article(number, name, match.start(), match.end()) for number in numbers]
    bound = tuple(replace(citation, articles=numbers) for citation, numbers in zip(citations, cited, strict=True))
    return bound, tuple(articles)


def _owner(text: str, match: re.Match[str], citations: list[Citation], at: int) -> int | None:
    if at < len(citations) and citations[at].start >= match.end():
        gap = text[match.end() : citations[at].start]
        if len(gap) < 40 and OF_THE.match(gap):
            return at
    if at and at - 1 < len(citations):
        gap = text[citations[at - 1].end : match.start()]
        if re.fullmatch(r"[,\s(]{0,3}(?:at\s|in\s)?", gap):
            return at - 1
    return None


OWN_PARTS = re.compile(r",?\s(?:above|below)\b")  # of the cable
OF_THE = re.compile(r"(?:\s\([^()]{1,60}\))?,?\s(?:of|in|under|from|to)\s(?:the\s|its\s|that\s)?(?:new\s|"
r"[A-Z][\w-]+\s|current\s|existing\s|amended\s|\w+['’]s\s|\w+an\s|\w+ese\s|\d{4}\s|draft\s){0,2}$|\s$")  # fmt: skip
