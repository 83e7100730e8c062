"""Dates and serial numbers by which laws are known."""

import re

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
DATE = (
    rf"(?:{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH},?\s\d{{4}}|"
    rf"{MONTH},?\s(?:of\s)?\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|B\.E\.\s\d{{4}}|(?:1[89]|20)\d\d(?!\d))"
)
SERIAL = r"[A-Z]{0,4}[-/]?\d[\d.,]{0,9}(?:[-/][\w.]{1,10}){0,3}"
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
