"""The cast. Each is a fixture; a test asks for those it needs.

reader         nobody: not signed in
analyst        an analyst
teammate       an analyst of the same team
outsider       an analyst of another team
curator        may use the admin
administrator  may do everything
"""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group, User
from django.test import Client

Person = User | AnonymousUser


def person(name: str, *, role: str, is_staff: bool = False, is_superuser: bool = False) -> User:
    """An account called `name` in the group of `role`; its password cannot be used, tests sign in without."""
    user = get_user_model().objects.create_user(username=name, is_staff=is_staff, is_superuser=is_superuser)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def reader() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def analyst(db: None) -> User:
    return person("analyst", role="analyst")


@pytest.fixture
def teammate(db: None) -> User:
    return person("teammate", role="analyst")


@pytest.fixture
def outsider(db: None) -> User:
    return person("outsider", role="analyst")


@pytest.fixture
def curator(db: None) -> User:
    return person("curator", role="curator", is_staff=True)


@pytest.fixture
def administrator(db: None) -> User:
    return person("administrator", role="administrator", is_staff=True, is_superuser=True)


@pytest.fixture
def client_for() -> Callable[[Person], Client]:
    """`client_for(curator)` is a browser in which that person is signed in."""

    def sign_in(user: Person) -> Client:
        client = Client()
        if isinstance(user, User):
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
