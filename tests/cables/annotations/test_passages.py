import pytest
from django.contrib.auth.models import User

from cables.anchoring import AnchorError
from cables.importing import write_cable
from cables.models import Comment, Passage
from cables.passages import passage_at
from tests.annotation_factories import make_comment, make_passage, section_of, text_of
from tests.code_factories import CodeFactory, make_coding
from tests.factories import SECTIONS, make_cable, make_parsed

pytestmark = pytest.mark.django_db

QUOTE = "eight to eighteen years in prison"
AROUND = (
    "A judge was trained in the capital, and two prosecutors joined him there.",
    "The fines went to a fund for shelters in two of the provinces.",
)
LONG = "The law on trafficking was changed in March and now punishes those who recruit others for labour by force."


def with_text(name: str, text: str) -> list[tuple[str, str, str]]:
    return [(c, k, text if f"{c}/{k.lower()}" == name else t) for c, k, t in SECTIONS]


def words_of(passage: Passage) -> str:
    passage.refresh_from_db()
    assert passage.found_start is not None
    assert passage.found_end is not None
    return passage.placed_in.text[passage.found_start : passage.found_end]


def test_a_passage_keeps_its_words_their_context_and_their_place() -> None:
    section = section_of(make_cable())
    passage = make_passage(section, QUOTE)
    text = text_of(section).text
    assert text[passage.start : passage.end] == passage.exact == QUOTE
    assert (passage.prefix, passage.suffix[:1]) == ("The penalty is ", ".")
    assert (passage.state, passage.found_start, passage.section) == ("exact", passage.start, section)


def test_characters_that_the_text_has_not_make_no_passage() -> None:
    text = text_of(section_of(make_cable()))
    for start, end in ((0, len(text.text) + 1), (5, 5), (6, 5)):
        with pytest.raises(AnchorError):
            passage_at(text, start, end)
    assert not Passage.objects.exists()


def test_another_reading_moves_the_passage_along_with_its_words() -> None:
    cable = make_cable()
    passage = make_passage(section_of(cable), QUOTE)
    make_cable(sections=with_text("prosecution/b", f"A new line.\nThe penalty is {QUOTE}.\nA fine comes with it."))
    assert words_of(passage) == QUOTE
    assert passage.state == "moved"
    assert passage.placed_in == text_of(section_of(cable))
    assert (passage.start, passage.made_on.revision.number) == (15, 1)


def test_words_that_are_gone_make_an_orphan_that_keeps_its_quote_and_may_come_back() -> None:
    cable = make_cable()
    passage = make_passage(section_of(cable), QUOTE)
    make_cable(sections=with_text("prosecution/b", "Post has nothing to say about this."))
    passage.refresh_from_db()
    assert (passage.state, passage.found_start, passage.found_end) == ("orphan", None, None)
    assert passage.exact == QUOTE
    make_cable(sections=with_text("prosecution/b", f"The penalty is {QUOTE}.\nA fine comes with it. More."))
    assert words_of(passage) == QUOTE


def test_a_comment_its_replies_and_a_code_follow_their_passage_into_another_section(analyst: User) -> None:
    rest = f"{AROUND[0]} {LONG} {AROUND[1]}"
    sections = [*SECTIONS[:4], ("prosecution", "B", f"Before it.\n{rest}")]
    cable = make_cable(sections=sections)
    here = section_of(cable)
    comment = make_comment(analyst, here, quote=LONG)
    reply = make_comment(analyst, root=comment)
    whole = make_comment(analyst, here)
    coding = make_coding(analyst, here, CodeFactory.create(), quote=LONG)
    split = [
        *SECTIONS[:4],
        ("prosecution", "B", "Before it."),
        ("prosecution", "C", rest),
    ]
    make_cable(sections=split)
    there = section_of(cable, "prosecution/c")
    assert comment.passage is not None
    assert words_of(comment.passage) == LONG
    assert comment.passage.section == there
    assert {row.pk: row.section_id for row in Comment.objects.all()} == {
        comment.pk: there.pk,
        reply.pk: there.pk,
        whole.pk: here.pk,
    }
    coding.refresh_from_db()
    assert coding.section == there
    make_cable(sections=[*sections, ("prevention", "A", "One more.")])
    assert set(Comment.objects.values_list("section", flat=True)) == {here.pk}


def test_a_passage_of_a_section_that_vanished_stays_there_as_an_orphan() -> None:
    cable = make_cable()
    section = section_of(cable)
    passage = make_passage(section, QUOTE)
    make_cable(sections=[each for each in SECTIONS if each[:2] != ("prosecution", "B")])
    passage.refresh_from_db()
    assert (passage.state, passage.section, passage.placed_in) == ("orphan", section, passage.made_on)


def test_a_passage_of_an_older_text_is_placed_in_the_current_one() -> None:
    cable = make_cable()
    old = text_of(section_of(cable))
    make_cable(sections=with_text("prosecution/b", f"A new line.\n{old.text}"))
    passage = passage_at(old, 15, 15 + len(QUOTE))
    assert (passage.exact, passage.made_on, passage.state) == (QUOTE, old, "moved")
    assert words_of(passage) == QUOTE


def test_an_import_that_fails_leaves_passages_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    passage = make_passage(section_of(make_cable()), QUOTE)
    parsed = make_parsed(sections=with_text("prosecution/b", "Other words."))
    write_cable(parsed, content=parsed.text.encode(), name="x.txt", dry_run=True)
    passage.refresh_from_db()
    assert passage.state == "exact"
