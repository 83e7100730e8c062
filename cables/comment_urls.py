from django.urls import path
from django.urls.resolvers import URLPattern

from cables.views import note

urlpatterns: list[URLPattern] = [
    path("<uuid:key>/", note.note, name="note"),
    path("<uuid:key>/reply/", note.note_reply, name="note_reply"),
    path("<uuid:key>/edit/", note.note_edit, name="note_edit"),
    path("<uuid:key>/delete/", note.note_delete, name="note_delete"),
    path("<uuid:key>/resolve/", note.note_resolve, name="note_resolve"),
    path("<uuid:key>/reopen/", note.note_reopen, name="note_reopen"),
    path("<uuid:key>/versions/", note.note_versions, name="note_versions"),
]
