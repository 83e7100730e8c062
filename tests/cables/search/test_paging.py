"""Orders are total, pages follow each other without gap or repetition, and unfit pages are no error."""

from typing import Any

import pytest

from cables.models import Cable
from cables.search import Order, Results, paging
from tests.cables.search.asking import ask, make_place, names
from tests.factories import make_cable

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive() -> None:
    """Four cables of thirty sections; every third section says "mongoose" as often as its number says."""
    make_place("XA", "ALFA", "AF")
    make_place("XB", "BRAVO", "EUR")
    texts = [("prosecution", str(n), "mongoose " * (n if n % 3 == 0 else 0) + f"raid {n}") for n in range(1, 31)]
    for mrn, tag in (("07BRAVO1", "XB"), ("08ALFA1", "XA"), ("08ALFA2", "XA"), ("09BRAVO2", "XB")):
        make_cable(mrn=mrn, tags=(tag,), sections=texts, report_year=2000 + int(mrn[:2]))


def walked(words: str, **asked: Any) -> list[str]:
    """The names of all hits, page by page."""
    first = ask(words, **asked)
    found = names(first)
    page: Results = first
    while page.next:
        page = ask(words, page=page.next, **asked)
        found += names(page)
    return found


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("words", ["", "raid", "mongoose", "mongoose OR raid"])
def test_pages_have_every_hit_once(archive: None, order: Order, words: str) -> None:
    found = walked(words, order=order)
    assert len(found) == len(set(found)) == ask(words).total == (40 if words == "mongoose" else 120)


@pytest.mark.parametrize("words", ["raid", "mongoose OR raid"])
def test_pages_have_every_hit_once_where_not_all_are_ranked(
    archive: None, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "RANKED", 40)
    assert ask(words, order=Order.RANK).bounded == 40
    found = walked(words, order=Order.RANK)
    assert len(found) == len(set(found)) == 120
    grouped = walked(words, order=Order.RANK, grouped=True)
    assert len(grouped) == 4


def test_few_hits_are_all_ranked(archive: None) -> None:
    assert ask("raid", order=Order.RANK).bounded == 0


def test_best_stand_first(archive: None) -> None:
    [first, *_] = ask("mongoose", order=Order.RANK).hits
    assert first.place.key == "30"


def test_date_order_has_the_newest_first_and_each_cable_in_its_own_order(archive: None) -> None:
    Cable.objects.filter(mrn="07BRAVO1").update(dtg="2010-01-01T00:00Z")
    Cable.objects.filter(mrn="08ALFA1").update(dtg=None)
    found = walked("", order=Order.DATE)
    assert list(dict.fromkeys(name.split()[0] for name in found)) == ["07BRAVO1", "08ALFA2", "09BRAVO2", "08ALFA1"]
    assert [name.split()[2] for name in found[:30]] == [str(n) for n in range(1, 31)]


def test_country_order_goes_by_name_then_newest_report(archive: None) -> None:
    Cable.objects.filter(mrn="08ALFA2").update(report_year=2010)
    found = walked("", order=Order.COUNTRY)
    assert list(dict.fromkeys(name.split()[0] for name in found)) == ["08ALFA2", "08ALFA1", "09BRAVO2", "07BRAVO1"]


@pytest.mark.parametrize("order", list(Order))
def test_grouped_results_have_each_cable_once_and_say_how_many_more(archive: None, order: Order) -> None:
    results = ask("mongoose", order=order, grouped=True)
    assert sorted(hit.mrn for hit in results.hits) == ["07BRAVO1", "08ALFA1", "08ALFA2", "09BRAVO2"]
    assert {hit.others for hit in results.hits} == {9}
    assert results.total == 40
    assert results.cables == 4
    assert results.pages == 1


def test_a_page_beyond_the_last_is_the_last(archive: None) -> None:
    results = ask("raid", page=999_999)
    assert results.page == results.pages == 5
    assert results.next is None
    assert len(results.hits) == 20


def test_nothing_found_is_one_empty_page(archive: None) -> None:
    results = ask("xylophone", order=Order.RANK)
    assert (results.total, results.page, results.pages, results.hits) == (0, 1, 1, ())


def test_search_inside_one_cable(archive: None) -> None:
    cable = Cable.objects.get(mrn="08ALFA1")
    results = ask("mongoose", cable=cable.pk)
    assert results.total == 10
    assert {hit.mrn for hit in results.hits} == {"08ALFA1"}
    assert ask("mongoose", cable=0).total == 0


def test_search_among_what_came_later(archive: None) -> None:
    newest = Cable.objects.get(mrn="09BRAVO2")
    since = newest.imported_at.replace(year=newest.imported_at.year - 1)
    Cable.objects.exclude(pk=newest.pk).update(imported_at=since)
    assert {hit.mrn for hit in ask("mongoose", since=since).hits} == {"09BRAVO2"}
