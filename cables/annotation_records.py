"""Threads as JSON: annotations in the words of the W3C Web Annotation Data Model, and what the portal adds to them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse

from cables.models import CommentVersion
from cables.threads import ShownComment, ShownThread

Record = dict[str, Any]
Absolute = Callable[[str], str]  # an address of the portal, with its origin

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def page_record(threads: Iterable[ShownThread], *, place: str, address: str, absolute: Absolute) -> Record:
    """All comments of the threads on the section at the path `place`, each reply behind what it answers."""
    items = [record for thread in threads for record in thread_records(thread, place=place, absolute=absolute)]
    return {"@context": CONTEXT, "id": absolute(address), "type": "AnnotationPage", "total": len(items), "items": items}


def thread_records(thread: ShownThread, *, place: str, absolute: Absolute) -> list[Record]:
    root = comment_record(thread.root, absolute=absolute)
    root |= {"motivation": "commenting", "target": target_record(thread, absolute(place)), "status": thread.status}
    if thread.state:
        root |= {"state": thread.state, "score": thread.score}
    replies = [
        comment_record(reply, absolute=absolute) | {"motivation": "replying", "target": root["id"]}
        for reply in thread.replies
    ]
    return [root, *replies]


def comment_record(comment: ShownComment, *, absolute: Absolute) -> Record:
    """Without its target. A deleted comment has no author and no body."""
    record: Record = {
        "@context": CONTEXT,
        "id": absolute(reverse("note", args=[comment.key])),
        "type": "Annotation",
        "key": str(comment.key),
        "created": comment.created_at.isoformat(),
    }
    if comment.deleted_at:
        return record | {"deleted": comment.deleted_at.isoformat()}
    return record | {
        "modified": (comment.edited_at or comment.created_at).isoformat(),
        "creator": {"type": "Person", "name": comment.author},
        "body": {"type": "TextualBody", "value": comment.body, "format": "text/markdown"},
        "visibility": comment.visibility,
        "team": comment.team,
        "version": comment.version,
    }


def target_record(thread: ShownThread, source: str) -> Record | str:
    """The section; for a passage with selectors on its clean text, offsets in characters. A passage without a place in
    the current text is one of the revision in which it was quoted."""
    quoted = thread.quoted
    if quoted is None:
        return source
    start, end = thread.start, thread.end
    if start is None or end is None:
        source, start, end = f"{source}?rev={quoted.made_in}", quoted.start, quoted.end
    return {
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": quoted.exact,
                "prefix": quoted.prefix,
                "suffix": quoted.suffix,
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    }


def version_record(version: CommentVersion) -> Record:
    return {
        "version": version.number,
        "written": version.written_at.isoformat(),
        "visibility": version.visibility,
        "body": {"type": "TextualBody", "value": version.body, "format": "text/markdown"},
    }
