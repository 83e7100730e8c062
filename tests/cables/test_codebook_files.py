"""The codebook that ships, and that an unfit file is refused with the entry and the field."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db.models import CharField

from cables.codebook_files import CODEBOOK, COLOURS, LONGEST, CodebookFileError, CodeEntry, read_codebook
from cables.models.codebook import Code, Codebook, Colour
from cables.reference_files import read_countries

SAMPLE_PLACES = Path(__file__).resolve().parents[2] / "sample" / "places.json"
CRITERIA = [str(number) for number in range(1, 13)]


@pytest.fixture(scope="module")
def codes() -> dict[str, CodeEntry]:
    return {code.slug: code for code in read_codebook().codes}


def invented() -> set[str]:
    places = json.loads(SAMPLE_PLACES.read_text(encoding="utf-8"))
    return {row["name"] for kind in ("countries", "posts") for row in places[kind]}


# The codebook that ships


def test_the_codebook_is_a_tree_of_three_levels_under_four_p_and_four_more() -> None:
    book = read_codebook()
    assert (book.slug, book.version) == ("tvpa", 1)
    assert 45 <= len(book.codes) <= 65
    assert [code.slug for code in book.codes if code.depth == 1] == [
        "standards",
        "prosecution",
        "protection",
        "prevention",
        "partnership",
        "situation",
        "forms",
        "data-quality",
    ]
    assert {code.depth for code in book.codes} == {1, 2, 3}


def test_the_four_standards_and_their_twelve_criteria_are_all_there(codes: dict[str, CodeEntry]) -> None:
    standards = [code for code in codes.values() if code.parent == "standards"]
    criteria = [code for code in codes.values() if code.parent == "serious-efforts"]
    assert [code.symbol for code in standards] == ["§1", "§2", "§3", "§4"]
    for number, standard in enumerate(standards, 1):
        assert f"7106(a)({number})" in standard.source
    assert [code.symbol for code in criteria] == CRITERIA
    for criterion in criteria:
        assert f"7106(b)({criterion.symbol})" in criterion.source


def test_every_symbol_stands_for_one_code_and_every_colour_for_one_family(codes: dict[str, CodeEntry]) -> None:
    assert len({code.symbol for code in codes.values()}) == len(codes)
    families = [code for code in codes.values() if code.depth == 1]
    assert {family.colour for family in families} == set(COLOURS)
    for code in codes.values():
        assert not code.parent or code.colour == codes[code.parent].colour


def test_what_the_file_may_hold_fits_the_tables() -> None:
    assert set(COLOURS) == set(Colour.values)
    for model, fields in ((Codebook, ("slug", "title")), (Code, ("slug", "name", "symbol", "colour", "source"))):
        for name in fields:
            field = model._meta.get_field(name)
            assert isinstance(field, CharField)
            longest = max(map(len, COLOURS)) if name == "colour" else LONGEST[name]
            assert longest <= (field.max_length or 0), name


def test_every_code_names_the_one_to_use_instead(codes: dict[str, CodeEntry]) -> None:
    for code in codes.values():
        others = [other.name for other in codes.values() if other is not code]
        assert any(re.search(rf"\b{re.escape(name)}\b", code.when_not) for name in others), code.slug


def test_what_is_called_a_code_to_use_is_one(codes: dict[str, CodeEntry]) -> None:
    names = sorted((code.name for code in codes.values()), key=len, reverse=True)
    after = re.compile(rf"\b(?:[Uu]se|add) (?!{'|'.join(map(re.escape, names))}|the codes|that |it, such as )(\w+)")
    for code in codes.values():
        said = after.search(code.when_not)
        assert said is None, (code.slug, said)


def test_every_source_is_cited_and_names_itself(codes: dict[str, CodeEntry]) -> None:
    for source in read_codebook().sources:
        assert any(source.name in code.source for code in codes.values()), source.name


def test_examples_are_one_sentence_and_name_invented_places_only(codes: dict[str, CodeEntry]) -> None:
    known = invented() | {"NGOs"}
    real = re.compile(rf"\b({'|'.join(re.escape(row.name) for row in read_countries())})\b")
    for code in codes.values():
        assert re.fullmatch(r"[^.!?]+\.", code.example), code.slug
        assert real.search(code.example) is None, code.slug
        inside = code.example
        for name in known:
            inside = inside.replace(name, "")
        assert re.findall(r"(?<=[a-z,;] )[A-Z]\w*", inside) == [], code.slug


# Unfit files


def written(folder: Path, **changes: Any) -> Path:
    """The shipped codebook with its second code changed; None takes a field out."""
    book = json.loads(CODEBOOK.read_text(encoding="utf-8"))
    code = book["codes"][1]
    code.update(changes)
    book["codes"][1] = {field: value for field, value in code.items() if value is not None}
    path = folder / "codebook.json"
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"definition": ""}, "code prohibit-and-punish, definition: is empty"),
        ({"definition": None}, "code prohibit-and-punish, definition: is missing"),
        ({"definition": 3}, "code prohibit-and-punish, definition: must be text"),
        ({"definition": "two  blanks"}, "definition: has blanks around it"),
        ({"name": "n" * 61}, "name: has 61 characters, 60 at most"),
        ({"hint": "x"}, "code prohibit-and-punish, hint: is not known"),
        ({"slug": "Prohibit"}, "code Prohibit, slug: 'Prohibit' is not small letters"),
        ({"slug": "standards"}, "code standards, slug: stands twice"),
        ({"slug": None}, "code 2, slug: is missing"),
        ({"parent": "laws"}, "parent: no code 'laws' stands before it"),
        ({"parent": "prohibit-and-punish"}, "parent: no code 'prohibit-and-punish' stands before it"),
        ({"name": "Minimum standards"}, "name: 'Minimum standards' is that of code standards too"),
        ({"colour": "red"}, "colour: 'red' is not one of indigo"),
        ({"symbol": "abc"}, "symbol: has 3 characters, 2 at most"),
        ({"symbol": "a\u200b"}, "is not one or two characters that can be seen"),
        ({"parent": "", "symbol": "§"}, "symbol: '§' is that of code standards beside it too"),
        ({"source": "hearsay"}, "source: 'hearsay' names none of the codebook's sources"),
    ],
)
def test_an_unfit_code_is_refused_with_its_name_and_field(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(CodebookFileError, match=re.escape(message)):
        read_codebook(written(tmp_path, **changes))


def test_the_error_tells_entry_and_field_apart(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError) as caught:
        read_codebook(written(tmp_path, example=""))
    assert (caught.value.entry, caught.value.field) == ("code prohibit-and-punish", "example")
    assert str(caught.value) == "codebook.json, code prohibit-and-punish, example: is empty"


def test_a_code_four_deep_is_refused(tmp_path: Path) -> None:
    book = json.loads(CODEBOOK.read_text(encoding="utf-8"))
    book["codes"].append({**book["codes"][-1], "slug": "deep", "parent": "appreciable-progress"})
    path = tmp_path / "codebook.json"
    path.write_text(json.dumps(book), encoding="utf-8")
    with pytest.raises(CodebookFileError, match="code deep, parent: lies 4 deep, 3 at most"):
        read_codebook(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[]", "codebook.json, codebook: must be an object with codes"),
        (b"{", "codebook.json, line 1: "),
        (b"\xff", "codebook.json, byte 0: is not UTF-8"),
        (b'{"slug": "x"}', "codebook.json, codebook, codes: is missing"),
    ],
)
def test_a_file_that_is_no_codebook_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "codebook.json"
    path.write_bytes(content)
    with pytest.raises(CodebookFileError, match=re.escape(message)):
        read_codebook(path)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("version", 0, "codebook, version: must be a whole number from 1"),
        ("version", True, "codebook, version: must be a whole number from 1"),
        ("codes", [], "codebook, codes: must be a list of at least one"),
        ("codes", ["x"], "code 1: must be an object with colour"),
        ("sources", [{"name": "x", "title": ""}], "source x, note: is missing"),
    ],
)
def test_an_unfit_codebook_is_refused(tmp_path: Path, field: str, value: object, message: str) -> None:
    book = {**json.loads(CODEBOOK.read_text(encoding="utf-8")), field: value}
    path = tmp_path / "codebook.json"
    path.write_text(json.dumps(book), encoding="utf-8")
    with pytest.raises(CodebookFileError, match=re.escape(message)):
        read_codebook(path)
