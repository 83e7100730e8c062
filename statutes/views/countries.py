"""The list of countries, and a page for each: its years, law, institutions and posts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cables.glance import matrix_for
from cables.views.addresses import public_page
from statutes.commensurability import ASKED, ranges_by_country
from statutes.countries import countries_for, country_for
from statutes.country_pages import institutions_of, law_of, posts_of


@public_page
def country_list(request: HttpRequest) -> HttpResponse:
    context = {"rows": countries_for(request.user), "problems": problems_of(request)}
    return render(request, "statutes/country_list.html", context)


@public_page
def country_detail(request: HttpRequest, country: str) -> HttpResponse:
    """Everything about a country that the person may see; where that is nothing, the country is not there."""
    row = country_for(request.user, country)
    if row is None:
        raise Http404
    matrix = matrix_for(request.user, row.country)
    cells = [cell for one in matrix.rows for cell in one.cells if cell is not None]
    context = {
        "row": row,
        "country": row.country,
        "cells": cells[::-1],  # the latest year first
        "shows_reviewed": matrix.shows_reviewed,
        "others": row.cables - matrix.cables,
        "law": law_of(row.country, request.user),
        "ranges": ranges_by_country([row.country], ASKED, request.user)[0],
        "kinds": institutions_of(row.country, request.user),
        "posts": posts_of(row.country, request.user),
        "problems": problems_of(request),
    }
    return render(request, "statutes/country_detail.html", context)


def problems_of(request: HttpRequest) -> list[str]:
    """Neither page can be asked for a part of it."""
    return [f"There is no filter called “{name}” here; it was left out." for name in request.GET]
