from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cables.margin import with_beside
from cables.models import Cable, Review, Section
from cables.opening import OpenSection, Place, captions_of, open_section
from cables.people import name_of
from cables.review_filters import QueueFilter
from cables.review_forms import StateForm
from cables.review_queue import Queue, Spot, Standing, find_spot
from cables.reviewing import MeanwhileError, StateSet, set_state
from cables.reviews import assigns, sets_states, state_of, with_states
from cables.views.addresses import WITHOUT_TEXT, find_cable
from cables.views.members import for_members, member_of, refused
from cables.views.reading import title_of
from cables.views.sections import find_section
from cables.views.writing import wants_json

PASSING = ("at", "after", "last")  # where somebody stands, not what is in the queue


@require_POST
@for_members
def section_review(request: HttpRequest, mrn: str, chapter: str, key: str = "") -> HttpResponse:
    """Sets the reading state of a section. Who comes second is answered 409 with what it is now."""
    cable = find_cable(request, mrn, with_text=False)
    section = find_section(cable, chapter.lower(), key.lower())
    if section is None or section.current_id is None:
        raise Http404
    person = member_of(request)
    if not sets_states(person):
        return refused(request, "Your account may not review.")
    place = Place(cable.mrn, section.chapter, section.key, tuple(section.current.keys) if section.current else ())
    form = StateForm(request.POST)
    if not form.is_valid():
        return unfit(request, form, section, place)
    sent = form.cleaned_data
    try:
        done = set_state(section=section, state=sent["state"], person=person, version=sent["version"])
    except MeanwhileError as meanwhile:
        return conflict(request, meanwhile, place, cable, sent["next"])
    return answered(request, done, section, place, sent["next"])


def answered(request: HttpRequest, done: StateSet, section: Section, place: Place, then: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = render(request, "cables/_review.html", shown(section, place))
        response["HX-Trigger"] = "reviewed"
        return response
    if wants_json(request):
        return JsonResponse(state_json(done.review, place))
    if not then:
        return redirect(f"{place.path}#state-{place.anchor}")
    if not done.is_changed:
        return redirect(then)
    last = f"{'/'.join(filter(None, (place.mrn, place.chapter, place.key)))}:{done.was}:{done.review.version}"
    return redirect(f"{then}{'&' if '?' in then else '?'}{urlencode({'last': last})}")


def unfit(request: HttpRequest, form: StateForm, section: Section, place: Place) -> HttpResponse:
    problems = [error for errors in form.errors.values() for error in errors]
    if wants_json(request):
        return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
    context = shown(section, place) | {"problems": problems}
    template = "cables/_review.html" if request.headers.get("HX-Request") else "cables/review_unfit.html"
    return render(request, template, context, status=422)


def conflict(request: HttpRequest, meanwhile: MeanwhileError, place: Place, cable: Cable, then: str) -> HttpResponse:
    if wants_json(request) and not request.headers.get("HX-Request"):
        current = state_json(meanwhile.review, place)
        return JsonResponse({"error": str(meanwhile), "current": current, "asked": meanwhile.asked}, status=409)
    context = {
        "review": meanwhile.review,
        "by": name_of(meanwhile.review.set_by) if meanwhile.review.version else "",
        "asked": meanwhile.asked,
        "asked_label": Review.State(meanwhile.asked).label,
        "place": place,
        "cable_title": title_of(cable),
        "next": then,
    }
    is_swap = request.headers.get("HX-Request")
    template = "cables/_review_conflict.html" if is_swap else "cables/review_conflict.html"
    return render(request, template, context, status=409)


def shown(section: Section, place: Place) -> dict[str, object]:
    """What `_review.html` needs, read anew."""
    fresh = with_states(Section.objects.filter(pk=section.pk)).get()
    return {"review": state_of(fresh), "place": place, "may_review": True, "is_open": True}


def state_json(review: Review, place: Place) -> dict[str, object]:
    return {
        "section": place.path,
        "state": review.state,
        "version": review.version,
        "set_by": name_of(review.set_by) if review.version else None,
        "set_at": review.set_at if review.version else None,
    }


@dataclass(frozen=True, slots=True)
class LastChange:
    """What the person did last in this queue. `is_mine` is False where somebody set it again meanwhile."""

    place: Place
    spot: str
    review: Review
    was: str
    is_mine: bool

    @property
    def was_label(self) -> str:
        return Review.State(self.was).label

    @property
    def by(self) -> str:
        return name_of(self.review.set_by)


def last_change(value: str, person: User) -> LastChange | None:
    """From `08GUATEMALA327/prosecution/b:to-do:2`: the section, its state before and its version after."""
    name, _, rest = value.partition(":")
    was, _, version = rest.partition(":")
    spot = find_spot(name, person)
    if spot is None or was not in Review.State.values:
        return None
    review = Review.objects.visible_to(person).select_related("set_by").filter(section=spot.key[-1]).first()
    if review is None:
        return None
    is_mine = str(review.version) == version and review.set_by == person
    return LastChange(spot.place, spot.name, review, was, is_mine)


@require_safe
@for_members
def review(request: HttpRequest) -> HttpResponse:
    """The queue, with the section that is to be read now in full."""
    person = member_of(request)
    found = QueueFilter(request.GET, person=person)
    problems = found.problems
    asked = {}
    for name in ("at", "after"):
        if value := request.GET.get(name, ""):
            asked[name] = find_spot(value, person)
            if asked[name] is None:
                problems.append(f"There is no section “{value[:200]}” to review; this is the first of the queue.")
    queue = Queue(found.sections, found.states)
    standing = queue.stand(**asked)
    last = last_change(request.GET.get("last", ""), person)
    context = {
        "problems": problems,
        "standing": standing,
        "last": last,
        "undo_url": queue_address(request.GET, at=last.spot) if last else "",
        "may_assign": assigns(person),
        **choices(found, queue.counts),
        **(reading(request, standing.here, person) if standing.here else {}),
        **ways(request.GET, standing),
    }
    return render(request, "cables/review.html", context)


def choices(found: QueueFilter, counts: dict[str, int]) -> dict[str, object]:
    """What can be chosen, what is, and how many of the queue are in which state."""
    names = {"country": ("Country", found.countries), "year": ("Report year", found.years)}
    facets = []
    for name, (label, options) in (names | {"topic": ("Topic", found.topics)}).items():
        chosen = found.data.getlist(name)
        rows = [(value, title, value in chosen) for value, title in options.items()]
        facets.append((name, label, {"all": rows, "several": len(chosen) > 1}))
    chosen_by_name = [name for name in ("country", "year", "topic", "state", "text") if any(found.data.getlist(name))]
    return {
        "found": found,
        "facets": facets,
        "people": [(username, name_of(one)) for username, one in found.people.items()],
        "states": [(value, label, counts[value], value in found.states) for value, label in Review.State.choices],
        "all": sum(counts.values()),
        "chosen": len(chosen_by_name),
    }


def reading(request: HttpRequest, here: Spot, person: User) -> dict[str, object]:
    """The section as the page shows it."""
    sections = Section.objects.visible_to(person).filter(pk=here.key[-1])
    heavy = [f"cable__{name}" for name in WITHOUT_TEXT]
    section = with_states(sections).select_related("cable__country", "cable__current__source").defer(*heavy).get()
    cable = section.cable
    opened: OpenSection | None = open_section(section, cable, person)
    assert opened is not None  # noqa: S101 - sections of the queue have a current text
    (answer,) = with_beside([opened.answer], where=section, person=person)
    return {
        "cable": cable,
        "cable_title": title_of(cable),
        "captions": captions_of(cable, person),
        "answer": answer,
        "place": answer.place,
        "review": state_of(section),
        "may_review": sets_states(person),
        "source_url": reverse("cables:source", args=[cable.mrn]),
    }


def queue_address(data: QueryDict, **more: str) -> str:
    """This queue's address, without where somebody stands in it, or with where `more` says."""
    query = data.copy()
    for name in PASSING:
        query.pop(name, None)
    for name, value in more.items():
        query[name] = value
    return f"{reverse('review')}?{query.urlencode(safe='/')}" if query else reverse("review")


def ways(data: QueryDict, standing: Standing) -> dict[str, str]:
    """The addresses that lead on from here."""
    if standing.here is None:
        return {}
    spots = {"previous_url": standing.previous, "next_url": standing.next}
    there = {name: queue_address(data, at=spot.name) for name, spot in spots.items() if spot}
    here = standing.here.name
    return there | {"stay_url": queue_address(data, at=here), "after_url": queue_address(data, after=here)}
