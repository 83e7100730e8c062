"""allauth's forms with the portal's words and two rules more: names are read as Django stores them, and a code of an
authenticator app opens once."""

import logging
import struct
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from axes.helpers import get_client_ip_address
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from tipportal.passwords import WEAK

logger = logging.getLogger("tipportal.accounts")

LONGEST_KEY_NAME = 60


class SignInForm(LoginForm):  # type: ignore[misc]
    """A name and a password. Whoever signs in with a password that would be refused today is asked for another."""

    def clean_login(self) -> str:
        return unicodedata.normalize("NFKC", super().clean_login())

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        try:
            validate_password(self.cleaned_data["password"], user=self.user)
        except ValidationError:
            request.session[WEAK] = True
        response: HttpResponse = super().login(request, redirect_url)
        return response


class OnceMixin:
    """Refuses an authenticator's code that was used. allauth remembers codes for one period, and here those of the
    period before and after are taken too."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc] # of allauth's form, which stands behind
        if self.authenticator.type == Authenticator.Type.TOTP:
            periods = 2 * app_settings.TOTP_TOLERANCE + 1
            digits = "".join(filter(str.isdigit, code))  # allauth takes `123-456` and `123.456` for one code
            key = f"used-code:{self.user.pk}:{digits}"
            if not cache.add(key, True, timeout=periods * app_settings.TOTP_PERIOD):
                raise get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        """axes writes down wrong passwords; here are the wrong codes."""
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]
        logger.warning("%s: wrong code from %s", self.user.get_username(), get_client_ip_address(context.request))


class SecondStepForm(OnceMixin, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(OnceMixin, ReauthenticateForm):  # type: ignore[misc]
    """A code, asked for again before something sensitive."""


@contextmanager
def misfits_refused() -> Iterator[None]:
    """Turns what the packages raise about an answer that no key made, which is anything, into an error of the form."""
    try:
        yield
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, struct.error, InvalidSignature) as misfit:
        raise get_adapter().validation_error("incorrect_code") from misfit


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new key and what its owner calls it."""

    name = forms.CharField(required=False, max_length=LONGEST_KEY_NAME)

    def clean(self) -> dict[str, Any]:
        with misfits_refused():
            cleaned: dict[str, Any] = super().clean()
        return cleaned


class MisfitMixin:
    """Reads the answer of a key."""

    def clean_credential(self) -> Authenticator:
        with misfits_refused():
            return super().clean_credential()  # type: ignore[misc] # of allauth's form, which stands behind


class PasskeyStepForm(MisfitMixin, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step of signing in."""


class PasskeyAgainForm(MisfitMixin, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, asked for again before something sensitive."""


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(max_length=LONGEST_KEY_NAME)


class PasskeySignInForm(MisfitMixin, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone; a deactivated person's fits no account."""

    def clean_credential(self) -> Authenticator:
        authenticator: Authenticator = super().clean_credential()
        if not authenticator.user.is_active:
            raise get_adapter().validation_error("incorrect_code")
        return authenticator
