"""What people write about the archive, in Markdown, as HTML that can do no harm.

Raw HTML is shown as text, pictures are not fetched, headings are bold lines (the page's outline is the cable's), and
whatever is left passes a second, independent filter. The words of a cable never come here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from cables.chapters import Chapter
from cables.opening import Place

ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
NAME = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")  # what Django allows in a user's name
ENDING = ".@+-"  # ends the sentence behind a mention, not the name
MOST_MENTIONED = 20  # people by one comment
TRAILING = ".,;:!?'’*_~"
LINKED = re.compile(r"https?:|mailto:|/(?![/\\])", re.IGNORECASE)
PORTAL_SECTION = re.compile(r"/cables/(?P<mrn>[0-9A-Z]+)/(?P<chapter>[a-z-]+)/(?:(?P<key>[a-z0-9.-]+)/)?(?:#.*)?")
TAGS = {*"a blockquote br code em hr li ol p pre s span strong table tbody td th thead tr ul".split()}
CLASSES = {"a": {"said__out"}, "span": {"said__host", "said__mention"}, "p": {"said__heading"}}
REL = "nofollow noopener ugc"


def render(body: str, names: Mapping[str, str] | None = None) -> SafeString:
    """The text as HTML. `names` are those of the teammates whom it mentions, by what `mentioned` gives; other mentions
    stay as they are written."""
    return mark_safe(_rendered(body, tuple(sorted((names or {}).items()))))  # noqa: S308 - cleaned by nh3


@lru_cache(maxsize=512)
def mentioned(body: str) -> tuple[str, ...]:
    """The user names after an @ in a comment, as written, each once. Code is quoted, so it mentions nobody; nor does an
    address. A full stop or dash behind a name ends the sentence, not the name."""
    if "@" not in body:
        return ()
    tokens = (token for block in PARSER.parse(body) for token in block.children or ())
    return tuple(dict.fromkeys(token.meta["mentions"] for token in tokens if "mentions" in token.meta))[:MOST_MENTIONED]


@lru_cache(maxsize=512)
def _rendered(body: str, names: tuple[tuple[str, str], ...]) -> str:
    html = PARSER.render(body, {"names": dict(names)})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        allowed_classes=CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel=REL,
        strip_comments=True,
    )


def _mark(state: StateCore) -> None:
    """Mentions and bare addresses in the running text; not in code, and inside a link no other link."""
    names = state.env.get("names", {})
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        marked: list[Token] = []
        depth = 0
        for token in block.children:
            depth += token.nesting if token.type in ("link_open", "link_close") else 0
            if token.type == "text":
                marked.extend(_marked(token.content, names, in_link=depth > 0))
            else:
                marked.append(token)
        block.children = marked


def _marked(words: str, names: Mapping[str, str], *, in_link: bool) -> Iterator[Token]:
    at = 0
    for start, end, tokens in _finds(words, names, in_link):
        if start < at:
            continue
        if start > at:
            yield _words(words[at:start])
        yield from tokens
        at = end
    if at < len(words):
        yield _words(words[at:])


def _finds(words: str, names: Mapping[str, str], in_link: bool) -> list[tuple[int, int, list[Token]]]:
    found = []
    for match in ADDRESS.finditer(words):
        address = _trimmed(match[0])
        if tokens := [_words(address)] if in_link else _link(address):
            found.append((match.start(), match.start() + len(address), tokens))
    found += [
        (match.start(), match.start() + 1 + len(written), _mention(written, names))
        for match in NAME.finditer(words)
        if (written := match[1].rstrip(ENDING))
    ]
    return sorted(found, key=lambda find: find[0])


def _trimmed(address: str) -> str:
    """An address without the marks of the sentence behind it; a bracket is its own where it was opened in it."""
    while address[-1] in TRAILING or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def _words(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _mention(written: str, names: Mapping[str, str]) -> list[Token]:
    if written not in names:
        return [Token("text", "", 0, content=f"@{written}", meta={"mentions": written})]
    opening = Token("mention_open", "span", 1, attrs={"class": "said__mention"}, meta={"mentions": written})
    return [opening, _words(f"@{names[written]}"), Token("mention_close", "span", -1)]


def _link(address: str) -> list[Token]:
    target = PARSER.normalizeLink(address)
    if not PARSER.validateLink(target):
        return []
    opening = Token("link_open", "a", 1, attrs={"href": target}, info="auto", markup="autolink")
    return [opening, _words(address), Token("link_close", "a", -1, markup="autolink")]


def _host(address: str) -> str:
    """Where a link leads outside the portal; "" inside it."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return address


def _open_link(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    address = _address(tokens[index])
    if not _host(address):
        _name_section(tokens, index, address)
        return f'<a href="{escape(address)}">'
    return f'<a class="said__out" href="{escape(address)}">'


def _close_link(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """Behind a link its host, unless its words are the address."""
    opening = next(tokens[at] for at in range(index, -1, -1) if tokens[at].type == "link_open")
    host = _host(_address(opening))
    if not host or opening.markup == "autolink":
        return "</a>"
    return f'</a> <span class="said__host">({escape(host)})</span>'


def _address(link: Token) -> str:
    """Where a link leads; inside the portal without its origin."""
    address = str(link.attrGet("href") or "")
    inside = address.removeprefix(settings.ORIGIN)
    return inside if LINKED.match(inside) else address


def _name_section(tokens: list[Token], index: int, address: str) -> None:
    """A section's bare address reads as its name: what the address says, for whoever may see the section or not."""
    match = PORTAL_SECTION.fullmatch(address)
    words = tokens[index + 1]
    if match and match["chapter"] in Chapter.values and words.content in (address, f"{settings.ORIGIN}{address}"):
        place = Place(match["mrn"], match["chapter"], match["key"] or "")
        words.content = f"{place.mrn}, {place.name}"


def _instead(html: str) -> Callable[..., str]:
    return lambda *_args: html


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - its name there
        """To the web, to a mailbox, or inside the portal; nothing that runs, and no address without a scheme."""
        return LINKED.match(url.strip()) is not None


def _parser() -> _Parser:
    parser = _Parser("js-default", {"html": False, "linkify": False, "typographer": False})
    parser.disable("image")
    parser.core.ruler.push("mark", _mark)
    parser.add_render_rule("link_open", _open_link)
    parser.add_render_rule("link_close", _close_link)
    parser.add_render_rule("heading_open", _instead('<p class="said__heading"><strong>'))
    parser.add_render_rule("heading_close", _instead("</strong></p>\n"))
    return parser


PARSER = _parser()
