from django.urls import path
from django.urls.resolvers import URLPattern

from cables.views import adjudication, exercises

urlpatterns: list[URLPattern] = [
    path("", exercises.exercises, name="exercises"),
    path("new/", exercises.exercise_new, name="exercise_new"),
    path("<slug:slug>/", exercises.exercise, name="exercise"),
    path("<slug:slug>/finish/", exercises.exercise_finish, name="exercise_finish"),
    path("<slug:slug>/take-back/", exercises.exercise_take_back, name="exercise_take_back"),
    path("<slug:slug>/without/<str:username>/", exercises.exercise_without, name="exercise_without"),
    path("<slug:slug>/agreement/", adjudication.exercise_agreement, name="exercise_agreement"),
    path("<slug:slug>/agreement.csv", adjudication.agreement_csv, name="agreement_csv"),
    path("<slug:slug>/decisions.csv", adjudication.decisions_csv, name="decisions_csv"),
    path("<slug:slug>/adjudicate/", adjudication.exercise_adjudicate, name="exercise_adjudicate"),
    path(
        "<slug:slug>/adjudicate/<slug:code>/<mrn:mrn>/<chapter:chapter>/",
        adjudication.exercise_difference,
        name="exercise_chapter_difference",
    ),
    path(
        "<slug:slug>/adjudicate/<slug:code>/<mrn:mrn>/<chapter:chapter>/<key:key>/",
        adjudication.exercise_difference,
        name="exercise_difference",
    ),
    path("<slug:slug>/<mrn:mrn>/<chapter:chapter>/", exercises.exercise_section, name="exercise_chapter"),
    path("<slug:slug>/<mrn:mrn>/<chapter:chapter>/<key:key>/", exercises.exercise_section, name="exercise_section"),
]
