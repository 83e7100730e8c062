from django.urls import path
from django.urls.resolvers import URLPattern

import statutes.converters  # noqa: F401 - the converters of addresses
from statutes.views import institutions

urlpatterns: list[URLPattern] = [
    path("", institutions.institution_list, name="institutions"),
    path("<place:place>/<slug:slug>/", institutions.institution_detail, name="institution"),
    path("<place:place>/<slug:slug>/card/", institutions.institution_card, name="institution_card"),
]
