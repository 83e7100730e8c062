"""The one gate through which words of a cable reach a page, a file or a description of a page.

Its number, date, sender, subject, precedence and TAGS are catalogue data: they name the cable in lists and citations
and do not pass here. Neither does what the admin shows to those who work on the rows themselves.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser, User

from cables.models import Cable
from cables.querysets import may_see

Person = User | AnonymousUser


def disclosed(words: str, *, cable: Cable, person: Person) -> str:
    """The words of this cable as this person may read them: as many characters as came in, in the same places.

    A person who may see a cable may today read all of it. What has to be hidden inside a visible cable (contact
    details) is covered here, character by character, so that offsets into the text go on pointing at the same words.
    """
    return words


def disclosed_lines(lines: Iterable[str], *, cable: Cable, person: Person) -> tuple[str, ...]:
    """Several words or lines of it: captions, passing lines, addressees."""
    return tuple(disclosed(line, cable=cable, person=person) for line in lines)


def may_have_bytes(cable: Cable, person: Person) -> bool:
    """Whether this person may have the source's exact bytes, in which nothing can be covered.

    Today whoever may see the cable; where something is covered in its text, only those for whom nothing is.
    """
    return cable.access in may_see(person)
