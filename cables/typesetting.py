"""Blocks to HTML. All words are escaped here, once; no cable text reaches a page as markup."""

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cables.layers import Listed, Named, Names
from cables.marks import Closing, Linked, Mark, MarkKind, Opening, Token, fitted, marked
from cables.parsing.structure import ParagraphKind
from cables.reading import LAW_KINDS, Block, Repair

NO_NAMES = Names()
CLASSES = {
    ParagraphKind.QUESTION: "asked",
    ParagraphKind.LIST_ITEM: "item",
    ParagraphKind.LAW_HEADING: "law__title",
    ParagraphKind.LAW: "law__text",
    ParagraphKind.LAW_ITEM: "law__item",
}


def typeset(
    blocks: Sequence[Block], source_url: str, marks: Iterable[Mark] = (), names: Names = NO_NAMES
) -> SafeString:
    """The blocks as paragraphs; neighbouring paragraphs of law are set apart together. `source_url` is the source
    view's, for repairs to lead to their line; `names` says which words are links to what they name.

    Scripts find the offset of a selection in the section's text: each block says in `data-start` where its words
    begin (a line break is one character), and what is not of that text stands in elements with `data-aside`.
    """
    fitting = fitted(marks, blocks)
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
        parts.append(typeset_block(block, source_url, fitting, names))
    if in_law:
        parts.append("</div>")
    return mark_safe("".join(parts))  # noqa: S308 - made above of escaped words only


def typeset_block(block: Block, source_url: str, marks: Sequence[Mark], names: Names = NO_NAMES) -> str:
    words = "".join(pieces(marked(block, marks, names.links), source_url))
    start = f' data-start="{block.clean[0]}"'
    if block.kind == ParagraphKind.SUBHEADING:
        return f'<h4 class="subhead"{start}>{opening(block)}{words}</h4>\n'
    name = CLASSES.get(block.kind)
    attribute = f' class="{name}"{start}' if name else start
    return f"<p{attribute}>{opening(block)}{words}{anchor_link(block, names)}</p>\n"


def anchor_link(block: Block, names: Names) -> str:
    """The sign behind the first words of a provision, to link to it. Where no caption leads to its page, its name
    follows: as a label, so that copied text stays clean."""
    if not block.anchor:
        return ""
    start, end = block.clean
    named = next((each.named for each in names.uncaptioned if each.start < end and start < each.end), None)
    link = f'<a class="law__link" href="#{escape(block.anchor)}" aria-label="Link to this provision">§</a>'
    return f"<span data-aside> {link}{page_link(named) if named else ''}</span>"


def page_link(named: Named) -> str:
    label = escape(named.full_name)
    return f' <a class="law__page" href="{escape(named.url)}" aria-label="{label}" data-card></a>'


def opening(block: Block) -> str:
    """The number of the cable's paragraph and its portion mark, where it opens one."""
    told = f"Paragraph {escape(block.number)} of the cable"
    number = f'<span class="para" title="{told}" data-aside>{escape(block.number)}</span>'
    portion = f'<span class="portion" title="Portion mark" data-aside>({escape(block.portion)}) </span>'
    return (number if block.number else "") + (portion if block.portion else "")


def pieces(of: Iterable[Token], source_url: str) -> Iterable[str]:
    after_space = False
    for piece in of:
        if isinstance(piece, Repair):
            yield repair_mark(piece, source_url, after_space=after_space)
        elif isinstance(piece, Opening):
            yield mark_opening(piece)
        elif isinstance(piece, Closing):
            yield mark_closing(piece)
        else:
            words = piece.words if isinstance(piece, Linked) else piece
            shown = str(escape(words)).replace("\n", "<br>")
            yield name_link(piece, shown) if isinstance(piece, Linked) else shown
            after_space = words[-1:].isspace()


def repair_mark(repair: Repair, source_url: str, *, after_space: bool) -> str:
    """A link without words of its own (so that copied text stays clean); its label is shown on hover and focus. After
    a space it stands in it, so that the sentence has no wider gap there."""
    name = "mend mend--spaced" if after_space else "mend"
    return f'<a class="{name}" href="{source_url}#L{repair.line}" aria-label="{escape(repair.sentence)}"></a>'


def name_link(linked: Linked, shown: str) -> str:
    """The words as a link; scripts show a card at it."""
    link = linked.link
    suggested = " name--suggested" if link.is_suggested else ""
    return f'<a class="name name--{link.kind}{suggested}" href="{escape(link.url)}" data-card>{shown}</a>'


def mark_opening(opening: Opening) -> str:
    """A code's symbol stands before its passage."""
    mark = opening.mark
    sign = mark_sign(mark) if opening.first and mark.kind == MarkKind.CODE else ""
    target = escape(mark.target)
    return f'{sign}<mark class="{mark_classes(mark, "mark")}" data-mark="{target}" aria-details="{target}">'


def mark_closing(closing: Closing) -> str:
    """The sign of a note stands behind its passage, as that of a footnote does."""
    mark = closing.mark
    return f"</mark>{mark_sign(mark) if closing.last and mark.kind == MarkKind.NOTE else ''}"


def mark_sign(mark: Mark) -> str:
    """A link to what is said of a passage, and where the link back leads; without words, as a repair's."""
    names = f'class="{mark_classes(mark, "sign")}" id="{escape(mark.sign)}" href="#{escape(mark.target)}"'
    return f'<a {names} data-symbol="{escape(mark.symbol)}" aria-label="{escape(mark.label)}"></a>'


def mark_classes(mark: Mark, name: str) -> str:
    """`mark mark--code code--teal`."""
    colour = f" code--{escape(mark.colour)}" if mark.colour else ""
    return f"{name} {name}--{mark.kind}{colour}"


def typeset_names(entries: Iterable[Listed]) -> SafeString:
    """`Penal Code (Article 173, 174); Decree 95-98`, each a link: for the eye the second article is a number only."""
    shown = []
    for entry in entries:
        before = ["", *(part.name for part in entry.parts)]
        parts = ", ".join(listed_name(part, behind) for part, behind in zip(entry.parts, before, strict=False))
        shown.append(listed_name(entry.named) + (f" ({parts})" if parts else ""))
    return mark_safe("; ".join(shown))  # noqa: S308 - made of escaped words only


def listed_name(named: Named, behind: str = "") -> str:
    first, blank, rest = named.name.partition(" ")
    words = escape(named.name)
    if blank and first == behind.partition(" ")[0]:
        words = mark_safe(f'<span class="hidden">{escape(first)} </span>{escape(rest)}')  # noqa: S308 - escaped here
    suggested = ' class="name--suggested"' if named.is_suggested else ""
    return f'<a{suggested} href="{escape(named.url)}" data-card>{words}</a>'


def identifier(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""
