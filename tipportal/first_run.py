"""The sign-ins of a new installation: one for each role, with passwords that nobody chose."""

import secrets
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from axes.utils import reset as forget_failed_attempts
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

# Without the letters and digits that are mistaken for one another when read from a screen.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 5  # 20 of 31 characters: 99 bits


@dataclass(frozen=True, slots=True)
class SignIn:
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Role:
    """A first account; its name is its group's name too."""

    name: str
    is_staff: bool
    is_superuser: bool


ROLES = (
    Role("administrator", is_staff=True, is_superuser=True),
    Role("curator", is_staff=True, is_superuser=False),
    Role("analyst", is_staff=False, is_superuser=False),
)


def is_first_run() -> bool:
    """No account was made yet. Whoever deletes one of the first accounts later does not get it back."""
    return not get_user_model().objects.exists()


@transaction.atomic
def make_sign_ins() -> list[SignIn]:
    """Makes an account for each role and returns them with their passwords, which are kept nowhere else."""
    made = []
    for role in ROLES:
        password = new_password()
        user = get_user_model().objects.create_user(
            username=role.name, password=password, is_staff=role.is_staff, is_superuser=role.is_superuser
        )
        user.groups.add(Group.objects.get(name=role.name))
        made.append(SignIn(role.name, password))
    return made


@transaction.atomic
def reset_sign_ins() -> list[SignIn]:
    """New passwords for those of the first accounts that exist; ends their sessions, removes their second factors and
    lets them in again after too many failed attempts: it is the way back in when nothing else is left."""
    changed = []
    for user in get_user_model().objects.filter(username__in=[role.name for role in ROLES]).order_by("pk"):
        password = new_password()
        user.set_password(password)
        user.save(update_fields=["password"])
        forget_failed_attempts(username=user.username)
        Authenticator.objects.filter(user=user).delete()
        changed.append(SignIn(user.username, password))
    return changed


def new_password() -> str:
    """Twenty random characters in four groups."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
