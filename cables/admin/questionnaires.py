from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from cables.admin.bases import AnyAdmin, AnyInline, ReferenceMixin
from cables.models import Question, Questionnaire, Topic


class QuestionInline(ReferenceMixin, AnyInline):
    model = Question
    extra = 0
    fields = ("position", "chapter", "key", "subject", "topic", "certainty")
    autocomplete_fields = ("topic",)
    show_change_link = True


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReferenceMixin, AnyAdmin):
    list_display = ("report_year", "ref", "completeness", "question_count")
    search_fields = ("=report_year", "ref")
    inlines = (QuestionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(number=Count("questions"))
        return counted

    @admin.display(description="questions", ordering="number")
    def question_count(self, questionnaire: Any) -> int:
        return int(questionnaire.number)


@admin.register(Question)
class QuestionAdmin(ReferenceMixin, AnyAdmin):
    list_display = ("questionnaire", "chapter", "key", "subject", "topic", "certainty")
    list_display_links = ("key", "subject")
    list_filter = ("questionnaire__report_year", "chapter", "certainty")
    list_select_related = ("questionnaire", "topic")
    search_fields = ("subject", "summary", "topic__name")
    autocomplete_fields = ("questionnaire", "topic")


@admin.register(Topic)
class TopicAdmin(ReferenceMixin, AnyAdmin):
    list_display = ("name", "slug", "question_count")
    search_fields = ("name", "slug", "description")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(number=Count("questions"))
        return counted

    @admin.display(description="questions", ordering="number")
    def question_count(self, topic: Any) -> int:
        return int(topic.number)
