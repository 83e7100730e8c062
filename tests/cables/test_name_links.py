"""Links from the words of a text to the pages of what they name: over words only, never one in another."""

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from cables.layers import Named, NamedKind, Names, Naming, names_of
from cables.marks import Link, Linked, Mark, apart, fitted, marked
from cables.reading import Block
from cables.typesetting import typeset, typeset_names
from tests.cables.test_marks import REPAIR, block, mark_lists, note, texts

LAW = Named(NamedKind.LAW, "Penal Code", "/law/penal-code/")
POLICE = Named(NamedKind.INSTITUTIONS, "Harbour Police", "/bodies/harbour-police/", is_suggested=True)


@st.composite
def link_lists(draw: st.DrawFn) -> tuple[Link, ...]:
    spans = draw(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 30)), max_size=8))
    return apart(Link(start, start + length, "law", f"/{n}/") for n, (start, length) in enumerate(spans))


class Nesting(HTMLParser):
    """Fails where an element closes that is not the last one opened, or a link stands in a link."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br":
            return
        assert not (tag == "a" and "a" in self.open)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def naming(start: int, end: int, named: Named = LAW, **changes: object) -> Naming:
    made = Naming(start, end, end, "cites", named)
    return replace(made, **changes)  # type: ignore[arg-type]


def page(words: str, *namings: Naming, marks: tuple[Mark, ...] = ()) -> str:
    return str(typeset([block(words)], "/source/", marks, names_of(namings, with_links=True)))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=8))
def test_no_link_lies_over_another(spans: list[tuple[int, int]]) -> None:
    found = apart(Link(start, start + length, "law", "/") for start, length in spans)
    assert all(link.start < link.end for link in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(texts(), mark_lists(), link_lists())
def test_links_leave_the_words_and_nest_with_marks(
    blocks: list[Block], marks: list[Mark], links: tuple[Link, ...]
) -> None:
    for each in blocks:
        found = list(marked(each, fitted(marks, blocks), links))
        words = [token.words if isinstance(token, Linked) else token for token in found]
        assert "".join(token for token in words if isinstance(token, str)) == each.words
    nesting = Nesting()
    nesting.feed(typeset(blocks, "/source/", marks, Names(links=links)))
    assert nesting.open == []


@given(texts(), link_lists())
def test_exactly_the_words_of_a_link_are_a_link(blocks: list[Block], links: tuple[Link, ...]) -> None:
    for each in blocks:
        at = each.clean[0]
        for token in marked(each, (), links):
            words = token.words if isinstance(token, Linked) else token if isinstance(token, str) else ""
            for place, sign in enumerate(words, start=at):
                over = [link for link in links if link.start <= place < link.end]
                assert over == ([token.link] if isinstance(token, Linked) else []) or sign.isspace()
            at += len(words)


def test_of_two_names_the_shorter_has_the_words_that_they_share() -> None:
    code = Named(NamedKind.LAW, "Penal Code", "/code/")
    html = page("Article 9 of the Penal Code", naming(0, 27, LAW), naming(17, 27, code))
    assert re.findall(r'href="([^"]*)" data-card>([^<]*)<', html) == [
        (LAW.url, "Article 9 of the"),
        ("/code/", "Penal Code"),
    ]


def test_a_caption_leads_nowhere_between_the_names_in_it() -> None:
    code = Named(NamedKind.LAW, "Penal Code", "/code/")
    html = page("Article 9 of the Penal Code", naming(0, 27, LAW), naming(0, 9, LAW), naming(17, 27, code))
    assert re.findall(r"data-card>([^<]*)<", html) == ["Article 9", "Penal Code"]


def test_a_link_is_cut_where_a_note_ends_whose_sign_is_a_link() -> None:
    html = page("the Harbour Police left", naming(4, 18, POLICE), marks=(note(0, 11),))
    assert re.findall(r'class="name[^>]*>([^<]*)</a>', html) == ["Harbour", "Police"]
    assert re.search(r'Harbour</a></mark><a class="sign sign--note"', html)


def test_a_link_is_cut_by_a_repair() -> None:
    text = replace(block("Penal Code"), pieces=("Penal ", REPAIR, "Code"))
    html = typeset([text], "/source/", (), names_of([naming(0, 10)], with_links=True))
    assert re.findall(r'class="name[^>]*>([^<]*)</a>', html) == ["Penal", "Code"]


def test_what_a_machine_read_looks_otherwise() -> None:
    assert 'class="name name--law"' in page("Penal Code", naming(0, 10))
    assert 'class="name name--law name--suggested"' in page("Penal Code", naming(0, 10, is_suggested=True))


def test_no_name_leaves_its_attribute() -> None:
    evil = Named(NamedKind.LAW, '"><script>', '/"><script>')
    assert "<script>" not in page("Penal Code", naming(0, 10, evil))
    assert "<script>" not in typeset_names(names_of([naming(0, 3, evil)], with_links=False).listings[0].entries)


def test_each_is_listed_once_in_the_order_of_the_text_and_parts_with_their_whole() -> None:
    articles = [Named(NamedKind.LAW, f"Article {number}", f"/law/{number}/", whole=LAW) for number in (12, 9)]
    treaty = Named(NamedKind.LAW, "Protocol", "/law/protocol/")
    namings = [naming(0, 3, POLICE), naming(4, 8, articles[0]), naming(9, 12, treaty), naming(13, 15, articles[1])]
    bodies, law = names_of([*namings, naming(16, 19, POLICE), naming(20, 22, LAW)], with_links=False).listings
    assert (bodies.kind.heading, bodies.count) == ("Institutions here", 1)
    assert [(entry.named.name, [part.name for part in entry.parts]) for entry in law.entries] == [
        ("Penal Code", ["Article 12", "Article 9"]),
        ("Protocol", []),
    ]
    assert re.sub(r"<[^>]*>", "", typeset_names(law.entries)) == "Penal Code (Article 12, Article 9); Protocol"
    assert '<span class="hidden">Article </span>9</a>' in typeset_names(law.entries)


def test_without_links_there_are_lists_still() -> None:
    names = names_of([naming(0, 4)], with_links=False)
    assert (names.links, len(names.listings)) == ((), 1)
