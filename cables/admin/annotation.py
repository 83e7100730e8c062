from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cables.admin.bases import AnyAdmin, ReadOnlyMixin, ReferenceMixin, VisibleMixin
from cables.commenting import delete
from cables.models import Comment, Team, Visibility


@admin.register(Team)
class TeamAdmin(ReferenceMixin, AnyAdmin):
    """Who reads whose notes. A team that notes were written for stays."""

    list_display = ("name", "slug", "member_count")
    search_fields = ("name", "members__username", "members__last_name")
    autocomplete_fields = ("members",)
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(number=Count("members"))
        return counted

    @admin.display(description="members", ordering="number")
    def member_count(self, team: Any) -> int:
        return int(team.number)


@admin.register(Comment)
class CommentAdmin(ReadOnlyMixin, VisibleMixin, AnyAdmin):
    """Public notes, to be removed where they should not stand. What was not written for everybody is not here, for
    nobody."""

    list_display = ("excerpt", "author", "section", "mrn", "created_at", "status", "on_site")
    list_filter = ("status", "created_at", ("root", admin.EmptyFieldListFilter))
    list_select_related = ("author", "section__cable")
    search_fields = ("body", "author__username", "author__last_name", "section__cable__mrn")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    fields = ("section", "quote", "body", "author", "created_at", "edited_at", "status")
    readonly_fields = ("quote",)
    actions = ("remove",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(visibility=Visibility.PUBLIC, deleted_at__isnull=True)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_moderate_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return self.has_moderate_permission(request)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("cables.moderate_comment")

    @admin.action(description="Remove the chosen notes", permissions=["moderate"])
    def remove(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Shows what would be removed; asked again, removes it. That there was a note stays in its thread."""
        notes = queryset.select_related("author", "section__cable")
        if "removed" not in request.POST:
            context = self.admin_site.each_context(request) | {
                "title": "Remove these notes?",
                "notes": notes,
                "opts": self.model._meta,
                "media": self.media,
            }
            return TemplateResponse(request, "admin/cables/comment/remove.html", context)
        number = 0
        for note in notes:
            self.log_change(request, delete(comment=note, person=request.user), "Removed.")  # type: ignore[arg-type]
            number += 1
        self.message_user(request, f"{number} note{'s were' if number != 1 else ' was'} removed.", messages.SUCCESS)
        return None

    def view_on_site(self, obj: Comment) -> str:
        return obj.get_absolute_url()

    @admin.display(description="note")
    def excerpt(self, note: Comment) -> str:
        words = " ".join(note.body.split())
        return words if len(words) <= 120 else f"{words[:119]}…"

    @admin.display(description="MRN", ordering="section__cable__mrn")
    def mrn(self, note: Comment) -> str:
        return note.section.cable.mrn

    @admin.display(description="passage")
    def quote(self, note: Comment) -> str:
        return note.passage.exact if note.passage else ""

    @admin.display(description="page")
    def on_site(self, note: Comment) -> SafeString:
        return format_html('<a href="{}">Read</a>', note.get_absolute_url())
