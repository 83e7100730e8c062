"""Notes across the archive: found, listed and handed out. Everything starts at `Comment.objects.visible_to`."""

from cables.notes.filters import NoteFilter
from cables.notes.finding import NoteQuery, Results, find, notes_of

__all__ = ["NoteFilter", "NoteQuery", "Results", "find", "notes_of"]
