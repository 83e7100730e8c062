"""The words that people type, understood without ever refusing any: words, "phrases", -without, OR, prefix*.

Pure: what is typed becomes clauses (any of them) of terms (all of them), and those become SQL with parameters.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

CONFIGURATION = "'cables_english'::regconfig"
MOST_TERMS = 40  # a query of more is cut there
PIECE = re.compile(r'(?P<not>-)?"(?P<phrase>[^"]*)"?|(?P<bare>[^\s"]+)')
QUOTES = str.maketrans("“”„«»‟＂", '"' * 7)
DASHES = re.compile(r"(?<!\S)[‐-―−](?=\S)")  # a dash of any kind before a word is "without"
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """`text` is a word, several joined by punctuation, or a phrase; of a prefix, what it begins with."""

    text: str
    without: bool = False
    prefix: bool = False
    phrase: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(WORD.findall(self.text))


@dataclass(frozen=True, slots=True)
class Expression:
    """A section is a hit if it has all terms of any clause; no clauses: no words were asked for."""

    clauses: tuple[tuple[Term, ...], ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that a hit may have, each once."""
        return tuple(dict.fromkeys(term for clause in self.clauses for term in clause if not term.without))


def understood(typed: str) -> Expression:
    clauses: list[list[Term]] = [[]]
    number = 0
    for found in PIECE.finditer(_plain(typed)):
        if found["bare"] in ("OR", "|"):
            clauses.append([])
        elif (term := _term(found)) and number < MOST_TERMS:
            clauses[-1].append(term)
            number += 1
    return Expression(tuple(tuple(clause) for clause in clauses if clause))


def _plain(typed: str) -> str:
    storable = typed.replace("\x00", " ").encode("utf-8", "ignore").decode()
    composed = unicodedata.normalize("NFKC", storable.translate(QUOTES))
    return DASHES.sub("-", composed)


def _term(found: re.Match[str]) -> Term | None:
    if found["bare"] is None:
        phrase = found["phrase"].strip()
        return Term(phrase, without=bool(found["not"]), phrase=True) if WORD.search(phrase) else None
    bare = found["bare"].strip("()")
    without, bare = bare.startswith("-"), bare.lstrip("-+")
    words = WORD.findall(bare)
    if not words:
        return None
    prefix = bare.endswith("*") and len(words[-1]) > 1
    return Term(bare.rstrip("*"), without=without, prefix=prefix)


@dataclass(frozen=True, slots=True)
class Sql:
    """A fragment of SQL and its parameters."""

    text: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A tsquery. With `complement` it matches the sections that are no hits: what lacks a word cannot be looked up
    in an index of words, what has it can."""

    query: Sql
    complement: bool = False


def compiled(expression: Expression) -> Compiled:
    """The expression as one tsquery that an index can answer."""
    if all(any(not term.without for term in clause) for clause in expression.clauses):
        return Compiled(_joined("||", (_joined("&&", map(_signed, clause)) for clause in expression.clauses)))
    # Not (a and not b, or not c) is: not (a and not b), and c.
    refused = (
        _joined("||", (_of_term(term) for term in clause))
        if all(term.without for term in clause)
        else _negated(_joined("&&", map(_signed, clause)))
        for clause in expression.clauses
    )
    return Compiled(_joined("&&", refused), complement=True)


def matching(terms: Iterable[Term]) -> Sql:
    """A tsquery of any of these terms."""
    return _joined("||", map(_of_term, terms))


def _signed(term: Term) -> Sql:
    return _negated(_of_term(term)) if term.without else _of_term(term)


def _of_term(term: Term) -> Sql:
    if not term.prefix:
        return Sql(f"phraseto_tsquery({CONFIGURATION}, cables_plain(%s))", (term.text,))
    quoted = " <-> ".join(f"'{word}'" for word in term.words)  # letters and digits alone: nothing to escape
    return Sql(f"to_tsquery({CONFIGURATION}, %s)", (f"{quoted}:*",))


def _negated(sql: Sql) -> Sql:
    return Sql(f"!!({sql.text})", sql.parameters)


def _joined(operator: str, pieces: Iterable[Sql]) -> Sql:
    found = tuple(pieces)
    if len(found) == 1:
        return found[0]
    text = f" {operator} ".join(piece.text for piece in found)
    return Sql(f"({text})", tuple(parameter for piece in found for parameter in piece.parameters))
