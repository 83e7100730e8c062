from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from cables.querysets import sees_everything

# Django's own classes take no type parameters when they run.
if TYPE_CHECKING:
    AnyOptions = admin.options.BaseModelAdmin[Any]
    AnyAdmin = admin.ModelAdmin[Any]
    AnyInline = admin.TabularInline[Any, Any]
else:
    AnyOptions = object
    AnyAdmin = admin.ModelAdmin
    AnyInline = admin.TabularInline


class ReadOnlyMixin:
    """For what only the import writes: it can be looked at, not changed."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ForwardMixin(AnyOptions):
    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Not from a row to what names it: `?cables=7` would tell the country of any cable, `?comments=7` the author
        of any note."""
        try:
            field = self.model._meta.get_field(lookup.split("__")[0])
        except FieldDoesNotExist:
            return super().lookup_allowed(lookup, value, request)
        backwards = bool(field.is_relation and field.auto_created)
        return not backwards and super().lookup_allowed(lookup, value, request)


class VisibleMixin(ForwardMixin):
    """For cables and what is in them. What the person may not see has no row, page, count or choice in the admin: not
    everyone who may open it may read restricted cables."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: Any = super().get_queryset(request)
        visible: QuerySet[Any] = found.visible_to(request.user)
        return visible


class ReferenceMixin(ForwardMixin):
    """For what cables hang on: countries, posts, TAGS, questions. It tells nobody of a cable hidden from them."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Deleting lists what hangs on a row."""
        return super().has_delete_permission(request, obj) and sees_everything(request.user)


class ReadOnlyInline(ReadOnlyMixin, AnyInline):
    extra = 0
    can_delete = False
    show_change_link = True

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[Any, ...]:
        return tuple(self.fields or ())


class ReadOnlyAdmin(ReadOnlyMixin, AnyAdmin):
    pass
