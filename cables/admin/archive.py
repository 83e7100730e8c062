from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cables.admin.bases import AnyAdmin, ReadOnlyAdmin, ReadOnlyInline, VisibleMixin
from cables.following import follow_up
from cables.models import Addressee, Cable, Paragraph, Reference, Revision, Section, SectionText, Source
from cables.models.archive import CableTag

EDITED = (
    *("country", "post", "report_year", "questionnaire", "kind"),
    *("access", "access_reason", "part_number", "part_of"),
)
READ = (
    *("mrn", "dtg", "precedence", "origin", "marking", "classification", "captions", "passing", "eo12958", "subject"),
    *("signature", "transmission_parts", "truncated", "sample", "imported_at"),
)
HEAVY = ("spans", "header", "warnings", "source__content")


class CableTagInline(ReadOnlyInline):
    model = CableTag
    fields = ("position", "tag")
    show_change_link = False


class AddresseeInline(ReadOnlyInline):
    model = Addressee
    fields = ("role", "name", "routing", "precedence", "serial")
    show_change_link = False


class ReferenceInline(ReadOnlyInline):
    model = Reference
    fields = ("letter", "raw", "mrn", "year_inferred", "notal")
    show_change_link = False


class RevisionInline(VisibleMixin, ReadOnlyInline):
    model = Revision
    fields = ("number", "parser_version", "source", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).select_related("source").defer(*HEAVY)


@admin.register(Cable)
class CableAdmin(VisibleMixin, AnyAdmin):
    """A cable comes in by import alone. What the parser or the gazetteer got wrong about it is put right here."""

    list_display = ("mrn", "country", "report_year", "kind", "access", "dtg", "sample", "on_site")
    list_filter = ("access", "kind", "report_year", "sample", "truncated", "country__bureau")
    list_select_related = ("country",)
    search_fields = ("mrn", "subject", "country__name", "post__name")
    autocomplete_fields = ("country", "post", "questionnaire")
    date_hierarchy = "dtg"
    inlines = (CableTagInline, AddresseeInline, ReferenceInline, RevisionInline)
    fieldsets = (("Put right by hand", {"fields": (*EDITED, "curated_fields")}), ("As read", {"fields": READ}))
    readonly_fields = (*READ, "curated_fields")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def view_on_site(self, obj: Cable) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Cable, form: Any, change: bool) -> None:
        obj.note_curated(form.changed_data)
        super().save_model(request, obj, form, change)
        if "country" in form.changed_data:
            follow_up(obj)

    @admin.display(description="page")
    def on_site(self, cable: Cable) -> SafeString:
        return format_html('<a href="{}">Read</a>', cable.get_absolute_url())


@admin.register(Source)
class SourceAdmin(VisibleMixin, ReadOnlyAdmin):
    list_display = ("cable", "name", "encoding", "sha256", "received_at", "received_from")
    list_select_related = ("cable", "received_from")
    search_fields = ("cable__mrn", "name", "sha256")
    fields = ("cable", "name", "encoding", "sha256", "received_at", "received_from")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("content")


@admin.register(Revision)
class RevisionAdmin(VisibleMixin, ReadOnlyAdmin):
    list_display = ("cable", "number", "parser_version", "source", "truncated", "created_at")
    list_filter = ("parser_version", "truncated")
    list_select_related = ("cable", "source")
    search_fields = ("cable__mrn", "digest")
    fields = ("cable", "source", "number", "parser_version", "digest", "reasons", "warnings", "truncated", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        return found.defer("spans", "header", "source__content")


class SectionTextInline(VisibleMixin, ReadOnlyInline):
    model = SectionText
    fields = ("revision", "position", "keys", "status", "heading")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SectionText]:
        found = super().get_queryset(request).select_related("revision__cable", "section")
        return found.defer(*(f"revision__{name}" for name in HEAVY if "__" not in name))


@admin.register(Section)
class SectionAdmin(VisibleMixin, ReadOnlyAdmin):
    list_display = ("cable", "chapter", "key", "is_current", "on_site")
    list_display_links = ("chapter", "key")
    list_filter = ("chapter", ("current", admin.EmptyFieldListFilter))
    list_select_related = ("cable",)
    search_fields = ("cable__mrn", "chapter", "=key")
    inlines = (SectionTextInline,)

    def view_on_site(self, obj: Section) -> str:
        return obj.get_absolute_url()

    @admin.display(boolean=True, description="current")
    def is_current(self, section: Section) -> bool:
        return section.current_id is not None

    @admin.display(description="page")
    def on_site(self, section: Section) -> SafeString:
        return format_html('<a href="{}">Read</a>', section.get_absolute_url())


class ParagraphInline(ReadOnlyInline):
    model = Paragraph
    fields = ("position", "kind", "number", "portion", "label", "start", "end", "clean_start", "clean_end")
    show_change_link = False


@admin.register(SectionText)
class SectionTextAdmin(VisibleMixin, ReadOnlyAdmin):
    list_display = ("section_name", "revision_number", "status", "heading")
    list_filter = ("status", "section__chapter")
    list_select_related = ("section__cable", "revision")
    search_fields = ("section__cable__mrn", "text")
    inlines = (ParagraphInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("revision__spans", "revision__header", "revision__warnings")

    @admin.display(description="section", ordering="section__cable__mrn")
    def section_name(self, text: SectionText) -> str:
        return f"{text.section.cable} {text.section}"

    @admin.display(description="revision", ordering="revision__number")
    def revision_number(self, text: SectionText) -> int:
        return text.revision.number
