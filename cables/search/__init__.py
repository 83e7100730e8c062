"""Search: words and facets over the current sections of the archive.

`search(query, person)` is the whole interface, `total` only its count; `FACETS` is the one registry of facets.
"""

from cables.search.engine import search, total
from cables.search.facets import FACETS
from cables.search.query import MARK_END, MARK_START, PAGE_SIZE, Facet, Hit, Option, Order, Results, SearchQuery

__all__ = [
    "FACETS",
    "MARK_END",
    "MARK_START",
    "PAGE_SIZE",
    "Facet",
    "Hit",
    "Option",
    "Order",
    "Results",
    "SearchQuery",
    "search",
    "total",
]
