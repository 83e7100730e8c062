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
    (Kind.SHELTER, r"\bshelters?\b|\balbergue|\bhogar\b|\brefuge\b|safe house|orphanage|\bfoyer\b|transit home|casa hogar"),
    (Kind.OMBUDSMAN, r"ombuds|defensoria|procuraduria (?:de|para|en) (?:los |la )?(?:derechos|defensa)|public defender of|"
                     r"human rights (?:defender|procurator|advocate)|defender of (?:rights|human|people)|\bmediateur\b"),
    (Kind.PROSECUTION, r"prosecut|attorney general|fiscalia|public ministry|ministerio publico|procurator|solicitor general|"
                       r"parquet|procuraduria|procuradoria|crown office|state attorney"),
    (Kind.INTERNATIONAL, r"^(?:un|united nations|world|european|inter american|interamerican|pan american|pan african|african|"
                         r"asian|arab|commonwealth|nordic|international (?:organi|labor|criminal|court|monetary|committee)|"
                         r"organization of american|council of europe|regional conference)\b"),
    (Kind.DONOR, r"agency for international (?:development|cooperation)|development (?:cooperation )?agency|"
                 r"international cooperation agency|department for international development"),
    (Kind.POLICE, r"^(?!ministry|ministerio).*(?:\bpolice\b|\bpolicia\b|polizia|gendarmerie|constabulary|fuerza publica|carabiner|"
                  r"guardia civil|civil guard|criminal investigation|judicial investigation|detective)"),
    (Kind.JUDICIARY, r"\bcourts?\b|tribunal|judicial|judiciary|judicature|judicatura|magistra|\bcorte\b|juzgado|(?:constitutional|criminal|penal|trial|civil) chamber|\bcour\b"),
    (Kind.LEGISLATURE, r"^(?!.*(?:ministry|ministerio)).*(?:parliament|congress|senat|legislat|national assembly|general assembly|"
                       r"people s assembly|(?:lower|upper) house|house of (?:rep|com|lords|deput)|chamber of dep|asamblea|assemblee|majlis|shura|\brada\b)"),
    (Kind.EXECUTIVE, r"\b(?:ministry|ministerio|ministere|ministero|council of ministers|secretaria|presidency|presidencia|"
                     r"cabinet|prime minister|first lady|president s? ?office)\b"),
    (Kind.COMMISSION, r"\bcommission|committee|task ?force|working group|coalition|\bcomision|\bcomite\b|comissao|roundtable|"
                      r"\bcouncil\b|\bconsejo\b|\bconselho\b|\bmesa\b|commissariat|\bpanel\b|observatory"),
    (Kind.OTHER, r"\b(?:university|universidad|universite|universidade|college|school|hospital|clinic|academy|bank)\b"),
    (Kind.NGO, r"\b(?:foundation|fundaci?on|fundacao|fondation|fondazione|association|asociacion|associacao|society|sociedad|ngo|"
               r"casa|caritas|sisters|church|diocese|archdiocese|federation|confederation|union|alliance|alianza|network|"
               r"movement|movimiento|league|ligue|liga|watch|trust|crescent|cross|relief|advocates|club|consortium|forum|"
               r"chamber|cooperative|patronato|colectivo|coordinadora|dar|house|home|community|congregation|pastoral|"
               r"guild|mosque|sindicato|maison|hotline|helpline|mission|cell|counseling)\b"),
    (Kind.NGO, r"^(?!ministry|department).*\binternational$"),
    (Kind.EXECUTIVE, r"\b(?:operations|training|police|national|federal|state|government|peacekeeping|statistics?|detention|"
                     r"reception|coordination|forensic|regulatory|technical) (?:[a-z]+ )*(?:center|institute|organization)\b"),
    (Kind.EXECUTIVE, r"^(?!.*\b(?:information|counseling|rights|crisis|legal|resource|resources|advice|education|center)\b"
                     r"(?! service| department| directorate)).*"),
    (Kind.EXECUTIVE, r"\b(?:national|state|federal|government|governmental|directorate|department|agency|authority|ministerial|"
                     r"administration|office|unit|division|bureau|service|inspectorate|board)\b"),
    (Kind.NGO, r"\b(?:center|centre|centro|group|international|organization|initiative|institute|fund)\b"),
)  # fmt: skip
PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in KINDS)
SMALL = OF | ROMANCE_OF | ARTICLES | ROMANCE_AND | frozenset({"and", "&", "to"})

# The state, its missions, parts of a mission, and what a capital alone does not make an institution.
NOT_NAMED = re.compile(
    r"^(?:general (?:directorate|secretariat|office|department)|(?:u\.?s\.?a?|us|american|british|united states) (?!agency|customs|immigration|marshals|department of (?:labor|homeland|"
    r"justice|health)).*|department of state|state department|(?:the )?executive branch|branch|white house|"
    r".*\bembassy\b.*|.*\bconsul(?:ar|ate)\b.*|(?:political|economic|political economic|public affairs|public diplomacy|cultural affairs|management) "
    r"(?:section|office|unit)|regional security office|defense attache office|bureau of (?:democracy|international narcotics)"
    r".*|office to monitor.*|(?:trafficking in persons|tip|g/tip) (?:office|unit|section)|"
    r"civil society|social services?|law enforcement|security forces?|armed forces?|health services?|task force|"
    r"working group|joint task force|third world|first world|old world|new world|cold war|fourth estate|dar es salaam|"
    r"high school|secondary school|primary school|middle school|elementary school|international|red team|"
    r"(?:trafficking in persons )?minimum standards?|western union|soviet union|customs union|trade union|labor union|"
    r"civil union|state union|european community|international community|donor community|diplomatic community|"
    r"human trafficking|best practices?|police force|police unit|special forces?|air force|trafficking police|night club|"
    r"government house|guest house|domestic service|foreign service|civil service|military service|secret service|"
    r"vienna forum.*|(?:long|longer|short|medium).term .*|legal services?|labor force|work force|public service|public health|community center|call center)$"
)


def is_named(words: Sequence[str], head: str) -> bool:
    """Whether folded words with a head are a name, and not a bare noun with a capital."""
    telling = [word for word in words if word not in SMALL]
    if not telling or NOT_NAMED.match(" ".join(words)):
        return False
    if len(telling) == 1:
        return telling[0] in ("carabineros",)
    others = [word for word in telling if word != head]
    if tuple(telling[-2:]) in TWO_WORD_HEADS and len(telling) == 2:
        return False
    if all(word in PLAIN_ALONE or word in ENGLISH_HEADS for word in others) and len(others) <= 1:
        return _is_known_pair(telling)
    if head in WEAK_HEADS and len(others) < 2 and all(word in PLAIN for word in others):
        return False
    return not (head in ROMANCE_HEADS - ENGLISH_HEADS and not others)


PAIRS = frozenset({
    ("state", "comptroller"), ("state", "committee"), ("state", "agency"), ("state", "secretariat"), ("federal", "council"), ("federal", "agency"), ("federal", "prosecution"), ("federal", "assembly"), ("state", "treasury"), ("state", "chancellery"), ("political", "bureau"), ("regional", "council"),
    ("state", "council"), ("court", "council"), ("state", "police"), ("local", "police"), ("council", "ministers"),
    ("police", "academy"), ("police", "college"), ("police", "ministry"), ("police", "directorate"), ("police", "service"),
    ("foreign", "ministry"), ("foreign", "office"), ("home", "office"), ("special", "branch"), ("special", "court"), ("federal", "court"),
    ("special", "police"), ("state", "security"), ("police", "department"), ("police", "school"), ("prosecution", "service"),
    ("community", "police"), ("district", "court"), ("house", "representatives"), ("state", "prosecution"), ("provincial", "court"),
    ("municipal", "police"), ("municipal", "court"), ("court", "appeals"), ("court", "appeal"), ("city", "court"), ("foreign", "affairs"),
    ("mission", "police"), ("service", "police"), ("children", "home"), ("parliament", "house"), ("regional", "court"), ("police", "headquarters"),
    ("prosecution", "office"), ("prosecution", "department"),
})  # fmt: skip


def _is_known_pair(telling: Sequence[str]) -> bool:
    return tuple(telling) in PAIRS


def kind_of(name: str) -> Kind:
    """The kind that a name speaks of; OTHER where it speaks of none."""
    key = name_key(name)
    return next((kind for kind, pattern in PATTERNS if pattern.search(key)), Kind.OTHER)
