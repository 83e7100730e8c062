"""Comments on a real cable stay on their words through a damaged and a repaired copy of it."""

import random
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from rapidfuzz import fuzz

from bench.reimport import damaged, repaired
from cables.anchoring.folding import letters
from cables.importing import Result, import_document
from cables.models import Cable, Comment, SectionText
from cables.passages import passage_at
from cables.sources import Document
from tests.annotation_factories import make_comment

pytestmark = pytest.mark.django_db

MRN = "08GUATEMALA327"


def bring_in(content: bytes, result: Result) -> None:
    outcome = import_document(Document(name=f"{MRN}.txt", content=content))
    assert (outcome.result, outcome.mrn) == (result, MRN)


def texts() -> list[SectionText]:
    return list(SectionText.objects.filter(current_for__cable__mrn=MRN).select_related("section").order_by("position"))


def write_comments(author: User) -> list[Comment]:
    """On passages of every section whose letters stand nowhere else in the cable, so that the right place is known;
    each with a reply."""
    dice, said = random.Random(327), "\0".join(letters(text.text) for text in texts())  # noqa: S311 - no secret
    comments = []
    for text in texts():
        words = [at for at, char in enumerate(text.text) if at and text.text[at - 1].isspace() and not char.isspace()]
        for start in dice.sample(words, min(len(words), 6)):
            end = min(len(text.text), start + dice.randint(30, 160))
            if said.count(letters(text.text[start:end])) == 1:
                comment = make_comment(author, text.section, body="Here.")
                comment.passage = passage_at(text, start, end)
                comment.save(update_fields=["passage"])
                make_comment(author, root=comment)
                comments.append(comment)
    return comments


def standing(comment: Comment) -> str:
    """The words on which a comment stands; "" where they are lost."""
    comment.refresh_from_db()
    passage = comment.passage
    assert passage is not None
    assert passage.section_id == comment.section_id == passage.placed_in.section_id
    assert set(comment.replies.values_list("section", flat=True)) == {comment.section_id}
    if passage.found_start is None:
        assert passage.state in ("orphan", "ambiguous")
        return ""
    assert passage.placed_in.current_for.pk == comment.section_id
    return passage.placed_in.text[passage.found_start : passage.found_end]


def test_comments_on_a_real_cable_keep_their_words(real_cables: Path, analyst: User) -> None:
    source = (real_cables / f"{MRN}.txt").read_bytes()
    bring_in(source, Result.IMPORTED)
    comments = write_comments(analyst)
    assert len(comments) > 100
    for number, (content, most_lost) in enumerate(((damaged(source, 7), 0.03), (repaired(source), 0.0)), start=2):
        bring_in(content, Result.REVISED)
        assert Cable.objects.get(mrn=MRN).revisions.count() == number
        lost = 0
        for comment in comments:
            words = standing(comment)
            assert comment.passage is not None
            quote = letters(comment.passage.exact)
            lost += not words
            if comment.passage.state in ("exact", "moved"):
                assert letters(words) == quote
            elif words:
                assert fuzz.ratio(letters(words), quote) > 60
        assert lost <= most_lost * len(comments)
        assert Comment.objects.filter(root__isnull=False).count() == len(comments)
