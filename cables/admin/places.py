from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from cables.admin.bases import AnyAdmin, ReferenceMixin
from cables.models import Country, Post, Tag
from cables.querysets import of_visible_cables


@admin.register(Country)
class CountryAdmin(ReferenceMixin, AnyAdmin):
    list_display = ("name", "iso2", "tags_codes", "bureau", "cable_count", "sample")
    list_filter = ("bureau", "sample")
    search_fields = ("name", "sort_name", "=iso2", "=iso3")
    ordering = ("sort_name",)  # counting drops the order of the model

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(
            number=Count("cables", filter=of_visible_cables("cables", request.user))
        )
        return counted

    @admin.display(description="cables", ordering="number")
    def cable_count(self, country: Any) -> int:
        return int(country.number)


@admin.register(Post)
class PostAdmin(ReferenceMixin, AnyAdmin):
    list_display = ("name", "kind", "country", "mrn_name", "routing", "sample")
    list_filter = ("kind", "sample")
    list_select_related = ("country",)
    search_fields = ("name", "mrn_name", "=routing", "country__name")
    autocomplete_fields = ("country",)


@admin.register(Tag)
class TagAdmin(ReferenceMixin, AnyAdmin):
    list_display = ("code", "name", "kind")
    list_filter = ("kind",)
    search_fields = ("=code", "name")
