import random

from hypothesis import given
from hypothesis import strategies as st

from cables.redline import Budget, Change, Passage, redline, shortened

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


@given(WORDS, WORDS, st.integers(0, 60), st.integers(0, 60))
def test_both_texts_can_be_read_whatever_the_budget_allows(before: str, after: str, words: int, lines: int) -> None:
    passages = redline(before, after, Budget(words, lines))
    assert "".join(p.words for p in passages if p.change is not Change.NEW) == before
    assert "".join(p.words for p in passages if p.change is not Change.GONE) == after


class Counting(Budget):
    """Adds up the work that is allowed."""

    done = 0

    def spend(self, kind: str, work: int) -> None:
        super().spend(kind, work)
        self.done += work


def test_words_that_repeat_themselves_cost_no_more_than_the_budget() -> None:
    before, after = "a b " * 3000, "b a c " * 3000
    page = Counting(words=100_000, lines=5_000)
    for _ in range(5):
        redline(before, after, page)
    assert page.done <= 105_000
    assert page.left["words"] == 0


def test_what_is_too_much_by_words_is_shown_by_lines() -> None:
    before, after = "a b a b\nsame\nold\n", "b a b a\nsame\nnew\n"
    passages = redline(before, after, Budget(words=10))
    assert Passage(Change.SAME, "same\n") in passages
    assert Passage(Change.NEW, "new") in passages


def test_an_ordinary_revision_is_within_the_budget() -> None:
    numbers = random.Random(1)  # noqa: S311 - the same words every time
    words = " ".join("the" if number % 15 == 0 else f"word{numbers.randrange(400)}" for number in range(2_500))
    budget = Budget()
    passages = redline(words, words.replace("word7 ", "word8 "), budget)
    assert Passage(Change.GONE, "word7") in passages
    assert budget.left["words"] > 0
