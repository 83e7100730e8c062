"""Finds a quoted passage again in a changed text. Pure Python; knows no database."""

from cables.anchoring.finding import anchor, anchor_among
from cables.anchoring.quoting import quoted
from cables.anchoring.selectors import CONTEXT, Anchor, AnchorError, AnchorState, Selector, select

__all__ = [
    "CONTEXT",
    "Anchor",
    "AnchorError",
    "AnchorState",
    "Selector",
    "anchor",
    "anchor_among",
    "quoted",
    "select",
]
