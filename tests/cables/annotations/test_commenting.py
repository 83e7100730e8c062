import threading
import uuid
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connections

from cables.commenting import Audience, CommentError, KeyTakenError, WrittenOverError, delete, edit, reply, write
from cables.models import Comment, CommentVersion, Notice, Passage, Section, Team
from cables.passages import Chosen
from tests.annotation_factories import make_comment, make_team, section_of, text_of
from tests.factories import make_cable
from tests.people import person

PUBLIC, PRIVATE = Audience("public"), Audience("private")


@pytest.fixture
def section(db: None) -> Section:
    return section_of(make_cable())


def together(*works: Callable[[], Comment]) -> list[Comment | CommentError]:
    """What each of these functions returned, or raised, when all were called at once."""
    start = threading.Barrier(len(works))
    outcomes: list[Comment | CommentError] = []

    def run(work: Callable[[], Comment]) -> None:
        start.wait()
        try:
            outcomes.append(work())
        except CommentError as error:
            outcomes.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_form_sent_twice_at_once_makes_one_comment() -> None:
    author, section, key = person("author", role="analyst"), section_of(make_cable()), uuid.uuid4()
    chosen = Chosen(text_of(section), 15, 48)

    def send() -> Comment:
        return write(author=author, section=section, body="Once.", audience=PUBLIC, key=key, chosen=chosen)

    made = together(send, send, send)
    assert len(set(made)) == 1
    assert (Comment.objects.count(), Passage.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_key_used_at_once_in_two_cables_makes_one_comment_and_one_refusal() -> None:
    author, key = person("author", role="analyst"), uuid.uuid4()
    here, there = section_of(make_cable()), section_of(make_cable(mrn="08PORTOPRUEBA900400"))

    def send(section: Section) -> Comment:
        return write(author=author, section=section, body="Once.", audience=PUBLIC, key=key)

    made = together(lambda: send(here), lambda: send(there))
    assert {type(each) for each in made} == {Comment, KeyTakenError}
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_edits_at_once_one_is_told_of_the_other() -> None:
    author = person("author", role="analyst")
    comment = make_comment(author, section_of(make_cable()))
    made = together(
        lambda: edit(comment=comment, version=1, body="One.", audience=PUBLIC),
        lambda: edit(comment=comment, version=1, body="Two.", audience=PUBLIC),
    )
    assert {type(each) for each in made} == {Comment, WrittenOverError}
    assert CommentVersion.objects.count() == 1
    comment.refresh_from_db()
    (error,) = (each for each in made if isinstance(each, WrittenOverError))
    assert error.current.body == comment.body


def test_those_who_are_meant_are_told_in_the_same_transaction(
    analyst: User, teammate: User, outsider: User, section: Section
) -> None:
    team = Audience("team", make_team(analyst, teammate))
    root = write(author=analyst, section=section, body="@teammate, @outsider?", audience=team, key=uuid.uuid4())
    assert list(Notice.objects.values_list("person__username", "reason")) == [("teammate", "mention")]
    answer = reply(author=teammate, thread=root, body="Yes.", audience=team, key=uuid.uuid4())
    assert Notice.objects.get(person=analyst).comment == answer
    edit(comment=answer, version=1, body="Yes, @analyst.", audience=team)
    assert Notice.objects.count() == 2
    delete(comment=root, person=analyst)
    assert [notice.comment for notice in Notice.objects.all()] == [answer]


def test_an_edit_of_a_reply_stays_within_its_thread(analyst: User, section: Section) -> None:
    root = make_comment(analyst, section, visibility="private")
    answer = make_comment(analyst, root=root, visibility="private")
    with pytest.raises(CommentError):
        edit(comment=answer, version=1, body="Other.", audience=PUBLIC)
    answer.refresh_from_db()
    assert (answer.version, answer.visibility) == (1, "private")


def test_an_edit_that_changes_nothing_is_no_version(analyst: User, section: Section) -> None:
    comment = make_comment(analyst, section, body="Same.")
    assert edit(comment=comment, version=1, body="Same.", audience=PUBLIC).version == 1
    assert not CommentVersion.objects.exists()


def test_a_refused_comment_leaves_no_passage(analyst: User, outsider: User, section: Section) -> None:
    taken = make_comment(outsider, section, visibility="private")
    chosen = Chosen(text_of(section), 15, 48)
    with pytest.raises(KeyTakenError):
        write(author=analyst, section=section, body="Mine.", audience=PRIVATE, key=taken.key, chosen=chosen)
    assert not Passage.objects.exists()


def test_who_reads_less_than_whom() -> None:
    one, other = (Audience("team", Team(pk=number, slug=f"team-{number}")) for number in (1, 2))
    within = {
        (narrow.visibility, wide.visibility): narrow.is_within(wide)
        for narrow in (PRIVATE, one, PUBLIC)
        for wide in (PRIVATE, one, PUBLIC)
    }
    assert [pair for pair, is_within in within.items() if not is_within] == [
        ("team", "private"),
        ("public", "private"),
        ("public", "team"),
    ]
    assert not one.is_within(other)
