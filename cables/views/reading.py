from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cables.citations import Citation
from cables.forms import RevisionForm
from cables.heading import head_of
from cables.margin import tools_for, with_beside, with_names
from cables.models import Cable, Post, Revision
from cables.opening import Place, captions_of, chapters_of, open_answers, questions_of, warnings_of
from cables.views.addresses import cable_page


@cable_page(with_text=True)
def cable_detail(request: HttpRequest, cable: Cable) -> HttpResponse:
    """The reading view: the whole input, its chapters, and where each answer can be linked and cited."""
    revision = current_of(cable)
    questions = questions_of(cable)
    answers = with_beside(
        with_names(open_answers(cable, revision, request.user, questions=questions), person=request.user),
        where=cable,
        person=request.user,
    )
    whole = cable.part_of is None and not cable.truncated
    context = {
        "cable": cable,
        "revision": revision,
        "title": title_of(cable),
        "head": head_of(cable, request.user),
        "problems": problems_of(request, cable, revision),
        "repaired": any(answer.is_repaired for answer in answers),
        "suggests": any(answer.names.is_suggested for answer in answers),
        "chapters": chapters_of(answers, questions.values(), whole=whole),
        "source_url": reverse("cables:source", args=[cable.mrn]),
        "citation": citation_of(request, cable, revision),
        "captions": captions_of(cable, request.user),
        "warnings": warnings_of(revision, cable, request.user),
        "page_url": request.build_absolute_uri(cable.get_absolute_url()),
        **tools_for(request.user),
    }
    return render(request, "cables/cable_detail.html", context)


def problems_of(request: HttpRequest, cable: Cable, current: Revision) -> list[str]:
    """What cannot be done about `?rev=`: the reading view shows the current text."""
    form = RevisionForm(request.GET)
    if not form.is_valid():
        return [f"“{request.GET.get('rev', '')}” is no number of a revision; this is the current text."]
    number = form.cleaned_data["rev"]
    if number in (None, current.number):
        return []
    if not cable.revisions.filter(number=number).exists():
        return [f"This cable has no revision {number}; this is the current text."]
    return [f"This is the current text. What changed since revision {number} is in the history."]


def current_of(cable: Cable) -> Revision:
    """The current revision; visible cables have one (`visible_to`)."""
    assert cable.current is not None  # noqa: S101 - for the type checker: the queryset leaves others out
    return cable.current


def title_of(cable: Cable) -> str:
    """`Guatemala, input for the 2008 report`; a cable that is no input is called by its subject."""
    if cable.is_input and cable.country and cable.report_year:
        part = f", part {cable.part_number} of {cable.part_of}" if cable.part_of else ""
        return f"{cable.country.name}, input for the {cable.report_year} report{part}"
    return cable.subject or cable.mrn


def author_of(cable: Cable) -> str:
    post: Post | None = cable.post
    if post is None:
        return cable.origin.title()
    return f"U.S. {post.kind.capitalize() or 'Embassy'} {post.name}"


def rev_query(cable: Cable, revision: Revision) -> str:
    """`?rev=1` for a revision that is not current any more: what an address needs to lead to that text."""
    return "" if revision.pk == cable.current_id else f"?rev={revision.number}"


def address_of(request: HttpRequest, cable: Cable, revision: Revision, place: Place | None = None) -> str:
    """Where this very text is: of a whole cable at an older revision its text file, for the reading view is current."""
    query = rev_query(cable, revision)
    whole = reverse("cables:detail_text", args=[cable.mrn]) if query else cable.get_absolute_url()
    return request.build_absolute_uri(f"{place.path if place else whole}{query}")


def citation_of(request: HttpRequest, cable: Cable, revision: Revision, place: Place | None = None) -> Citation:
    return Citation(
        author=author_of(cable),
        title=cable.subject or cable.mrn,
        mrn=cable.mrn,
        sent=cable.dtg,
        year=cable.year,
        url=address_of(request, cable, revision, place),
        revision=revision.number,
        part=place.name if place else "",
        sample=cable.sample,
    )
