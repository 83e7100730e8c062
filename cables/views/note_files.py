"""The lists of notes as files, with the filters of the page and never more than it shows to whoever asks."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from cables.notes import NoteFilter, notes_of
from cables.notes.records import collection_lines, csv_lines
from cables.notes.rows import NoteRow, rows_of, rows_streamed
from cables.views.addresses import public_page

FEED_SIZE = 50
JSON_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 cannot hold


@public_page
def notes_export(request: HttpRequest, kind: str) -> HttpResponse:
    """All notes under the filters, `csv` or `json`, sent as they are read. Unfit filters are a bad request: a program
    must not take more notes for those it asked for."""
    if kind not in ("csv", "json"):
        raise Http404
    filters = NoteFilter(request.GET, person=request.user)
    if filters.problems:
        return refused(filters)
    rows = rows_streamed(notes_of(filters.query, request.user), request.user)
    if kind == "csv":
        response = streamed(csv_lines(rows, request.build_absolute_uri), "text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="notes.csv"'
        return response
    return streamed(collection_lines(rows, request.build_absolute_uri, request.build_absolute_uri()), JSON_LD)


@public_page
def notes_feed(request: HttpRequest) -> HttpResponse:
    """The newest notes under the filters as an Atom feed: without a session, the public ones."""
    filters = NoteFilter(request.GET, person=request.user)
    if filters.problems:
        return refused(filters)
    query = request.GET.urlencode()
    feed = NotesFeed(
        title="Notes · tipportal",
        link=request.build_absolute_uri(f"{reverse('notes')}?{query}" if query else reverse("notes")),
        feed_url=request.build_absolute_uri(),
        description="",
    )
    for row in rows_of(notes_of(filters.query, request.user)[:FEED_SIZE], request.user):
        add_entry(feed, row, request)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


class NotesFeed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """When the newest entry was written or edited; of an empty feed a fixed date, since nothing has changed."""
        dates = [entry["updateddate"] for entry in self.items]
        return max(dates, default=datetime(1970, 1, 1, tzinfo=UTC))


def streamed(lines: Iterable[str], content_type: str) -> HttpResponse:
    response: Any = StreamingHttpResponse(lines, content_type=content_type)
    answer: HttpResponse = response  # as views say it; nobody asks one that is streamed for its content
    return answer


def add_entry(feed: Atom1Feed, row: NoteRow, request: HttpRequest) -> None:
    feed.add_item(
        title=UNPRINTABLE.sub("", row.name),
        link=request.build_absolute_uri(row.address),
        description=UNPRINTABLE.sub("", row.html),
        author_name=UNPRINTABLE.sub("", row.author),
        unique_id=f"urn:uuid:{row.key}",
        pubdate=row.created_at,
        updateddate=row.edited_at or row.created_at,
    )


def refused(filters: NoteFilter) -> HttpResponse:
    problems = "\n".join(problem for told in filters.problems.values() for problem in told)
    return HttpResponse(f"{problems}\n", status=400, content_type="text/plain; charset=utf-8")
