"""Penalty clauses in prose: what is a penalty, how much, for whom and of which article."""

import pytest

from tests.statutes.writing import law_of, verdicts

PRISON = [
    ("The offense is punishable by six to 12 years in prison.", "6 years to 12 years"),
    ("The penalty shall be between 6 months and one year of imprisonment.", "6 months to 1 year"),
    ("The law provides for imprisonment of up to five years.", "up to 5 years"),
    ("Rape is punishable by not less than three nor more than ten years in prison.", "3 years to 10 years"),
    ("Offenders are liable to imprisonment for a term not exceeding twenty (20) years.", "up to 20 years"),
    ("The code prescribes five- to 15-year prison terms.", "5 years to 15 years"),
    ("The law sets a minimum of 5 years and a maximum of 15 years in prison.", "5 years to 15 years"),
    ("The penalty is imprisonment of at least 15 years.", "15 years or more"),
    ("The punishment is imprisonment from twenty years to life.", "20 years to life"),
    ("A recruiter may be sent to prison for three years and a day up to five years.", "3 years and 1 day to 5 years"),
    ("The law calls for one and a half years' imprisonment.", "1 1/2 years"),
    ("The law provides for a jail term of no more than 30 days.", "up to 30 days"),
]
FINES = [
    ("Smugglers face a fine of at least BD 2,000 (about USD 4,530).", "2,000 BD (USD 4,530) or more"),
    ("The law imposes a fine of 80,000 to 200,000 baht ($2,400 to $6,000).",
     "80,000 baht (USD 2,400) to 200,000 baht (USD 6,000)"),
    ("The law imposes a fine of up to $5,000.", "up to 5,000 USD"),
    ("The law sets a fine of 10 to 100 times the minimum wage.", "10 × minimum wage to 100 × minimum wage"),
    ("The law sets a fine of ten thousand to fifty thousand Euros.", "10,000 Euros to 50,000 Euros"),
    ("The law sets a fine of one million pesos (P1,000,000.00).", "1,000,000 pesos"),
]  # fmt: skip
NO_PENALTIES = [
    "A court sentenced two of them to seven and nine years in prison.",
    "Three traffickers were sentenced to terms of 5 to 8 years.",
    "Children aged 12 to 15 years are protected by law from punishment.",
    "The penalty applies if the rower is under 18 years of age.",
    "The law provides for residence permits of six months.",
    "Extradition is possible for crimes that carry no less than two years' imprisonment.",
    "Article 12 of the Penal Code was amended five years ago to increase penalties.",
    "Judges rarely impose sentences of more than five years.",
    "The Penal Code prescribes no death penalty.",
]


@pytest.mark.parametrize(("sentence", "verdict"), PRISON)
def test_terms_of_imprisonment(sentence: str, verdict: str) -> None:
    assert verdicts(law_of(sentence)) == [f"imprisonment: {verdict}"]


@pytest.mark.parametrize(("sentence", "verdict"), FINES)
def test_fines_with_currency_and_dollars_as_stated(sentence: str, verdict: str) -> None:
    assert verdicts(law_of(sentence)) == [f"fine: {verdict}"]


@pytest.mark.parametrize("sentence", NO_PENALTIES)
def test_cases_ages_and_other_periods_are_no_penalties(sentence: str) -> None:
    assert verdicts(law_of(sentence)) == []


def test_each_penalty_of_a_sentence_keeps_its_own_condition() -> None:
    law = law_of(
        "Smuggling is punished with one to three years in prison, with prison from two to five years if the carrier is "
        "armed, "
        "and with prison from four to nine years if a passenger dies."
    )
    assert [clause.penalty.condition for clause in law.clauses] == [
        "", "if the carrier is armed", "if a passenger dies"
    ]  # fmt: skip
    assert [clause.offence for clause in law.clauses] == ["Smuggling"] * 3


def test_prison_and_a_fine_share_a_condition() -> None:
    law = law_of("The law provides for two years in prison and a fine of 500 pesos if the victim is a child.")
    assert [clause.penalty.condition for clause in law.clauses] == ["if the victim is a child"] * 2


def test_a_penalty_belongs_to_the_article_in_brackets_behind_it() -> None:
    law = law_of(
        "The penalty for rape is up to nine years in prison (Article 31 of the Penal Code), or 12 years for "
        "aggravated rape (Article 32)."
    )
    assert [(clause.article, clause.offence) for clause in law.clauses] == [("31", "rape"), ("32", "aggravated rape")]


def test_relative_penalties_rest_on_the_sentence_before() -> None:
    law = law_of(
        "Trafficking is punishable by 6 to 8 years in prison. The penalty is increased by up to one-half if the "
        "victim is a "
        "child, and reduced by a third if the offender cooperates. Penalties are also increased for officials."
    )
    assert verdicts(law) == [
        "imprisonment: 6 years to 8 years", "imprisonment: 6 years to 12 years", "imprisonment: 4 years to 5 1/3 years",
        "imprisonment: cannot be computed, because the text does not say by how much it is increased",
    ]  # fmt: skip


def test_a_relative_penalty_without_a_base_is_not_computed() -> None:
    law = law_of("The penalty is increased by a third if the victim is a child.")
    assert verdicts(law) == ["other: cannot be computed, because no penalty with figures stands before it"]


def test_what_a_draft_proposes_is_marked() -> None:
    law = law_of(
        "The draft law would impose sentences of 10 to 15 years. The law now sets a penalty of two years in prison."
    )
    assert [clause.is_proposed for clause in law.clauses] == [True, False]


def test_death_life_and_other_penalties() -> None:
    law = law_of(
        "The penalty for rape is death. The maximum penalty for trafficking is life imprisonment. "
        "The law also provides for 40 lashes and the penalty of confiscation of assets."
    )
    assert [str(clause.penalty.kind) for clause in law.clauses] == ["death", "imprisonment", "other", "other"]
    assert [clause.penalty.words for clause in law.clauses][2:] == ["40 lashes", "confiscation of assets"]


@pytest.mark.parametrize(
    "who",
    [
        "a person of less than 18 years",
        "a girl of more than 12 and less than 14 years",
        "who has not completed 18 years",
    ],
)
def test_ages_in_a_quoted_threat_are_no_penalties(who: str) -> None:
    law = law_of("Article 8", f"Whoever sells {who} shall be punished by imprisonment of two to six years.")
    assert verdicts(law) == ["imprisonment: 2 years to 6 years"]
