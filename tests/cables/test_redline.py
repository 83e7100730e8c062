from hypothesis import given
from hypothesis import strategies as st

from cables.redline import Change, Passage, redline, shortened

WORDS = st.lists(st.sampled_from(["two", "three", "police", "units,", "were", "trained.", "\n\n"]), max_size=30).map(
    " ".join
)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_their_difference(before: str, after: str) -> None:
    passages = redline(before, after)
    assert "".join(p.words for p in passages if p.change is not Change.NEW) == before
    assert "".join(p.words for p in passages if p.change is not Change.GONE) == after


def test_a_changed_figure_is_the_only_change() -> None:
    passages = redline("Police arrested 12 traffickers.", "Police arrested 15 traffickers.")
    assert [p for p in passages if p.change is not Change.SAME] == [
        Passage(Change.GONE, "12"),
        Passage(Change.NEW, "15"),
    ]


def test_long_unchanged_stretches_are_left_out_but_not_what_stands_next_to_a_change() -> None:
    same = " ".join(f"word{number}" for number in range(200))
    passages = list(shortened(redline(f"{same} 12 {same}", f"{same} 15 {same}")))
    assert [p.change for p in passages].count(Change.ELIDED) == 2
    words = "".join(p.words for p in passages)
    assert "word199 12" in words
    assert len(words) < 400
