"""The head words of instruments (Code, Law, Convention, ...), and words around them that name none."""

import re

from statutes.extraction.dates import BARE_SERIAL
from statutes.extraction.structure import InstrumentKind

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
    "accord": InstrumentKind.TREATY, "agreement": InstrumentKind.TREATY, "charter": InstrumentKind.TREATY,
    "policy": InstrumentKind.POLICY, "strategy": InstrumentKind.POLICY, "plan": InstrumentKind.PLAN,
    "código": InstrumentKind.CODE, "codigo": InstrumentKind.CODE, "bill": InstrumentKind.ACT,
}  # fmt: skip
HEAD = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(HEADS, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)
LINK = re.compile(
    r"\s(?:on|of|against|for|to|concerning|regarding|relating\sto|supplementing|governing|prohibiting|"
    r"regulating)\s(?:the\s|a\s)?(?=[A-Z])"
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
INTERNATIONAL = re.compile(
    r"Palermo|Optional|\bUN\b|United\sNations|Suppress|Convention|Additional|Geneva|Hague|ILO|Kyoto|Montreal|"
    r"Traffic\w*\sProtocol|"
    r"ECOWAS|SADC|Council\sof\sEurope|Trafficking\sin\sPersons,"
)
NUMBERABLE = frozenset({
    InstrumentKind.ACT, InstrumentKind.DECREE, InstrumentKind.REGULATION, InstrumentKind.TREATY, InstrumentKind.CODE,
})  # fmt: skip
PLANNED = frozenset({InstrumentKind.PLAN, InstrumentKind.POLICY})


def is_no_number(match: re.Match[str], capital: bool, word: str) -> bool:
    """A year is the law's date, not its number, and a small word needs a mark: "law number 1", "law 985"."""
    if match["mark"]:
        return False
    if match["number"].startswith(("1", "2")) and BARE_SERIAL.match(match["number"]) and not match["of"]:
        return True
    return not capital and word not in LAW_WORDS


def is_one_instrument(
    text: str, head: re.Match[str], first: int, last: int, numbered: bool, year: bool, capital: bool
) -> bool:  # fmt: skip
    """Whether the words name one instrument, and are no general word for the law."""
    word, name = head[0].lower(), text[first:last]
    kind = HEADS[word]
    if kind in PLANNED and name.isupper():
        return False
    if (word in UNNAMED and not numbered) or (word == "agreement" and not LINK.match(text, head.end())):
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
