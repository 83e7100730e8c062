from django.urls import path
from django.urls.resolvers import URLPattern

from cables.views import inbox, note_files, notes, preferences

urlpatterns: list[URLPattern] = [
    path("", notes.notes, name="notes"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox_read"),
    path("inbox/<uuid:key>/read/", inbox.read_one, name="notice_read"),
    path("inbox/<uuid:key>/open/", inbox.open_one, name="notice_open"),
    path("preferences/", preferences.note_preferences, name="note_preferences"),
    path("export.<str:kind>", note_files.notes_export, name="notes_export"),
    path("feed.atom", note_files.notes_feed, name="notes_feed"),
]
