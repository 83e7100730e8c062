"""Reads what people wrote beside the answers of a cable, and what their words name, for one person."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User

from cables.annotation_forms import CommentForm
from cables.beside import beside_section
from cables.coded import codings_of
from cables.disclosure import Person
from cables.layers import names_of, namings_in
from cables.models import Cable, Section
from cables.notes.preferences import chosen_by
from cables.opening import Answer
from cables.reviews import sets_states, states_of
from cables.threads import threads_of

NO_SECTION = Section()


def with_beside(answers: Iterable[Answer], *, where: Cable | Section, person: Person) -> list[Answer]:
    """The answers with the notes, codes and reading states that this person may read: the same number of queries for
    one section as for a whole cable."""
    cable = where if isinstance(where, Cable) else where.cable
    threads, codings, states = threads_of(where, person), codings_of(where, person), states_of(cable, person)
    return [
        replace(
            answer,
            beside=beside_section(threads.get(answer.section_id, ()), codings.get(answer.section_id, ())),
            review=states.get(answer.section_id),
        )
        for answer in answers
    ]


def with_names(answers: Iterable[Answer], *, person: Person) -> list[Answer]:
    """The answers with what their words name, as this person chose to see it."""
    shown = list(answers)
    namings = namings_in([answer.text_id for answer in shown], person)
    with_links = chosen_by(person).names_marked
    return [replace(answer, names=names_of(namings.get(answer.text_id, ()), with_links=with_links)) for answer in shown]


def tools_for(person: Person, section: Section = NO_SECTION) -> dict[str, Any]:
    """What a page needs in which this person may write: the empty form of a note, which scripts copy for a section,
    and whether reading states may be set."""
    form = None
    if isinstance(person, User) and person.has_perm("cables.add_comment"):
        form = CommentForm(section=section, person=person)
    return {"comment_form": form, "may_review": sets_states(person)}
