"""A limit on how many wrong passwords may come from one address, whatever names they are tried on."""

from typing import Any

from axes.exceptions import AxesBackendPermissionDenied
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone


def failures_from(address: str | None) -> int:
    """Wrong passwords from this address, on all names together, within the time of a lock-out."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=since)
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


class AddressLimitBackend(BaseBackend):
    """Signs nobody in. It refuses an address that has tried too often, as axes refuses one that tries one name."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        if request is None:
            return
        if failures_from(get_client_ip_address(request)) >= settings.FAILURES_FROM_ONE_ADDRESS:
            request.axes_locked_out = True  # type: ignore[attr-defined]  # axes' middleware answers with 429
            raise AxesBackendPermissionDenied("too many wrong passwords from this address")
