from collections.abc import Sequence
from datetime import UTC, datetime

from django import template
from django.utils.safestring import SafeString

from cables import typesetting
from cables.layers import Listed, Names
from cables.marks import Mark
from cables.reading import Block
from cables.typesetting import NO_NAMES

register = template.Library()


@register.filter
def typeset(blocks: Sequence[Block], source_url: str) -> SafeString:
    """The blocks as escaped HTML paragraphs; repairs lead to their line in the source view."""
    return typesetting.typeset(blocks, source_url)


@register.simple_tag
def typeset_marked(
    blocks: Sequence[Block], source_url: str, marks: Sequence[Mark], names: Names = NO_NAMES
) -> SafeString:
    """The same with marks where notes and codes are about the words, and links where these name something."""
    return typesetting.typeset(blocks, source_url, marks, names)


@register.filter
def listed(entries: Sequence[Listed]) -> SafeString:
    """What a section names, as links."""
    return typesetting.typeset_names(entries)


@register.filter
def day(moment: datetime | None) -> str:
    """`13 Mar 2008`, in UTC; "" for no date."""
    return f"{moment.astimezone(UTC).day} {moment.astimezone(UTC):%b %Y}" if moment else ""


@register.filter
def instant(moment: datetime | None) -> str:
    """`13 Mar 2008 22:37Z`; "" for no date."""
    return f"{day(moment)} {moment.astimezone(UTC):%H:%MZ}" if moment else ""
