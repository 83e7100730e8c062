"""Names with a head word: "National Civilian Police", "Ministry of Labor", "Casa del Migrante", "Prosecutor's Office".

A name is a group of words in capitals with its head, and what hangs on the head by "of", "for", "against". Each name is
read once from left to right, so that the time grows with the text alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from statutes.extraction.institutions.kinds import is_named
from statutes.extraction.institutions.names import squeezed
from statutes.extraction.institutions.tokens import BLANK, COMMA, SLASH, Tokens
from statutes.extraction.institutions.words import (
    ARTICLES,
    BREAKING_THINGS,
    DEPUTIES,
    ENGLISH_HEADS,
    GROUPS,
    LAWS,
    MONTHS,
    OF,
    OFFICE_HOLDERS,
    OFFICES,
    OPENERS,
    PLURAL_HEADS,
    PORTFOLIO,
    ROLE_HEADS,
    ROLES,
    ROMANCE_AND,
    ROMANCE_HEADS,
    SEEKERS,
    TAKES_ROLES,
    TRAFFIC,
    VERBS,
)

POSSESSIVE = re.compile(r"(?:['’`]s?|(?<=[sS])['’`])$")
LONGEST = 16  # words of a name
ABSORBING = frozenset(
    "office council college house chamber school academy court secretariat cabinet ministry department conference "
    "institute bureau registry union association federation".split()
)
STRICT = frozenset({"ministry", "department", "secretariat", "directorate", "police"})
TOP = frozenset("ministry police secretariat presidency department parliament congress senate government".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name as the words first to last (past it), and as it is called; `start`/`end` are offsets."""

    start: int
    end: int
    name: str
    head: str
    is_listed: bool = False  # "Ministry of Education" out of "Ministries of Health and Education"


@dataclass(slots=True)
class _Group:
    """Words in capitals that stand together: first to last (past it). A possessive ends one."""

    first: int
    last: int
    owns: bool  # its last word is somebody's: "Guatemala's"


class Reader:
    """Reads the names of one stretch of text. `acronyms` are names alone; `bodies` those that the cable explains."""

    def __init__(
        self, tokens: Tokens, acronyms: frozenset[str] = frozenset(), bodies: frozenset[str] = frozenset()
    ) -> None:
        self.tokens = tokens
        self.bodies = bodies
        self.acronyms = acronyms
        self.floor = 0  # the word behind the last name

    def phrases(self) -> Iterator[Phrase]:
        """Every name with a head word, in order."""
        at, count = 0, len(self.tokens)
        while at < count:
            if not self.tokens.capitals[at]:
                at += 1
                continue
            group = self.group(at)
            found, following = self._read(group)
            yield from found
            at = max(following, at + 1)
            self.floor = at if found else self.floor

    def group(self, at: int) -> _Group:
        """The words in capitals from `at` on, up to a gap, a small word or a possessive."""
        tokens = self.tokens
        last = at
        while last < len(tokens) and last - at < LONGEST:
            word = tokens.plain[last]
            if not tokens.capitals[last] or (last > at and word in OPENERS and word not in ("post", "local")):
                break
            last += 1
            if self.owns(last - 1) and not (last < len(tokens) and self._goes_on(last - 1)):
                return _Group(at, last, True)
            if tokens.gaps[last - 1] != BLANK and not self._slashed(last - 1):
                break
        return _Group(at, max(last, at + 1), False)

    def owns(self, at: int) -> bool:
        return POSSESSIVE.search(self.tokens.words[at]) is not None

    def _goes_on(self, at: int) -> bool:
        """Whether a possessive is part of a name: "Prosecutor's Office", "Women's Institute"."""
        word, following = POSSESSIVE.sub("", self.tokens.plain[at]), self.tokens.plain[at + 1]
        if word not in GROUPS or self.tokens.gaps[at] != BLANK:
            return False
        return word not in OFFICE_HOLDERS or following in OFFICES

    def _slashed(self, at: int) -> bool:
        """ "Smuggling/Trafficking Unit" is one name, "DAS/Interpol" two."""
        tokens = self.tokens
        if tokens.gaps[at] != SLASH or at + 1 >= len(tokens):
            return False
        return all(not tokens.words[n].isupper() and tokens.plain[n] not in ENGLISH_HEADS for n in (at, at + 1))

    def _read(self, group: _Group) -> tuple[list[Phrase], int]:
        """The names that begin in a group, and the word to go on from."""
        if self.tokens.words[group.last - 1] in self.bodies and (named := self._body(group.last - 1)):
            return [named], self.tokens.index_before(named.end) + 1
        first = self._opened(group)
        head = self._head(first, group.last)
        if head is None:
            return [], group.last
        plain = self.tokens.plain[head]
        if plain in PLURAL_HEADS:
            return self._listed(first, head)
        first = self._led_by_and(first)
        last = self._behind(first, head, group)
        if (last == head + 1 and (last < group.last or not group.owns)) or (
            plain in ROMANCE_HEADS and last == group.last and not group.owns
        ):
            last = self._complemented(head, last)
        is_of_law = (
            first > 1
            and any(
                self.tokens.plain[at] in LAWS for at in range(max(first - 3, 0), first - 1) if self.tokens.capitals[at]
            )
            and self.tokens.plain[first - 1] in OF | ARTICLES
        )  # "the General Law of Public Administration"
        phrase = None if is_of_law else self._phrase(first, last, plain)
        return ([phrase] if phrase else []), last

    def _body(self, at: int) -> Phrase | None:
        """ "GPC for Justice", where the acronym stands for a committee that has one for every portfolio."""
        tokens = self.tokens
        if tokens.gaps[at] != BLANK or at + 2 >= len(tokens) or tokens.plain[at + 1] != "for":
            return None
        if not self._capital(at + 2) or tokens.plain[at + 2] not in PORTFOLIO:
            return None
        start, end = tokens.starts[at], self._end(self._complemented(at, at + 1))
        return Phrase(start, end, squeezed(tokens.text[start:end]), tokens.plain[at])

    def _opened(self, group: _Group) -> int:
        """Where the name begins: behind words that only open a sentence, titles of persons, and acronyms."""
        tokens = self.tokens
        first = group.first
        for at in range(group.first, group.last - 1):
            word = tokens.plain[at]
            if (
                word in OPENERS
                or word in MONTHS
                or word in self.acronyms
                or tokens.words[at] in self.acronyms
                or (
                    word in ROLES
                    and not self.owns(at)
                    and tokens.plain[at + 1] not in ("general's", "general", "minister's")
                )
                or (word in DEPUTIES and tokens.plain[at + 1] in ROLES and not self.owns(at + 1))
            ):
                first = at + 1
        return first

    def _head(self, first: int, last: int) -> int | None:
        """The last head word of the group before a word that makes it a law, a plan or a person."""
        tokens = self.tokens
        found: int | None = None
        for at in range(first, last):
            word = POSSESSIVE.sub("", tokens.plain[at])
            if found is not None and (word in LAWS or word in BREAKING_THINGS):
                return None if word in LAWS else found
            if found is not None and word in ROLES and not self.owns(at):
                return found
            if word == "prosecution" and (
                at == first or tokens.plain[at - 1] not in ("public", "state", "national", "general")
            ):
                continue
            if word == "international" and (at == first or at + 1 < last):
                continue
            if word in ENGLISH_HEADS or word in PLURAL_HEADS:
                found = at
            elif word in ROMANCE_HEADS and found is None:
                return at if at == first or word not in ("dar", "sistema", "grupo") else None
        if found is None and last < len(tokens) and self._small_head(last):
            return last
        if found is None and self._is_role(last - 1):
            return last - 1
        return found

    def _small_head(self, at: int) -> bool:
        """ "the Prosecutor's office", "the Santiago Appeals court", "the Public Prosecution office"."""
        tokens = self.tokens
        if tokens.gaps[at - 1] != BLANK or tokens.words[at] not in ("office", "court", "offices", "police", "ministry"):
            return False
        before = tokens.plain[at - 1]
        if tokens.words[at] == "office":
            return POSSESSIVE.sub("", before) in GROUPS and self.owns(at - 1)
        return tokens.words[at] == "court" and before in (
            "appeals", "appellate", "criminal", "district", "high", "supreme", "constitutional", "cassation", "juvenile",
            "federal", "regional", "superior", "sharia", "family",
        )  # fmt: skip

    def _is_role(self, at: int) -> bool:
        """An office-holder that is an institution: "Presidential Commissioner for Transparency"."""
        tokens = self.tokens
        if tokens.plain[at] not in ROLE_HEADS or tokens.gaps[at] != BLANK or at + 2 >= len(tokens):
            return False
        return tokens.plain[at + 1] in ("for", "against", "on") and self._capital(self._past_articles(at + 2))

    def _led_by_and(self, first: int) -> int:
        """ "Labor and Social Security Ministry" begins before its "and"."""
        tokens = self.tokens
        if first < 2 or tokens.plain[first - 1] not in ("and", "&") or tokens.gaps[first - 1] != BLANK:
            return first
        if tokens.plain[first] not in PORTFOLIO:
            return first
        at = first - 2
        if at < self.floor or tokens.gaps[at] != BLANK or tokens.plain[at] not in PORTFOLIO:
            return first
        while at >= self.floor and tokens.capitals[at] and tokens.gaps[at] == BLANK and not self._stops(at):
            at -= 1
        is_part = at >= 0 and tokens.plain[at] in OF and tokens.gaps[at] == BLANK
        return first if is_part or at + 1 > first - 2 else at + 1

    def _stops(self, at: int) -> bool:
        word = self.tokens.plain[at]
        return (
            word in OPENERS
            or word in ROLES
            or word in MONTHS
            or self.tokens.words[at] in self.acronyms
            or self.owns(at)
        )

    def _behind(self, first: int, head: int, group: _Group) -> int:
        """Past the words that follow the head without a connector: of Romance names, "Foundation Paniamor"."""
        plain = self.tokens.plain[head]
        takes = plain in ROMANCE_HEADS or (
            head == first and plain in ("foundation", "association", "radio", "hospital")
        )
        if not takes or head >= group.last:
            return head + 1
        return self._cut(head + 1, group.last, plain)

    def _cut(self, first: int, last: int, head: str) -> int:
        """`last`, or where a word stands before it that is no part of a name."""
        known = 0
        for at in range(first, last):
            word = self.tokens.plain[at]
            is_role = word in ROLES and not self.owns(at) and not (head in TAKES_ROLES and word.endswith("s"))
            if word in MONTHS or word in BREAKING_THINGS or is_role or (word in LAWS and at > first and word != "law"):
                return at
            if word in PORTFOLIO:
                known = at + 1
        # "Combating People Smuggling Ali Hassan": two words that no office is named by are a person.
        unknown = [w for w in self.tokens.plain[known:last] if w in ENGLISH_HEADS or w in ROMANCE_HEADS]
        return known if known and last - known >= 2 and not unknown else last

    def _complemented(self, head: int, last: int) -> int:
        """Past "of Labor and Social Security", "for Organized Crime", "to Combat Trafficking in Persons"."""
        has_one = False
        while last < len(self.tokens) and last - head < LONGEST:
            following = self._next_part(head, last, has_one)
            if following <= last:
                return last
            last, has_one = following, True
            if self.owns(last - 1):
                return last
        return last

    def _next_part(self, head: int, last: int, has_one: bool) -> int:
        """Past one more part of the complement, or `last`."""
        tokens = self.tokens
        if tokens.gaps[last - 1] == COMMA:
            return self._comma_part(head, last) if has_one else last
        if tokens.gaps[last - 1] != BLANK or last + 1 >= len(tokens) or tokens.gaps[last] != BLANK:
            return last
        word = tokens.plain[last]
        if word in OF:
            return self._of_part(head, last, has_one)
        if word == "to" and tokens.plain[last + 1] in VERBS:
            return self._to_part(last + 1, tokens.plain[head])
        if word == "to" and has_one and tokens.plain[last + 1] in SEEKERS and self._capital(last + 1):
            return self._part(last + 1, tokens.plain[head])
        if word == "in" and tokens.plain[last - 1] in TRAFFIC and self._capital(last + 1):
            return self._part(last + 1, tokens.plain[head])
        if word in ("a", "al") and tokens.plain[head] in ROMANCE_HEADS:
            return self._of_part(head, last, has_one)
        if word in ("and", "&") or word in ROMANCE_AND:
            return self._and_part(head, last) if has_one else last
        if word == "with" and tokens.plain[last + 1].startswith("disab"):
            return self._part(last + 1, tokens.plain[head])
        return last

    def _capital(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens.capitals[at] and self.tokens.plain[at] not in MONTHS

    def _past_articles(self, at: int) -> int:
        tokens = self.tokens
        while at < len(tokens) and tokens.plain[at] in ARTICLES and tokens.gaps[at] == BLANK:
            at += 1
        return at

    def _of_part(self, head: int, last: int, has_one: bool) -> int:
        tokens = self.tokens
        at = self._past_articles(last + 1)
        if not self._capital(at) or tokens.words[at] in self.acronyms:
            return last
        if tokens.plain[at] in OPENERS and tokens.plain[at] not in ("local", "government", "post"):
            return last
        following = self._part(at, tokens.plain[head])
        inner = self._head(at, following)
        if inner is not None and inner > at and tokens.plain[head] in STRICT and tokens.plain[at] in PORTFOLIO:
            return next((n for n in range(at, following) if tokens.plain[n] not in PORTFOLIO), following)
        if inner is None or tokens.plain[head] in ROMANCE_HEADS - ENGLISH_HEADS:
            return following
        is_top = tokens.plain[inner] in TOP and inner > at
        absorbs = tokens.plain[head] in ABSORBING and not (is_top and tokens.plain[head] != "office")
        return following if absorbs and not has_one else last

    def _to_part(self, at: int, head: str) -> int:
        """ "Combat", "Prevent and Combat", and what they govern."""
        tokens = self.tokens
        if tokens.plain[at + 1 : at + 2] == ["and"] and at + 2 < len(tokens) and tokens.plain[at + 2] in VERBS:
            at += 2
        if self._capital(at):
            return self._part(at, head)
        # "Commission to combat Trafficking": the verb in small letters still leads to the rest of the name.
        return self._part(at + 1, head) if tokens.gaps[at] == BLANK and self._capital(at + 1) else at - 1

    def _and_part(self, head: int, last: int) -> int:
        tokens = self.tokens
        at = self._past_articles(last + 1)
        if not self._capital(at) or (at > last + 1 and tokens.plain[last + 1] == "the"):
            return last
        following = self._part(at, tokens.plain[head])
        if self._head(at, following) is not None or tokens.words[at] in self.acronyms or self.owns(following - 1):
            return last
        if tokens.words[at].isupper() and not tokens.words[last - 1].isupper():
            return last
        if tokens.plain[head] in STRICT and tokens.plain[at] not in PORTFOLIO:
            return last
        return following

    def _comma_part(self, head: int, last: int) -> int:
        """ "of Nationality, Passports, and Residence": only words of a portfolio, and "and" before the last."""
        tokens = self.tokens
        at = last
        while at < len(tokens) and at - head < LONGEST:
            if tokens.plain[at] in ("and", "&"):
                at += 1
                following = self._part(at, "") if self._capital(at) else at
                fits = at < following and all(w in PORTFOLIO or w in OF for w in tokens.plain[at:following])
                return following if fits else last
            following = self._part(at, "") if self._capital(at) else at
            if following == at or any(word not in PORTFOLIO for word in tokens.plain[at:following]):
                return last
            at = following
            if tokens.gaps[at - 1] not in (COMMA, BLANK):
                return last
        return last

    def _part(self, at: int, head: str) -> int:
        """Past the words in capitals from `at` on that can belong to a complement."""
        group = self.group(at)
        return max(self._cut(group.first, group.last, head), at)

    def _listed(self, first: int, head: int) -> tuple[list[Phrase], int]:
        """ "Ministries of Health and Education", "the Justice and Social Affairs Ministries"."""
        tokens = self.tokens
        singular = PLURAL_HEADS[tokens.plain[head]]
        if head > first and first > 1 and tokens.plain[first - 1] == "and":
            return self._listed_before(first, head, singular)
        after = head + 1
        if (
            head > first
            or after >= len(tokens)
            or tokens.plain[after] not in ("of", "for")
            or tokens.gaps[head] != BLANK
        ):
            return [], head + 1
        items = self._items(after + 1)
        found = []
        for number, (start, end) in enumerate(items):
            words = squeezed(tokens.text[tokens.starts[start] : self._end(end)])
            begin = head if number == 0 else start
            name = f"{singular} {tokens.words[after]} {words}"
            found.append(Phrase(tokens.starts[begin], self._end(end), name, singular.lower(), True))
        return (found, items[-1][1]) if len(items) > 1 else ([], head + 1)

    def _items(self, at: int) -> list[tuple[int, int]]:
        """The items of a list: with a comma before the last "and", an "and" inside an item does not part it."""
        tokens = self.tokens
        pieces: list[tuple[int, int, str]] = []  # first, past the last, what stands before
        mark = ""
        while self._capital(at) and len(pieces) < LONGEST and tokens.words[at] not in self.acronyms:
            last = self._part(at, "")
            if self._head(at, last) is not None:
                break
            pieces.append((at, last, mark))
            at = last
            if self.owns(last - 1) or at >= len(tokens):
                break
            mark = tokens.gaps[at - 1]
            if mark in (BLANK, COMMA) and tokens.plain[at] in ("and", "&"):
                mark = f"{mark}and"
                at += 1
            elif mark != COMMA:
                break
        return _joined(pieces)

    def _listed_before(self, first: int, head: int, singular: str) -> tuple[list[Phrase], int]:
        tokens = self.tokens
        at = first - 2
        while at >= 0 and tokens.capitals[at] and tokens.plain[at] in PORTFOLIO and tokens.gaps[at] == BLANK:
            at -= 1
        if at + 1 > first - 2:
            return [], head + 1
        start, stop = tokens.starts[at + 1], tokens.ends[first - 2]
        one = squeezed(tokens.text[start:stop])
        two = squeezed(tokens.text[tokens.starts[first] : tokens.ends[head - 1]])
        return [
            Phrase(start, stop, f"{one} {singular}", singular.lower(), True),
            Phrase(tokens.starts[first], tokens.ends[head], f"{two} {singular}", singular.lower(), True),
        ], head + 1

    def _end(self, last: int) -> int:
        """The offset past the word before `last`, without its possessive."""
        word = self.tokens.words[last - 1]
        mark = POSSESSIVE.search(word)
        return self.tokens.ends[last - 1] - (len(mark[0]) if mark else 0)

    def _phrase(self, first: int, last: int, head: str) -> Phrase | None:
        start, end = self.tokens.starts[first], self._end(last)
        name = squeezed(self.tokens.text[start:end])
        return Phrase(start, end, name, head) if is_named(self.tokens.plain[first:last], head) else None


def _joined(pieces: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    has_final_comma = any(mark == f"{COMMA}and" for _, _, mark in pieces)
    items: list[tuple[int, int]] = []
    for first, last, mark in pieces:
        if items and mark == f"{BLANK}and" and has_final_comma:
            items[-1] = (items[-1][0], last)
        else:
            items.append((first, last))
    return items
