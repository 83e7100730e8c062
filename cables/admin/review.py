from django.contrib import admin
from django.http import HttpRequest

from cables.admin.bases import AnyAdmin, VisibleMixin
from cables.models import Assignment, Review


@admin.register(Review)
class ReviewAdmin(VisibleMixin, AnyAdmin):
    """Reading states are set where the section is read, with a look at what it was; here they are looked through."""

    list_display = ("section", "mrn", "state", "set_by", "set_at")
    list_filter = ("state", "set_by", "section__chapter")
    list_select_related = ("section__cable", "set_by")
    search_fields = ("section__cable__mrn", "set_by__username")
    date_hierarchy = "set_at"
    ordering = ("-set_at", "pk")
    readonly_fields = ("section", "state", "set_by", "set_at", "version")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return False

    @admin.display(description="MRN", ordering="section__cable__mrn")
    def mrn(self, review: Review) -> str:
        return review.section.cable.mrn

    def view_on_site(self, obj: Review) -> str:
        return obj.section.get_absolute_url()


@admin.register(Assignment)
class AssignmentAdmin(VisibleMixin, AnyAdmin):
    """Made on the page of assignments, which knows who may read the cable; put right and removed here."""

    list_display = ("person", "what", "note", "made_by", "made_at")
    list_filter = ("person", "made_by")
    list_select_related = ("person", "cable", "topic", "made_by")
    search_fields = ("person__username", "person__last_name", "cable__mrn", "topic__name", "note")
    ordering = ("person__username", "made_at", "pk")
    readonly_fields = ("person", "cable", "topic", "made_by", "made_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="cable or topic")
    def what(self, assignment: Assignment) -> str:
        return str(assignment.cable or assignment.topic)
