"""The pages of codebooks: what carries a code, for each as far as they may see, in pages and files alike."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cables.codebook_files import read_codebook
from cables.models import Code, Codebook, Section
from tests.annotation_factories import make_team, section_of
from tests.code_factories import CodebookFactory, CodeFactory, make_coding
from tests.factories import CountryFactory, make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
QUOTE = "eight to eighteen years"


@pytest.fixture
def book() -> Codebook:
    return CodebookFactory.create(title="Forms")


@pytest.fixture
def law(book: Codebook) -> Code:
    return CodeFactory.create(
        codebook=book,
        slug="law",
        name="Law",
        definition="What the law says.",
        when_to_use="A text in force.",
        when_not="A bill.",
        example="The Code punishes it.",
        source="TVPA 2000",
    )


@pytest.fixture
def section() -> Section:
    return section_of(make_cable(access="public"))


def csv_rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def seen_by(client: Client) -> list[int]:
    """How many codings of Law each page and file tells of."""
    numbers = [
        client.get("/codes/forms/law/").context["page"].paginator.count,
        len(client.get("/codes/forms/law.json").json()["codings"]),
        len(csv_rows(client, "/codes/forms/law.csv")),
        next(one.count for one in client.get("/codes/forms/").context["tree"]),
    ]
    counted = next(number for book, number in client.get("/codes/").context["books"] if book.slug == "forms")
    return [*numbers, counted]


def test_everybody_reads_what_a_code_means(client_for: SignIn, reader: Person, law: Code) -> None:
    page = client_for(reader).get("/codes/forms/law/").content.decode()
    for words in ("What the law says.", "A text in force.", "A bill.", "The Code punishes it.", "TVPA 2000"):
        assert words in page


def test_the_shipped_codebook_has_a_page(client_for: SignIn, reader: Person) -> None:
    client = client_for(reader)
    assert "TVPA" in client.get("/codes/").content.decode()
    page = client.get("/codes/tvpa/").content.decode()
    assert page.count('class="tree__code') == len(read_codebook().codes)
    assert "As shipped with the portal, edition 1" in page


def test_each_sees_own_team_and_public_codings_everywhere_alike(
    client_for: SignIn,
    reader: Person,
    analyst: User,
    teammate: User,
    outsider: User,
    administrator: User,
    law: Code,
    section: Section,
) -> None:
    team = make_team(analyst, teammate)
    make_coding(analyst, section, law, quote=QUOTE)
    make_coding(analyst, section, law, visibility="team", team=team, quote="The penalty")
    make_coding(analyst, section, law, visibility="private")
    hidden = section_of(make_cable(mrn="08PORTOPRUEBA7", access="restricted"))
    make_coding(administrator, hidden, law)
    expected: list[tuple[Person, int]] = [(analyst, 3), (teammate, 2), (outsider, 1), (reader, 1), (administrator, 2)]
    for who, number in expected:
        assert seen_by(client_for(who)) == [number] * 5, who


def test_a_passage_leads_into_the_reading_view(
    client_for: SignIn, reader: Person, analyst: User, law: Code, section: Section
) -> None:
    make_coding(analyst, section, law, quote=QUOTE)
    page = client_for(reader).get("/codes/forms/law/").content.decode()
    assert f'href="{section.cable.get_absolute_url()}#prosecution-b"' in page
    assert QUOTE in page
    row = csv_rows(client_for(reader), "/codes/forms/law.csv")[0]
    assert row["quote"] == QUOTE
    assert row["url"] == f"http://testserver{section.get_absolute_url()}"
    assert (row["mrn"], row["chapter"], row["section"]) == (section.cable.mrn, "prosecution", "b")


def test_filters_narrow_and_count_under_the_others(
    client_for: SignIn, analyst: User, teammate: User, law: Code
) -> None:
    for code, mrn, year in (("XA", "08PORTOA1", 2008), ("XA", "07PORTOA2", 2007), ("XB", "08PORTOB1", 2008)):
        CountryFactory.create(iso2=code)
        cable = make_cable(mrn=mrn, access="public", report_year=year, tags=("KTIP", code))
        make_coding(analyst, section_of(cable), law)
    make_coding(teammate, section_of(cable), law)
    client = client_for(analyst)
    context = client.get("/codes/forms/law/", {"country": "xa"}).context
    boxes = {name: {box.value: box.count for box in found} for name, found in context["filters"].boxes()}
    assert context["page"].paginator.count == 2
    assert boxes == {"country": {"xa": 2, "xb": 2}, "year": {"2008": 1, "2007": 1}, "person": {"analyst": 2}}
    both = client.get("/codes/forms/law/?country=xa&country=xb&year=2008&person=analyst").context
    assert both["page"].paginator.count == 2
    assert len(client.get("/codes/forms/law.json?country=xb&person=teammate").json()["codings"]) == 1


def test_an_unfit_filter_is_said_and_left_out(client_for: SignIn, analyst: User, law: Code, section: Section) -> None:
    make_coding(analyst, section, law)
    page = client_for(analyst).get("/codes/forms/law/?country=zz&year=x&colour=red&page=abc").content.decode()
    assert "No passage here has the country “zz”." in page
    assert "No passage here has the year “x”." in page
    assert "There is no filter called “colour”" in page
    assert "There is no such page" in page
    assert "1 passage" in page


def test_a_filter_tells_nothing_of_what_is_hidden(
    client_for: SignIn, reader: Person, analyst: User, law: Code, section: Section
) -> None:
    make_coding(analyst, section, law, visibility="private")
    page = client_for(reader).get("/codes/forms/law/?person=analyst").content.decode()
    assert "No passage here has the person “analyst”." in page


def test_codes_under_a_code_are_added_where_asked(
    client_for: SignIn, analyst: User, book: Codebook, law: Code, section: Section
) -> None:
    below = CodeFactory.create(codebook=book, slug="below", parent=law)
    make_coding(analyst, section, CodeFactory.create(codebook=book, slug="far-below", parent=below))
    client = client_for(analyst)
    assert client.get("/codes/forms/law/").context["page"].paginator.count == 0
    assert client.get("/codes/forms/law/?below=1").context["page"].paginator.count == 1
    assert len(csv_rows(client, "/codes/forms/law.csv?below=1")) == 1


def test_the_tree_is_searched_with_what_stands_above_a_find(
    client_for: SignIn, reader: Person, book: Codebook, law: Code
) -> None:
    CodeFactory.create(codebook=book, slug="fines", parent=law, definition="Money to be paid.")
    CodeFactory.create(codebook=book, slug="shelters")
    found = client_for(reader).get("/codes/forms/", {"q": "MONEY paid"}).context["tree"]
    assert [one.code.slug for one in found] == ["law", "fines"]
    assert "No code of this book" in client_for(reader).get("/codes/forms/", {"q": "zebra"}).content.decode()


def test_pages_hold_fifty_and_more_codings_make_no_more_queries(
    client_for: SignIn, analyst: User, law: Code, django_assert_max_num_queries: Any
) -> None:
    cable = make_cable(access="public", sections=[("prosecution", f"{n}", f"Answer {n}.") for n in range(1, 61)])
    for section in cable.sections.all():
        make_coding(analyst, section, law)
    client = client_for(analyst)
    with django_assert_max_num_queries(26):
        first = client.get("/codes/forms/law/").context["page"]
    assert (len(first.object_list), first.paginator.num_pages) == (50, 2)
    assert len(client.get("/codes/forms/law/?page=2").context["page"].object_list) == 10


def test_a_cell_that_a_spreadsheet_would_run_is_words(client_for: SignIn, analyst: User, law: Code) -> None:
    cable = make_cable(access="public", sections=[("prosecution", "A", "=HYPERLINK(1) is what it says.")])
    make_coding(analyst, section_of(cable, "prosecution/a"), law, quote="=HYPERLINK(1)")
    assert csv_rows(client_for(analyst), "/codes/forms/law.csv")[0]["quote"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("address", ["/codes/none/", "/codes/forms/none/", "/codes/forms/none.csv", "/codes/x/y.json"])
def test_what_is_not_there_is_not_found(client_for: SignIn, reader: Person, law: Code, address: str) -> None:
    assert client_for(reader).get(address).status_code == 404
