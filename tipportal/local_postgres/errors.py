"""The one error of the embedded server."""

from django.db import OperationalError


class LocalPostgresError(OperationalError):
    """The embedded server cannot be used; the message is a sentence for the person who runs the portal.

    It is an `OperationalError` so that whatever copes with an unreachable database copes with this too.
    """
