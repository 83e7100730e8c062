"""What hangs on a head word: "of Labor and Social Security", "for Women", "to Combat Trafficking in Persons"."""

from statutes.extraction.institutions.groups import LONGEST, POSSESSIVE, Groups
from statutes.extraction.institutions.tokens import BLANK, COMMA
from statutes.extraction.institutions.words import (
    ENGLISH_HEADS,
    OF,
    OPENERS,
    PORTFOLIO,
    ROMANCE_ADJECTIVES,
    ROMANCE_AND,
    ROMANCE_HEADS,
    ROMANCE_OF,
    SEEKERS,
    TRAFFIC,
    VERBS,
)

# These take another body into their name ("Office of the Attorney General"); others only belong to it.
ABSORBING = frozenset(
    "office commissioner council college house chamber school academy court secretariat cabinet ministry department "
    "conference institute bureau registry union association federation tribunal".split()
)
TOP = frozenset("ministry police secretariat presidency department parliament congress senate government".split())
LOCAL = frozenset({"local", "government", "post"})  # open a sentence, but stand in names of ministries too
STRICT = frozenset("ministry department secretariat directorate police".split())  # named by portfolios


class Complements(Groups):
    """Reads on from a head word."""

    def complemented(self, head: int, last: int) -> int:
        """Past all that hangs on the head, of what begins at `last`."""
        has_one = False
        while last < len(self.tokens) and last - head < LONGEST:
            following = self._next_part(head, last, has_one)
            if following <= last:
                return last
            last, has_one = following, True
            if self.owns(last - 1) and not (last + 1 < len(self.tokens) and self._is_shared(last)):
                return last
        return last

    def _is_shared(self, at: int) -> bool:
        """ "Ministry of Women's and Children's Affairs"."""
        return self.goes_on(at - 1) and self.tokens.plain[at] == "and" and self.capital(at + 1)

    def _next_part(self, head: int, last: int, has_one: bool) -> int:
        """Past one more part, or `last`."""
        tokens = self.tokens
        if tokens.gaps[last - 1] == COMMA:
            return self._comma_part(head, last) if has_one else last
        if tokens.gaps[last - 1] != BLANK or last + 1 >= len(tokens) or tokens.gaps[last] != BLANK:
            return last
        word, following = tokens.plain[last], tokens.plain[last + 1]
        is_romance = tokens.plain[head] in ROMANCE_HEADS or tokens.plain[head + 1] in ROMANCE_ADJECTIVES
        is_english = not is_romance or tokens.plain[head] in ENGLISH_HEADS
        if (word in OF and (is_english or word == "of")) or (
            word in ROMANCE_OF and (is_romance or word not in ("a", "al"))
        ):
            return self._of_part(head, last, has_one)
        if word == "to" and following in VERBS:
            return self._to_part(last + 1, tokens.plain[head])
        if (word in ("and", "&") and is_english) or (is_romance and word in ROMANCE_AND):
            return self._and_part(head, last) if has_one else last
        seeks = word == "to" and has_one and following in SEEKERS
        traffics = word == "in" and tokens.plain[last - 1] in TRAFFIC
        lives = word == "with" and following.startswith(("disab", "hiv", "special"))
        return (
            self.part(last + 1, tokens.plain[head]) if (seeks or traffics or lives) and self.capital(last + 1) else last
        )

    def inner(self, at: int, following: int) -> int | None:
        """The head of another body among these words; "Police Protection" is none."""
        head = self.head(at, following)
        return head if head is not None and head >= following - 1 else None

    def _of_part(self, head: int, last: int, has_one: bool) -> int:
        tokens = self.tokens
        plain = tokens.plain[head]
        at = self.past_articles(last + 1)
        if not self.capital(at) or tokens.words[at] in self.acronyms:
            return last
        if tokens.plain[at] in OPENERS - LOCAL:
            return last
        following = self.part(at, plain)
        if following == at:
            return last
        inner = self.inner(at, following)
        if inner is None or plain in ROMANCE_HEADS - ENGLISH_HEADS:
            return following
        if not has_one and inner == at == last + 1 and tokens.plain[inner] == "police":
            return following  # "Commissioner of Police", "Ministry of Police"
        if has_one or plain not in ABSORBING:
            return last
        if inner > at and plain in STRICT and tokens.plain[at] in PORTFOLIO:
            return next((n for n in range(at, following) if tokens.plain[n] not in PORTFOLIO), following)
        if tokens.plain[inner] in TOP and (inner == at or plain != "office"):
            return last
        return following

    def _to_part(self, at: int, head: str) -> int:
        """Past "Combat Trafficking", "Prevent and Combat the Trade"; before "to" where no more follows."""
        tokens = self.tokens
        before = at - 1
        if tokens.plain[at + 1 : at + 2] == ["and"] and at + 2 < len(tokens) and tokens.plain[at + 2] in VERBS:
            at += 2
        object_at = self.past_articles(at + 1)
        if tokens.gaps[at] != BLANK or not self.capital(object_at):
            return before  # "Commission to combat crime" is prose
        following = self.part(object_at, head)
        return following if following > object_at else before

    def _and_part(self, head: int, last: int) -> int:
        tokens = self.tokens
        at = self.past_articles(last + 1)
        if not self.capital(at) or tokens.plain[last + 1] == "the" or tokens.plain[at] in OPENERS - LOCAL:
            return last
        following = self.part(at, tokens.plain[head])
        if (
            following == at
            or self.inner(at, following) is not None
            or tokens.words[at] in self.acronyms
            or self.owns(following - 1)
        ):
            return last
        if tokens.words[at].isupper() and not tokens.words[last - 1].isupper():
            return last
        is_foreign = tokens.plain[head] in STRICT and POSSESSIVE.sub("", tokens.plain[at]) not in PORTFOLIO
        return last if is_foreign else following

    def _comma_part(self, head: int, last: int) -> int:
        """ "of Nationality, Passports, and Residence": only words of a portfolio, and "and" before the last."""
        tokens = self.tokens
        at = last
        while at < len(tokens) and at - head < LONGEST:
            is_last = tokens.plain[at] in ("and", "&")
            at += is_last
            following = self.part(at, "") if self.capital(at) else at
            if following == at or any(word not in PORTFOLIO for word in tokens.plain[at:following]):
                return last
            if is_last:
                return following
            at = following
            if tokens.gaps[at - 1] not in (COMMA, BLANK):
                return last
        return last
