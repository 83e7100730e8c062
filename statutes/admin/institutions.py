from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cables.admin.bases import AnyAdmin, AnyInline, ReadOnlyMixin
from cables.querysets import sees_everything
from statutes.admin.bases import EntryAdmin, HandMadeMixin, KeptMixin
from statutes.admin.guards import searched
from statutes.admin.law import LifeEventInline
from statutes.entry_forms import IdentifierForm, InstitutionForm, InstitutionNameForm, NameFormSet
from statutes.models import FormerAddress, Institution, InstitutionIdentifier, InstitutionName, LifeEvent, Merger
from statutes.renaming import keep_entry
from statutes.suggestions import counted

WHOLE = ("parent", "merged_into")  # columns for those from whom no cable is hidden


class InstitutionNameInline(KeptMixin, AnyInline):
    model = InstitutionName
    form = InstitutionNameForm
    formset = NameFormSet
    extra = 0


class IdentifierInline(AnyInline):
    model = InstitutionIdentifier
    form = IdentifierForm
    extra = 0


@admin.register(Institution)
class InstitutionAdmin(HandMadeMixin, EntryAdmin):
    form = InstitutionForm
    list_display = ("name", "country", "kind", "parent", "standing", "is_public", "passages", "merged_into")
    list_filter = (
        *("standing", "is_public", "kind", ("merged_into", admin.EmptyFieldListFilter)),
        ("country", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("country", "parent", "merged_into")
    search_fields = ("name", "names__name", "country__name")
    autocomplete_fields = ("country", "parent")
    fields = ("country", "name", "slug", "kind", "parent", "standing", "is_public", "note", "reason", "merging")
    readonly_fields = ("merging",)
    inlines = (InstitutionNameInline, IdentifierInline, LifeEventInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return counted(super().get_queryset(request), "institution", request.user)  # type: ignore[arg-type]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return searched(self.search_fields, request.user)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Which body it stands under may be one that only a hidden cable names."""
        shown = list(super().get_list_display(request))
        return shown if sees_everything(request.user) else [name for name in shown if name not in WHOLE]

    def get_fields(self, request: HttpRequest, obj: Institution | None = None) -> list[Any]:
        """A parent that the person may not see is not theirs to change, nor to empty by saving."""
        fields = list(super().get_fields(request, obj))
        if obj is None or obj.parent_id is None or sees_everything(request.user):
            return fields
        is_seen = Institution.objects.visible_to(request.user).filter(pk=obj.parent_id).exists()
        return fields if is_seen else [name for name in fields if name != "parent"]

    def save_model(self, request: HttpRequest, obj: Institution, form: Any, change: bool) -> None:
        before = Institution.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        keep_entry(entry=obj, before=before)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is LifeEvent:
            self.save_rows(formset)
        else:
            super().save_formset(request, form, formset, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nor what mergers keep a record of."""
        merged = obj is not None and (obj.mergers.exists() or obj.mergers_away.exists() or obj.parts.exists())
        return super().has_delete_permission(request, obj) and not merged

    @admin.display(description="the same as another?")
    def merging(self, entry: Institution) -> SafeString | str:
        if entry.pk is None:
            return "Save it first."
        if entry.merged_into is not None:
            merger = entry.mergers_away.filter(undone_at__isnull=True).first()
            address = reverse("merger", args=[merger.pk]) if merger else "#"
            return format_html('<a href="{}">Merged into “{}”: see what moved</a>', address, entry.merged_into)
        address = reverse("merge_institution", args=[entry.pk])
        return format_html('<a href="{}">Merge it into another: see first what moves</a>', address)


class WholeMixin(ReadOnlyMixin):
    """Tables that tell of every passage and address: for those from whom no cable is hidden."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        seen: bool = super().has_view_permission(request, obj)  # type: ignore[misc]
        return seen and sees_everything(request.user)


@admin.register(Merger)
class MergerAdmin(WholeMixin, AnyAdmin):
    """What was merged by hand. It is taken back on a page of its own, which shows what moved."""

    list_display = ("merged", "kept", "passages", "made_by", "made_at", "undone_by", "undone_at", "page")
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    list_select_related = ("merged", "kept", "made_by", "undone_by")
    search_fields = ("merged__name", "kept__name")
    date_hierarchy = "made_at"
    fields = ("merged", "kept", "made_by", "made_at", "undone_by", "undone_at", "page")
    readonly_fields = ("page",)

    @admin.display(description="passages")
    def passages(self, merger: Merger) -> int:
        return len(merger.mentions)

    @admin.display(description="what moved")
    def page(self, merger: Merger) -> SafeString:
        return format_html('<a href="{}">See, or take it back</a>', reverse("merger", args=[merger.pk]))


@admin.register(FormerAddress)
class FormerAddressAdmin(WholeMixin, AnyAdmin):
    """Addresses that entries had. They lead on for good."""

    list_display = ("slug", "country", "leads_to")
    list_select_related = ("country", "instrument", "institution")
    search_fields = ("slug", "instrument__name", "institution__name")
    fields = ("slug", "country", "leads_to")
    readonly_fields = ("leads_to",)
    ordering = ("slug", "pk")

    @admin.display(description="leads to")
    def leads_to(self, former: FormerAddress) -> str:
        return str(former.instrument or former.institution or "nothing")
