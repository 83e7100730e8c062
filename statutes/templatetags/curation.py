from typing import Any

from django import template

from statutes.admin.guards import decides
from statutes.suggestion_forms import WHAT
from statutes.suggestions import numbers_waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def suggestions_waiting(context: Any) -> list[dict[str, Any]] | None:
    """How many suggestions of each sort wait for whoever looks; None for those who do not decide."""
    person = context["user"]
    if not decides(person):
        return None
    numbers = numbers_waiting(person)
    return [{"label": label, "number": numbers[value]} for value, label in WHAT]
