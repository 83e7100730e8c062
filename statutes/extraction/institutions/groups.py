"""Words in capitals that stand together: the material of names."""

import re
from dataclasses import dataclass

from statutes.extraction.institutions.tokens import BLANK, SLASH, Tokens
from statutes.extraction.institutions.words import (
    ARTICLES,
    BREAKING_THINGS,
    ENGLISH_HEADS,
    GROUPS,
    LAWS,
    MONTHS,
    OFFICE_HOLDERS,
    OFFICES,
    OPENERS,
    PLURAL_HEADS,
    PORTFOLIO,
    ROLE_HEADS,
    ROLES,
    ROMANCE_HEADS,
    TAKES_ROLES,
)

POSSESSIVE = re.compile(r"(?:['’`]s?|(?<=[sS])['’`])$")
LONGEST = 16  # words of a name
RANKS = frozenset({"state", "deputy", "vice", "permanent", "chief", "first", "prime", "senior", "assistant"})
OF_STATE = frozenset({"public", "state", "national", "general", "federal"})  # before "Prosecution"
TRIED = frozenset(
    "appeals appellate criminal district high supreme constitutional cassation juvenile federal regional superior "
    "sharia family".split()
)


@dataclass(frozen=True, slots=True)
class Group:
    """Words in capitals that stand together: first to last (past it). `owns` if the last is somebody's."""

    first: int
    last: int
    owns: bool


class Groups:
    """The groups of one stretch of text. `acronyms` are names alone, and no part of another name."""

    def __init__(self, tokens: Tokens, acronyms: frozenset[str]) -> None:
        self.tokens = tokens
        self.acronyms = acronyms

    def group(self, at: int) -> Group:
        """The words in capitals from `at` on, up to a gap, a small word or a possessive."""
        tokens = self.tokens
        last = at
        while last < len(tokens) and last - at < LONGEST:
            if not tokens.capitals[last] or (last > at and tokens.plain[last] in OPENERS - {"post", "local"}):
                break
            last += 1
            if self.owns(last - 1) and not (last < len(tokens) and self.goes_on(last - 1)):
                return Group(at, last, True)
            if tokens.gaps[last - 1] != BLANK and not self._slashed(last - 1):
                break
        return Group(at, max(last, at + 1), False)

    def owns(self, at: int) -> bool:
        """Whether a word is a possessive."""
        return POSSESSIVE.search(self.tokens.words[at]) is not None

    def goes_on(self, at: int) -> bool:
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

    def capital(self, at: int) -> bool:
        """Whether a word can be part of a name."""
        return at < len(self.tokens) and self.tokens.capitals[at] and self.tokens.plain[at] not in MONTHS

    def past_articles(self, at: int) -> int:
        """Past "the", "de la"."""
        tokens = self.tokens
        while at < len(tokens) and tokens.plain[at] in ARTICLES and tokens.gaps[at] == BLANK:
            at += 1
        return at

    def head(self, first: int, last: int) -> int | None:
        """The last head word among first to last, before a word that makes the whole a law, a plan or a person."""
        tokens = self.tokens
        found: int | None = None
        for at in range(first, last):
            word = POSSESSIVE.sub("", tokens.plain[at])
            if found is not None and (word in LAWS or word in BREAKING_THINGS):
                return None if word in LAWS else found
            if found is not None and word in ROLES and not self.owns(at):
                return found
            if word == "prosecution" and (at == first or tokens.plain[at - 1] not in OF_STATE):
                continue
            if word == "international" and (at == first or at + 1 < last):
                continue
            if word in ENGLISH_HEADS or word in PLURAL_HEADS:
                found = at
            elif word in ROMANCE_HEADS and found is None:
                return at if self._begins(at, first, last) else None
        if found is None and last < len(tokens) and self._small_head(last):
            return last
        return last - 1 if found is None and self._is_role(last - 1) else found

    def _begins(self, at: int, first: int, last: int) -> bool:
        """Whether a Romance or Arabic head stands first in its name: "Dar al-Amal", but not "Dar es Salaam"."""
        word = self.tokens.plain[at]
        if word == "dar":
            return at + 1 < last and self.tokens.words[at + 1].lower().startswith(("al", "el", "ar-", "as-", "ul-"))
        return at == first or word not in ("sistema", "grupo")

    def _small_head(self, at: int) -> bool:
        """ "the Prosecutor's office", "the Coast Appeals court"."""
        tokens = self.tokens
        if tokens.gaps[at - 1] != BLANK:
            return False
        before = tokens.plain[at - 1]
        if tokens.words[at] == "office":
            return POSSESSIVE.sub("", before) in GROUPS and self.owns(at - 1)
        return tokens.words[at] == "court" and before in TRIED

    def _is_role(self, at: int) -> bool:
        """An office-holder that is an institution: "Presidential Commissioner for Transparency"."""
        tokens = self.tokens
        if tokens.plain[at] not in ROLE_HEADS or tokens.gaps[at] != BLANK or at + 2 >= len(tokens):
            return False
        if tokens.plain[at + 1] == "of":  # "National Commissioner of Police"
            return (
                tokens.plain[at + 2] in ("police", "customs") and self.capital(at - 1) and tokens.gaps[at - 1] == BLANK
            )
        return tokens.plain[at + 1] in ("for", "against", "on") and self.capital(self.past_articles(at + 2))

    def part(self, at: int, head: str) -> int:
        """Past the words in capitals from `at` on that can hang on the head."""
        group = self.group(at)
        return max(self.cut(group.first, group.last, head), at)

    def cut(self, first: int, last: int, head: str) -> int:
        """`last`, or where a word stands before it that is no part of a name."""
        plain = self.tokens.plain
        known = 0
        for at in range(first, last):
            word = plain[at]
            is_role = word in ROLES and not self.owns(at) and not (head in TAKES_ROLES and word.endswith("s"))
            is_thing = (word in BREAKING_THINGS and word not in PORTFOLIO) or (
                word in LAWS and at > first and word != "law"
            )
            is_rank = word == "general" and at > first and plain[at - 1] in ROLES
            if head == "office" and ((is_role and not word.endswith("s")) or is_rank):
                known = at + 1  # "Office of the Prime Minister", but no name of a person
                continue
            if word in MONTHS or is_thing or is_role:
                return at - (is_role and at - 1 > first and plain[at - 1] in RANKS)
            if word in PORTFOLIO:
                known = at + 1
        if not known:
            return last
        # "Combating People Smuggling Ali Hassan": two words that no office is named by are a person.
        heads = [word for word in plain[known:last] if word in ENGLISH_HEADS or word in ROMANCE_HEADS]
        least = 1 if head == "office" and plain[known - 1] in ROLES | {"general"} else 2
        return known if last - known >= least and not heads else last

    def end(self, last: int) -> int:
        """The offset past the word before `last`, without its possessive."""
        mark = POSSESSIVE.search(self.tokens.words[last - 1])
        return self.tokens.ends[last - 1] - (len(mark[0]) if mark else 0)
