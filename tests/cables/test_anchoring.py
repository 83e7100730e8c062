"""A quoted passage is found again, or honestly not: no edit, and no hostile text, leads an anchor to other words."""

import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.anchor import Table, again, battery, cases, reimports, sections_of
from bench.damage import transmitted
from bench.reimport import repaired, version
from bench.repetitive import section
from bench.tracked import tracked
from cables.anchoring import CONTEXT, AnchorError, AnchorState, Selector, anchor, anchor_among, quoted, select
from cables.anchoring.alignment import align
from cables.anchoring.folding import fold, letters

EXACT, MOVED, CHANGED, AMBIGUOUS, ORPHAN = AnchorState

TEXT = (
    "The government made no change. It did not prosecute anyone in 2007. The police arrested five men in Petén. "
    "It did not prosecute anyone in 2008. A shelter with twelve beds opened in the capital in May."
)
REPEATED = "Post has no further information. "

few = settings(
    derandomize=True, database=None, max_examples=150, deadline=None, suppress_health_check=list(HealthCheck)
)


def quote(words: str, text: str = TEXT, nth: int = 0) -> Selector:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return select(text, start, start + len(words))


def found(selector: Selector, text: str, earlier: str | None = None) -> tuple[AnchorState, str | None]:
    here = anchor(selector, text, earlier)
    return here.state, None if here.start is None else text[here.start : here.end]


# The selector


def test_selector_keeps_the_words_their_context_and_their_offsets() -> None:
    selector = quote("arrested five men")
    assert selector == Selector("arrested five men", TEXT[15:79], TEXT[96:160], 79, 96)
    assert select(TEXT, 0, 3).prefix == ""
    assert len(select(TEXT * 2, 100, 110).prefix) == len(select(TEXT * 2, 100, 110).suffix) == CONTEXT


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 3), (0, len(TEXT) + 1)])
def test_empty_passage_and_one_outside_the_text_are_refused(start: int, end: int) -> None:
    with pytest.raises(AnchorError, match=f"from {start} to {end}"):
        select(TEXT, start, end)


# One passage


@pytest.mark.parametrize("earlier", [None, TEXT])
class TestEitherWay:
    """With the text that was quoted and without it."""

    def test_same_text(self, earlier: str | None) -> None:
        assert found(quote("arrested five"), TEXT, earlier) == (EXACT, "arrested five")

    def test_text_before_it_has_grown(self, earlier: str | None) -> None:
        assert found(quote("arrested five"), "Summary. " + TEXT, earlier) == (MOVED, "arrested five")

    def test_text_behind_it_has_changed(self, earlier: str | None) -> None:
        assert found(quote("arrested five"), TEXT.replace("twelve", "ten"), earlier) == (EXACT, "arrested five")

    @pytest.mark.parametrize(
        ("was", "now"),
        [
            ("arrested five men", "arrested  five\nmen"),
            ("arrested five men", "arres-\nted five men"),
            ("arrested five men", "ar rested five men"),
            ("men in Petén", "men in Peten"),
            ("men in Petén", "men in Pete\u0301n"),
            ("arrested five men", "arrested ¶five men"),
        ],
    )
    def test_same_words_in_another_spelling_are_the_same(self, earlier: str | None, was: str, now: str) -> None:
        assert found(quote(was), TEXT.replace(was, now), earlier) == (EXACT, now)

    def test_changed_words_have_a_score(self, earlier: str | None) -> None:
        new = TEXT.replace("twelve beds opened", "twelve beds reopened")
        here = anchor(quote("A shelter with twelve beds opened in the capital"), new, earlier)
        assert here.state is CHANGED
        assert 0.9 < here.score < 1
        assert new[here.start : here.end] == "A shelter with twelve beds reopened in the capital"

    def test_lost_point_of_a_number_is_a_change(self, earlier: str | None) -> None:
        old = TEXT.replace("twelve beds", "1.5 million beds")
        here = anchor(quote("1.5 million", old), old.replace("1.5", "15"), earlier and old)
        assert (here.state, here.score) == (CHANGED, 0.99)

    def test_deleted_passage_is_an_orphan_though_its_words_stand_elsewhere(self, earlier: str | None) -> None:
        gone = TEXT.replace(" It did not prosecute anyone in 2007.", "")
        here = anchor(quote("did not prosecute anyone"), gone, earlier)
        assert here.state in (ORPHAN, AMBIGUOUS)
        assert (here.start, here.end) == (None, None)

    def test_context_decides_between_repeats(self, earlier: str | None) -> None:
        new = "News. " + TEXT
        second = quote("did not prosecute anyone", nth=1)
        here = anchor(second, new, earlier)
        assert (here.state, here.start) == (MOVED, second.start + 6)

    def test_passage_of_marks_alone(self, earlier: str | None) -> None:
        assert found(quote(". "), "News. " + TEXT, earlier) == (MOVED, ". ")
        assert found(quote(". "), "News.", earlier) == (ORPHAN, None)

    def test_marks_at_its_ends_are_taken_along(self, earlier: str | None) -> None:
        old = TEXT.replace("twelve beds", '("twelve beds")')
        assert found(quote('("twelve beds")', old), "News. " + old.replace('"', "“"), earlier and old) == (
            MOVED, "(“twelve beds“)",
        )  # fmt: skip

    def test_word_is_not_found_inside_another(self, earlier: str | None) -> None:
        old, new = "He said no to this offer at once.", "He said nothing to this offer at once."
        assert found(quote("no", old), new, earlier and old)[0] is ORPHAN

    def test_empty_text(self, earlier: str | None) -> None:
        assert found(quote("five"), "", earlier) == (ORPHAN, None)


def test_repeats_without_difference_are_ambiguous_once_they_shift() -> None:
    text = REPEATED * 20
    selector = quote("no further", text, nth=9)
    assert found(selector, text)[0] is EXACT
    assert found(selector, text, text)[0] is EXACT
    assert found(selector, "News. " + text)[0] is AMBIGUOUS
    assert found(selector, "News. " + text, text)[0] is MOVED
    assert found(selector, "News. " + text[len(REPEATED) :], text)[0] in (AMBIGUOUS, ORPHAN)


def test_sentence_moved_by_itself_is_found_only_with_the_quoted_text() -> None:
    sentence = "The police arrested five men in Petén. "
    new = sentence + TEXT.replace(sentence, "")
    assert found(quote(sentence.strip()), new) == (ORPHAN, None)
    assert found(quote(sentence.strip()), new, TEXT) == (MOVED, sentence.strip())


def test_copy_of_a_deleted_passage_is_told_by_the_quoted_text() -> None:
    paragraph = "Article 191. Whoever does so is punished with five to eight years in prison, and a third is added. "
    old = paragraph + "The court in Petén heard two cases. " + paragraph + "No court heard any case last year."
    selector = quote("punished with five to eight years", old)
    new = old[len(paragraph) :]
    assert found(selector, new, old)[1] is None


ROWS = [
    "Forced labor: 5 cases, 1 convicted",
    "Pandering: 2 cases, none convicted",
    "Pandering: 2 cases, none convicted",
    "Rape: none cases, 1 convicted",
    "Pandering: 5 cases, none convicted",
]


def test_equal_rows_that_changed_places_are_ambiguous() -> None:
    numbered = [f"({number}) {row}" for number, row in enumerate(ROWS, 1)]
    old = "\n".join(numbered)
    new = "\n".join([numbered[0], numbered[2], numbered[1], *numbered[3:]])
    assert found(quote("Pandering: 2 cases,", old, nth=1), new, old) == (AMBIGUOUS, None)


def test_last_of_equal_paragraphs_is_not_the_one_before_it_once_a_copy_is_gone() -> None:
    rows = "(1) Forced labor: 2 cases, 1 convicted\n(2) Pandering: none cases, 1 convicted"
    old = "\n\n".join([rows] * 4)
    changed = rows.replace("1 convicted", "under ", 1)
    new = "\n\n".join([rows, changed, rows, ""])
    selector = select(old, len(old) - len(rows), len(old))
    assert found(selector, new, old)[1] is None


def test_place_whose_border_is_not_the_passage_s_is_ambiguous() -> None:
    old = "(1) Pandering: 2 cases, none convicted\n(2) Forced labor: 2 cases, none convicted"
    new = old.replace("(1) ", "(1)\n\nGUATEMALA 00000900  008 OF 009\n\n")
    assert found(quote("(1) Pandering: 2 cases, none convicted\n", old), new, old) == (AMBIGUOUS, None)


def test_copy_inserted_into_the_passage_s_sentence_is_not_taken_for_it() -> None:
    rest = " set the sentences for selling people as high as they stand for taking hostages."
    old = "In 1998, Law 417 (see para. 12.C)" + rest
    new = "In 1998, Law 417 (see para. police" + rest + " 12.C)" + rest
    assert found(quote("set the sentences", old), new, old) == (AMBIGUOUS, None)


def test_word_put_in_beside_a_changed_passage_is_not_taken_for_its_first() -> None:
    new = TEXT.replace("A shelter with twelve beds", "law with twelve new beds")
    assert found(quote("A shelter with twelve beds opened in the capital"), new, TEXT) == (AMBIGUOUS, None)


def test_last_word_of_a_changed_passage_is_not_the_same_word_behind_it() -> None:
    said = "farms and mines along the northern border take on many local workers"
    old = f"In summer {said}. Workers from abroad come by bus in May, most of them through agents in the capital."
    assert found(quote(said, old), old.replace("local workers", "law"), old) == (AMBIGUOUS, None)
    new = old.replace("and mines", "and new mines")
    assert found(quote(said, old), new, old) == (CHANGED, said.replace("and", "and new"))


def test_first_word_of_a_changed_passage_is_not_the_same_word_before_it() -> None:
    old, new = "Agents bring workers. Workers from abroad pick coffee.", "Agents bring workers. New abroad pick coffee."
    home, text = fold(old), fold(new)
    passage, place = (
        (len(letters("Agents bring workers")), len(home.letters)),
        (len(letters("Agents bring")), len(text.letters)),
    )
    alignment = align(old, new)
    assert alignment is not None
    assert not alignment.bordered(home, passage, text, place)


def test_twin_of_a_passage_that_stands_beside_it_reworded_is_ambiguous() -> None:
    said = "The Ministry of Foreign Affairs told the embassy that it had no figures for"
    old = f"The government cooperated with the embassy. {said} 2007. The police sent home 12 minors."
    reworded = said.replace("had no", "police")
    new = old.replace(said, f"{reworded} 2007. {said}").replace("with the", "with")
    assert found(quote(said, old), new, old) == (AMBIGUOUS, None)


def test_row_that_took_the_place_of_a_like_one_is_ambiguous() -> None:
    rows = ["(1) Rape: 2 cases, none convicted", "(2) Forced labor: none cases, none convicted"]
    third = rows[1].replace("(2)", "(3)")
    old, new = "\n".join([*rows, third, "No change."]), "\n".join([rows[0], third, rows[1], "No change."])
    assert found(quote("labor: none cases, n", old), new, old)[1] is None


def test_few_words_between_other_words_are_not_the_passage() -> None:
    old = "Newspapers wrote that two recruiters were tried under other criminal rules for their deeds."
    new = old.replace("tried under other criminal", "tried new other under criminal")
    assert found(quote("under", old), new, old) == (ORPHAN, None)


def test_text_that_is_not_the_quoted_one_is_not_believed() -> None:
    assert found(quote("arrested five"), "News. " + TEXT, "Something else.") == (MOVED, "arrested five")


# Several sections

MOVING = "The Ministry of Labor inspected forty farms and found no minors at work in any of them."


def test_own_section_comes_first() -> None:
    assert anchor_among(quote("arrested five"), ["arrested five", TEXT], 1)[0] == 1


def test_passage_that_crossed_the_border_of_its_section_is_found() -> None:
    old = TEXT + " " + MOVING
    where, here = anchor_among(quote(MOVING, old), [TEXT, MOVING + " More follows."], 0, old)
    assert (where, here.state) == (None, ORPHAN)  # at the border itself nothing tells it from a copy
    inside = quote("five men in Petén. It did not prosecute", old)
    where, here = anchor_among(inside, ["News.", "More of it. " + TEXT + " " + MOVING], 0, old)
    assert (where, here.state, here.start) == (1, MOVED, inside.start + 12)


def test_same_words_of_another_section_with_half_the_context_are_left_alone() -> None:
    law = "grows by one-fourth if the sailor is a novice, and by three-fourths if the sailor loses a hand."
    old = "The law foresees six to twelve years, which " + law
    selector = quote("a novice, and by three-fourths if the sailor loses", old)
    damaged = old.replace("three-fourths if", "three-fourths if the sailor is a cook, and by three-fourths if")
    texts = ["The sentence for rape is eight years; it " + law + " Two men were convicted.", damaged]
    assert anchor_among(selector, texts, 1, old)[0] != 0


def test_section_that_is_gone() -> None:
    selector = quote("arrested five men in Petén. It did not prosecute")
    where, here = anchor_among(selector, ["Nothing.", "News. " + TEXT], None)
    assert (where, here.state) == (1, MOVED)
    assert anchor_among(selector, ["Nothing."], None)[1].state is ORPHAN
    assert anchor_among(selector, [TEXT, TEXT], None) == (None, anchor_among(selector, [TEXT, TEXT], None)[1])
    assert anchor_among(selector, [TEXT, TEXT], None)[1].state is AMBIGUOUS


def test_few_words_are_not_looked_for_in_other_sections() -> None:
    assert anchor_among(quote("five men"), ["Nothing.", TEXT], 0) == (None, anchor(quote("five men"), ""))


def test_whole_section_of_a_common_answer_is_not_found_in_another() -> None:
    text = "There was no change in this area during the reporting period."
    assert anchor_among(select(text, 0, len(text)), ["New words.", text], 0)[0] is None


# What a person typed


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("prosecute", ["prosecute", "prosecute"]),
        ("  arrested FIVE   men\n", ["arrested five men"]),
        ("it did not", ["It did not", "It did not"]),
        ("no", ["no"]),  # and not in "not"
        ("n", ["n"] * TEXT.count("n")),
        ("", []),
        (" \n", []),
        ("nobody said this", []),
    ],
)
def test_typed_quotation(typed: str, places: list[str]) -> None:
    assert [TEXT[start:end] for start, end in quoted(TEXT, typed)] == places


def test_typed_quotation_in_its_exact_form_hides_the_others() -> None:
    assert quoted("Rape rape RAPE", "rape") == ((5, 9),)


def test_typed_quotation_may_have_plain_marks() -> None:
    assert quoted("The court’s “anti–trafficking” unit", 'court\'s "anti-trafficking"') == ((4, 30),)


def test_overlapping_places_count_once() -> None:
    assert quoted("no no no no", "no no") == ((0, 5), (6, 11))


@given(st.text(alphabet="ab '’-\nAİß", max_size=60), st.text(alphabet="ab '’-\nAİß", max_size=6))
@few
def test_typed_quotations_are_in_order_and_apart(text: str, typed: str) -> None:
    at = 0
    for start, end in quoted(text, typed):
        assert at <= start < end <= len(text)
        at = end
    if typed.strip() and typed.strip() in text:
        assert quoted(text, typed)


# What holds for every text

texts = st.one_of(st.text(max_size=80), st.text(alphabet="ab1. \n-é¶\u0301", max_size=80), st.just(TEXT))


@given(texts.filter(bool), texts, st.data())
@few
def test_anchor_of_any_text_in_any_other_is_well_formed(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    selector = select(old, start, data.draw(st.integers(start + 1, len(old))))
    for earlier in (None, old):
        here = anchor(selector, new, earlier)
        assert 0 <= here.score <= 1
        if here.start is None or here.end is None:
            assert here.start is here.end is None
            assert here.state in (AMBIGUOUS, ORPHAN)
            continue
        assert 0 <= here.start < here.end <= len(new)
        assert here.state in (EXACT, MOVED, CHANGED)
        if here.state is not CHANGED:
            assert letters(new[here.start : here.end]) == letters(selector.exact)
            assert (here.state is EXACT) == (here.start == selector.start)
        if here.state in (EXACT, MOVED) or here.score == 1:
            assert here.state in (EXACT, MOVED)
            assert here.score == 1


@given(texts.filter(bool), st.data())
@few
def test_same_text_has_every_passage_at_its_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for earlier in (None, text):
        here = anchor(select(text, start, end), text, earlier)
        assert (here.state, here.start, here.end, here.score) == (EXACT, start, end, 1.0)


@given(st.integers(0, 10_000), st.data())
@few
def test_passage_of_undamaged_words_keeps_them_through_damage(seed: int, data: st.DataObject) -> None:
    dice = random.Random(seed)  # noqa: S311
    text = section(dice)
    damaged = transmitted(dice, tracked(text), frozenset()).text
    start = data.draw(st.integers(0, len(text) - 1))
    selector = select(text, start, data.draw(st.integers(start + 1, len(text))))
    here = anchor(selector, damaged, text)
    if here.state in (EXACT, MOVED):
        assert letters(damaged[here.start : here.end]) == letters(selector.exact)


# Thousands of edits. The floors are a little under what was measured; `bench/anchor.py` prints the figures.

FLOORS = {  # share that is found, exact, moved or changed
    "words elsewhere": 0.83, "sentences elsewhere": 0.83, "paragraph copied": 0.42, "near copy elsewhere": 0.75,
    "respelt": 0.96, "damaged": 0.88, "repaired": 0.83, "edited lightly": 0.44, "edited lightly, and elsewhere": 0.34,
    "moved by itself": 0.38,
}  # fmt: skip
REAL_FLOORS = FLOORS | {
    "words elsewhere": 0.95, "sentences elsewhere": 0.9, "paragraph copied": 0.15, "near copy elsewhere": 0.66,
    "damaged": 0.92, "repaired": 0.93, "edited lightly": 0.6, "edited lightly, and elsewhere": 0.43,
    "moved by itself": 0.68,
}  # fmt: skip
UNTOUCHED = ("words elsewhere", "paragraph copied", "near copy elsewhere", "respelt", "damaged", "repaired")


def found_share(table: Table, kind: str) -> float:
    row = table[kind]
    return (row["exact"] + row["moved"] + row["changed"]) / row["n"]


def assert_good(table: Table, floors: dict[str, float]) -> None:
    assert {kind: row["wrong"] for kind, row in table.items() if row["wrong"]} == {}
    assert {kind: found_share(table, kind) for kind in floors if found_share(table, kind) < floors[kind]} == {}


def test_no_anchor_is_wrong_after_thousands_of_edits_to_texts_that_repeat_themselves() -> None:
    table = battery(cases(2400, seed=1), with_earlier=True)
    assert sum(row["n"] for row in table.values()) > 2300
    assert_good(table, FLOORS)
    assert table["respelt"]["borders"] == table["respelt"]["n"] - table["respelt"]["ambiguous"]


def test_selector_alone_is_not_wrong_about_passages_that_are_still_there() -> None:
    table = battery(cases(900, seed=2), with_earlier=False)
    assert {kind: table[kind]["wrong"] for kind in UNTOUCHED if table[kind]["wrong"]} == {}


def test_no_anchor_is_wrong_after_edits_to_real_sections(real_cables: Path) -> None:
    texts = sections_of(sorted(real_cables.glob("*.txt")))
    assert len(texts) > 200
    assert_good(battery(cases(1050, 1, texts), with_earlier=True), REAL_FLOORS)


def test_damaged_and_repaired_guatemala_keeps_every_anchor_right(real_cables: Path) -> None:
    table = reimports(real_cables / "08GUATEMALA327.txt", versions=2, count=6, with_earlier=True)
    assert_good(table, dict.fromkeys(table, 0.97))
    assert sum(row["n"] for row in table.values()) > 1500


def test_repair_of_guatemala_loses_no_anchor(real_cables: Path) -> None:
    source = (real_cables / "08GUATEMALA327.txt").read_bytes()
    row = again(version(source), version(repaired(source)), 10, 3, with_earlier=True)
    assert row["exact"] + row["moved"] == row["n"] > 400


# Time

LETTER = "a" * 100_000
SENTENCE = "The government made no change in this area during the period. " * 5000


def long_text() -> str:
    dice = random.Random(1)  # noqa: S311
    return " ".join(f"word{dice.randrange(3000)}" for _ in range(45_000))


def hostile() -> dict[str, Callable[[], object]]:
    text = long_text()
    edited = text[:100_000] + "inserted words " + text[100_000:202_000] + " some change " + text[202_003:]
    blanks = "a " * 50_000
    rows = "(1) Rape: none cases, none convicted\n" * 3000
    return {
        "long text and quotation": partial(anchor, select(text, 200_000, 205_000), edited, text),
        "a quotation of half the text": partial(anchor, select(text, 100_000, 300_000), edited, text),
        "one letter": partial(anchor, select(LETTER, 50_000, 50_500), "b" + LETTER[:90_000], LETTER),
        "one letter, long quotation": partial(anchor, select(LETTER, 50_000, 80_000), "b" + LETTER, LETTER),
        "one word": partial(anchor, select(blanks, 50_000, 55_000), "b" + blanks[:90_000] + "b", blanks),
        "one sentence": partial(anchor, select(SENTENCE, 124_005, 124_040), "New. " + SENTENCE[:-100], SENTENCE),
        "one sentence, long": partial(anchor, select(SENTENCE, 124_005, 130_000), "New. " + SENTENCE, SENTENCE),
        "one row": partial(anchor, select(rows, 50_001, 50_020), rows[37:] + "b", rows),
        "typed letters": partial(quoted, LETTER, "A" * 5000),
        "typed words": partial(quoted, blanks, "A " * 5000 + "c"),
        "typed sentence": partial(quoted, SENTENCE, "the GOVERNMENT  made"),
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_text_takes_no_long_time(name: str) -> None:
    call = hostile()[name]
    start = time.process_time()
    call()
    assert time.process_time() - start < 3


def test_hundred_anchors_of_a_section_are_quick() -> None:
    text = long_text()[:20_000]
    new = text[:3000] + "inserted " + text[3000:9000] + text[9010:]
    selectors = [select(text, at, at + 80) for at in range(0, 19_900, 199)]
    start = time.process_time()
    states = [anchor(selector, new, text).state for selector in selectors]
    assert time.process_time() - start < 1
    assert states.count(EXACT) + states.count(MOVED) >= 98
