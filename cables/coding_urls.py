from django.urls import path
from django.urls.resolvers import URLPattern

from cables.views import codings

urlpatterns: list[URLPattern] = [
    path("picker/", codings.code_picker, name="code_picker"),
    path("<uuid:key>/delete/", codings.coding_delete, name="coding_delete"),
]
