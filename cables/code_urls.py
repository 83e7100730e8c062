from django.urls import path
from django.urls.resolvers import URLPattern

from cables.views import codes

urlpatterns: list[URLPattern] = [
    path("", codes.codebooks, name="codebooks"),
    path("<slug:book>/", codes.codebook, name="codebook"),
    path("<slug:book>/<slug:slug>.csv", codes.code_csv, name="code_csv"),
    path("<slug:book>/<slug:slug>.json", codes.code_json, name="code_json"),
    path("<slug:book>/<slug:slug>/", codes.code, name="code"),
]
