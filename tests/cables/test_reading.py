from cables.parsing.structure import ParagraphKind
from cables.reading import Block, ParagraphRow, Repair, SourceSpan, SourceText, blocks_of
from cables.typesetting import typeset

SOURCE = "B. Police found\n\nPORT 0001  002 OF 003\n\n two victims.\nArticle 9\nIt is <b>forbidden</b> & so on.\n"
SPANS = [
    SourceSpan("marker", 0, 3),
    SourceSpan("body", 3, 15, "", " "),
    SourceSpan("artefact", 15, 17, "blank_in_sentence"),
    SourceSpan("artefact", 17, 38, "page_break"),
    SourceSpan("artefact", 38, 40, "blank_in_sentence"),
    SourceSpan("layout", 40, 41),
    SourceSpan("body", 41, 53, "", "\n\n"),
    SourceSpan("layout", 53, 54),
    SourceSpan("body", 54, 63, "", "\n\n"),
    SourceSpan("layout", 63, 64),
    SourceSpan("body", 64, 95),
    SourceSpan("layout", 95, 96),
]
CLEAN = "Police found two victims.\n\nArticle 9\n\nIt is <b>forbidden</b> & so on."


def row(kind: ParagraphKind, words: str, label: str = "") -> ParagraphRow:
    start, clean = SOURCE.find(words[:9]), CLEAN.find(words)
    return ParagraphRow(kind.value, "", "", label, start, start + len(words), clean, clean + len(words))


ROWS = [
    row(ParagraphKind.PROSE, "Police found two victims."),
    row(ParagraphKind.LAW_HEADING, "Article 9", "art-9"),
    row(ParagraphKind.LAW, "It is <b>forbidden</b> & so on."),
]


def blocks() -> list[Block]:
    return blocks_of(CLEAN, ROWS, SourceText(SOURCE, SPANS), "prosecution-b")


def test_words_of_the_blocks_are_the_clean_text() -> None:
    assert "\n\n".join(block.words for block in blocks()) == CLEAN


def test_a_repair_stands_where_the_artefact_was_and_says_what_the_source_had() -> None:
    before, repair, after = blocks()[0].pieces
    assert (before, after) == ("Police found ", "two victims.")
    assert repair == Repair(line=3, why="page break", had="PORT 0001 002 OF 003")
    assert repair.sentence == "Left out: page break, “PORT 0001 002 OF 003”"


def test_artefacts_after_a_paragraph_are_marked_at_its_end() -> None:
    spans = [SourceSpan("body", 0, 3), SourceSpan("artefact", 3, 10, "stray_caption"), SourceSpan("body", 10, 13)]
    rows = [ParagraphRow("prose", "", "", "", 0, 3, 0, 3), ParagraphRow("prose", "", "", "", 10, 13, 5, 8)]
    first, second = blocks_of("One\n\nTwo", rows, SourceText("OneSIPDIS\nTwo", spans), "overview-a")
    assert first.pieces == ("One", Repair(1, "stray caption", "SIPDIS"))
    assert second.pieces == ("Two",)


def test_without_a_source_no_repairs_are_shown() -> None:
    assert all(isinstance(piece, str) for block in blocks_of(CLEAN, ROWS, None, "x") for piece in block.pieces)


def test_provisions_have_their_own_anchors_counted_where_one_comes_twice() -> None:
    again = blocks_of(CLEAN, [ROWS[1], ROWS[1], ROWS[2]], None, "prosecution-b")
    assert [block.anchor for block in again] == ["prosecution-b-art-9", "prosecution-b-art-9-2", ""]


def test_words_of_a_cable_never_become_markup() -> None:
    html = typeset(blocks(), "/source/")
    assert "It is &lt;b&gt;forbidden&lt;/b&gt; &amp; so on." in html
    assert "<b>" not in html
    assert "PORT 0001 002 OF 003”" in html
    assert 'href="/source/#L3"' in html


def test_labels_and_sources_with_quotes_cannot_leave_their_attribute() -> None:
    block = Block(
        ParagraphKind.LAW_HEADING, (Repair(1, 'x" onclick="y', '"><script>'),), label='"', anchor='a"><script>'
    )
    html = typeset([block], "/source/")
    assert "<script>" not in html
    assert 'onclick="' not in html


def test_a_provision_is_set_apart_as_one_piece_with_its_anchor() -> None:
    html = typeset(blocks(), "/source/")
    assert html.count('<div class="law"') == html.count("</div>") == 1
    assert '<div class="law" id="prosecution-b-art-9"><p class="law__title" data-start="27">Article 9' in html


def test_line_numbers_count_from_one() -> None:
    source = SourceText("one\ntwo\nthree", [])
    assert [source.line_of(offset) for offset in (0, 3, 4, 8, 12)] == [1, 1, 2, 3, 3]
