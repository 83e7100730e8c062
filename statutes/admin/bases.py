"""What the registries' pages in the admin have in common: who sees which rows, and that nobody overwrites another."""

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pghistory
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cables.admin.bases import AnyAdmin, ForwardMixin
from cables.querysets import sees_everything
from statutes.admin.comparison import differences
from statutes.admin.guards import decides

if TYPE_CHECKING:
    AnyStacked = admin.StackedInline[Any, Any]
else:
    AnyStacked = admin.StackedInline


NUMBER = re.compile(r"[0-9]{1,18}")  # of a row, in an address


class KeptMixin(ForwardMixin):
    """For rows of the registries. Who may read every cable sees every row, rejected and merged ones too; others see
    what they may see on the pages, and choose among that."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: Any = super().get_queryset(request)
        seen: QuerySet[Any] = found if sees_everything(request.user) else found.visible_to(request.user)
        return seen

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        related = db_field.related_model._default_manager
        if hasattr(related.all(), "visible_to") and not sees_everything(request.user):
            kwargs.setdefault("queryset", related.visible_to(request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class RegistryAdmin(KeptMixin, AnyAdmin):
    """A page of one record. It carries a mark of what the record and its rows were when it was opened; who saves on
    top of another's changes gets both versions, and nothing is overwritten until they save again."""

    list_per_page = 50

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """None that deletes in bulk: what cables name is rejected, not deleted."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.is_outdated, form.person = getattr(request, "is_outdated", False), request.user
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if object_id is None or (known := self.get_object(request, unquote(object_id))) is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if request.method != "POST":
            context = {**(extra_context or {}), "version": self.version_of(request, known)}
            return super().changeform_view(request, object_id, form_url, context)
        with transaction.atomic():
            list(self.model._default_manager.select_for_update(no_key=True).filter(pk=known.pk).order_by("pk"))
            version = self.version_of(request, known)
            outdated = request.POST.get("version") != version
            setattr(request, "is_outdated", outdated)  # noqa: B010 # a request of ours, for `get_form`
            context = {**(extra_context or {}), "version": version}
            response = super().changeform_view(request, object_id, form_url, context)
            if outdated and getattr(response, "context_data", None):
                response.context_data["differences"] = differences(self.model, known.pk, response.context_data)  # type: ignore[attr-defined]
                response.status_code = 409
        return response

    def version_of(self, request: HttpRequest, row: Model) -> str:
        """A mark of the record and of the rows that its page edits, as the database has them now."""
        parts: list[Any] = [list(self.model._default_manager.filter(pk=row.pk).order_by().values_list())]
        for inline in self.get_inline_instances(request, row):
            formset: Any = inline.get_formset(request, row)
            key = formset.fk.name
            found: Any = inline.get_queryset(request).filter(**{key: row.pk}).order_by("pk")
            parts.append(list(found.values_list(*(f.attname for f in inline.model._meta.concrete_fields))))
        return sha256(repr(parts).encode()).hexdigest()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # Said first: the triggers write it down with each row. One step that can be undone.
        pghistory.context(step=f"{'Changed' if change else 'Made'} by hand: “{obj}”"[:400])
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        pghistory.context(step=f"Deleted: “{obj}”"[:400])
        super().delete_model(request, obj)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history that the database keeps, for those who may look at it."""
        known = self.get_object(request, unquote(object_id))
        if known is not None and decides(request.user) and sees_everything(request.user):
            return redirect("record_history", self.model._meta.model_name, known.pk)
        return super().history_view(request, object_id, extra_context)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        if obj is None or not hasattr(obj, "get_absolute_url"):
            return None
        try:
            return str(obj.get_absolute_url())
        except NoReverseMatch:
            return None


class EntryAdmin(RegistryAdmin):
    """Entries that passages name. What is typed in by hand is accepted, and known from a public source unless said."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        asked = super().get_changeform_initial_data(request)
        rows = {field.name for field in self.opts.fields if field.is_relation}
        fit = {name: value for name, value in asked.items() if name not in rows or NUMBER.fullmatch(str(value))}
        return {"standing": "accepted", "is_public": True, **fit}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what no passage names: the rest would come back with the next reading, and is rejected instead."""
        named = obj is not None and obj.mentions.exists()
        return super().has_delete_permission(request, obj) and not named

    @admin.display(description="passages", ordering="passage_count")
    def passages(self, entry: Any) -> SafeString | str:
        if not entry.passage_count:
            return "0"
        address = reverse("suggested_passages", args=[entry._meta.model_name, entry.pk])
        return format_html('<a href="{}">{}</a>', address, entry.passage_count)


class HandMadeMixin:
    """Penalties and events: what a person set is marked so, and no later reading changes it."""

    def save_rows(self, formset: Any, **new: Any) -> None:
        """`new` are values of rows that were typed in."""
        rows = formset.save(commit=False)
        for row in rows:
            if row.pk is None:
                for name, value in new.items():
                    setattr(row, name, value)
            row.is_curated = True
            row.save()
        for row in formset.deleted_objects:
            # What a text says is read again and again; rejected it stays away.
            if row.is_from_text:
                row.standing, row.is_curated = "rejected", True
                row.save(update_fields=["standing", "is_curated"])
            else:
                row.delete()
        formset.save_m2m()
