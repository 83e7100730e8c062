"""allauth's steps on the portal's pages: what does not fit is answered with 422, what is not offered is not there."""

from typing import Any
from urllib.parse import urlencode

import qrcode
from allauth.account import views as account_views
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as step_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import views as passkey_views
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from qrcode.image.svg import SvgPathFillImage

from tipportal.accounts.second_factor import has_second_factor
from tipportal.accounts.sessions import end_sessions, places_of
from tipportal.passwords import WEAK


def person_of(request: HttpRequest) -> User:
    """Who asks; SignInFirstMiddleware has sent everybody else to sign in."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """A person's own account: name, roles, password, second factor, and where they are signed in."""
    person = person_of(request)
    kept = Authenticator.objects.filter(user=person).order_by("created_at", "pk")
    context = {
        "roles": [group.name for group in person.groups.order_by("name")],
        "weak": request.session.get(WEAK, False),
        "app": kept.filter(type=Authenticator.Type.TOTP).first(),
        "passkeys": kept.filter(type=Authenticator.Type.WEBAUTHN),
        "recovery": next((one.wrap() for one in kept.filter(type=Authenticator.Type.RECOVERY_CODES)), None),
        "protected": has_second_factor(person),
        "places": places_of(person),
        "here": request.session.session_key,
    }
    return render(request, "account/account.html", context)


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Signs the person out everywhere but here."""
    ended = end_sessions(person_of(request), but=request.session.session_key)
    messages.success(request, f"Signed out in {ended} other place{'' if ended == 1 else 's'}.")
    return redirect("account")


class Misfit422:
    """A form that comes back with what is wrong comes back as 422."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc] # of the view behind
        if response.status_code == 200:
            response.status_code = 422
        return response


class SignIn(Misfit422, account_views.LoginView):  # type: ignore[misc]
    pass


class SignOut(account_views.LogoutView):  # type: ignore[misc]
    """No page that asks: the button is one already."""

    http_method_names = ("post", "options")


class ChangePassword(Misfit422, account_views.PasswordChangeView):  # type: ignore[misc]
    """Asks for the present password. This session gets the new password's hash; all others hold the old one's, and
    with that Django lets nobody in."""

    success_url = reverse_lazy("account")

    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not person_of(request).has_usable_password():
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **named)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session.pop(WEAK, None)
        return response


class PasswordAgain(Misfit422, account_views.ReauthenticateView):  # type: ignore[misc]
    pass


class SecondStep(Misfit422, step_views.AuthenticateView):  # type: ignore[misc]
    pass


class CodeAgain(Misfit422, step_views.ReauthenticateView):  # type: ignore[misc]
    pass


class PasskeyAgain(passkey_views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the same question; allauth would lead to the sign-in page, and from there away."""
        messages.error(self.request, get_adapter().error_messages["incorrect_code"])
        return redirect(self.request.get_full_path())


class PasskeySignIn(passkey_views.LoginWebAuthnView):  # type: ignore[misc]
    pass


class ActivateApp(Misfit422, totp_views.ActivateTOTPView):  # type: ignore[misc]
    pass


class DeactivateApp(totp_views.DeactivateTOTPView):  # type: ignore[misc]
    pass


class NewRecoveryCodes(Misfit422, recovery_views.GenerateRecoveryCodesView):  # type: ignore[misc]
    pass


class RecoveryCodes(recovery_views.ViewRecoveryCodesView):  # type: ignore[misc]
    pass


class DownloadRecoveryCodes(recovery_views.DownloadRecoveryCodesView):  # type: ignore[misc]
    pass


class AddPasskey(Misfit422, passkey_views.AddWebAuthnView):  # type: ignore[misc]
    """Takes only keys that can sign in alone: they keep the person's name and ask for a finger, a face or a PIN."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**named)
        context["js_data"] = {"creation_options": begin_registration(person_of(self.request), passwordless=True)}
        return context


class RenamePasskey(Misfit422, passkey_views.EditWebAuthnView):  # type: ignore[misc]
    success_url = reverse_lazy("account")


class RemovePasskey(passkey_views.RemoveWebAuthnView):  # type: ignore[misc]
    success_url = reverse_lazy("account")


@never_cache
@require_safe
def app_qr(request: HttpRequest) -> HttpResponse:
    """The secret that the set-up page has just made, as a picture for the camera; an address of its own, because the
    policy lets no page hold pictures."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    address = get_adapter().build_totp_url(request.user, secret)
    picture = qrcode.make(address, image_factory=SvgPathFillImage, box_size=12)
    return HttpResponse(picture.to_string(), content_type="image/svg+xml")


@login_not_required
@never_cache
@require_safe
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """In place of the admin's own sign-in, which knows no second factor. For whoever is signed in and is no staff,
    there is no admin."""
    wanted = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    wanted = wanted if own else "/admin/"
    if request.user.is_authenticated:
        if not person_of(request).is_staff:
            raise Http404
        return redirect(wanted)
    return redirect(f"{reverse_lazy('login')}?{urlencode({'next': wanted})}")
