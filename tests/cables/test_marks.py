import re
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from cables.marks import Closing, Mark, MarkKind, Opening, Token, fitted, marked
from cables.parsing.structure import ParagraphKind
from cables.reading import Block, Repair
from cables.typesetting import typeset

REPAIR = Repair(line=3, why="page break", had="PAGE 02")


def note(start: int, end: int, target: str = "thread-1") -> Mark:
    return Mark(start, end, MarkKind.NOTE, target, "✎", "", "Note by analyst")


def code(start: int, end: int, target: str = "coding-1") -> Mark:
    return Mark(start, end, MarkKind.CODE, target, "▲", "teal", "Penalties")


def block(words: str, start: int = 0) -> Block:
    return Block(ParagraphKind.PROSE, (words,), clean=(start, start + len(words)))


@st.composite
def texts(draw: st.DrawFn) -> list[Block]:
    """Blocks two characters apart, some with repairs between their words."""
    blocks, at = [], draw(st.integers(0, 3))
    for runs in draw(
        st.lists(st.lists(st.text("ab<&\n ✎𝄞", min_size=1, max_size=8), min_size=1, max_size=3), max_size=4)
    ):
        pieces: list[str | Repair] = []
        for run in runs:
            pieces += [run, REPAIR] if draw(st.booleans()) else [run]
        length = sum(map(len, runs))
        blocks.append(Block(ParagraphKind.PROSE, tuple(pieces), clean=(at, at + length)))
        at += length + 2
    return blocks


@st.composite
def mark_lists(draw: st.DrawFn) -> list[Mark]:
    make = draw(st.lists(st.tuples(st.sampled_from([note, code]), st.integers(0, 80), st.integers(1, 40)), max_size=8))
    return [kind(start, start + length, f"m{number}") for number, (kind, start, length) in enumerate(make)]


def tokens(blocks: list[Block], marks: list[Mark]) -> list[tuple[Block, list[Token]]]:
    fitting = fitted(marks, blocks)
    return [(each, list(marked(each, fitting))) for each in blocks]


@given(texts(), mark_lists())
def test_marks_leave_the_pieces_of_every_block_as_they_were(blocks: list[Block], marks: list[Mark]) -> None:
    for each, found in tokens(blocks, marks):
        assert "".join(token for token in found if isinstance(token, str)) == each.words
        assert sum(isinstance(token, Repair) for token in found) == each.pieces.count(REPAIR)
        assert "" not in found


@given(texts(), mark_lists())
def test_every_mark_closes_in_its_block_and_in_the_order_of_nesting(blocks: list[Block], marks: list[Mark]) -> None:
    for _, found in tokens(blocks, marks):
        opened: list[str] = []
        for token in found:
            if isinstance(token, Opening):
                assert token.mark.target not in opened
                opened.append(token.mark.target)
            elif isinstance(token, Closing):
                assert opened.pop() == token.mark.target
        assert opened == []


@given(texts(), mark_lists())
def test_exactly_the_characters_of_a_passage_are_marked(blocks: list[Block], marks: list[Mark]) -> None:
    covered: dict[str, set[int]] = {mark.target: set() for mark in marks}
    for each, found in tokens(blocks, marks):
        at, opened = each.clean[0], list[str]()
        for token in found:
            if isinstance(token, Opening):
                opened.append(token.mark.target)
            elif isinstance(token, Closing):
                opened.pop()
            elif isinstance(token, str):
                for target in opened:
                    covered[target].update(range(at, at + len(token)))
                at += len(token)
    shown = {at for each in blocks for at in range(*each.clean)}
    assert covered == {mark.target: shown & set(range(mark.start, mark.end)) for mark in marks}


@given(texts(), mark_lists())
def test_a_mark_over_any_words_has_one_beginning_and_one_end(blocks: list[Block], marks: list[Mark]) -> None:
    found = [token for _, row in tokens(blocks, marks) for token in row]
    shown = {at for each in blocks for at in range(*each.clean)}
    begun = [token.mark.target for token in found if isinstance(token, Opening) and token.first]
    ended = [token.mark.target for token in found if isinstance(token, Closing) and token.last]
    expected = sorted(mark.target for mark in marks if shown & set(range(mark.start, mark.end)))
    assert sorted(begun) == sorted(ended) == expected


@given(texts(), mark_lists())
def test_the_words_on_the_page_are_the_same_with_marks_and_without(blocks: list[Block], marks: list[Mark]) -> None:
    def words(html: str) -> str:
        return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))

    assert words(typeset(blocks, "/source/", marks)) == words(typeset(blocks, "/source/"))


def test_two_passages_that_cross_are_both_whole() -> None:
    html = typeset([block("one two three")], "/source/", [note(0, 7, "a"), code(4, 13, "b")])
    classes = {"a": "mark mark--note", "b": "mark mark--code code--teal"}
    a, b = (f'<mark class="{classes[name]}" data-mark="{name}" aria-details="{name}">' for name in "ab")
    bare = re.sub(r"<a .*?></a>", "", html)
    assert f"{a}one </mark>" not in bare
    assert f"{a}one {b}two</mark></mark>{b} three</mark>" in bare


def test_a_note_has_its_sign_behind_its_passage_and_a_code_before_it() -> None:
    html = typeset([block("one two")], "/source/", [note(0, 3)])
    assert '>one</mark><a class="sign sign--note" id="at-thread-1" href="#thread-1"' in html
    html = typeset([block("one two")], "/source/", [code(4, 7)])
    assert 'id="at-coding-1" href="#coding-1" data-symbol="▲" aria-label="Penalties"></a><mark' in html


def test_a_passage_over_two_paragraphs_has_one_sign() -> None:
    html = typeset([block("one"), block("two", 5)], "/source/", [note(1, 7), code(0, 5)])
    assert html.count("<a ") == 2
    assert html.count('data-mark="thread-1"') == 2


def test_a_repair_inside_a_passage_stays_a_link() -> None:
    text = replace(block("one two"), pieces=("one ", REPAIR, "two"))
    html = typeset([text], "/source/", [note(0, 7)])
    assert re.search(r"<mark [^>]*>one <a class=\"mend mend--spaced\"[^>]*></a>two</mark>", html)


def test_what_a_mark_says_cannot_leave_its_attribute() -> None:
    mark = Mark(0, 3, MarkKind.CODE, 'x"><script>', '"><script>', '"><script>', '"><script>')
    assert "<script>" not in typeset([block("one")], "/source/", [mark])


def test_every_block_says_where_its_words_begin_and_what_is_not_of_the_text() -> None:
    numbered = replace(block("one", 12), number="7", portion="U")
    html = typeset([numbered], "/source/")
    assert '<p data-start="12">' in html
    assert "one" in re.sub(r"<span[^>]*data-aside>.*?</span>", "", html)
    assert "7" not in re.sub(r"<[^>]*>", "", re.sub(r"<span[^>]*data-aside>.*?</span>", "", html))
