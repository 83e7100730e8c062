from hypothesis import given
from hypothesis import strategies as st

from statutes.quoting import LONGEST, quoted

TEXT = "The fen guard met. Nobody saw the Reed Office, or the fen guard, in May. Beds were kept."


def at(words: str, text: str = TEXT, *, after: int = 0) -> tuple[int, int]:
    start = text.index(words, after)
    return start, start + len(words)


def test_each_sentence_comes_once_with_all_its_names() -> None:
    found = quoted(TEXT, [at("fen guard", after=20), at("Reed Office"), at("fen guard")])
    assert [sentence.words for sentence in found] == [
        "The fen guard met.",
        "Nobody saw the Reed Office, or the fen guard, in May.",
    ]
    assert [words for words, is_name in found[1].pieces if is_name] == ["Reed Office", "fen guard"]


def test_a_name_over_the_end_of_a_sentence_keeps_both_together() -> None:
    assert [sentence.words for sentence in quoted(TEXT, [at("met. Nobody")])] == [
        "The fen guard met. Nobody saw the Reed Office, or the fen guard, in May."
    ]


def test_a_name_inside_another_is_marked_once() -> None:
    (sentence,) = quoted(TEXT, [at("Reed Office"), at("Reed")])
    assert [words for words, is_name in sentence.pieces if is_name] == ["Reed Office"]


def test_a_long_sentence_is_cut_between_words_around_its_first_name() -> None:
    text = f"{'reeds and rushes ' * 60}the Reed Office {'kept the gate ' * 60}."
    (sentence,) = quoted(text, [at("Reed Office", text)])
    assert ("Reed Office", True) in sentence.pieces
    assert sentence.is_cut_before
    assert sentence.is_cut_after
    assert len(sentence.words) <= LONGEST
    assert set(sentence.words.split()) <= set(text.split())


@given(st.text(alphabet="aB .\n,;", max_size=900), st.lists(st.tuples(st.integers(-5, 900), st.integers(-5, 900))))
def test_words_are_those_of_the_text_and_each_name_that_fits_is_in_a_sentence(
    text: str, names: list[tuple[int, int]]
) -> None:
    found = quoted(text, names)
    assert all(sentence.words in text for sentence in found)
    fit = [span for span in names if 0 <= span[0] < span[1] <= len(text)]
    assert bool(found) == bool(fit)
    assert all(any(is_name for _, is_name in sentence.pieces) for sentence in found)
