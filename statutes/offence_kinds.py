"""The kind of offence that a heading or a phrase names, so that laws of different countries can be laid side by side.

The minimum standards ask whether the penalties for sex trafficking are commensurate with those for grave crimes such as
rape; the kinds are those that answers about it name. Where no word says the kind there is none: nothing is guessed.
"""

import re
from enum import StrEnum

LONGEST = 2000  # characters of a provision in which its act is looked for


class OffenceKind(StrEnum):
    TRAFFICKING = "trafficking"
    CHILD_PROSTITUTION = "child-prostitution"
    CHILD_PORNOGRAPHY = "child-pornography"
    PROCURING = "procuring"
    RAPE = "rape"
    SEXUAL_ASSAULT = "sexual-assault"
    CORRUPTION_OF_MINORS = "corruption-of-minors"
    FORCED_LABOUR = "forced-labour"
    SLAVERY = "slavery"
    CHILD_LABOUR = "child-labour"
    SMUGGLING = "smuggling"
    KIDNAPPING = "kidnapping"
    DOCUMENTS = "documents"
    ORGANISED_CRIME = "organised-crime"
    OTHER = "other"

    @property
    def label(self) -> str:
        """What a page calls it."""
        return LABELS[self]


LABELS = {
    OffenceKind.TRAFFICKING: "Trafficking in persons",
    OffenceKind.CHILD_PROSTITUTION: "Child prostitution",
    OffenceKind.CHILD_PORNOGRAPHY: "Child pornography",
    OffenceKind.PROCURING: "Sexual exploitation and procuring",
    OffenceKind.RAPE: "Rape",
    OffenceKind.SEXUAL_ASSAULT: "Sexual assault and abuse",
    OffenceKind.CORRUPTION_OF_MINORS: "Corruption of minors",
    OffenceKind.FORCED_LABOUR: "Forced labour and labour exploitation",
    OffenceKind.SLAVERY: "Slavery and servitude",
    OffenceKind.CHILD_LABOUR: "Child labour",
    OffenceKind.SMUGGLING: "Smuggling of persons",
    OffenceKind.KIDNAPPING: "Kidnapping and unlawful detention",
    OffenceKind.DOCUMENTS: "Document offences",
    OffenceKind.ORGANISED_CRIME: "Organised crime",
    OffenceKind.OTHER: "Other offence",
}

CHILD = r"(?:child(?:ren)?|minors?|juveniles?|adolescents?|under-?age\w*|(?:young\s)?(?:girls?|boys?)|pupils?)"
PERSON = (
    r"(?:persons?|people|human\sbeings?|humans?|individuals?|wom[ae]n|girls?|children|child|minors?|another|adults?|"
    r"slaves?)"
)
ALIEN = r"(?:migrants?|immigrants?|aliens?|foreigners|foreign\s(?:nationals|workers))"
PAPERS = (
    r"(?:(?:travel|identity|identification|personal|official|public|immigration|false|forged|fraudulent|counterfeit)\s"
    r"){0,3}(?:documents?|papers|passports?|visas?)"
)
TRAFFIC = r"t(?:r)?aff?ick(?:ing|s|ed)?"  # transmissions lose letters
GOODS = (
    r"(?:(?:illicit|illegal|narcotic|human|body)\s){0,2}(?:drugs?|narcotics?|substances|arms|weapons|firearms|ammunition|"
    r"organs?|tissues?|antiquities|wildlife|cigarettes|goods|influence)"
)
LEADS_INTO = (
    r"(?:forc|compel|coerc|induc|incit|entic|promot|facilitat|favou?r|encourag|exploit|organi[sz]|profit|liv|recruit|"
    r"procur|lead|press|sell|offer|advertis|subject|pander)\w*"
)
# Specific before general: of two that begin at the same word the first counts.
PATTERNS: tuple[tuple[OffenceKind, str], ...] = (
    (OffenceKind.CHILD_PORNOGRAPHY,
     rf"{CHILD}\s(?:sexual\sabuse\s(?:material|images)|pornograph\w*)|pornograph\w*\b[^.;]{{0,60}}?\b{CHILD}|"
     rf"{CHILD}\b[^.;]{{0,40}}?\bpornograph\w*"),
    (OffenceKind.CHILD_PROSTITUTION,
     rf"{CHILD}\s(?:prostitut\w+|sex\stourism)|(?:prostitut\w*|pimping|pandering|procur\w+)\s(?:of|by|involving)\s"
     rf"(?:\w+\s){{0,2}}?{CHILD}|commercial\ssexual\sexploitation\sof\s(?:\w+\s){{0,2}}?{CHILD}|"
     rf"{LEADS_INTO}\b[^.;]{{0,30}}?\b{CHILD}\b[^.;]{{0,30}}?\bprostitut\w*|"
     rf"(?:paid|remunerated)\ssex\w*\s(?:\w+\s){{0,2}}?with\s(?:\w+\s){{0,2}}?{CHILD}|patroni[sz]\w+\s(?:an?\s)?{CHILD}\s"
     r"prostitut\w*"),
    (OffenceKind.OTHER,
     rf"{TRAFFIC}\s(?:in|of)\s{GOODS}|(?<!removal\sof\s){GOODS}\s{TRAFFIC}|murder|homicide|manslaughter|femicide|theft|"
     r"larceny|robbery|burglary|money[\s-]launder\w*|launder\w+\sof\s(?:money|proceeds|assets)|bribe\w*|extortion|"
     r"blackmail|torture|bigamy|incest|domestic\sviolence|(?:illegal|irregular|unlawful)\sadoption|terroris[mt]\w*|"
     rf"(?:hir\w+|employ\w*|engag\w+)\s(?:of\s)?(?:\w+\s){{0,2}}?(?:illegal|undocumented|unlawful|unauthori[sz]ed)\s{ALIEN}"),
    (OffenceKind.CORRUPTION_OF_MINORS,
     rf"(?:sexual\s)?(?:corrupt\w*|perver(?:sion|t\w*))\s(?:(?:of|a|an|or|the|sexual|pervert\w*)\s){{0,4}}{CHILD}|"
     r"contribut\w+\sto\sthe\sdelinquency"),
    (OffenceKind.SLAVERY,
     r"slave(?:ry|s)?\b(?!-like)|enslav\w+|involuntary\sservitude|servitude|serfdom|(?:as\sa|slave)\s(?:slave|trade)|"
     r"slave\s(?:labou?r|trade)"),
    (OffenceKind.TRAFFICKING,
     rf"(?:human|sex|child|person|labou?r|internal|international|aggravated|domestic)s?\s{TRAFFIC}|\b{TRAFFIC}\b|"
     rf"(?:illicit\s)?traffic\s(?:in|of)\s{PERSON}|(?:illicit\s)?trade\sin\s{PERSON}|"
     rf"(?:purchase|sale|sell\w*|buy\w*)\s(?:(?:and|or)\s(?:purchase|sale|sell\w*|buy\w*)\s)?(?:of\s)?(?:an?\s)?{PERSON}|"
     r"\bTIP\b|trata\sde\s\w+|traite\sdes?\s\w+|tr[aá]fico\sde\spessoas"),
    (OffenceKind.RAPE,
     r"rap(?:e[sd]?|ing)|statutory\srape|ravish\w*|defil(?:e[sd]?|ement|ing)\b|violaci[oó]n|estupro|"
     rf"(?:violent\s)?carnal\s(?:access|knowledge|abuse|relations)|"
     rf"(?:unlawful\s|illicit\s)?(?:sexual\sintercourse|sex)\s(?:\w+\s){{0,3}}?(?:with\s(?:\w+\s){{0,3}}?{CHILD}|"
     r"with(?:out|out\sher|out\shis|out\stheir)\sconsent|against\s(?:her|his|their)\swill)"),
    (OffenceKind.SEXUAL_ASSAULT,
     r"(?:sexual|indecent)\s(?:assault\w*|abuse[sd]?|acts?\swith|violence|aggression|battery|coercion|molest\w*|touching|"
     rf"contact\swith|relations\swith\s(?:\w+\s){{0,2}}?{CHILD})|(?:indecency|indecent\sacts?|lewd\s\w+|"
     r"dishonest\sabuses?|lascivious\s\w+|molest\w+|acts\sof\sindecency)|assault\sof\sa\ssexual\snature"),
    (OffenceKind.FORCED_LABOUR,
     r"(?:forced|compulsory|bonded|coerced)\s(?:or\s(?:compulsory|forced)\s)?(?:child\s)?(?:labou?r|work|services?)|"
     r"debt\sbondage|peonage|(?:labou?r|work)\sexploitation(?!\sof\s(?:child|minor))|exploit\w*\sof\s(?:the\s)?labou?r|"
     r"labou?r\sof\sa?\s?persons?\sin\s(?:a\s)?(?:\w+\sof\s)?depend\w+|"
     r"(?:impos\w+|exact\w+|compel\w*|forc\w+)\s(?:\w+\s){0,4}?(?:labou?r|to\swork)\b"),
    (OffenceKind.CHILD_LABOUR,
     rf"(?:forms\sof\s)?child\slabou?r|(?:labou?r|economic)\sexploitation\sof\s(?:\w+\s)?{CHILD}|"
     rf"employ\w*\s(?:of\s)?(?:an?\s)?(?:\w+\s)?{CHILD}|labou?r\sof\s{CHILD}|{CHILD}\s(?:employment|domestic\swork)"),
    (OffenceKind.SMUGGLING,
     rf"smuggl\w+\s(?:of\s|in\s)?(?:an?\s)?(?:illegal\s|undocumented\s)?(?:{PERSON}|{ALIEN})|"
     rf"(?:{PERSON}|{ALIEN}|human)\ssmuggling|illegal\s(?:im|e)?migration|"
     rf"(?:illegal|unlawful|illicit|clandestine)\s(?:entry|transport\w*|transfer|crossing|introduction)\sof\s"
     rf"(?:\w+\s){{0,2}}?(?:{PERSON}|{ALIEN})|{TRAFFIC}\s(?:in|of)\s(?:illegal\s)?(?:migrants|aliens)"),
    (OffenceKind.KIDNAPPING,
     r"kidnap\w*|abduct\w*|hostages?|secuestro|false\simprisonment|"
     r"(?:unlawful|illegal|wrongful|arbitrary)\s(?:\w+\s)?(?:detention|confinement|restraint|imprisonment|"
     r"deprivation\sof\s(?:liberty|freedom))|depriv\w+\s(?:(?:of|a|an|any|another|person|someone)\s){0,4}"
     r"(?:(?:his|her|their|personal)\s){0,2}(?:liberty|freedom)"),
    (OffenceKind.DOCUMENTS,
     rf"(?:forg\w+|falsif\w+|fabricat\w+|counterfeit\w*|alter\w*|(?:mis)?us\w+|possess\w*|issu\w*)\s(?:\w+\s){{0,4}}?"
     rf"(?:{PAPERS})|(?:withh[eo]ld\w*|confiscat\w+|retain\w*|retention|destr\w+|seiz\w+|tak\w+|keep\w*|conceal\w*)\s"
     rf"(?:of\s|the\s|an?\s){{0,2}}(?:another'?s\s|\w+'s?\s)?(?:{PAPERS})|"
     rf"(?:passport|document|visa|identity)s?\s(?:fraud|forgery|offen[cs]es)|(?:false|forged|fraudulent|counterfeit)\s"
     rf"(?:{PAPERS})|forgery"),
    (OffenceKind.ORGANISED_CRIME,
     r"organi[sz]ed\scrim\w+|criminal\s(?:organi[sz]ation|association|groups?|gangs?|enterprise|conspiracy)|"
     r"(?:illicit|unlawful|illegal)\sassociation|association\s(?:to\scommit|of\smalefactors|de\smalfaiteurs)|racketeering"),
    (OffenceKind.PROCURING,
     rf"(?:commercial\s)?sexual\s(?:and\s\w+\s)?exploitation|sexual(?:ly)?\sexploit\w*|exploit\w*\s(?:\w+\s){{0,3}}?"
     r"prostitut\w*|pimp\w*|pander\w*|procur(?:e[sd]?|ing|er|ement|ation)\b|proxenetism\w*|proxenetismo|rufianism\w*|"
     rf"(?:forced|enforced|coerced)\sprostitut\w*|prostitut\w*\sof\s(?:others|another|women|persons?)|{LEADS_INTO}\b"
     r"[^.;]{0,70}?\bprostitut\w*|brothels?|living\s(?:off|on)\s(?:the\s)?(?:earnings|avails)|soutenage|souteneur"),
)  # fmt: skip
KNOWN = tuple((kind, re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE)) for kind, words in PATTERNS)
NO_OFFENCE = re.compile(
    rf"\bvictims?\sof\s(?:\w+\s){{0,3}}?(?:{TRAFFIC}|rape|forced\slabou?r|\w+\sexploitation)(?:\sin\s{PERSON})?|"
    rf"\b(?:(?:human|sex)\s)?{TRAFFIC}\svictims?\b|\banti-?\s?{TRAFFIC}|\bTIP\s(?:victims?|report)|"
    rf"\b(?:un)?accompanied\s{CHILD}",
    re.IGNORECASE,
)
PURPOSE = re.compile(
    r"\b(?:for|with)\s(?:the\s)?(?:\w+\s)?(?:purposes?|aims?|intent\w*|object|view|goal)\b|\bin\sorder\sto\b|"
    r"\bwith\sintent\b|\b(?:if|where|when|as\sa\sresult\sof|by\smeans\sof)\b",
    re.IGNORECASE,
)


def offence_kind(words: str) -> OffenceKind | None:
    """The kind that a heading or an offence phrase names first; None where nothing in it says one."""
    said = _offences(words[:LONGEST])
    found = _first(PURPOSE.split(said, maxsplit=1)[0]) or _first(said)
    return found[1] if found else None


def _offences(words: str) -> str:
    """Without those whom the words protect: "assistance to victims of trafficking" names no offence."""
    return NO_OFFENCE.sub(" ", " ".join(words.split()))


def _first(words: str) -> tuple[int, OffenceKind] | None:
    """Where the first kind begins, and which; of two at one place the longer, then the more specific."""
    hits = [
        (match.start(), -match.end(), order, kind)
        for order, (kind, pattern) in enumerate(KNOWN)
        if (match := pattern.search(words))
    ]
    if not hits:
        return None
    start, _, _, kind = min(hits)
    return start, kind


GENERIC = re.compile(
    r"^(?:(?:aggravat\w+|mitigat\w+|attenuat\w+|penalt(?:y|ies)|punishments?|sanctions?|offen[cs]es?|crimes?|acts?|"
    r"circumstances|definitions?|general|provisions?|qualified|simple|basic|criminal|special|of|and|the|for|use|"
    r"documents?)\W*)+$",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"\b(?:crimes?|offen[cs]es?|felon(?:y|ies)|guilty|act)\sof\s(?P<crime>[^.;:]{3,120})|"
    r"\bcommits?\s(?P<commits>(?!(?:the|an?|any|such|this|that|one)\b)[^.;:]{3,120})|"
    r"^\W{0,4}(?P<subject>(?!who|any|every|a\s|an\s|the\sp)[^.;:]{3,160}?)\s(?:is|are|shall\sbe|will\sbe|means?)\b",
    re.IGNORECASE,
)
ACTS = (
    r"\brecruit|\battract|\bcaptur|\bentic",
    r"\btransport|\bconvey|\bcarr(?:y|ie)|\bmov(?:e|ing)\b",
    r"\btransfer",
    r"\bharbou?r|\blodg|\bshelter|\bhous(?:e|ing)\b|\baccommodat",
    r"\brece(?:iv|ipt|ption)|\bdeliver",
)  # the acts of article 3 of the Palermo Protocol
FEWEST_ACTS = 3
EXPLOITED = re.compile(
    r"\bexploit|\bservitude|\bslave|\bprostitut|\bforced\s(?:labou?r|service)|\borgans\b", re.IGNORECASE
)
CARNAL = re.compile(
    r"\b(?:sexual\s(?:intercourse|relations|connection)|carnal\s\w+|intercourse)\b[^.;]{0,200}?\b(?:force|violence|"
    r"threat\w*|without\s(?:\w+\s)?consent|against\s(?:her|his|their|the)\s(?:\w+\s)?will|unconscious)\b|"
    r"\b(?:force|violence|threats?|without\sconsent)\b[^.;]{0,160}?\b(?:sexual\s(?:intercourse|relations)|carnal\s\w+)\b",
    re.IGNORECASE,
)
FIRST_SENTENCE = re.compile(r"[.;]\s")


def kind_of_provision(heading: str, text: str) -> OffenceKind | None:
    """By the heading; where there is none, or one that fits every offence, by the act that the provision describes."""
    if heading.strip() and ((kind := offence_kind(heading)) or not GENERIC.match(heading.strip())):
        return kind
    return _kind_of_act(text)


def _kind_of_act(text: str) -> OffenceKind | None:
    said = _offences(text[:LONGEST])
    acts = sum(re.search(act, said, re.IGNORECASE) is not None for act in ACTS)
    if acts >= FEWEST_ACTS and EXPLOITED.search(said):
        return OffenceKind.TRAFFICKING
    for match in NAMED.finditer(said):
        if match.lastgroup and (found := _first(match[match.lastgroup])) and found[0] < 40:
            return found[1]
    first = FIRST_SENTENCE.split(said, maxsplit=1)[0]
    if CARNAL.search(first):
        return OffenceKind.RAPE
    act = PURPOSE.split(first, maxsplit=1)[0] if len(PURPOSE.split(first, maxsplit=1)[0]) > 30 else first
    kinds = {kind for kind, pattern in KNOWN if pattern.search(act)} - {OffenceKind.OTHER}
    return kinds.pop() if len(kinds) == 1 else None
