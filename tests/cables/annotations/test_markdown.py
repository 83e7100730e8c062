import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cables.markdown import CLASSES, TAGS, render

SCHEMES = ("https://", "http://", "mailto:")
PIECES = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<!--", "-->", "<a href='"),
    *(
        "](javascript:alert(1))",
        "](JaVaScRiPt:alert(1))",
        "](java\tscript:alert(1))",
        "](data:text/html,x)",
        "[x",
        "![x",
    ),
    *(
        "](//evil.example)",
        "](/\\evil.example)",
        "](\\\\evil.example)",
        '](http://a.example "t" onclick=x)',
        "](&#106;avascript:x)",
    ),
    *(
        "<javascript:alert(1)>",
        '<https://a.example/"onmouseover=x>',
        "[r]: javascript:alert(1)\n",
        "[r]",
        "&lt;script&gt;",
    ),
    *(
        "`",
        "```\n",
        "~~~ <b>\n",
        "*",
        "_",
        "**",
        "> ",
        "- ",
        "1. ",
        "# ",
        "|a|b|\n|-|-|\n|",
        "\n\n",
        "\\",
        "&#0;",
        "&#x202e;",
        "\0",
    ),
    *(
        "@maria",
        "@MARIA.",
        "a@maria",
        "https://a.example/(b)",
        "http://[::1",
        "https://b.example/?a=1&b=<i>",
        "\u202e",
        "😀",
    ),
    *("style=x", "class=x", 'id="x"', "</p></div></body>", "<plaintext>", "<math><mi//xlink:href=", "]]>", "<![CDATA["),
]
NASTY = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join)
NAMES = {"maria": "Maria <b>López</b>", "MARIA": "<i>", "jo": '"><script>alert(1)</script>'}


class Audit(HTMLParser):
    """Fails on anything that may not stand in a comment."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in {"href", "rel", "class", "start"}
            if name == "href":
                assert value is not None
                assert value.startswith(SCHEMES) or re.match(r"/(?![/\\])", value)
            if name == "class":
                assert set((value or "").split()) <= CLASSES[tag]
        if tag == "a":
            assert dict(attrs)["rel"] == "nofollow noopener ugc"
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "hr"}:
            assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError("a declaration")


@settings(max_examples=1500, deadline=None)
@given(NASTY)
@example("[a](http://b.example/\"onclick='x')")
@example("![x](https://a.example/b.png)")
def test_whatever_is_written_only_harmless_html_comes_out(body: str) -> None:
    Audit(render(body, NAMES))


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_can_be_shown(body: str) -> None:
    Audit(render(body))


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "](", "*a", "_", "`", "> ", "- ", "<", "&", "@a", "|", "#", "\\", "[a](", "~", "http://a", "*_"],
)
def test_a_text_made_to_cost_much_is_shown_within_seconds(piece: str) -> None:
    started = time.process_time()
    render((piece * 20_000)[:20_000])
    assert time.process_time() - started < 4


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert render("<b>x</b> <script>y</script>") == ("<p>&lt;b&gt;x&lt;/b&gt; &lt;script&gt;y&lt;/script&gt;</p>\n")


def test_a_heading_is_a_bold_line_that_the_outline_does_not_know() -> None:
    html = render("# Open question\n\nTitle\n=====\n")
    assert html.count('<p class="said__heading"><strong>') == 2
    assert "<h" not in html


def test_pictures_are_not_fetched() -> None:
    assert "<img" not in render("![cat](https://a.example/cat.png)")


def test_a_link_says_where_it_leads() -> None:
    html = render("[the bank](https://evil.example/login)")
    assert '<a class="said__out" href="https://evil.example/login" rel="nofollow noopener ugc">the bank</a>' in html
    assert '<span class="said__host">(evil.example)</span>' in html
    assert "said__host" not in render("https://a.example/x")
    assert "(evil.example)" in render("[https://evil.example.bank.example](https://evil.example)")


def test_a_bare_address_is_a_link_without_the_marks_behind_it() -> None:
    html = render("See (https://a.example/b_(c)), or https://a.example/d.")
    assert 'href="https://a.example/b_(c)"' in html
    assert 'href="https://a.example/d"' in html
    assert "<a" not in render("`https://a.example`")


@pytest.mark.parametrize("origin", ["", "http://127.0.0.1:8000"])
def test_the_address_of_a_section_reads_as_its_name(settings: object, origin: str) -> None:
    settings.ORIGIN = "http://127.0.0.1:8000"  # type: ignore[attr-defined]
    address = f"{origin}/cables/08GUATEMALA327/prosecution/b/"
    html = render(f"[{address}]({address})")
    assert (
        '<a href="/cables/08GUATEMALA327/prosecution/b/" rel="nofollow noopener ugc">08GUATEMALA327, Prosecution B</a>'
        in html
    )
    assert ">law</a>" in render(f"[law]({address})")


def test_teammates_are_called_by_their_names_and_nobody_else() -> None:
    names = {"maria": "Maria López", "Maria": "Maria López"}
    html = render("@Maria. and @maria, not a@maria nor `@maria` nor @mariana", names)
    assert html.count('<span class="said__mention">@Maria López</span>') == 2
    assert "@mariana" in html
