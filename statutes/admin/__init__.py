"""The registries in the admin: every entry with what belongs to it, the suggestions that wait, mergers, the history."""

from statutes.admin import institutions, law, mentions

__all__ = ["institutions", "law", "mentions"]
