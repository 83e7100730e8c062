"""Search: words and facets over the current sections of the archive.

`search(query, person)` is the whole interface; `FACETS` is the one registry of facets.
"""

from cables.search.query import MARK_END, MARK_START, PAGE_SIZE, Facet, Hit, Option, Order, Results, SearchQuery

__all__ = [
    "MARK_END",
    "MARK_START",
    "PAGE_SIZE",
    "Facet",
    "Hit",
    "Option",
    "Order",
    "Results",
    "SearchQuery",
]
