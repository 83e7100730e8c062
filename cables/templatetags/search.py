from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cables.search import MARK_END, MARK_START

register = template.Library()


@register.filter
def marked(snippet: str) -> SafeString:
    """The snippet as HTML: escaped first, and only then are the words found put into `<mark>`."""
    escaped = escape(snippet)
    return mark_safe(escaped.replace(MARK_START, "<mark>").replace(MARK_END, "</mark>"))  # noqa: S308 - escaped above
