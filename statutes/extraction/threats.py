"""Whether a sentence threatens a penalty at all, and the penalty clause as it is read before it is bound."""

import re
from dataclasses import dataclass
from fractions import Fraction

from statutes.penalties import Change, PenaltyKind
from statutes.quantities import Amount

PENAL = re.compile(
    r"\b(?:imprison\w*|prison|jail(?:ed)?|incarcerat\w+|penalt(?:y|ies)|penali[sz]ed|punish\w*|sentenc\w+|sanction\w*|"
    r"confinement|deprivation\sof\s(?:liberty|freedom)|deprived\sof\s(?:liberty|freedom)|hard\slabou?r|"
    r"penal\sservitude|"
    r"the\sterms?\s(?:is|shall|will|may|depends|ranges|of)|the\s(?:minimum|maximum)|added\sto\s(?:that|the|this|these)|"
    r"behind\sbars|may\s(?:get|receive|serve)|detention\s(?:of|for)|fines?|fined|liable|custodial|the\srange|faces?|felony|misdemeanou?r)\b",
    re.IGNORECASE,
)
LAWFUL = re.compile(
    r"\b(?:punishable|penalt(?:y|ies)|punishments?|(?:sentence|term)s?\s(?:for|is|are)|shall|will\sbe|"
    r"is\s(?:\w+ly\s)?(?:punish\w*|sanctioned|penali[sz]ed)|are\s(?:\w+ly\s)?(?:punish\w*|sanctioned|"
    r"penali[sz]ed)|provid(?:es?|ing|ed)|prescri\w+|stipulat\w+|establish\w+|impos(?:es?|ing)|carr(?:y|ies|ied|ying)|"
    r"sets?|faces?|facing|may|can|could|"
    r"liable|subject\sto|criminali[sz]\w+|laws?|articles?|acts?|code|maximum|minimum|statut\w+|legislation|decree|"
    r"mandat\w+|under\saggravat\w+|imprisonment|calls?\sfor|rang(?:es?|ing)\sfrom|entails?|entailing|is\sup\sto|"
    r"increase[sd]?\s(?:by|to)|(?:is|are)\sadded|raised\sto|automatic\w*)\b",
    re.IGNORECASE,
)
CASE = re.compile(
    r"\b(?:was|were|had\sbeen|has\sbeen|have\sbeen|been|being)\s(?:\w+ly\s)?(?:(?:found\sguilty|tried)\sand\s)?"
    r"(?:sentenced|convicted|fined|imprisoned|jailed|given|detained|arrested|prosecuted)\b|"
    r"\bcourts?\b.{0,80}\b(?:sentenced|convicted|handed|imposed|increased|reduced|gave|fined|found)\b|"
    r"\b(?:judge|tribunal)s?\s(?:\w+ly\s)?(?:sentenced|handed|imposed|convicted|gave|ordered|fined|increased|reduced)\b|"
    r"\b(?:received|receiving|served|serving|resulted\sin|got|handed\sdown|handing\sdown)\b|\bsuspended\ssentences?\b|\bthe\s(?:fines?|sentences?)\s(?:was|were)\b|\bon\sappeal\b|\bpleaded\b|\bsentence\sof\sthe\syear\b|"
    r"(?<!upon\s)(?<!on\s)(?<!upon\ssummary\s)(?<!on\ssummary\s)(?<!first\s)(?<!second\s)(?<!subsequent\s)"
    r"(?<!after\s)(?<!prior\s)(?<!previous\s)\bconvictions?\b(?!\s(?:carries|is\spunish|shall|brings))|"
    r"\bprosecutors?\s(?:\w+\s)?(?:sought|asked|requested|demanded|recommended)\b|(?<!or\s)\bs?he\s(?:now\s)?faces?\b|"
    r"\b(?:upheld|overturned|commuted|pled|plea\sbargain\w*|plea\sagreements?)\b|\baverage\s(?:\w+\s)?(?:sentence|"
    r"term|penalty)\b|\b(?:longest|heaviest|lightest|shortest)\s(?:\w+\s)?(?:sentence|term|penalty)\b|"
    r"\bsentenced\s(?:the|him|her|them|one|two|three|four|five|(?-i:[A-Z])\w+|\d+)\s(?!years?|months?|to\b)|"
    r"\b(?:ranged|varied)\s(?:from|between)\b|\b(?:defendants?|suspects?|trials?|charges?)\b.{0,60}\bfac(?:e|es|"
    r"ing)\b|\bexperts\scharacteri[sz]ed\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\bextradit\w+|"
    r"\b(?:statute|period)s?\sof\s(?:limitation|prescription)|\blimitations?\speriods?\b|\bdid\snot\b.{0,80}\bfine\b",
    re.IGNORECASE,
)  # says what must be punishable, or what was not done
PROPOSED = re.compile(
    r"\b(?:draft\s(?:law|bill|legislation|code|act|decree)|proposed\s(?:law|bill|legislation|amendment|penalt|"
    r"in\sthe)|pending\s(?:law|bill|legislation)|bill\b|would\s(?:be\spunish\w+|carry|increase|impose|"
    r"provide|establish|punish|set|raise)|if\s(?:passed|adopted|enacted))",
    re.IGNORECASE,
)
NEGATED = re.compile(
    r"\b(?:no|not|never|without|abolish\w*|against|instead\sof|rather\sthan)\b[^,;.]{0,30}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One penalty of a sentence. `change` is set for a relative one; `base_words` is what it calls its base."""

    kind: PenaltyKind
    start: int
    end: int
    minimum: Amount | None = None
    maximum: Amount | None = None
    change: Change | None = None
    least: Fraction | None = None
    most: Fraction | None = None
    added: tuple[Amount, Amount] | None = None  # of "increased by two years", in place of the factors
    base_words: str = ""
    base_kind: PenaltyKind | None = None  # of "the fine is doubled": it rests on fines alone
    condition: tuple[int, int] | None = None
    each: tuple[int, int] | None = None  # "for each worker"
    opens_list: bool = False  # its conditions are the items that follow
    is_proposed: bool = False
