"""What other applications do with a cable once a reading of it is current: in the same transaction, in their order.

They join when they are loaded; `cables` knows none of them.
"""

from collections.abc import Callable

from cables.models import Cable

Follower = Callable[[Cable], object]

_followers: list[Follower] = []


def join(follower: Follower) -> None:
    """From now on `follower` is called with every cable whose current reading, or whose country, is another."""
    if follower not in _followers:
        _followers.append(follower)


def follow_up(cable: Cable) -> None:
    for follower in _followers:
        follower(cable)
