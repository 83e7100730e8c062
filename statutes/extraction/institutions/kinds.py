"""What kind of institution a name says it is, and whether the words are a name at all."""

import re
from collections.abc import Sequence

from statutes.extraction.institutions.names import name_key
from statutes.extraction.institutions.structure import InstitutionKind as Kind
from statutes.extraction.institutions.words import (
    ARTICLES,
    ENGLISH_HEADS,
    OF,
    PLAIN,
    PLAIN_ALONE,
    ROMANCE_AND,
    ROMANCE_HEADS,
    ROMANCE_OF,
    TWO_WORD_HEADS,
    WEAK_HEADS,
)

# By the first that fits. Keys are folded: no case, accents, "the" or possessives.
KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.NGO, r"\b(?:trade|labor|workers|teachers|lawyers|journalists) (?:union|congress|federation|association)"),
    (
        Kind.SHELTER,
        r"\bshelters?\b|\balbergue|\bhogar\b|\brefuge\b|safe house|orphanage|\bfoyer\b|transit home|casa hogar",
    ),
    (
        Kind.OMBUDSMAN,
        r"ombuds|defensoria|procuraduria (?:de|para|en) (?:los |la )?(?:derechos|defensa)|public defender of|"
        r"human rights (?:defender|procurator|advocate)|defender of (?:rights|human|people)|\bmediateur\b",
    ),
    (
        Kind.PROSECUTION,
        r"prosecut|attorney general|fiscalia|public ministry|ministerio publico|procurator|solicitor general|"
        r"parquet|procuraduria|procuradoria|crown office|state attorney",
    ),
    (
        Kind.INTERNATIONAL,
        r"^(?:un|united nations|world|european|inter american|interamerican|pan american|pan african|african|"
        r"asian|arab|commonwealth|nordic|international (?:organi|labor|criminal|court|monetary|committee)|"
        r"organization of american|council of europe|regional conference)\b",
    ),
    (
        Kind.DONOR,
        r"agency for international (?:development|cooperation)|development (?:cooperation )?agency|"
        r"international cooperation agency|department for international development",
    ),
    (
        Kind.POLICE,
        r"^(?!ministry|ministerio).*(?:\bpolice\b|\bpolicia\b|polizia|gendarmerie|constabulary|fuerza publica|"
        r"carabiner|guardia civil|civil guard|criminal investigation|judicial investigation|detective)",
    ),
    (
        Kind.JUDICIARY,
        r"\bcourts?\b|tribunal|judicial|judiciary|judicature|judicatura|magistra|\bcorte\b|juzgado|"
        r"(?:constitutional|criminal|penal|trial|civil) chamber|\bcour\b",
    ),
    (
        Kind.LEGISLATURE,
        r"^(?!.*(?:ministry|ministerio)).*(?:parliament|congress|senat|legislat|national assembly|"
        r"general assembly|people s assembly|^assembly of|house committee|"
        r"(?:lower|upper) house|house of (?:rep|com|lords|deput)|"
        r"chamber of dep|asamblea|assemblee|majlis|shura|\brada\b)",
    ),
    (
        Kind.EXECUTIVE,
        r"\b(?:ministry|ministerio|ministere|ministero|council of ministers|secretaria|presidency|presidencia|"
        r"cabinet|prime minister|first lady|president s? ?office)\b",
    ),
    (
        Kind.COMMISSION,
        r"\bcommission|committee|task ?force|working group|coalition|\bcomision|\bcomite\b|comissao|roundtable|"
        r"\bcouncil\b|\bconsejo\b|\bconselho\b|\bmesa\b|commissariat|\bpanel\b|observatory",
    ),
    (
        Kind.OTHER,
        r"\b(?:university|universidad|universite|universidade|college|school|hospital|clinic|academy|bank)\b",
    ),
    (
        Kind.EXECUTIVE,
        r"\b(?:unit|division|department|directorate|section|inspectorate|authority|ministry|"
        r"secretariat)$",
    ),
    (
        Kind.NGO,
        r"\b(?:foundation|fundaci?on|fundacao|fondation|fondazione|association|asociacion|associacao|society|"
        r"sociedad|ngo|casa|caritas|sisters|church|diocese|archdiocese|federation|confederation|union|alliance|"
        r"alianza|network|movement|movimiento|league|ligue|liga|watch|trust|crescent|cross|relief|advocates|"
        r"club|consortium|forum|chamber|cooperative|patronato|colectivo|coordinadora|dar|house$|home$|community|"
        r"congregation|pastoral|guild|mosque|sindicato|corporacion|maison|hotline|helpline|"
        r"mission|cell|counseling)\b",
    ),
    (Kind.NGO, r"^(?!ministry|department).*\binternational$"),
    (
        Kind.EXECUTIVE,
        r"\b(?:combating|operations|training|police|national|federal|state|government|"
        r"peacekeeping|statistics?|detention|"
        r"reception|coordination|forensic|regulatory|technical) (?:[a-z]+ )*(?:center|institute|organization)\b",
    ),
    (
        Kind.EXECUTIVE,
        r"^(?!.*\b(?:information|counseling|rights|crisis|legal|resource|resources|advice|education|"
        r"center)\b(?! service| department| directorate)).*",
    ),
    (
        Kind.EXECUTIVE,
        r"\b(?:national|state|federal|government|governmental|directorate|department|agency|authority|"
        r"ministerial|administration|office|unit|division|bureau|service|inspectorate|board)\b",
    ),
    (
        Kind.NGO,
        r"\b(?:center|centre|centro|group|international|organization|initiative|institute|fund)\b",
    ),
)
PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in KINDS)
SMALL = OF | ROMANCE_OF | ARTICLES | ROMANCE_AND | frozenset({"and", "&", "to"})

# The state, its missions, parts of a mission, and what a capital alone does not make an institution.
NOT_NAMED = re.compile(
    r"^(?:general (?:directorate|secretariat|office|department)|(?:u\.?s\.?a?|us|american|british|"
    r"united states) (?!agency|customs|immigration|marshals|department of (?:labor|homeland|justice|health)).*|"
    r"department of state|state department|(?:the )?executive branch|branch|white house|.*\bembassy\b.*|"
    r"consular (?:section|officers?|corps|agency|office)|.*\bconsulate\b.*|(?:political|"
    r"economic|political economic|public affairs|public diplomacy|"
    r"cultural affairs|management) (?:section|office|unit)|regional security office|defense attache office|"
    r"(?:trafficking in persons|tip|"
    r"g/tip) (?:office|unit|section)|civil society|social services?|law enforcement|security forces?|"
    r"armed forces?|health services?|task force|working group|joint task force|third world|first world|"
    r"old world|new world|cold war|fourth estate|dar es salaam|high school|secondary school|primary school|"
    r"middle school|elementary school|international|red team|(?:trafficking in persons )?minimum standards?|"
    r"western union|soviet union|customs union|trade union|labor union|civil union|state union|"
    r"european community|international community|donor community|diplomatic community|human trafficking|"
    r"best practices?|police force|police unit|special forces?|air force|trafficking police|night club|"
    r"government house|guest house|domestic service|foreign service|civil service|military service|"
    r"secret service|vienna forum.*|(?:long|longer|short|medium).term .*|legal services?|labor force|"
    r"work force|public service|public health|community center|call center)$"
)


def is_named(words: Sequence[str], head: str) -> bool:
    """Whether folded words with a head are a name, and not a bare noun with a capital."""
    telling = [word for word in words if word not in SMALL]
    if not telling or NOT_NAMED.match(" ".join(words)):
        return False
    if len(telling) == 1:
        return telling[0] == "carabineros"
    others = [word for word in telling if word != head]
    if tuple(telling[-2:]) in TWO_WORD_HEADS and len(telling) == 2:
        return False
    is_led = words[0] == head and len(words) > 2  # "Ministry of Government"
    if not is_led and all(word in PLAIN_ALONE or word in ENGLISH_HEADS for word in others) and len(others) <= 1:
        return _is_known_pair(telling)
    if head in WEAK_HEADS and len(others) < 2 and all(word in PLAIN for word in others):
        return False
    return not (head in ROMANCE_HEADS - ENGLISH_HEADS and not others)


PAIRS = frozenset(
    (
        "children home, city court, community police, council ministers, court appeal, court appeals, court "
        "council, district court, federal agency, federal assembly, federal council, federal court, federal "
        "prosecution, foreign affairs, foreign ministry, foreign office, home office, house representatives, local "
        "police, mission police, municipal court, municipal police, parliament house, police academy, police "
        "college, police department, police directorate, police headquarters, police ministry, police school, "
        "police service, political bureau, prosecution department, prosecution office, prosecution service, "
        "provincial court, regional council, regional court, service police, special branch, special court, special "
        "police, state agency, state chancellery, state committee, state comptroller, state council, state police, "
        "state prosecution, state secretariat, state security, state treasury "
    )
    .strip()
    .split(", ")
)


def _is_known_pair(telling: Sequence[str]) -> bool:
    return " ".join(telling) in PAIRS


def kind_of(name: str) -> Kind:
    """The kind that a name speaks of; OTHER where it speaks of none."""
    key = name_key(name)
    return next((kind for kind, pattern in PATTERNS if pattern.search(key)), Kind.OTHER)
