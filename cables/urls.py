from django.urls import path, register_converter
from django.urls.resolvers import URLPattern

from cables.converters import ChapterConverter, KeyConverter, MrnConverter
from cables.views import codings, comments, files, history, lists, reading, review, sections, sources

register_converter(MrnConverter, "mrn")
register_converter(ChapterConverter, "chapter")
register_converter(KeyConverter, "key")

app_name = "cables"
urlpatterns: list[URLPattern] = [
    path("", lists.cable_list, name="list"),
    path("<mrn:mrn>.json", files.detail_json, name="detail_json"),
    path("<mrn:mrn>.txt", files.detail_text, name="detail_text"),
    path("<mrn:mrn>/", reading.cable_detail, name="detail"),
    path("<mrn:mrn>/source/", sources.cable_source, name="source"),
    path("<mrn:mrn>/source.txt", sources.source_bytes, name="source_bytes"),
    path("<mrn:mrn>/history/", history.cable_history, name="history"),
    path("<mrn:mrn>/<chapter:chapter>/", sections.cable_chapter, name="chapter"),
    path("<mrn:mrn>/<chapter:chapter>.json", files.section_json, name="chapter_json"),
    path("<mrn:mrn>/<chapter:chapter>.txt", files.section_text, name="chapter_text"),
    path("<mrn:mrn>/<chapter:chapter>/codes/", codings.section_codes, name="chapter_codes"),
    path("<mrn:mrn>/<chapter:chapter>/<key:key>/codes/", codings.section_codes, name="section_codes"),
    path("<mrn:mrn>/<chapter:chapter>/review/", review.section_review, name="chapter_review"),
    path("<mrn:mrn>/<chapter:chapter>/<key:key>/review/", review.section_review, name="section_review"),
    path("<mrn:mrn>/<chapter:chapter>/notes/", comments.section_notes, name="chapter_notes"),
    path("<mrn:mrn>/<chapter:chapter>/<key:key>/notes/", comments.section_notes, name="section_notes"),
    path("<mrn:mrn>/<chapter:chapter>/<key:key>/", sections.cable_section, name="section"),
    path("<mrn:mrn>/<chapter:chapter>/<key:key>.json", files.section_json, name="section_json"),
    path("<mrn:mrn>/<chapter:chapter>/<key:key>.txt", files.section_text, name="section_text"),
]
