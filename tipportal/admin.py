"""Accounts in the admin: deactivating someone ends their sessions, and a lost second factor can be removed but never
read."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account import admin as account_admin
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cables.admin.bases import ForwardMixin
from tipportal.accounts.second_factor import SECOND_FACTORS
from tipportal.accounts.sessions import end_sessions

assert account_admin  # noqa: S101 # they register, and only what is registered can be taken out
assert mfa_admin  # noqa: S101
admin.site.unregister((EmailAddress, Authenticator, User))


def asks_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends whoever has not shown lately that it is still them to do so, and then back to the form. allauth's own way
    would keep what was sent until then, and that may be a password."""

    @wraps(view)
    def guarded(self: Any, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if is_reauthentication_required(request, app="allauth.mfa"):
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        return view(self, request, *args, **named)

    return guarded


@admin.register(User)
class PersonAdmin(ForwardMixin, UserAdmin):  # type: ignore[type-arg] # subscripts are for the stubs only
    """Whoever changes a password or an account here shows first that it is still them."""

    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "second_factor")
    list_filter = ("is_active", "is_staff", "groups")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
        everybody: QuerySet[User] = super().get_queryset(request)
        return everybody.annotate(with_second_factor=Exists(factors))

    @admin.display(boolean=True, description="Second factor")
    def second_factor(self, person: User) -> bool:
        return bool(getattr(person, "with_second_factor", False))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever keeps accounts keeps no account that may more than theirs."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and bool(super().has_change_permission(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        given = super().get_readonly_fields(request, obj)
        return given if request.user.is_superuser else (*given, "is_superuser", "user_permissions")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and not obj.is_active:
            end_sessions(obj)

    @asks_again
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        return super().user_change_password(request, id, form_url)


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Which second factors there are. One is made by its owner only; the secret in it is nobody's to read."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__username",)
    fields = ("user", "type", "created_at", "last_used_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False

    @asks_again
    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return super().delete_view(request, object_id, extra_context)

    def get_actions(self, request: HttpRequest) -> Any:
        """One at a time, each after showing that it is still you."""
        return {}
