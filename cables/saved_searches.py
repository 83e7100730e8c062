"""The searches that people keep, and what is new in them."""

from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone

from cables.models import SavedSearch
from cables.search import total
from cables.search.filters import SearchFilter


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """A saved search, and how many answers it finds in cables that were imported since its owner last looked."""

    saved: SavedSearch
    new: int


def kept_searches(owner: User) -> list[KeptSearch]:
    """All that this person keeps, by name."""
    return [KeptSearch(saved, count_new(saved, owner)) for saved in SavedSearch.objects.filter(owner=owner)]


def count_new(saved: SavedSearch, owner: User) -> int:
    query = SearchFilter(QueryDict(saved.query), person=owner).query
    return total(replace(query, since=saved.last_looked_at), owner)


def look(saved: SavedSearch) -> str:
    """The address of what is new; from now on it is no longer new."""
    since = saved.last_looked_at
    saved.last_looked_at = timezone.now()
    saved.save(update_fields=["last_looked_at"])
    return saved.address_since(since)
