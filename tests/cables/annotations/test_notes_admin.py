"""Teams and public notes in the admin; what was not written for everybody is not there, for nobody."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from cables.models import Cable, Comment, CommentVersion, Passage, Team
from tests.annotation_factories import make_comment, make_passage, make_team, section_of
from tests.factories import make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

NOTES = "/admin/cables/comment/"
TEAMS = "/admin/cables/team/"


@pytest.fixture
def cable() -> Cable:
    return make_cable()


@pytest.fixture
def public(analyst: User, cable: Cable) -> Comment:
    return make_comment(analyst, section_of(cable), body="Buy cheap watches", quote="eight to eighteen years")


@pytest.fixture
def hidden(analyst: User, teammate: User, cable: Cable, public: Comment) -> list[Comment]:
    """Notes that are not for everybody, among them a superuser's own and a private reply in a public thread."""
    team = make_team(analyst, teammate)
    section = section_of(cable)
    return [
        make_comment(analyst, section, body="secret", visibility="private", quote="A fine comes with it"),
        make_comment(analyst, section, body="secret", team=team),
        make_comment(teammate, root=public, body="secret", visibility="private"),
    ]


def test_moderators_find_public_notes_and_no_others(
    client_for: Callable[[Person], Client], administrator: User, curator: User, public: Comment, hidden: list[Comment]
) -> None:
    make_comment(administrator, public.section, body="secret, my own", visibility="private")
    for person in (administrator, curator):
        client = client_for(person)
        for query, number in (("", 1), ("?q=secret", 0), ("?status__exact=open&_facets=True", 1)):
            response = client.get(f"{NOTES}{query}")
            found = response.context["cl"]
            assert (found.result_count, found.full_result_count) == (number, 1)
            assert "secret" not in response.content.decode() or "q=secret" in query
        assert "cheap watches" in client.get(NOTES).content.decode()
        assert "eight to eighteen years" in client.get(f"{NOTES}{public.pk}/change/").content.decode()
        for note in hidden:
            response = client.get(f"{NOTES}{note.pk}/change/")
            assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_a_public_note_on_a_hidden_cable_is_hidden_here_too(
    client_for: Callable[[Person], Client], analyst: User, curator: User
) -> None:
    curator.groups.set([])
    curator.user_permissions.set(Permission.objects.filter(codename__in=["moderate_comment", "view_members_cable"]))
    make_comment(analyst, section_of(make_cable(access="restricted")), body="on a restricted cable")
    html = client_for(curator).get(NOTES).content.decode()
    assert "0 comments" in html
    assert "restricted cable" not in html


@pytest.mark.parametrize("name", ["view_comment", "change_comment", "delete_comment"])
def test_moderating_is_its_own_permission(
    client_for: Callable[[Person], Client], analyst: User, public: Comment, name: str
) -> None:
    analyst.is_staff = True
    analyst.save(update_fields=["is_staff"])
    assert analyst.has_perm(f"cables.{name}")
    assert client_for(analyst).get(NOTES).status_code == 403


def test_notes_are_removed_after_a_look_at_them(
    client_for: Callable[[Person], Client], curator: User, public: Comment, hidden: list[Comment]
) -> None:
    client = client_for(curator)
    chosen = {"action": "remove", "_selected_action": [public.pk, *(note.pk for note in hidden)]}
    html = client.post(NOTES, chosen).content.decode()
    assert "Buy cheap watches" in html
    assert "The words of 1 note go for good" in html
    assert "secret" not in html
    assert Comment.objects.filter(deleted_at__isnull=False).count() == 0
    response = client.post(NOTES, chosen | {"removed": "yes"}, follow=True)
    assert "1 note was removed." in response.content.decode()
    assert [note.pk for note in Comment.objects.filter(deleted_at__isnull=False)] == [public.pk]
    public.refresh_from_db()
    assert (public.body, public.deleted_by) == ("", curator)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message, entry.object_repr) == (curator, "Removed.", f"note {public.key}")


@pytest.mark.parametrize("action", ["add", "change", "delete"])
def test_nobody_writes_or_deletes_a_row_here(
    client_for: Callable[[Person], Client], administrator: User, public: Comment, action: str
) -> None:
    address = f"{NOTES}add/" if action == "add" else f"{NOTES}{public.pk}/{action}/"
    assert client_for(administrator).post(address, {"body": "x", "post": "yes"}).status_code == 403
    assert Comment.objects.get().body == "Buy cheap watches"


@pytest.mark.parametrize(
    "query", ["versions__body__startswith=s", "replies__body__startswith=s", "replies__isnull=0", "notices=1"]
)
def test_no_filter_leads_from_a_public_note_to_what_hangs_on_it(
    client_for: Callable[[Person], Client], administrator: User, public: Comment, hidden: list[Comment], query: str
) -> None:
    CommentVersion.objects.create(
        comment=public, number=1, body="secret before", visibility="private", written_at=public.created_at
    )
    assert client_for(administrator).get(f"{NOTES}?{query}").status_code == 400


@pytest.mark.parametrize("model", ["cable", "section", "sectiontext", "team"])
@pytest.mark.parametrize("name", ["comments", "sections__comments", "passages", "passages_made", "comments__isnull"])
def test_no_list_is_searched_by_a_note(
    client_for: Callable[[Person], Client], administrator: User, hidden: list[Comment], model: str, name: str
) -> None:
    response = client_for(administrator).get(f"/admin/cables/{model}/?{name}=1")
    assert response.status_code == 400 or response.headers.get("Location", "").endswith("?e=1")


@pytest.mark.parametrize("name", ["comments", "codings__isnull", "notices", "comments__isnull"])
def test_no_account_is_found_by_a_note(
    client_for: Callable[[Person], Client], administrator: User, hidden: list[Comment], name: str
) -> None:
    response = client_for(administrator).get(f"/admin/auth/user/?{name}=1")
    assert response.status_code == 400


def test_a_name_in_the_admin_says_nothing_of_a_note(analyst: User, cable: Cable) -> None:
    note = make_comment(analyst, section_of(cable), body="secret", visibility="private", quote="A fine")
    assert str(note) == f"note {note.key}"
    assert "fine" not in str(Passage.objects.get())
    assert "fine" not in str(make_passage(section_of(cable), "A fine comes"))


@pytest.mark.parametrize("who", ["team", "author"])
def test_what_hangs_on_a_row_is_named_without_its_words(
    client_for: Callable[[Person], Client], administrator: User, analyst: User, hidden: list[Comment], who: str
) -> None:
    row = Team.objects.get() if who == "team" else analyst
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_delete", args=[row.pk])
    response = client_for(administrator).get(address, follow=True)
    assert response.status_code == 200
    html = response.content.decode()
    assert "secret" not in html
    assert "fine comes" not in html


def test_an_administrator_keeps_teams(
    client_for: Callable[[Person], Client], administrator: User, analyst: User, teammate: User
) -> None:
    client = client_for(administrator)
    response = client.post(
        f"{TEAMS}add/", {"name": "Western Hemisphere", "slug": "western-hemisphere", "members": [analyst.pk]}
    )
    assert response.status_code == 302
    team = Team.objects.get()
    assert list(team.members.all()) == [analyst]
    names = {"name": "WHA", "slug": "wha", "members": [analyst.pk, teammate.pk]}
    assert client.post(f"{TEAMS}{team.pk}/change/", names).status_code == 302
    team.refresh_from_db()
    assert (team.name, team.members.count()) == ("WHA", 2)
    html = client.get(TEAMS).content.decode()
    assert '<td class="field-member_count">2</td>' in html
    asked = {"app_label": "cables", "model_name": "team", "field_name": "members", "term": "teamm"}
    assert [each["text"] for each in client.get("/admin/autocomplete/", asked).json()["results"]] == ["teammate"]


def test_a_team_that_notes_were_written_for_stays(
    client_for: Callable[[Person], Client], administrator: User, hidden: list[Comment]
) -> None:
    team = Team.objects.get()
    client_for(administrator).post(f"{TEAMS}{team.pk}/delete/", {"post": "yes"})
    assert Team.objects.filter(pk=team.pk).exists()


def test_curators_keep_no_teams(client_for: Callable[[Person], Client], curator: User) -> None:
    assert client_for(curator).get(TEAMS).status_code == 403
