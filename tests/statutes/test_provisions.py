"""Quoted provisions: numbers, captions, words, items, the instrument they belong to, and what rests on what."""

import pytest

from statutes.extraction import Basis
from tests.statutes.writing import law_of, verdicts

CODE = "Other laws include prohibitions in the Harbour Code and in the Labour Law. They are quoted below:"


def test_captions_words_and_items() -> None:
    text = ["Article 12 (Decoy Lights)", "Whoever shows a light shall be punished in the following circumstances:",
            "(1) at night;", "(2) in a storm.", "The penalty is two to four years in prison."]  # fmt: skip
    (provision,) = law_of(*text).provisions
    assert (provision.number, provision.heading) == ("12", "Decoy Lights")
    assert provision.text == "\n\n".join(text[1:])
    assert [item.label for item in provision.items] == ["(1)", "(2)"]


def test_numbers_as_codes_print_them() -> None:
    for number in ("188 bis", "12-A", "227a", "231.3"):
        law = law_of(
            f"Article {number} of the Penal Code reads:",
            f"Article {number}",
            "Whoever trades in persons shall be punished.",
        )
        assert [p.number for p in law.provisions] == [number]
        assert law.provisions[0].instrument == "Penal Code"


def test_sections_with_caption_and_words_in_one_paragraph() -> None:
    law = law_of(
        "Section 3. Trafficking in Persons. Any person who recruits another shall be liable to imprisonment for ten "
        "years.",
        "Section 4. A person who commits an offence under section 3 in respect of a child is liable to imprisonment "
        "for life.",
    )
    assert [(p.label, p.heading) for p in law.provisions] == [
        ("Section 3", "Trafficking in Persons"),
        ("Section 4", ""),
    ]
    assert verdicts(law) == ["imprisonment: 10 years", "imprisonment: life"]


def test_words_between_quotation_marks_are_a_provision() -> None:
    law = law_of(
        'Article 4 of Law 3064/2002, "Trade", states: "Any person who recruits another by force shall be punished by '
        'confinement of up to ten years." It is in force.'
    )
    (provision,) = law.provisions
    assert (provision.number, provision.instrument, provision.basis) == ("4", "Law 3064/2002", Basis.HEADING)
    assert provision.text.startswith("Any person")
    assert [clause.is_quoted for clause in law.clauses] == [True]


SOLD = "Whoever lends a boat to a smuggler shall be punished by imprisonment of two to four years."
CAPTIONS = [
    ([f"Art. 45. (Boats) {SOLD}"], "Article 45", "Boats"),
    ([f"Chapter IV, Article 45 (Boats). {SOLD}"], "Article 45", "Boats"),
    ([f"Article 45, paragraph 1: {SOLD}"], "Article 45", ""),
    ([f"§ 45. {SOLD}"], "Paragraph 45", ""),
    (["ARTICLE 45 - BOATS", SOLD], "Article 45", "BOATS"),
    ([f'According to Article 45 of the Harbour Code, "{SOLD}"'], "Article 45", ""),
    (["The text of Article 45, as amended, follows:", f'"{SOLD}"'], "Article 45", ""),
]


@pytest.mark.parametrize(("paragraphs", "label", "heading"), CAPTIONS)
def test_captions_in_many_styles(paragraphs: list[str], label: str, heading: str) -> None:
    law = law_of(*paragraphs)
    assert [(p.label, p.heading, p.text) for p in law.provisions] == [(label, heading, SOLD)]
    assert verdicts(law) == ["imprisonment: 2 years to 4 years"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Article 45, sale of boats, up to four years in prison.",
        'Under Article 45 of the Harbour Code, the "lending of boats" is punished with two years in prison.',
        "The post has read Article 45, which is short, and says:",
    ],
)
def test_what_the_post_says_of_an_article_is_not_quoted(sentence: str) -> None:
    assert law_of(sentence).provisions == ()


def test_numbered_paragraphs_go_on_with_a_provision_and_the_posts_own_words_do_not() -> None:
    law = law_of(
        "§ 45", f"(1) {SOLD}", "(2) If a ship is lost, the penalty is doubled.", "The post knows of two cases.",
        "(3) Police shall be trained.",
    )  # fmt: skip
    (provision,) = law.provisions
    assert [item.label for item in provision.items] == ["(1)", "(2)"]
    assert verdicts(law) == ["imprisonment: 2 years to 4 years", "imprisonment: 4 years to 8 years"]


def test_the_instrument_of_the_paragraph_before_where_captions_claim_the_other() -> None:
    law = law_of(
        CODE, "Article 1 (Lights)", "Whoever shows a light shall be punished by one year in prison.",
        "Article 9 of the Labour Law", "Whoever hides a worker shall be punished by two years in prison.",
    )  # fmt: skip
    assert [(p.instrument, p.basis) for p in law.provisions] == [
        ("Harbour Code", Basis.LEAD), ("Labour Law", Basis.HEADING)
    ]  # fmt: skip


LEADS = [
    ("The Harbour Code was amended by Law No. 70 of 2008, in force since 2009:", "Harbour Code"),
    ("The Boat Law covers boats. The articles of the Harbour Code read in translation:", "Harbour Code"),
    ("They may be tried under the Harbour Code (Royal Decree No. 15 of 1974), of which post gives:", "Harbour Code"),
]


@pytest.mark.parametrize(("lead", "instrument"), LEADS)
def test_the_instrument_is_the_one_that_the_lead_speaks_of(lead: str, instrument: str) -> None:
    law = law_of(lead, "Article 1 (Lights)", "Whoever shows a light shall be punished by one year in prison.")
    assert [(p.instrument, p.basis) for p in law.provisions] == [(instrument, Basis.LEAD)]


def test_a_broken_line_goes_on_with_its_provision() -> None:
    law = law_of(
        "Article 1. Whoever shows a light shall be punished by one year in prison;",
        "if a ship is lost, by two to four years in prison.",
    )
    assert len(law.provisions) == 1
    assert [(c.article, c.penalty.condition) for c in law.clauses] == [("1", ""), ("1", "if a ship is lost")]


def test_of_two_instruments_none_is_guessed() -> None:
    law = law_of(CODE, "Article 1 (Lights)", "Whoever shows a light shall be punished by one year in prison.")
    assert [(p.instrument, p.basis) for p in law.provisions] == [("", Basis.NONE)]


def test_the_previous_article_is_the_number_before() -> None:
    first = ["Article 7 (Lights)", "Whoever shows a light shall be punished by two to six years in prison."]
    more = "The penalty of the previous article is increased by two-thirds in these cases:"
    assert "imprisonment: 3 1/3 years to 10 years" in verdicts(law_of(*first, "Article 8", more, "(1) at night."))
    missing = verdicts(law_of(*first, "Article 10", more, "(1) at night."))[-1]
    assert missing == "other: cannot be computed, because the previous article is not quoted"


def test_items_are_the_conditions_of_a_clause_that_opens_them() -> None:
    law = law_of(
        "Article 8",
        "The penalty will be two to four years in prison in the following cases:",
        "(1) at night; or",
        "(2) in a storm.",
    )
    (clause,) = law.clauses
    assert clause.penalty.condition == "at night; in a storm"


def test_the_same_penalty_and_an_unknown_corresponding_one() -> None:
    law = law_of(
        "Article 8", "Whoever shows a light will be sentenced to five to nine years in prison. The same sanction "
        "is given to helpers. "
        "If a ship is lost, the corresponding penalty applies.",
    )  # fmt: skip
    assert verdicts(law) == [
        "imprisonment: 5 years to 9 years", "imprisonment: 5 years to 9 years",
        'other: cannot be computed, because the text says "the corresponding penalty" and not which one',
    ]  # fmt: skip


def test_other_words_for_more_and_a_caption_that_names_its_law_first() -> None:
    law = law_of(
        "Article 7", "Prison of two to six years awaits whoever shows a light.",
        "Article 8", "Two-thirds are added to what Article 7 provides where:", "(1) it is night.",
        "Other laws are quoted as follows:", "Harbour Law (Decree 95-98), Article 9",
        "Whoever hides a worker shall be punished by two years in prison.",
    )  # fmt: skip
    assert [(p.number, p.instrument) for p in law.provisions] == [("7", ""), ("8", ""), ("9", "Harbour Law")]
    assert verdicts(law) == [
        "imprisonment: 2 years to 6 years", "imprisonment: 3 1/3 years to 10 years", "imprisonment: 2 years"
    ]  # fmt: skip
