import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from cables.markdown import mentioned, render
from cables.models import Cable, Comment, Notice, Team
from cables.notices import notify
from tests.factories import make_cable

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("@teammate, see this", ("teammate",)),
        ("Ask @m.lopez.", ("m.lopez",)),
        ("(@a+b-c_d!) and @a+b-c_d again", ("a+b-c_d",)),
        ("@maria@state.gov wrote", ("maria@state.gov",)),
        ("write to maria@state.gov", ()),
        ("@José and @ann…", ("José", "ann")),
        ("*@ann*, _@bob_ and [@cy](https://example.org)", ("ann", "bob", "cy")),
        ("`@ann` and ``a `@bob` ``", ()),
        ("```\n@ann\n```\n\n    @bob\n\n> @cy", ("cy",)),
        ("an @ alone, and @. or @-", ()),
        ("\\@ann", ("ann",)),
        ("@ann\\_b and @ann*bob*", ("ann_b", "ann")),
        ("https://example.org/@ann, <https://example.org/@bob> and [https://example.org/@cy](https://example.org)", ()),
    ],
)
def test_names_are_those_after_an_at_sign_outside_of_code_and_addresses(body: str, names: tuple[str, ...]) -> None:
    """Those who are told are those who are marked."""
    assert mentioned(body) == names
    html = render(body, {name: f"<{name}>" for name in ("ann", "bob", "cy", *names)})
    assert set(re.findall(r'class="said__mention">@&lt;(.*?)&gt;</span>', html)) == set(names)


def test_a_comment_mentions_a_bounded_number_of_people() -> None:
    assert len(mentioned(" ".join(f"@a{number}" for number in range(500)))) == 20


@pytest.fixture
def cable() -> Cable:
    return make_cable()


@pytest.fixture
def team(analyst: User, teammate: User) -> Team:
    team = Team.objects.create(name="Americas", slug="americas")
    team.members.add(analyst, teammate)
    return team


def comment(cable: Cable, author: User, body: str, **fields: object) -> Comment:
    fields.setdefault("visibility", "public")
    return Comment.objects.create(section=cable.sections.first(), author=author, body=body, **fields)  # type: ignore[misc]


def told() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("person__username", "reason"))


def test_a_public_note_reaches_whom_it_mentions(cable: Cable, analyst: User, outsider: User) -> None:
    notify(comment(cable, analyst, "@outsider, @analyst and @nobody"))
    assert told() == {("outsider", "mention")}


def test_a_team_note_reaches_teammates_alone(cable: Cable, analyst: User, outsider: User, team: Team) -> None:
    notify(comment(cable, analyst, "@teammate @outsider", visibility="team", team=team))
    assert told() == {("teammate", "mention")}


def test_a_private_note_reaches_nobody(cable: Cable, analyst: User, teammate: User, administrator: User) -> None:
    notify(comment(cable, analyst, "@teammate @administrator", visibility="private"))
    assert told() == set()


def test_nobody_is_told_of_a_cable_that_they_may_not_see(analyst: User, curator: User, teammate: User) -> None:
    notify(comment(make_cable(access="restricted"), curator, "@teammate @analyst"))
    assert told() == set()


def test_who_cannot_sign_in_is_not_told(cable: Cable, analyst: User, teammate: User) -> None:
    User.objects.filter(pk=teammate.pk).update(is_active=False)
    notify(comment(cable, analyst, "@teammate"))
    assert told() == set()


def test_a_reply_reaches_the_author_of_the_thread(cable: Cable, analyst: User, teammate: User) -> None:
    root = comment(cable, analyst, "first")
    notify(comment(cable, teammate, "second", root=root))
    notify(comment(cable, analyst, "to myself", root=root))
    assert told() == {("analyst", "reply")}


def test_a_reply_that_mentions_the_threads_author_makes_one_notice(cable: Cable, analyst: User, teammate: User) -> None:
    root = comment(cable, analyst, "first")
    notify(comment(cable, teammate, "@analyst, second", root=root))
    assert told() == {("analyst", "mention")}
    assert Notice.objects.count() == 1


def test_a_private_reply_reaches_nobody(cable: Cable, analyst: User, teammate: User) -> None:
    root = comment(cable, analyst, "first")
    notify(comment(cable, teammate, "for me", root=root, visibility="private"))
    assert told() == set()


def test_an_edit_tells_the_newly_mentioned_alone(cable: Cable, analyst: User, teammate: User, outsider: User) -> None:
    note = comment(cable, analyst, "@teammate")
    notify(note)
    Notice.objects.update(read_at=timezone.now())
    note.body = "@teammate and @outsider"
    notify(note)
    unread = Notice.objects.filter(read_at=None).values_list("person__username", flat=True)
    assert list(unread) == ["outsider"]
    assert Notice.objects.count() == 2


def test_capitals_do_not_matter_unless_two_names_differ_in_them_alone(
    cable: Cable, analyst: User, teammate: User
) -> None:
    User.objects.create_user(username="Ann")
    notify(comment(cable, analyst, "@TeamMate @ann"))
    assert told() == {("teammate", "mention"), ("Ann", "mention")}
    Notice.objects.all().delete()
    User.objects.create_user(username="ann")
    notify(comment(cable, analyst, "@ann"))
    notify(comment(cable, analyst, "@ANN"))
    assert told() == {("ann", "mention")}
