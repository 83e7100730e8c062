"""What people are called on pages and in files."""

from django.contrib.auth.models import User


def name_of(person: User | None) -> str:
    """The full name, else the user name; "" for nobody."""
    return (person.get_full_name() or person.get_username()) if person else ""
