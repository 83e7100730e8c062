"""The rules of NIST SP 800-63B, 3.1.1, for passwords: at least 15 characters of any kind, none that is expected or
known, no rule of composition, and the same letters typed on another keyboard are the same password."""

import gzip
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ValidationError

WEAK = "password_is_weak"  # the session's note that its password would be refused today
SHORTEST = 15
FEWEST_PARTS = 4
SHORTEST_WORD = 4
LONGEST_WORD = 32
SHORTEST_RUN = 3
LONGEST_JUDGED = 256  # who types more than this has a password; comparing it with itself would only take time
LONGEST_NUMBER = 8  # a year, a date; a longer number counts digit by digit
CONTEXT = ("tipportal", "tip", "portal", "trafficking", "persons", "cable", "embassy")
ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm",
    "azertyuiop", "qsdfghjklm", "wxcvbn", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv",
)  # fmt: skip
RUNS = (*ROWS, *(row[::-1] for row in ROWS))
FAMOUS = (
    "correcthorsebatterystaple", "thequickbrownfox", "jumpsoverthelazydog", "maryhadalittlelamb", "tobeornottobe",
    "thatisthequestion", "loremipsumdolorsitamet",
)  # fmt: skip
SIGNS = str.maketrans("@$", "as")
DIGITS = str.maketrans("01345", "oieas")  # the letters for which digits often stand
ADVICE = "Four words that have nothing to do with one another make a good one."


def normalised(password: str) -> str:
    """The form in which a password is counted, judged and hashed (NFKC)."""
    return unicodedata.normalize("NFKC", password)


class NormalisingHasher(PBKDF2PasswordHasher):
    """Django's own hasher for the normalised password. It stands where every password passes: a page, the admin, a
    command. For ASCII nothing changes, so that stored passwords stay valid."""

    def encode(self, password: str | bytes, salt: str | bytes, iterations: int | None = None) -> str:
        text = normalised(password) if isinstance(password, str) else password
        return super().encode(text, salt, iterations)  # type: ignore[arg-type] # the stubs know text only


class LengthValidator:
    """Counts the characters as the hasher sees them."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(normalised(password)) < SHORTEST:
            raise ValidationError(f"Use {SHORTEST} characters or more. {ADVICE}", code="password_too_short")

    def get_help_text(self) -> str:
        return f"At least {SHORTEST} characters, of any kind, blanks included. {ADVICE}"


class ExpectedPasswordValidator:
    """Refuses what is tried first: repetitions, famous phrases, and anything put together from common passwords, runs
    of keys, short numbers and names that belong to the portal or the person, signs in place of letters or not."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = bare(password)[:LONGEST_JUDGED]
        if period(plain) * 2 <= len(plain):
            raise ValidationError(f"That repeats itself. {ADVICE}", code="password_repeats")
        if len(set(parts(plain, names_of(user)))) < FEWEST_PARTS:
            raise ValidationError(
                f"That is made of common passwords, rows of keys or names, which are tried first. {ADVICE}",
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return "No common password, no row of keys, not your own name or the portal's."


def bare(text: str) -> str:
    """Letters and digits without case and accents, or everything where there are none of them. Two signs are read as
    the letters for which they often stand."""
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(SIGNS)
    return "".join(filter(str.isalnum, folded)) or folded


def names_of(user: Any) -> frozenset[str]:
    """The words of the portal and of this person's names, as they would stand in a password."""
    given = [getattr(user, field, "") or "" for field in ("username", "first_name", "last_name", "email")]
    words = [bare(word) for name in given for word in (name, *re.split(r"[\W_]+", name))]
    return frozenset({*CONTEXT, *(word for word in words if len(word) >= SHORTEST_RUN)})


def parts(plain: str, names: frozenset[str]) -> list[str]:
    """What a guesser would put it together from: known pieces and single characters, as few as it takes. The longest
    piece at each place would not do: `monkeysunshine` is not `monkeys` and seven letters."""
    fewest = [(0, 0)]  # for the rest from each place: how many parts, and the size of the first as a negative
    for place in reversed(range(len(plain))):
        fewest.insert(0, min((1 + fewest[size - 1][0], -size) for size in pieces(plain, place, names)))
    found, place = [], 0
    while place < len(plain):
        size = -fewest[place][1]
        found.append(plain[place : place + size])
        place += size
    return found


def pieces(plain: str, place: int, names: frozenset[str]) -> set[int]:
    """How long the known pieces are that begin here; a single character always is one."""
    words, longest = common_words(), min(len(plain) - place, LONGEST_WORD)
    known = set()
    for size in range(SHORTEST_RUN, longest + 1):
        piece = plain[place : place + size]
        if piece in words or piece in names or piece.translate(DIGITS) in words:
            known.add(size)
    return known | {1, *range(SHORTEST_RUN, run(plain, place) + 1), *range(1, number(plain, place) + 1)}


def run(plain: str, place: int) -> int:
    """How many characters from here are one row of keys or of the alphabet, or one character again and again."""
    size = 0
    while place + size < len(plain):
        piece = plain[place : place + size + 1]
        if len(set(piece)) > 1 and not any(piece in row for row in RUNS):
            break
        size += 1
    return size if size >= SHORTEST_RUN else 0


def number(plain: str, place: int) -> int:
    """The length of a short number that stands here; 0 where there is none."""
    found = re.compile(r"\d+").match(plain, place)
    size = len(found[0]) if found else 0
    return size if size <= LONGEST_NUMBER else 0


def period(text: str) -> int:
    """The shortest length after which the text begins anew, to its end; its own length when it never does."""
    return next(size for size in range(1, len(text) + 1) if text.startswith(text[size:]))


@cache
def common_words() -> frozenset[str]:
    """Django's list of the twenty thousand most common passwords, without the shortest, and the famous phrases."""
    path = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        listed = [word for line in lines if len(word := line.strip().casefold()) >= SHORTEST_WORD]
    return frozenset((*listed, *FAMOUS))
