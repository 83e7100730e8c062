"""Whether single keys do something while a person reads: a preference that every page with keys follows."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cables.notes.preferences import chosen_by


def key_preference(request: HttpRequest) -> dict[str, Any]:
    """For the templates; nothing is looked up before a page asks, and nothing for somebody who is not signed in."""
    user = getattr(request, "user", AnonymousUser())
    return {"single_keys_off": SimpleLazyObject(lambda: not chosen_by(user).single_keys)}
