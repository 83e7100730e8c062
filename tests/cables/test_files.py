import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cables.models import Paragraph
from tests.factories import SECTIONS, make_cable

pytestmark = pytest.mark.django_db

ADDRESS = "/cables/08PORTOPRUEBA900327"


def test_json_of_a_cable_holds_its_head_and_every_answer(client: Client) -> None:
    make_cable(subject="INPUT É")
    record = client.get(f"{ADDRESS}.json").json()
    assert record["mrn"] == "08PORTOPRUEBA900327"
    assert record["sent"] == "2008-03-13T22:37:00Z"
    assert record["tags"][-1]["code"] == "XQ"
    assert record["to"] == ["SECSTATE WASHDC"]
    assert [(s["chapter"], s["key"]) for s in record["sections"]][:3] == [
        ("intro", "1"),
        ("overview", "a"),
        ("overview", "b"),
    ]
    assert record["sections"][-1]["status"] == "no-information"
    assert record["url"] == "http://testserver/cables/08PORTOPRUEBA900327/"


def test_json_of_a_section_names_its_cable_and_cites_it(client: Client) -> None:
    make_cable(sample=True)
    record = client.get(f"{ADDRESS}/prosecution/b.json").json()
    assert record["text"] == "The penalty is eight to eighteen years in prison.\n\nA fine comes with it."
    assert [paragraph["text"] for paragraph in record["paragraphs"]] == record["text"].split("\n\n")
    assert record["cable"]["sample"] is True
    assert "Prosecution B" in record["citation"]


def test_json_tells_a_quoted_question_from_the_answer(client: Client) -> None:
    cable = make_cable()
    first = Paragraph.objects.filter(section_text__section__chapter="prosecution", section_text__section__key="b")[:1]
    Paragraph.objects.filter(pk__in=[paragraph.pk for paragraph in first]).update(kind="question")
    record = client.get(f"{ADDRESS}/prosecution/b.json").json()
    assert record["text"].startswith("The penalty is")
    assert record["answer"] == "A fine comes with it."
    assert [paragraph["kind"] for paragraph in record["paragraphs"]] == ["question", "prose"]
    assert cable.current is not None
    source = cable.current.source.text
    for paragraph in record["paragraphs"]:
        assert record["text"][paragraph["start"] : paragraph["end"]] == paragraph["text"]
        assert source[paragraph["source_start"] : paragraph["source_end"]] == paragraph["text"]


def test_text_of_a_cable_reads_in_order(client: Client) -> None:
    make_cable()
    response = client.get(f"{ADDRESS}.txt")
    words = response.content.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert words.index("OVERVIEW") < words.index("one of origin") < words.index("PROSECUTION") < words.index("Shelters")


def test_text_of_a_sample_begins_by_saying_so(client: Client) -> None:
    make_cable(sample=True)
    assert client.get(f"{ADDRESS}.txt").content.startswith(b"SAMPLE: invented")
    assert client.get(f"{ADDRESS}/prosecution/b.txt").content.startswith(b"SAMPLE: invented")


@pytest.mark.parametrize("tail", [".json", ".txt"])
def test_a_longer_cable_costs_no_more_queries(
    client: Client, tail: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_cable(sections=[("prosecution", chr(ord("A") + number), "Words.\nMore.") for number in range(26)])
    with django_assert_num_queries(9 if tail == ".json" else 4):
        client.get(f"{ADDRESS}{tail}")


@pytest.fixture
def revised() -> None:
    """A cable whose second revision has another Prosecution B."""
    make_cable()
    make_cable(sections=[(c, k, "Ten years." if (c, k) == ("prosecution", "B") else t) for c, k, t in SECTIONS])


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize("tail", [".json", ".txt", "/prosecution/b.json", "/prosecution/b.txt"])
def test_an_older_revision_can_be_asked_for(client: Client, tail: str) -> None:
    old, now = (client.get(f"{ADDRESS}{tail}{query}").content.decode() for query in ("?rev=1", ""))
    assert "eight to eighteen years" in old
    assert "Ten years." not in old
    assert "?rev=1" in old
    assert "Ten years." in now
    assert "?rev=" not in now
    assert client.get(f"{ADDRESS}{tail}?rev=2").content.decode() == now


@pytest.mark.usefixtures("revised")
def test_json_of_an_older_revision_names_it_and_leads_back_to_it(client: Client) -> None:
    record = client.get(f"{ADDRESS}/prosecution/b.json?rev=1").json()
    assert record["cable"]["revision"] == 1
    assert record["url"] == f"http://testserver{ADDRESS}/prosecution/b/?rev=1"
    assert f"(revision 1), {record['url']}." in record["citation"]
    whole = client.get(f"{ADDRESS}.json?rev=1").json()
    assert (whole["revision"], whole["url"]) == (1, f"http://testserver{ADDRESS}/")
    assert f"(revision 1), http://testserver{ADDRESS}.txt?rev=1." in whole["citation"]


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize("tail", [".json", ".txt", "/prosecution/b.json", "/prosecution/b.txt"])
@pytest.mark.parametrize(("rev", "status"), [("abc", 400), ("-1", 400), ("0", 400), ("9" * 30, 400), ("9", 404)])
def test_an_unfit_revision_is_refused(client: Client, tail: str, rev: str, status: int) -> None:
    assert client.get(f"{ADDRESS}{tail}?rev={rev}").status_code == status


def test_what_has_no_such_section_is_not_there(client: Client) -> None:
    make_cable()
    assert client.get(f"{ADDRESS}/prosecution/z.json").status_code == 404
    assert client.get(f"{ADDRESS}/heroes.txt").status_code == 404
