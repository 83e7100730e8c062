from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import http_date, quote_etag

from cables.disclosure import may_have_bytes
from cables.forms import SourceForm
from cables.models import Cable
from cables.opening import captions_of, source_of, warnings_of
from cables.parsing.structure import SpanKind
from cables.source_lines import kinds_in, typeset_lines
from cables.views.addresses import cable_page
from cables.views.reading import current_of, title_of


@cable_page(with_text=True)
def cable_source(request: HttpRequest, cable: Cable) -> HttpResponse:
    """The source as received, every character in its labelled span."""
    form = SourceForm(request.GET)
    chosen: list[str] = form.cleaned_data["kind"] if form.is_valid() else []
    revision = current_of(cable)
    source = source_of(revision, cable, request.user)
    counts = kinds_in(source)
    context = {
        "cable": cable,
        "title": title_of(cable),
        "revision": revision,
        "problems": form.errors.get("kind", []),
        "kinds": [(kind.value, counts.get(kind.value, 0), kind.value in chosen) for kind in SpanKind],
        "chosen": chosen,
        "lines": typeset_lines(source, frozenset(chosen)),
        "line_count": len(source.lines),
        "captions": captions_of(cable, request.user),
        "warnings": warnings_of(revision, cable, request.user),
        "has_bytes": may_have_bytes(cable, request.user),
    }
    return render(request, "cables/cable_source.html", context)


@cable_page(with_text=True)
def source_bytes(request: HttpRequest, cable: Cable) -> HttpResponse:
    """The exact bytes that the current revision was read from."""
    if not may_have_bytes(cable, request.user):
        raise Http404
    source = current_of(cable).source
    response = HttpResponse(bytes(source.content), content_type=f"text/plain; charset={source.encoding}")
    response["Content-Disposition"] = f'inline; filename="{cable.mrn}.txt"'
    response["ETag"] = quote_etag(source.sha256)
    response["Last-Modified"] = http_date(source.received_at.timestamp())
    return response
