"""What the portal decides otherwise than allauth does. allauth finds both classes through the settings."""

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.helpers import get_client_ip_address
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import force_bytes

from tipportal.accounts.sessions import note_sign_in

logger = logging.getLogger("tipportal.accounts")

SILENT = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Administrators make the accounts; axes counts the wrong passwords."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "The name and the password do not match. Both are case-sensitive.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
        "too_many_login_attempts": "Too many wrong codes. Wait a quarter of an hour and try again.",
        "rate_limited": "Too many wrong codes. Wait a quarter of an hour and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only the script that asks for a passkey gets JSON."""
        return request.headers.get("Accept") == "application/json" and request.method == "GET"

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that axes counts by; behind a socket there is none, and all share one count."""
        return get_client_ip_address(request) or "127.0.0.1"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: a count by name alone, which allauth would keep, lets anyone lock out anyone."""

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any,
                    **named: Any) -> None:  # fmt: skip
        """Keeps the messages for the account's own pages; nobody needs to be told that they signed in."""
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *rest, **named)

    def send_notification_mail(self, template_prefix: str, user: User, *rest: Any, **named: Any) -> None:
        """allauth says here what happened to an account. No mail goes out; it is written down."""
        logger.info("%s: %s", user.get_username(), template_prefix.rpartition("/")[2].replace("_", " "))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """A deactivated person with a passkey is told no more than one with a wrong key."""
        messages.error(request, MISFIT)
        return redirect("login")

    def login(self, request: HttpRequest, user: User) -> None:
        """After a second step allauth no longer knows which backend took the password, and would take the first of
        the list, which knows nobody."""
        user.backend = "django.contrib.auth.backends.ModelBackend"
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, **named: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **named)
        note_sign_in(request)
        return response


MISFIT = "That key does not fit any account here."


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are sealed before they are stored, so that a copy of the database alone makes no codes."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": "That code or key does not fit."}

    def encrypt(self, text: str) -> str:
        return sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret, or under a changed secret key one that fits no code: its owner needs a recovery by an
        administrator then, not an error page."""
        try:
            return sealer().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.warning("A second factor was sealed under another secret key and fits no code any more.")
            return base64.b32encode(Fernet.generate_key()[:20]).decode()

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002
        return "My passkey"


def sealer() -> MultiFernet:
    """Seals with a key made from the secret key; opens what an older one sealed, too."""
    secrets = [force_bytes(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"tipportal second factor" + secret).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
