"""The registry of law: its list, instruments, provisions and their cards."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from cables.filters import PageForm
from cables.models import Country
from cables.views.addresses import public_page
from statutes.commensurability import ASKED, charted, ranges_by_country
from statutes.law_citations import LawCitation
from statutes.law_filters import DEFAULT_SORT, KNOWN, SORT_LABELS, InstrumentFilter, LawPagesForm
from statutes.law_pages import (
    InstrumentRow,
    ProvisionRow,
    Wording,
    events_of,
    instrument_row,
    instrument_rows,
    names_of,
    provision_rows,
    wordings_of,
)
from statutes.law_passages import passages_page
from statutes.models import Instrument, Mention, Penalty, Provision
from statutes.provision_facts import offences_of
from statutes.shown_penalties import shown_penalties
from statutes.views.law_addresses import instrument_page, provision_page

PAGE_SIZE = 50
PROVISIONS = 100  # of an instrument on one page
MOST_CITED = 3  # cables named in a citation


class LawRequest(HttpRequest):
    htmx: HtmxDetails


@public_page
def instruments(request: HttpRequest) -> HttpResponse:
    """The laws that a person may see, under the filters asked for."""
    filters = InstrumentFilter(request.GET, person=request.user)
    form = PageForm(request.GET)
    number = form.cleaned_data.get("page") if form.is_valid() else None
    found = filters.sorted_instruments.select_related("country")
    page: Page[Any] = Paginator(found, PAGE_SIZE).get_page(number or 1)
    page.object_list = instrument_rows(list(page.object_list), request.user)
    facets = filters.facets()
    context = {
        "page": page,
        "facets": facets,
        "words": filters.words,
        "chosen": chosen_of(request, filters.words, facets),
        "problems": [
            *filters.problems,
            *(error for errors in form.errors.values() for error in errors),
            *(f"There is no filter called “{name}”; it was left out." for name in request.GET if name not in KNOWN),
        ],
        "sorts": [(label, "" if name == DEFAULT_SORT else name, name == filters.order)
                  for name, label in SORT_LABELS.items()],
        "sort": "" if filters.order == DEFAULT_SORT else filters.order,
    }  # fmt: skip
    return render(request, "statutes/instruments.html", context)


def chosen_of(request: HttpRequest, words: str, facets: list[Any]) -> list[tuple[str, str]]:
    """Each chosen filter with the list's address without it, from its first page."""
    named = [("q", words, f"“{words}”")] if words else []
    named += [(name, box.value, box.label) for name, boxes in facets for box in boxes if box.chosen]
    return [(label, address_without(request, name, value)) for name, value, label in named]


def address_without(request: HttpRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    left = [other for other in query.getlist(name) if other.lower() != value and name != "q"]
    query.setlist(name, left)
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}" if query.urlencode() else request.path


@instrument_page
def instrument(request: HttpRequest, found: Instrument) -> HttpResponse:
    """One law: its names and events, its provisions with their penalties, and where it is quoted and cited."""
    form = LawPagesForm(request.GET)
    provisions = Provision.objects.visible_to(request.user).filter(instrument=found).order_by("position", "number")
    page: Page[Any] = Paginator(provisions, PROVISIONS).get_page(form.number("page"))
    rows = list(page.object_list)
    for provision in rows:
        provision.instrument = found
    page.object_list = provision_rows(rows, request.user)
    mentions = Mention.objects.visible_to(request.user).filter(instrument=found)
    passages, years = passages_page(mentions, request.user, number=form.number("passages"))
    row = instrument_row(found, request.user)
    context = {
        "row": row,
        "instrument": found,
        "names": names_of(found, request.user),
        "events": events_of(found, request.user),
        "page": page,
        "passages": passages,
        "years": years,
        "problems": form.problems,
        "page_url": request.build_absolute_uri(found.get_absolute_url()),
        "citation": citation_of(request, row),
    }
    return render(request, "statutes/instrument.html", context)


@provision_page
def provision(request: HttpRequest, found: Provision) -> HttpResponse:
    """One provision: its words, its penalties and what they come to, where it is quoted and cited, and the penalties
    for trafficking beside those for rape in its country."""
    form = LawPagesForm(request.GET)
    mentions = Mention.objects.visible_to(request.user).filter(provision=found)
    passages, years = passages_page(mentions, request.user, number=form.number("passages"))
    offences = offences_of({found.pk: found.offence}, request.user)
    kinds = offences.get(found.pk, frozenset())
    rows = provision_rows(family_of(found, request), request.user)
    wordings = wordings_of(found, request.user)
    row = next(one for one in rows if one.provision.pk == found.pk)
    told = instrument_row(found.instrument, request.user)
    country = found.instrument.country
    context = {
        "row": row,
        "provision": found,
        "instrument": found.instrument,
        "told": told,
        "above": next((one for one in rows if one.provision.pk == found.parent_id), None),
        "parts": [one for one in rows if one.provision.parent_id == found.pk],
        "wordings": wordings,
        "penalties": shown_penalties(Penalty.objects.filter(provision=found), request.user, offences),
        "passages": passages,
        "years": years,
        "problems": form.problems,
        "charted": charted_for(country, request) if country and kinds & {*ASKED} else None,
        "compare_url": compare_url(kinds),
        "page_url": request.build_absolute_uri(found.get_absolute_url()),
        "citation": citation_of(request, told, row, wordings),
    }
    return render(request, "statutes/provision.html", context)


def family_of(found: Provision, request: HttpRequest) -> list[Provision]:
    """The provision with the visible ones above and below it."""
    visible = Provision.objects.visible_to(request.user).select_related("instrument__country")
    below = visible.filter(parent=found).order_by("position", "number")
    above = visible.filter(pk=found.parent_id) if found.parent_id else visible.none()
    return [*above, found, *below]


def charted_for(country: Country, request: HttpRequest) -> Any:
    return charted(ranges_by_country([country], ASKED, request.user))


def compare_url(kinds: frozenset[str]) -> str:
    """The penalties for these offences across countries; for those that are asked about where there is none."""
    if not kinds or kinds & {*ASKED}:
        return reverse("law_compare")
    return f"{reverse('law_compare')}?{'&'.join(f'offence={kind}' for kind in sorted(kinds))}"


def citation_of(
    request: HttpRequest, law: InstrumentRow, row: ProvisionRow | None = None, wordings: list[Wording] | None = None
) -> LawCitation:
    found = law.instrument
    cables = dict.fromkeys(said.place.mrn for wording in (wordings or [])[:1] for said in wording.said)
    of = row.provision if row else found
    return LawCitation(
        name=found.name,
        number=law.told.number,
        place=found.country.name if found.country else "International",
        url=request.build_absolute_uri(of.get_absolute_url()),
        part=row.title if row else "",
        quoted_in=tuple(cables)[:MOST_CITED],
    )


@instrument_page
def instrument_card(request: LawRequest, found: Instrument) -> HttpResponse:
    """What a reader is shown beside a citation; a small page of its own for who comes without scripts."""
    row = instrument_row(found, request.user)
    return card(request, {"row": row, "title": found.name, "card": "statutes/_instrument_card.html"})


@provision_page
def provision_card(request: LawRequest, found: Provision) -> HttpResponse:
    [row] = provision_rows([found], request.user)
    context = {"row": row, "title": f"{row.title}, {found.instrument.name}", "card": "statutes/_provision_card.html"}
    return card(request, context)


def card(request: LawRequest, context: dict[str, Any]) -> HttpResponse:
    response = render(request, context["card"] if request.htmx else "statutes/card.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
