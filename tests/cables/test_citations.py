from dataclasses import replace
from datetime import UTC, datetime

from cables.citations import Citation

CITATION = Citation(
    author="U.S. Embassy Porto Prueba",
    title="INPUT FOR THE 2008 TIP REPORT & MORE",
    mrn="08PORTOPRUEBA900327",
    sent=datetime(2008, 3, 3, 22, 37, tzinfo=UTC),
    year=2008,
    url="https://tip.example.org/cables/08PORTOPRUEBA900327/prosecution/b/",
    revision=2,
    part="Prosecution B",
)


def test_the_sentence_names_author_title_number_date_part_and_address() -> None:
    assert CITATION.text == (
        "U.S. Embassy Porto Prueba, “INPUT FOR THE 2008 TIP REPORT & MORE,” cable 08PORTOPRUEBA900327, 3 March 2008, "
        "Prosecution B, tipportal (revision 2), https://tip.example.org/cables/08PORTOPRUEBA900327/prosecution/b/."
    )


def test_a_sample_says_in_every_format_that_it_is_invented() -> None:
    sample = replace(CITATION, sample=True)
    for words in (sample.text, sample.bibtex, sample.ris):
        assert "invented for demonstration" in words


def test_bibtex_escapes_what_tex_would_read_as_markup() -> None:
    assert r"2008 TIP REPORT \& MORE" in CITATION.bibtex
    assert CITATION.bibtex.startswith("@misc{08portoprueba900327-prosecution-b,")
    assert "{_" not in replace(CITATION, title="A_B {C}").bibtex


def test_ris_ends_its_record_and_holds_no_line_breaks_from_the_title() -> None:
    ris = replace(CITATION, title="TWO\nER  - LINES").ris
    assert ris.endswith("ER  - \n")
    assert "TI  - TWO ER - LINES\n" in ris
    assert [line for line in ris.splitlines() if line.startswith("ER")] == ["ER  - "]


def test_without_a_date_the_year_stands_in() -> None:
    assert "900327, 2008, Prosecution B" in replace(CITATION, sent=None).text
