from django.urls import path
from django.urls.resolvers import URLPattern

from cables.views import assignments, progress, review

urlpatterns: list[URLPattern] = [
    path("", review.review, name="review"),
    path("progress/", progress.review_progress, name="review_progress"),
    path("assignments/", assignments.review_assignments, name="review_assignments"),
    path("assignments/remove/", assignments.assignment_remove, name="assignment_remove"),
]
