"""Articles cited in prose, with the instrument beside them."""

import re
from dataclasses import replace

from statutes.extraction.structure import Article, Citation

NUMBER_OF_ARTICLE = (
    r"\d{1,4}(?:(?:\.\d{1,3}){1,3}|-?[A-Za-z](?![A-Za-z])|[\s-](?i:bis|ter|quater|quinquies|sexies)\b|"
    r"(?:-\d{1,2}(?!\d)){1,2})?(?:\([\w]{1,4}\)){0,3}"
)
ARTICLES = re.compile(
    rf"(?P<word>\b(?:[Aa]rticles?|ARTICLES?|[Aa]rts?\.|[Ss]ections?|SECTIONS?|[Ss]ecs?\.|ss?\.(?=\s?\d)|[Aa]rt[ií]culos?|"
    rf"[Pp]aragraphs?)|§{{1,2}})\s?(?P<list>{NUMBER_OF_ARTICLE}"
    rf"(?:(?:,\s?(?:and\s|or\s|y\s)?|\s(?:and|or|to|through|y|et)\s|"
    rf"\s?[-–]\s?)(?:[Aa]rticles?\s)?{NUMBER_OF_ARTICLE}(?![\d%]|\s(?:years?|months?|days?|percent))){{0,20}})"
)


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


def with_articles(
    text: str, start: int, end: int, citations: list[Citation]
) -> tuple[tuple[Citation, ...], tuple[Article, ...]]:
    """Articles bound to the instrument behind them ("Article 194 of the Code") or before ("Code, article 219")."""
    matches = list(ARTICLES.finditer(text, start, end))
    cited: list[tuple[str, ...]] = [()] * len(citations)
    articles: list[Article] = []
    for match, owner in zip(matches, _owners(text, matches, citations), strict=True):
        numbers = article_numbers(match["list"])
        if owner is None and (match["word"].lower().startswith("paragraph") or OWN_PARTS.match(text, match.end())):
            continue
        if owner is not None:
            cited[owner] = tuple(dict.fromkeys((*cited[owner], *numbers)))
        name = citations[owner].name if owner is not None else ""
        articles += [Article(number, name, match.start(), match.end()) for number in numbers]
    bound = tuple(replace(citation, articles=numbers) for citation, numbers in zip(citations, cited, strict=True))
    return bound, tuple(articles)


LISTED = re.compile(r"\s\([^()]{1,70}\),?\s(?:and\s|or\s)?")


def _owners(text: str, matches: list[re.Match[str]], citations: list[Citation]) -> list[int | None]:
    """Whose each is; of "Article 12 (theft) and Article 13 (fraud) of the Code" both are the code's."""
    owners: list[int | None] = []
    at = 0
    for match in matches:
        while at < len(citations) and citations[at].end <= match.start():
            at += 1
        owners.append(_owner(text, match, citations, at))
    for index in range(len(matches) - 2, -1, -1):
        gap = text[matches[index].end() : matches[index + 1].start()]
        if owners[index] is None and len(gap) < 90 and LISTED.fullmatch(gap):
            owners[index] = owners[index + 1]
    return owners


def _owner(text: str, match: re.Match[str], citations: list[Citation], at: int) -> int | None:
    if at < len(citations) and citations[at].start >= match.end():
        gap = text[match.end() : citations[at].start]
        if len(gap) < 40 and OF_THE.match(gap):
            return at
    if at and at - 1 < len(citations):
        gap = text[citations[at - 1].end : match.start()]
        if re.fullmatch(r"(?:['’]s)?[,\s(]{0,3}(?:at\s|in\s)?", gap):
            return at - 1
    return None


OWN_PARTS = re.compile(r",?\s(?:above|below)\b")  # of the cable
OF_THE = re.compile(r"(?:\s\([^()]{1,60}\))?,?\s(?:of|in|under|from|to)\s(?:the\s|its\s|that\s)?(?:new\s|"
r"[A-Z][\w-]+\s|current\s|existing\s|amended\s|\w+['’]s\s|\w+an\s|\w+ese\s|\d{4}\s|draft\s){0,2}$|\s$")  # fmt: skip
