from django.urls import path
from django.urls.resolvers import URLPattern

import statutes.converters  # noqa: F401 - the converters of addresses
from statutes.views import countries

urlpatterns: list[URLPattern] = [
    path("", countries.country_list, name="countries"),
    path("<place:country>/", countries.country_detail, name="country"),
]
