"""The same cables and sections as JSON and as plain text, for programs and for reading in a terminal.

`?rev=1` gives the text of an older revision; the head, as everywhere, is the current one's. What a text names is known
of the current one only.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from cables.disclosure import disclosed
from cables.forms import RevisionForm
from cables.heading import head_of
from cables.layers import NamedKind, Naming, namings_in
from cables.models import Cable, Revision
from cables.opening import Answer, OpenSection, captions_of, open_answers, open_section, questions_of
from cables.reading import Block
from cables.views.addresses import cable_page, redirect_for_good
from cables.views.reading import address_of, citation_of, current_of, title_of
from cables.views.sections import find_section


@cable_page(with_text=True)
def detail_json(request: HttpRequest, cable: Cable) -> HttpResponse:
    head = head_of(cable, request.user)
    revision = wanted_of(request, cable)
    answers = open_answers(cable, revision, request.user, questions=questions_of(cable), repairs=False)
    namings = namings_in([answer.text_id for answer in answers], request.user)
    return in_json(
        cable_record(request, cable, revision)
        | {
            "precedence": cable.precedence,
            "from": cable.origin,
            "to": head.action,
            "info": head.info,
            "marking": head.marking,
            "captions": captions_of(cable, request.user),
            "tags": [{"code": tag.code, "name": tag.name} for tag in head.tags],
            "references": [{"letter": r.letter, "text": r.raw, "mrn": r.mrn} for r in head.references],
            "signature": head.signature,
            "truncated": cable.truncated,
            "citation": citation_of(request, cable, revision).text,
            "sections": [
                section_record(request, cable, revision, answer, namings.get(answer.text_id, ())) for answer in answers
            ],
        }
    )


@cable_page(with_text=True)
def detail_text(request: HttpRequest, cable: Cable) -> HttpResponse:
    revision = wanted_of(request, cable)
    answers = open_answers(cable, revision, request.user, questions=questions_of(cable), repairs=False)
    chapter = ""
    parts = [cable_lines(request, cable, revision)]
    for answer in answers:
        if answer.place.chapter != chapter:
            chapter = answer.place.chapter
            parts.append(answer.place.chapter_title.upper())
        parts.append(answer_text(answer))
    return in_text(parts)


@cable_page(with_text=True)
def section_json(request: HttpRequest, cable: Cable, chapter: str, key: str = "") -> HttpResponse:
    if (chapter, key) != (chapter.lower(), key.lower()):
        return redirect_to_section(request, cable, chapter, key)
    opened = found_section(request, cable, chapter, key)
    namings = namings_in([opened.answer.text_id], request.user)
    named = namings.get(opened.answer.text_id, ())
    record = section_record(request, cable, opened.revision, opened.answer, named) | {
        "cable": cable_record(request, cable, opened.revision),
        "citation": citation_of(request, cable, opened.revision, opened.answer.place).text,
    }
    return in_json(record)


@cable_page(with_text=True)
def section_text(request: HttpRequest, cable: Cable, chapter: str, key: str = "") -> HttpResponse:
    if (chapter, key) != (chapter.lower(), key.lower()):
        return redirect_to_section(request, cable, chapter, key)
    opened = found_section(request, cable, chapter, key)
    answer, lines = opened.answer, cable_lines(request, cable, opened.revision)
    citation = citation_of(request, cable, opened.revision, answer.place).text
    return in_text([lines, answer.place.chapter_title.upper(), answer_text(answer), citation])


def redirect_to_section(request: HttpRequest, cable: Cable, chapter: str, key: str) -> HttpResponse:
    names = {"mrn": cable.mrn, "chapter": chapter.lower()} | ({"key": key.lower()} if key else {})
    return redirect_for_good(request, **names)


def wanted_number(request: HttpRequest) -> int | None:
    """The `?rev=` that was asked for. Unfit, it is a bad request: a program must not take another text for it."""
    form = RevisionForm(request.GET)
    if not form.is_valid():
        raise BadRequest("rev is no number of a revision")
    number: int | None = form.cleaned_data["rev"]
    return number


def wanted_of(request: HttpRequest, cable: Cable) -> Revision:
    number = wanted_number(request)
    if number in (None, current_of(cable).number):
        return current_of(cable)
    revision = cable.revisions.filter(number=number).first()
    if revision is None:
        raise Http404
    return revision


def found_section(request: HttpRequest, cable: Cable, chapter: str, key: str) -> OpenSection:
    number = wanted_number(request)
    section = find_section(cable, chapter, key)
    opened = open_section(section, cable, request.user, number=number) if section else None
    if opened is None:
        raise Http404
    return opened


def cable_record(request: HttpRequest, cable: Cable, revision: Revision) -> dict[str, Any]:
    country = cable.country
    return {
        "mrn": cable.mrn,
        "url": request.build_absolute_uri(cable.get_absolute_url()),
        "title": title_of(cable),
        "subject": cable.subject,
        "country": {"iso2": country.iso2, "name": country.name} if country else None,
        "report_year": cable.report_year,
        "sent": cable.dtg.isoformat().replace("+00:00", "Z") if cable.dtg else None,
        "kind": cable.kind,
        "access": cable.access,
        "sample": cable.sample,
        "revision": revision.number,
    }


def section_record(
    request: HttpRequest, cable: Cable, revision: Revision, answer: Answer, named: Sequence[Naming]
) -> dict[str, Any]:
    return {
        "chapter": answer.place.chapter,
        "key": answer.place.key,
        "letters": answer.place.letters,
        "url": address_of(request, cable, revision, answer.place),
        "status": answer.status,
        "heading": answer.heading,
        "questions": [{"key": question.key, "subject": question.subject} for question in answer.questions],
        "text": answer.text,
        "answer": "\n\n".join(block.words for block in answer.body),
        "paragraphs": [paragraph_record(block) for block in answer.blocks],
        **names_record(request, named),
    }


def names_record(request: HttpRequest, namings: Sequence[Naming]) -> dict[str, Any]:
    """The law and the institutions that the section names, by kind, each passage with its place in the section's
    `text`. `checked` says whether somebody has looked at it."""
    return {
        kind.value: [naming_record(request, naming) for naming in namings if naming.named.kind == kind]
        for kind in NamedKind
    }


def naming_record(request: HttpRequest, naming: Naming) -> dict[str, Any]:
    return {
        "name": naming.named.full_name,
        "url": request.build_absolute_uri(naming.named.url),
        "role": naming.role,
        "start": naming.start,
        "end": naming.end,
        "checked": not naming.is_suggested,
    }


def paragraph_record(block: Block) -> dict[str, Any]:
    """A paragraph with its place in the section's `text` and in the decoded source, in characters from 0."""
    return {
        "kind": block.kind,
        "number": block.number,
        "label": block.label,
        "start": block.clean[0],
        "end": block.clean[1],
        "source_start": block.source[0],
        "source_end": block.source[1],
        "text": block.words,
    }


def cable_lines(request: HttpRequest, cable: Cable, revision: Revision) -> str:
    sent = f"{cable.dtg:%d%H%MZ %b %y}".upper() if cable.dtg else ""
    marking = disclosed(cable.marking, cable=cable, person=request.user)
    lines = [
        "SAMPLE: invented for demonstration" if cable.sample else "",
        title_of(cable),
        " · ".join(filter(None, (cable.mrn, sent, marking))),
        cable.subject,
        address_of(request, cable, revision),
    ]
    return "\n".join(filter(None, lines))


def answer_text(answer: Answer) -> str:
    mark = f"{answer.place.mark}. {answer.place.subject}".strip(". ") if answer.place.mark else ""
    return "\n\n".join(filter(None, [mark, answer.text]))


def in_json(record: dict[str, Any]) -> HttpResponse:
    return JsonResponse(record, json_dumps_params={"ensure_ascii": False})


def in_text(parts: list[str]) -> HttpResponse:
    return HttpResponse("\n\n".join(parts) + "\n", content_type="text/plain; charset=utf-8")
