"""Blocks to HTML. All words are escaped here, once; no cable text reaches a page as markup."""

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cables.parsing.structure import ParagraphKind
from cables.reading import LAW_KINDS, Block, Repair

CLASSES = {
    ParagraphKind.QUESTION: "asked",
    ParagraphKind.LIST_ITEM: "item",
    ParagraphKind.LAW_HEADING: "law__title",
    ParagraphKind.LAW: "law__text",
    ParagraphKind.LAW_ITEM: "law__item",
}


def typeset(blocks: Sequence[Block], source_url: str) -> SafeString:
    """The blocks as paragraphs; neighbouring paragraphs of law are set apart together. `source_url` is the source
    view's, for repairs to lead to their line."""
    parts: list[str] = []
    in_law = False
    for block in blocks:
        is_law = block.kind in LAW_KINDS
        if is_law and (not in_law or block.anchor or block.kind == ParagraphKind.LAW_HEADING):
            parts.append("</div>" if in_law else "")
            parts.append(f'<div class="law"{identifier(block.anchor)}>')
        elif in_law and not is_law:
            parts.append("</div>")
        in_law = is_law
        parts.append(typeset_block(block, source_url))
    if in_law:
        parts.append("</div>")
    return mark_safe("".join(parts))  # noqa: S308 - made above of escaped words only


def typeset_block(block: Block, source_url: str) -> str:
    words = "".join(pieces(block.pieces, source_url))
    if block.kind == ParagraphKind.SUBHEADING:
        return f'<h4 class="subhead">{opening(block)}{words}</h4>\n'
    name = CLASSES.get(block.kind)
    attribute = f' class="{name}"' if name else ""
    return f"<p{attribute}>{opening(block)}{words}{anchor_link(block.anchor)}</p>\n"


def anchor_link(anchor: str) -> str:
    """The sign behind the first words of a provision, to link to it."""
    return f' <a class="law__link" href="#{escape(anchor)}" aria-label="Link to this provision">§</a>' if anchor else ""


def opening(block: Block) -> str:
    """The number of the cable's paragraph and its portion mark, where it opens one."""
    number = f'<span class="para" title="Paragraph {escape(block.number)} of the cable">{escape(block.number)}</span>'
    portion = f'<span class="portion" title="Portion mark">({escape(block.portion)})</span> '
    return (number if block.number else "") + (portion if block.portion else "")


def pieces(of: Iterable[str | Repair], source_url: str) -> Iterable[str]:
    after_space = False
    for piece in of:
        if isinstance(piece, Repair):
            yield repair_mark(piece, source_url, after_space=after_space)
        else:
            yield str(escape(piece)).replace("\n", "<br>")
            after_space = piece[-1:].isspace()


def repair_mark(repair: Repair, source_url: str, *, after_space: bool) -> str:
    """A link without words of its own (so that copied text stays clean); its label is shown on hover and focus. After
    a space it stands in it, so that the sentence has no wider gap there."""
    name = "mend mend--spaced" if after_space else "mend"
    return f'<a class="{name}" href="{source_url}#L{repair.line}" aria-label="{escape(repair.sentence)}"></a>'


def identifier(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""
