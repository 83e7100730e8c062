"""Pages of the registries beside the admin's own, under `admin/statutes/`."""

from django.urls import path

from statutes.admin.mergers import merge_candidates, merge_institution, merger_page
from statutes.admin.records import deleted_rows, record_history, revert_record
from statutes.admin.steps import curation_step, curation_steps
from statutes.admin.suggestions import decide_suggestion, preview_suggestions, suggested_passages, suggestions

urlpatterns = [
    path("suggestions/", suggestions, name="suggestions"),
    path("suggestions/decide/", decide_suggestion, name="decide_suggestion"),
    path("suggestions/preview/", preview_suggestions, name="preview_suggestions"),
    path("suggestions/<slug:what>/<int:pk>/", suggested_passages, name="suggested_passages"),
    path("steps/", curation_steps, name="curation_steps"),
    path("steps/<uuid:key>/", curation_step, name="curation_step"),
    path("institution/<int:pk>/merge/", merge_institution, name="merge_institution"),
    path("institution/<int:pk>/merge/names/", merge_candidates, name="merge_candidates"),
    path("merger/<int:pk>/moved/", merger_page, name="merger"),
    path("record/<slug:model>/<int:pk>/", record_history, name="record_history"),
    path("record/<slug:model>/<int:pk>/<int:number>/", revert_record, name="revert_record"),
    path("deleted/", deleted_rows, name="deleted_rows"),
]
