from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cables.found_page import FacetBox
from cables.search import MARK_END, MARK_START

register = template.Library()


@register.filter
def marked(snippet: str) -> SafeString:
    """The snippet as HTML: escaped first, and only then are the words found put into `<mark>`."""
    escaped = escape(snippet)
    return mark_safe(escaped.replace(MARK_START, "<mark>").replace(MARK_END, "</mark>"))  # noqa: S308 - escaped above


@register.filter
def boxes(box: FacetBox) -> SafeString:
    """The options of a facet as checkboxes with their counts: a page has a hundred of them, and in a loop of the
    template each costs five times as much."""
    name = safe(box.facet.name)
    return mark_safe(  # noqa: S308 - every value is escaped
        "\n".join(
            f'<label class="facet__box"><input type="checkbox" id="{name}-{safe(value)}" name="{name}"'
            f' value="{safe(value)}" {state}> <span>{safe(label)}</span>'
            f' <span class="facet__count">{count}</span></label>'
            for value, label, count, state in box.options
        )
    )


@lru_cache(maxsize=4096)
def safe(words: str) -> str:
    return str(escape(words))
