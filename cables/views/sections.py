from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from cables.forms import RevisionForm
from cables.margin import tools_for, with_beside, with_names
from cables.models import Cable, Section
from cables.opening import OpenSection, captions_of, open_section
from cables.views.addresses import cable_page, redirect_for_good
from cables.views.reading import address_of, citation_of, rev_query, title_of

DESCRIPTION_LENGTH = 200


class SectionRequest(HttpRequest):
    htmx: HtmxDetails


@cable_page(with_text=True)
def cable_section(request: SectionRequest, cable: Cable, chapter: str, key: str) -> HttpResponse:
    """One answer: the page that a shared link leads to."""
    if (chapter, key) != (chapter.lower(), key.lower()):
        return redirect_for_good(request, mrn=cable.mrn, chapter=chapter.lower(), key=key.lower())
    section = find_section(cable, chapter, key)
    if section is None:
        together = answered_together(cable, chapter, key)
        if together is None:
            raise Http404
        return redirect_for_good(request, mrn=cable.mrn, chapter=chapter, key=together.key)
    return section_page(request, cable, section)


@cable_page(with_text=True)
def cable_chapter(request: SectionRequest, cable: Cable, chapter: str) -> HttpResponse:
    """A chapter's unlettered text; where it has none, the chapter in the reading view."""
    if chapter != chapter.lower():
        return redirect_for_good(request, mrn=cable.mrn, chapter=chapter.lower())
    section = find_section(cable, chapter, "")
    if section is not None:
        return section_page(request, cable, section)
    if not Section.objects.filter(cable=cable, chapter=chapter, current__isnull=False).exists():
        raise Http404
    return HttpResponseRedirect(f"{reverse('cables:detail', args=[cable.mrn])}#{chapter}")


def find_section(cable: Cable, chapter: str, key: str) -> Section | None:
    return cable.sections.filter(chapter=chapter, key=key).first()  # which knows its cable


def answered_together(cable: Cable, chapter: str, key: str) -> Section | None:
    """Where B and C were answered together, the address of C leads to the answer of both."""
    among = Q(key__startswith=f"{key}-") | Q(key__contains=f"-{key}-") | Q(key__endswith=f"-{key}")
    return Section.objects.filter(among, cable=cable, chapter=chapter, current__isnull=False).order_by("key").first()


def section_page(request: SectionRequest, cable: Cable, section: Section) -> HttpResponse:
    form = RevisionForm(request.GET)
    number = form.cleaned_data["rev"] if form.is_valid() else None
    opened = open_section(section, cable, request.user, number=number)
    problem = ""
    if not form.is_valid():
        problem = f"“{request.GET.get('rev', '')}” is no number of a revision; this is the current text."
    elif opened is None:
        problem = f"Revision {number} has no such section; this is the current text."
        opened = open_section(section, cable, request.user)
    if opened is None:
        raise Http404
    template = "cables/_annotated.html" if request.htmx else "cables/cable_section.html"
    response = render(request, template, section_context(request, cable, opened) | {"problem": problem})
    patch_vary_headers(response, ["HX-Request"])
    return response


def section_context(request: HttpRequest, cable: Cable, opened: OpenSection) -> dict[str, object]:
    [answer] = with_names([opened.answer], person=request.user)
    if opened.is_current or opened.gone:  # notes stand at the words of the current text, and stay where it has none
        [answer] = with_beside([answer], where=opened.section, person=request.user)
    place = answer.place
    words = " ".join(" ".join(block.words for block in answer.body).split())
    return {
        "cable": cable,
        "captions": captions_of(cable, request.user),
        "opened": opened,
        "answer": answer,
        "revision": opened.revision,
        "place": place,
        "cable_title": title_of(cable),
        "description": shorten(words),
        "citation": citation_of(request, cable, opened.revision, place),
        "page_url": request.build_absolute_uri(place.path),
        "link_url": address_of(request, cable, opened.revision, place),
        "rev_query": rev_query(cable, opened.revision),
        "source_url": reverse("cables:source", args=[cable.mrn]),
        "notes_path": f"{place.path}notes/",
        **tools_for(request.user, opened.section),
    }


def shorten(words: str) -> str:
    """The first words, whole, for a search engine or a preview of a link."""
    if len(words) <= DESCRIPTION_LENGTH:
        return words
    return f"{words[:DESCRIPTION_LENGTH].rsplit(' ', 1)[0].rstrip(',;:')} …"
