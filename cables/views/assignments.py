from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cables.models import Assignment, Topic
from cables.review_forms import AssignmentForm, UnassignForm
from cables.reviewing import CannotReviewError, assign, unassign
from cables.reviews import assigns
from cables.views.members import for_members, member_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def review_assignments(request: HttpRequest) -> HttpResponse:
    """Who was asked to review what; POST asks somebody."""
    person = member_of(request)
    if request.method != "POST":
        return listing(request, AssignmentForm(initial={"person": person.username, **request.GET.dict()}, asker=person))
    if not assigns(person):
        raise PermissionDenied
    form = AssignmentForm(request.POST, asker=person)
    if not form.is_valid():
        return listing(request, form, status=422)
    sent = form.cleaned_data
    try:
        assign(to=sent["person"], by=person, cable=sent["cable"], topic=sent["topic"], note=sent["note"])
    except CannotReviewError as refused:
        form.add_error("cable" if sent["cable"] else "person", str(refused))
        return listing(request, form, status=422)
    return redirect("review_assignments")


@require_POST
@for_members
def assignment_remove(request: HttpRequest) -> HttpResponse:
    """Takes an assignment back; one that is no longer there is gone already."""
    person = member_of(request)
    if not assigns(person):
        raise PermissionDenied
    form = UnassignForm(request.POST, asker=person)
    if not form.is_valid():
        return listing(request, AssignmentForm(asker=person), status=422, problems=form.problems)
    sent = form.cleaned_data
    unassign(person=sent["person"], cable=sent["cable"], topic=sent["topic"])
    return redirect("review_assignments")


def listing(
    request: HttpRequest, form: AssignmentForm, *, status: int = 200, problems: list[str] | None = None
) -> HttpResponse:
    person = member_of(request)
    related = ("person", "made_by", "cable__country", "topic")
    held = Assignment.objects.visible_to(person).select_related(*related)
    order = ("person__last_name", "person__username", "cable__mrn", "topic__name")
    columns = ("note", "made_at", "person", "made_by", "cable__mrn", "cable__report_year", "cable__country", "topic")
    context = {
        "form": form,
        "problems": [*(problems or []), *form.non_field_errors()],
        "assignments": held.order_by(*order).only(*columns),
        "topics": Topic.objects.all(),
        "may_assign": assigns(person),
    }
    return render(request, "cables/review_assignments.html", context, status=status)
