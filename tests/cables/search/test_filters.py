"""The address of a search: what fits narrows, what does not is told beside its filter, nothing is an error."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cables.models import Cable
from cables.search import FACETS, Order, SearchQuery
from cables.search.filters import SearchFilter
from tests.cables.search.asking import READER, make_archive
from tests.factories import make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db
PARAMETERS = ["q", "order", "group", "page", "cable", "all", *(facet.name for facet in FACETS), "nothing", ""]


def read(address: str, person: Person = READER) -> SearchFilter:
    return SearchFilter(QueryDict(address), person=person)


def test_everything_that_can_be_asked_is_read() -> None:
    cable = make_cable()
    found = read(
        f"q=+shelters+&country=xa&country=xb&country=xa&year=2008&order=date&group=cable&page=3&all=tag&cable={cable.mrn}"
    )
    assert found.problems == {}
    assert found.query == SearchQuery(
        words="shelters",
        chosen={"country": ("xa", "xb"), "year": ("2008",)},
        order=Order.DATE,
        grouped=True,
        page=3,
        cable=cable.pk,
        whole=frozenset({"tag"}),
    )


def test_an_empty_address_asks_for_everything() -> None:
    assert read("").query == read("q=&country=&order=&page=").query == SearchQuery()


@pytest.mark.parametrize(
    ("address", "name", "told"),
    [
        ("order=size", "order", "not by “size”"),
        ("group=country", "group", "not by “country”"),
        ("page=0", "page", "no such page"),
        ("page=many", "page", "no such page"),
        ("page=99999999999999999999", "page", "no such page"),
        ("all=size", "all", "no filter called “size”"),
        ("cable=08NOWHERE1", "cable", "08NOWHERE1"),
        ("cable=%00", "cable", "Null"),
        ("q=a%00b", "q", "Null"),
        (f"q={'a' * 401}", "q", "400"),
        (f"country={'a' * 201}", "country", "too long"),
        ("year=%00", "year", "cannot be read"),
        ("&".join(f"tag=t{n}" for n in range(201)), "tag", "More than 200"),
        ("size=3", "", "no filter called “size”"),
    ],
)
def test_what_does_not_fit_is_told_by_its_parameter(address: str, name: str, told: str) -> None:
    found = read(address)
    assert list(found.problems) == [name]
    assert told in found.problems[name][0]
    assert found.query == SearchQuery()


def test_a_cable_is_named_however_it_is_spelt_and_only_to_those_who_may_see_it(curator: User) -> None:
    cable = make_cable(mrn="08PORTOPRUEBA327")
    assert read("cable=08+PORTO+PRUEBA+000327").query.cable == cable.pk
    Cable.objects.update(access="restricted")
    assert read("cable=08PORTOPRUEBA327").query.cable is None
    assert read("cable=08PORTOPRUEBA327", curator).query.cable == cable.pk


@pytest.mark.parametrize("address", ["?q=%00", "?year=abc&country=zz&size=3", "?page=99", "?q=%22&order=x"])
def test_a_page_with_what_does_not_fit_is_a_page(client_for: Callable[[Person], Client], address: str) -> None:
    make_archive()
    answer = client_for(READER).get(f"/search/{address}")
    assert answer.status_code == 200
    assert "Country" in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_search_changes_nothing(client_for: Callable[[Person], Client], method: str) -> None:
    assert getattr(client_for(READER), method)("/search/").status_code == 405


def test_a_text_with_markup_is_shown_as_text(client_for: Callable[[Person], Client]) -> None:
    make_cable(sections=[("prosecution", "A", "<script>mongoose</script> & <b>raid</b>")])
    page = client_for(READER).get("/search/?q=mongoose").content.decode()
    assert "&lt;script&gt;<mark>mongoose</mark>&lt;/script&gt; &amp; &lt;b&gt;raid&lt;/b&gt;" in page


class AnyAddress(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        make_archive()

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(PARAMETERS), st.one_of(st.text(max_size=20), st.sampled_from(["1", "xa", "-", '"']))
            ),
            max_size=6,
        )
    )
    def test_is_a_page(self, asked: list[tuple[str, str]]) -> None:
        data: dict[str, list[str]] = {}
        for name, value in asked:
            data.setdefault(name, []).append(value)
        assert self.client.get("/search/", data).status_code == 200
