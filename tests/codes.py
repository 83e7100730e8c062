"""What an authenticator app computes (RFC 6238), for tests that set one up and sign in with it."""

import base64
import hmac
import time
from hashlib import sha1

PERIOD = 30


def code_of(secret: str, *, later: int = 0) -> str:
    """The six digits that an app with this secret shows now, or `later` half minutes from now."""
    counter = int(time.time()) // PERIOD + later
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
