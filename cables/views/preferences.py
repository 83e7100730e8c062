from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cables.notes.preferences import PreferenceForm
from cables.views.saved import person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note_preferences(request: HttpRequest) -> HttpResponse:
    """What this person chose for their notes; POST keeps another choice."""
    form = PreferenceForm(request.POST if request.method == "POST" else None, person=person_of(request))
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, "Your preferences are saved.")
        return redirect("note_preferences")
    return render(request, "cables/note_preferences.html", {"form": form}, status=422 if form.is_bound else 200)
