"""The one gate through which words of a cable reach a page, a file or a description of a page.

Its subject, like its number and date, is catalogue data: it names the cable in lists and does not pass here.
"""

from django.contrib.auth.models import AnonymousUser, User

from cables.models import Cable

Person = User | AnonymousUser


def disclosed(words: str, *, cable: Cable, person: Person) -> str:
    """The words of this cable as this person may read them: as many characters as came in, in the same places.

    A person who may see a cable may today read all of it. What has to be hidden inside a visible cable (contact
    details) is covered here, character by character, so that offsets into the text go on pointing at the same words.
    """
    return words
