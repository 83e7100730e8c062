from django.urls import path

import statutes.converters  # noqa: F401 - the converters of addresses
from statutes.views import compare, law

LAW = "<place:place>/<slug:slug>/"

urlpatterns = [
    path("", law.instruments, name="instruments"),
    path("compare/", compare.law_compare, name="law_compare"),
    path("compare.csv", compare.law_compare_csv, name="law_compare_csv"),
    path(LAW, law.instrument, name="instrument"),
    path(f"{LAW}card/", law.instrument_card, name="instrument_card"),
    path(f"{LAW}<slug:provision>/", law.provision, name="provision"),
    path(f"{LAW}<slug:provision>/card/", law.provision_card, name="provision_card"),
]
