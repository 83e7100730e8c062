from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.access.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all tests of a module, which change it only inside of `undone`."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
