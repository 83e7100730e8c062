from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cables.admin.bases import AnyInline
from statutes.admin.bases import AnyStacked, EntryAdmin, HandMadeMixin, KeptMixin, RegistryAdmin
from statutes.admin.guards import searched
from statutes.entry_forms import InstrumentForm, InstrumentNameForm, NameFormSet, ProvisionForm
from statutes.models import Instrument, InstrumentName, LifeEvent, Penalty, Provision
from statutes.penalty_forms import LifeEventForm, LonePenaltyForm, PenaltyForm, PenaltyFormSet
from statutes.renaming import keep_entry
from statutes.suggestions import counted

DATE = ("date_words", ("year", "month", "day"))


class InstrumentNameInline(KeptMixin, AnyInline):
    model = InstrumentName
    form = InstrumentNameForm
    formset = NameFormSet
    extra = 0


class LifeEventInline(KeptMixin, AnyInline):
    model = LifeEvent
    form = LifeEventForm
    extra = 0
    verbose_name = "event"


class ProvisionInline(KeptMixin, AnyInline):
    model = Provision
    form = ProvisionForm
    fields = ("unit", "number", "heading", "offence", "standing", "is_public")
    extra = 0
    show_change_link = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """On its own page, which knows whether passages name it."""
        return False


@admin.register(Instrument)
class InstrumentAdmin(HandMadeMixin, EntryAdmin):
    form = InstrumentForm
    list_display = ("name", "country", "kind", "number", "standing", "is_public", "passages")
    list_filter = ("standing", "is_public", "kind", ("country", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("country",)
    search_fields = ("name", "names__name", "number", "country__name")
    autocomplete_fields = ("country",)
    fields = ("country", "name", "slug", "kind", "number", *DATE, "standing", "is_public", "note", "reason")
    inlines = (InstrumentNameInline, ProvisionInline, LifeEventInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return counted(super().get_queryset(request), "instrument", request.user)  # type: ignore[arg-type]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return searched(self.search_fields, request.user)

    def save_model(self, request: HttpRequest, obj: Instrument, form: Any, change: bool) -> None:
        before = Instrument.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        keep_entry(entry=obj, before=before)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is LifeEvent:
            self.save_rows(formset)
        else:
            super().save_formset(request, form, formset, change)


class PenaltyInline(KeptMixin, AnyStacked):
    model = Penalty
    form = PenaltyForm
    formset = PenaltyFormSet
    extra = 0
    fieldsets = (
        (None, {"fields": (("kind", "minimum", "maximum"), "condition", ("standing", "is_quoted", "is_proposed"))}),
        ("In relation to another", {"fields": (("change", "least", "most", "added"), ("bases", "missing"))}),
        ("More", {"classes": ("collapse",), "fields": (("offence", "words"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("provision").order_by("position", "pk")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.person = request.user
        return formset


class PartInline(KeptMixin, AnyInline):
    model = Provision
    fk_name = "parent"
    verbose_name, verbose_name_plural = "part", "parts"
    fields = readonly_fields = ("unit", "number", "heading", "standing")
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Provision)
class ProvisionAdmin(HandMadeMixin, EntryAdmin):
    """A provision with its penalties, which are checked as they are computed."""

    form = ProvisionForm
    list_display = ("label", "instrument", "place", "heading", "offence", "standing", "is_public", "passages")
    list_filter = ("standing", "is_public", "offence", ("instrument__country", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("instrument__country",)
    search_fields = ("number", "heading", "instrument__name")
    autocomplete_fields = ("instrument", "parent")
    fields = (
        *("instrument", "parent", ("unit", "number"), "slug", "heading", "words", "offence"),
        *("standing", "is_public", "reason"),
    )
    inlines = (PenaltyInline, PartInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request).select_related("instrument__country")
        return counted(found, "provision", request.user)  # type: ignore[arg-type]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Its law and its name in addresses stay."""
        return ("instrument", "slug") if obj else ()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is Penalty:
            row = form.instance
            last = row.penalties.order_by("-position").values_list("position", flat=True).first() or 0
            self.save_rows(formset, source=row.label, position=last + 1)
        else:
            super().save_formset(request, form, formset, change)

    @admin.display(description="provision", ordering="position")
    def label(self, provision: Provision) -> str:
        return provision.label

    @admin.display(description="country", ordering="instrument__country__sort_name")
    def place(self, provision: Provision) -> str:
        return provision.instrument.country.name if provision.instrument.country else "International"


@admin.register(Penalty)
class PenaltyAdmin(RegistryAdmin):
    """Every penalty; also those that the text binds to no provision."""

    form = LonePenaltyForm
    list_display = ("where", "kind", "minimum", "maximum", "change", "offence", "standing", "is_curated", "read_in")
    list_filter = ("kind", "standing", "is_curated", "is_proposed", "offence")
    list_select_related = ("provision__instrument", "section__cable")
    search_fields = ("source", "condition", "provision__number", "provision__instrument__name", "section__cable__mrn")
    fields = (
        "where", "read_in", ("kind", "minimum", "maximum"), "condition", ("change", "least", "most", "added"),
        ("bases", "missing"), ("offence", "words"), ("standing", "is_quoted", "is_proposed"),
    )  # fmt: skip
    readonly_fields = ("where", "read_in")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """With the provision that it belongs to."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a text says is rejected: deleted, the next reading would bring it back."""
        return super().has_delete_permission(request, obj) and not (obj is not None and obj.is_from_text)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.person = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.is_curated = True
        super().save_model(request, obj, form, change)

    @admin.display(description="provision", ordering="provision__position")
    def where(self, penalty: Penalty) -> str:
        return str(penalty.provision or penalty.source or "no provision")

    @admin.display(description="read in")
    def read_in(self, penalty: Penalty) -> SafeString | str:
        return read_in(penalty)


def read_in(row: Any) -> SafeString | str:
    """The section it was read in, as a link."""
    if row.section is None:
        return "typed in by hand"
    return format_html('<a href="{}">{}, {}</a>', row.section.get_absolute_url(), row.section.cable.mrn, row.section)
