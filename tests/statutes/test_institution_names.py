"""What is read as the name of an institution, what it is called, and what is none."""

from dataclasses import replace

import pytest

from cables.parsing.structure import ParagraphKind
from statutes.extraction.institutions import (
    Aliases,
    InstitutionKind,
    KnownName,
    NameMention,
    SectionInstitutions,
    name_key,
    read_institutions,
)
from tests.statutes.writing import paragraphs_of

Kind = InstitutionKind


def sections_of(*texts: str, names: tuple[KnownName, ...] = ()) -> tuple[SectionInstitutions, ...]:
    """What one cable with these sections names."""
    return read_institutions([paragraphs_of([text]) for text in texts], Aliases(names))


def mentions(text: str, *names: KnownName) -> tuple[NameMention, ...]:
    return sections_of(text, names=names)[0].mentions


def names(text: str) -> list[str]:
    return [mention.name for mention in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The National Civilian Police raided two bars.", ["National Civilian Police"]),
        ("Staff of the Ministry of Labor and Social Security came.", ["Ministry of Labor and Social Security"]),
        ("The Ministry of Labor and the Ministry of Health agreed.", ["Ministry of Labor", "Ministry of Health"]),
        ("It asked the Attorney General's Office for figures.", ["Attorney General's Office"]),
        ("The Santa Rita Prosecutors' office opened a case.", ["Santa Rita Prosecutors' office"]),
        ("Casa Aurora and Casa del Rio took in girls.", ["Casa Aurora", "Casa del Rio"]),
        ("The Supreme Court upheld it; the Coast Appeals court did not.", ["Supreme Court", "Coast Appeals court"]),
        ("The Congressional Committee on the Family met.", ["Congressional Committee on the Family"]),
        (
            "The National Commission to Prevent and Combat Trafficking in Persons met in March.",
            ["National Commission to Prevent and Combat Trafficking in Persons"],
        ),
        (
            "The Directorate of Nationality, Passports, and Residence replied.",
            ["Directorate of Nationality, Passports, and Residence"],
        ),
        ("The Ministry of Mines, Ministry of Justice, and others.", ["Ministry of Mines", "Ministry of Justice"]),
        (
            "The Office of the Attorney General and the Office of the Prime Minister paid.",
            ["Office of the Attorney General", "Office of the Prime Minister"],
        ),
        ("The Comité National de Lutte contre la Traite met.", ["Comité National de Lutte contre la Traite"]),
        (
            "The Instituto Nacional de la Mujer and Dar al-Nour run homes.",
            ["Instituto Nacional de la Mujer", "Dar al-Nour"],
        ),
        (
            "The Smuggling/Trafficking Unit and the Inter-Agency Task Force met.",
            ["Smuggling/Trafficking Unit", "Inter-Agency Task Force"],
        ),
        ("The St. Agnes Home shelters boys.", ["St. Agnes Home"]),
        ("The National Police College and the Women's Shelter joined.", ["National Police College", "Women's Shelter"]),
        ("Anti-Corruption and Ethics Bureau staff left.", ["Anti-Corruption and Ethics Bureau"]),
        ("The Sexual Offences and Piracy Unit grew.", ["Sexual Offences and Piracy Unit"]),
        ("The Brigade des Mineurs and the Police Judiciaire met.", ["Brigade des Mineurs", "Police Judiciaire"]),
        ("The Ministry of Women's and Children's Affairs met.", ["Ministry of Women's and Children's Affairs"]),
        ("The National Commissioner of Police and others met.", ["National Commissioner of Police"]),
        ("Ministry of Justice State Secretary Leon Ruiz left.", ["Ministry of Justice"]),
    ],
)  # fmt: skip
def test_names_are_read_whole(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_name_is_read_over_a_line_end_and_in_capitals() -> None:
    text = "Agents of the National\nCivilian Police left. THE MINISTRY OF LABOR AND THE NATIONAL POLICE CLOSED IT."
    found = mentions(text)
    assert [m.name for m in found] == ["National Civilian Police", "MINISTRY OF LABOR", "NATIONAL POLICE"]
    assert text[found[0].start : found[0].end] == "National\nCivilian Police"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "the Ministries of Health and Education",
            [("Ministries of Health", "Ministry of Health"), ("Education", "Ministry of Education")],
        ),
        (
            "The Ministries of Labor, Justice and Religious Affairs, and Health met.",
            [
                ("Ministries of Labor", "Ministry of Labor"),
                ("Justice and Religious Affairs", "Ministry of Justice and Religious Affairs"),
                ("Health", "Ministry of Health"),
            ],
        ),
        (
            "the Justice and Interior Ministries",
            [("Justice", "Justice Ministry"), ("Interior Ministries", "Interior Ministry")],
        ),
    ],
)  # fmt: skip
def test_lists_of_ministries_are_several(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[m.start : m.end], m.name) for m in mentions(text)] == expected


def test_a_part_of_a_body_is_named_beside_it() -> None:
    text = (
        "The National Police (NP) left. The NP's Anti-Trafficking Unit and a Vice Squad of the Ministry of Mines came."
    )
    assert names(text)[-3:] == ["Anti-Trafficking Unit", "Vice Squad", "Ministry of Mines"]
    assert names("the Mariners' Directorate of Port Safety") == ["Directorate of Port Safety"]


def test_an_acronym_of_one_section_holds_in_all() -> None:
    first, second = sections_of(
        "Only the PNC and SENIN replied.",
        "The National Civilian Police (PNC) and the National Child Institute (Spanish acronym SENIN) cooperate.",
    )
    assert [(m.name, m.acronym) for m in first.mentions] == [
        ("National Civilian Police", "PNC"),
        ("National Child Institute", "SENIN"),
    ]
    assert {m.name for m in second.mentions} == {"National Civilian Police", "National Child Institute"}
    assert "PNC" in first.mentions[0].reason


def test_a_name_in_another_language_is_the_same_body() -> None:
    found = mentions("The Prosecutor General's Office (Fiscalia) grew. The Fiscalia has new staff.")
    assert {m.name for m in found} == {"Prosecutor General's Office"}
    assert len(found) == 3


def test_initials_give_a_name_without_a_head_word() -> None:
    found = mentions("Women in Need (WIN) and Lawyers Beyond Frontiers (LBF) helped. LBF went to court.")
    assert [m.name for m in found if m.acronym == "LBF"] == ["Lawyers Beyond Frontiers"] * 3


def test_an_acronym_is_explained_by_its_initials() -> None:
    found = mentions("The Harbor Workers Protection Society met. HWPS members spoke; XYZ is a form.")
    assert [(m.name, m.acronym) for m in found] == [("Harbor Workers Protection Society", "HWPS")] * 2


def test_an_unexplained_acronym_counts_where_it_acts() -> None:
    assert names("SENIN officials said so. A copy of SENOT was lost.") == ["SENIN"]


def test_ngos_are_known_by_being_called_so() -> None:
    text = (
        "The local NGO Raya hides girls. NGOs such as Open Gate, Puente, and Sol help. "
        "Marea, a child welfare NGO, too. Raya grew."
    )
    assert names(text) == ["Raya", "Open Gate", "Puente", "Sol", "Marea", "Raya"]
    assert {m.kind for m in mentions(text)} == {Kind.NGO}
    assert names("Local NGOs (Raya, Sol Nuevo, and Puente) and a shelter named Casita help.") == [
        "Raya", "Sol Nuevo", "Puente", "Casita",
    ]  # fmt: skip


def test_a_list_of_bodies_gives_away_those_between() -> None:
    assert names("UNICEF, Harbor Light, and the Red Cross paid.") == ["UNICEF", "Harbor Light", "Red Cross"]
    assert names("UNICEF, Honduras, and the Red Cross paid.") == ["UNICEF", "Red Cross"]


def test_a_short_form_counts_where_the_text_uses_it_for_the_name() -> None:
    found = mentions("The Rukiya Foundation runs a home. According to Rukiya, nine girls came.")
    assert [m.name for m in found] == ["Rukiya Foundation", "Rukiya Foundation"]
    assert names("The Hope Foundation runs a home. Hope is needed, and hope grows.") == ["Hope Foundation"]


@pytest.mark.parametrize(
    "text",
    [
        "The government said that the ministry, the Ministry, the police and the court agreed.",
        "The Government of Costa Azul (GOCA) told the Embassy and Post that the GOCA would act.",
        "Guatemalan Police and Local Police took part; the U.S. Embassy and the Consular Section watched.",
        "The Trafficking in Persons (TIP) report speaks of internally displaced persons (IDPs) and of an MOU.",
        "The Anti-Trafficking Act, the Police Law, the Labor Code and the Court Reform Bill were passed.",
        "The UN Convention against Transnational Organized Crime and ILO Convention 182 were signed.",
        "The Minister of Local Administration, Judge Ana Ruiz and Deputy Director Juan Lopez spoke.",
        "The National Action Plan, Human Rights Day and the Green City Airport are none.",
        "The General Law of Public Administration binds Members of Parliament.",
        "It happened in Dar es Salaam in March; the High School is closed.",
    ],
)
def test_what_is_no_institution_is_left_out(text: str) -> None:
    assert names(text) == []


def test_words_behind_a_name_are_no_part_of_it() -> None:
    text = "Ministry of Labor Inspector Ana Ruiz met National Police Director Leon and the National Police on May 3."
    assert names(text) == ["Ministry of Labor", "National Police", "National Police"]


def test_a_people_in_front_is_no_other_body() -> None:
    assert set(names("The Guatemalan Foreign Ministry paid. The Foreign Ministry denied it.")) == {"Foreign Ministry"}
    assert names("The Icelandic Red Cross paid.") == ["Icelandic Red Cross"]


def test_money_of_the_department_names_a_donor() -> None:
    text = "A DOL-funded project ended. Post will write to DOL and to G/TIP."
    assert [(m.name, m.kind) for m in mentions(text)] == [("DOL", Kind.DONOR), ("G/TIP", Kind.DONOR)]


def test_a_part_has_the_kind_of_its_body() -> None:
    found = mentions("The National Police's Vice Unit met. The Public Ministry has a Vice Desk. Vice Unit staff left.")
    kinds = [(m.name, m.kind) for m in found if "Vice" in m.name]
    assert kinds == [("Vice Unit", Kind.POLICE), ("Vice Desk", Kind.PROSECUTION), ("Vice Unit", Kind.POLICE)]


def test_names_that_open_the_items_of_a_list_are_read() -> None:
    text = "Help is given by:\n-- UNICEF: pays for beds.\n-- Puente: runs a home.\n-- Harbor Foundation: trains."
    assert names(text) == ["UNICEF", "Puente", "Harbor Foundation"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ministry of Justice", Kind.EXECUTIVE), ("National Civilian Police", Kind.POLICE),
        ("Public Ministry", Kind.PROSECUTION), ("Attorney General's Office", Kind.PROSECUTION),
        ("Supreme Electoral Tribunal", Kind.JUDICIARY), ("National Assembly", Kind.LEGISLATURE),
        ("Human Rights Ombudsman's Office", Kind.OMBUDSMAN), ("National Commission on Trafficking", Kind.COMMISSION),
        ("Harbor Foundation", Kind.NGO), ("Women's Shelter", Kind.SHELTER), ("UNICEF", Kind.INTERNATIONAL),
        ("USAID", Kind.DONOR), ("University of Marea", Kind.OTHER), ("UN Office on Drugs", Kind.INTERNATIONAL),
    ],
)  # fmt: skip
def test_the_words_of_a_name_tell_its_kind(name: str, kind: Kind) -> None:
    (mention,) = mentions(f"They wrote to the {name} twice.")
    assert (mention.name, mention.kind) == (name, kind)


def test_a_house_is_a_shelter_where_the_text_says_so() -> None:
    assert mentions("Lantern House, a small shelter, is full.")[0].kind is Kind.SHELTER
    assert mentions("Lantern House trains teachers.")[0].kind is Kind.NGO


def test_keys_fold_what_spelling_changes() -> None:
    assert name_key("Ministry of Interior") == name_key("the  MINISTRY of\nthe Interior")
    assert name_key("Women’s Institute") == name_key("Womens Institute")
    assert name_key("Procuraduría") == name_key("procuraduria")
    assert name_key("Ministry of Labour") == name_key("Ministry of Labor")
    assert name_key("Ministry of Justice") != name_key("Ministry of Interior")


def test_quoted_questions_are_not_read() -> None:
    text, paragraphs = paragraphs_of(["The National Police came.", "The Border Police left."])
    quoted = [replace(paragraphs[0], kind=ParagraphKind.QUESTION), paragraphs[1]]
    (section,) = read_institutions([(text, quoted)], Aliases([]))
    assert [m.name for m in section.mentions] == ["Border Police"]
