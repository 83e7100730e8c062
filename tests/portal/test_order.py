"""Tests that commit empty the tables, so they must run behind all others: the whole run shows whether they do."""

import pytest

from tests.conftest import commits, pytest_collection_modifyitems


def test_tests_that_commit_come_behind_all_others(request: pytest.FixtureRequest) -> None:
    order = [commits(item) for item in request.session.items]
    assert order == sorted(order)


def test_sorting_moves_nothing_else(request: pytest.FixtureRequest) -> None:
    items = list(reversed(request.session.items))
    before = [item for item in items if not commits(item)]
    pytest_collection_modifyitems(items)
    assert [item for item in items if not commits(item)] == before
