"""The desk of suggestions, mergers and the history as pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cables.models import Cable
from statutes.curating import decide, step
from statutes.models import Institution, Mention, Merger, Provision
from statutes.reverting import MovedOnError, log_of, undo
from tests.factories import CountryFactory, make_cable
from tests.law_factories import (
    make_institution,
    make_instrument,
    make_mention,
    make_name,
    make_provision,
    section_of,
)
from tests.people import person
from tests.statutes.unread import unread

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
TEXT = "It rained. The Harbour Police (HP) <b>cites</b> Article 194 of the Penal Code. Quay police did not."
SECRET = "The Night Watch met the Harbour Police in the marsh."


@pytest.fixture
def cable() -> Cable:
    return unread(make_cable(sections=(("prosecution", "B", TEXT),)))


@pytest.fixture
def police(cable: Cable) -> Institution:
    police = make_institution("Harbour Police", reason="named with its acronym")
    make_mention(police, section_of(cable), "Harbour Police", reason="named with its acronym")
    make_name(police, "HP", is_acronym=True, standing="suggested")
    return police


@pytest.fixture
def client(client_for: ClientFor, curator: User) -> Client:
    return client_for(curator)


@pytest.fixture
def keeper() -> User:
    """Keeps the registries, and may not read restricted cables."""
    keeper = person("keeper", role="analyst", is_staff=True)
    codes = Permission.objects.filter(content_type__app_label__in=("statutes", "cables"))
    keeper.user_permissions.set(codes.exclude(codename="view_restricted_cable"))
    return keeper


@pytest.fixture
def hidden(police: Institution) -> Institution:
    """Named in a restricted cable only, which names the other one too."""
    cable = unread(make_cable(mrn="09PORTOTRACE900555", access="restricted", sections=(("prosecution", "B", SECRET),)))
    watch = make_institution("Night Watch", reason="because of the marsh")
    make_mention(watch, section_of(cable), "Night Watch", reason="because of the marsh")
    make_mention(police, section_of(cable), "Harbour Police")
    make_name(police, "Marsh Police", standing="suggested")
    return watch


def desk(client: Client, **query: Any) -> str:
    response = client.get(reverse("suggestions"), query)
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, **data: Any) -> Any:
    return client.post(reverse("decide_suggestion"), {"was": "suggested", **data})


def test_a_suggestion_is_shown_with_its_passage_marked_and_the_reason(client: Client, police: Institution) -> None:
    html = desk(client)
    assert (
        '<p class="extract">The <mark>Harbour Police</mark> (HP) &lt;b&gt;cites&lt;/b&gt; Article 194 of the Penal'
        " Code.</p>" in html
    )
    assert "Suggested: named with its acronym" in html
    assert 'href="/cables/08PORTOPRUEBA900327/prosecution/b/"' in html
    assert "1 passage" in html


def test_each_sort_has_its_tab_with_what_waits(client: Client, police: Institution, cable: Cable) -> None:
    code = make_instrument()
    make_mention(code, section_of(cable), "Penal Code")
    make_mention(make_provision(code), section_of(cable), "Article 194")
    for what, title in (
        ("institution", "Harbour Police"),
        ("instrument", "Penal Code"),
        ("provision", "Article 194, Penal Code"),
    ):
        html = desk(client, what=what)
        assert f">{title}</a></h2>" in html
        assert html.count('<span class="desk__number">1</span>') == 3


def test_filters_narrow_and_what_they_cannot_use_is_told(client: Client, police: Institution, cable: Cable) -> None:
    make_mention(make_institution("Quay police", kind="ngo"), section_of(cable), "Quay police")
    far = make_institution("Far Office", country=CountryFactory.create(iso2="XB"))
    make_mention(far, section_of(cable), "Quay")
    second = unread(make_cable(mrn="08PORTOPRUEBA900328", sections=(("prosecution", "B", TEXT),)))
    make_mention(police, section_of(second), "Harbour Police")
    for query, names in (
        ({"words": "HP"}, ["Harbour Police"]),
        ({"kind": "ngo"}, ["Quay police"]),
        ({"country": "xb"}, ["Far Office"]),
        ({"least": "2"}, ["Harbour Police"]),
        ({"order": "name"}, ["Far Office", "Harbour Police", "Quay police"]),
        ({}, ["Harbour Police", "Quay police", "Far Office"]),
    ):
        rows = client.get(reverse("suggestions"), query).context["rows"]
        assert [row.title for row in rows] == names, query
    html = desk(client, country="zz", least="few", kind="nonsense", colour="red")
    for said in (
        "Nothing waits “zz”",
        "There is no kind “nonsense”",
        "Enter a whole number",
        "no filter called “colour”",
    ):
        assert said in html


def test_accepting_and_undoing_by_plain_forms(client: Client, police: Institution) -> None:
    here = f"{reverse('suggestions')}?what=institution"
    response = send(
        client, what="institution", pk=police.pk, standing="accepted", next=f"{here}#institution-{police.pk}"
    )
    assert response.status_code == 302
    assert response.url.startswith(f"{here}&last=")
    assert response.url.endswith(f"#institution-{police.pk}")
    police.refresh_from_db()
    assert police.standing == "accepted"
    html = client.get(response.url).content.decode()
    assert "Accepted: “Harbour Police”." in html
    key = log_of(Institution).filter(pgh_obj_id=police.pk).latest("pgh_id").pgh_context_id
    back: Any = client.post(reverse("curation_step", args=[key]), {"next": here})
    assert back.url == here
    police.refresh_from_db()
    assert police.standing == "suggested"
    assert Mention.objects.get().decided_by is None


def test_a_decision_never_leads_anywhere_else(client: Client, police: Institution) -> None:
    for address in ("https://example.org/", "//example.org/admin/statutes/suggestions/", "/cables/"):
        response = send(client, what="institution", pk=police.pk, standing="accepted", next=address)
        assert response.url.startswith(reverse("suggestions"))
        Institution.objects.filter(pk=police.pk).update(standing="suggested")


def test_a_script_gets_the_row_as_it_is_then(client: Client, police: Institution) -> None:
    data = {"what": "institution", "pk": police.pk, "standing": "rejected", "was": "suggested"}
    response = client.post(reverse("decide_suggestion"), data, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert html.lstrip().startswith("<article") or "<!doctype" not in html
    assert "Rejected: “Harbour Police”." in html
    assert "data-undo" in html
    again = {**data, "standing": "accepted"}
    response = client.post(reverse("decide_suggestion"), again, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert "Somebody decided meanwhile: “Harbour Police” is rejected." in response.content.decode()


def test_single_passages_and_names_are_decided_alone(client: Client, police: Institution) -> None:
    mention, name = police.mentions.get(), police.names.get()
    send(client, what="mention", pk=mention.pk, standing="rejected")
    send(client, what="name-institution", pk=name.pk, standing="accepted")
    mention.refresh_from_db()
    name.refresh_from_db()
    police.refresh_from_db()
    assert (mention.standing, name.standing, police.standing) == ("rejected", "accepted", "suggested")


@pytest.mark.parametrize(
    "change",
    [{"what": "cable"}, {"pk": "x"}, {"pk": ""}, {"standing": "perfect"}, {"was": ""}, {"pk": str(2**70)}],
    ids=str,
)
def test_unfit_decisions_are_told_and_change_nothing(
    client: Client, police: Institution, change: dict[str, str]
) -> None:
    data = {"what": "institution", "pk": str(police.pk), "standing": "accepted", "was": "suggested"} | change
    response = client.post(reverse("decide_suggestion"), data)
    assert response.status_code == 422
    assert "Nothing was changed" in response.content.decode()
    assert Institution.objects.get(country__isnull=False).standing == "suggested"


def preview(client: Client, **query: Any) -> Any:
    return client.get(reverse("preview_suggestions"), {"what": "institution", "standing": "accepted", **query})


def test_a_decision_about_many_is_previewed_made_at_once_and_undone(
    client: Client, police: Institution, cable: Cable
) -> None:
    other = make_institution("Quay police")
    make_mention(other, section_of(cable), "Quay police")
    page = preview(client, pk=[police.pk, other.pk])
    html = page.content.decode()
    assert "This changes 2 entries, 1 name and 2 passages, all at once." in html
    assert "<mark>Quay police</mark>" in html
    assert set(Institution.objects.filter(country__isnull=False).values_list("standing", flat=True)) == {"suggested"}
    data = {"what": "institution", "standing": "accepted", "pk": [police.pk, other.pk], "mark": page.context["mark"]}
    response = client.post(reverse("preview_suggestions"), data)
    assert response.status_code == 302
    assert set(Institution.objects.filter(country__isnull=False).values_list("standing", flat=True)) == {"accepted"}
    keys = {event.pgh_context_id for event in log_of(Institution).filter(pgh_label="update")}
    assert len(keys) == 1
    step = client.get(reverse("curation_step", args=[keys.pop()]))
    assert "Put all of this back" in step.content.decode()
    assert client.post(step.request["PATH_INFO"]).status_code == 302
    assert set(Institution.objects.filter(country__isnull=False).values_list("standing", flat=True)) == {"suggested"}


def test_all_of_a_kind_in_a_country_named_so_often(client: Client, police: Institution, cable: Cable) -> None:
    make_mention(make_institution("Quay police", kind="ngo"), section_of(cable), "Quay police")
    make_institution("Never named")
    page = preview(client, all="on", kind="police", country="xa", least="1")
    assert [row.title for row in page.context["rows"]] == ["Harbour Police"]


def test_a_preview_that_no_longer_holds_is_shown_anew(client: Client, police: Institution, cable: Cable) -> None:
    page = preview(client, pk=[police.pk])
    make_mention(police, section_of(cable), "HP")
    data = {"what": "institution", "standing": "accepted", "pk": [police.pk], "mark": page.context["mark"]}
    response = client.post(reverse("preview_suggestions"), data)
    assert response.status_code == 409
    assert "Something changed since the preview" in response.content.decode()
    assert Institution.objects.get(country__isnull=False).standing == "suggested"


def test_a_preview_of_nothing_says_so(client: Client) -> None:
    assert "Nothing was chosen" in preview(client, pk=["7"]).content.decode()
    assert "“x” is no suggestion" in preview(client, pk=["7", "x"]).content.decode()
    assert client.post(reverse("preview_suggestions"), {"what": "x", "standing": ""}).status_code == 422


def test_more_rows_cost_no_more_queries(client: Client, police: Institution, cable: Cable) -> None:
    desk(client)
    with CaptureQueriesContext(connection) as few:
        desk(client)
    for number in range(8):
        other = make_institution(f"Body {number}")
        make_mention(other, section_of(cable), "Quay police")
        make_name(other, f"B{number}", standing="suggested")
    with CaptureQueriesContext(connection) as many:
        desk(client)
    assert len(many) <= len(few)


def test_who_may_not_read_a_cable_finds_no_trace(client_for: ClientFor, keeper: User, hidden: Institution) -> None:
    client, police = client_for(keeper), Institution.objects.get(name="Harbour Police")
    html = desk(client) + desk(client, words="Night") + desk(client, words="Marsh")
    html += preview(client, all="on").content.decode()
    html += client.get(reverse("suggested_passages", args=["institution", police.pk])).content.decode()
    html += client.get(reverse("admin:index")).content.decode()
    for word in ("Watch", "marsh", "TRACE", "2 passages", "Marsh Police"):
        assert word not in html, word
    for address in (
        reverse("suggested_passages", args=["institution", hidden.pk]),
        reverse("suggested_passages", args=["institution", 987654]),
    ):
        assert client.get(address).status_code == 404
    for pk in (hidden.mentions.get().pk, 987654):
        assert send(client, what="mention", pk=pk, standing="rejected").status_code == 404
    for name, args in (
        ("merge_institution", [police.pk]),
        ("record_history", ["institution", police.pk]),
        ("deleted_rows", []),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403


def test_a_curator_sees_all_of_it(client: Client, hidden: Institution) -> None:
    html = desk(client)
    for word in ("Night Watch", "because of the marsh", "2 passages", "Marsh Police"):
        assert word in html


@pytest.mark.parametrize("name", ["suggestions", "curation_steps", "deleted_rows", "preview_suggestions"])
def test_the_desk_is_for_those_who_decide(client_for: ClientFor, analyst: User, name: str) -> None:
    assert client_for(analyst).get(reverse(name)).status_code == 302
    plain = person("plain", role="analyst", is_staff=True)
    assert client_for(plain).get(reverse(name)).status_code == 403


def test_merging_shows_every_passage_and_is_taken_back(client: Client, police: Institution, cable: Cable) -> None:
    other = make_institution("Quay police", country=police.country)
    make_mention(other, section_of(cable), "Quay police")
    address = reverse("merge_institution", args=[other.pk])
    assert f'value="{police.pk}"' in client.get(address, {"words": "harb"}).content.decode()
    html = client.get(address, {"into": police.pk}).content.decode()
    assert "<mark>Quay police</mark>" in html
    assert "Becomes a name of “Harbour Police”" in html
    response: Any = client.post(address, {"into": police.pk})
    merger = Merger.objects.get()
    assert response.url == reverse("merger", args=[merger.pk])
    assert Mention.objects.filter(institution=police).count() == 2
    assert "is already merged into" in client.get(address).content.decode()
    assert client.post(response.url).status_code == 302
    assert Mention.objects.filter(institution=police).count() == 1
    assert client.post(response.url).status_code == 409


def test_merging_across_countries_asks_first(client: Client, police: Institution) -> None:
    other = make_institution("Harbour Police", country=CountryFactory.create(iso2="XB"))
    address = reverse("merge_institution", args=[other.pk])
    html = client.get(address, {"into": police.pk}).content.decode()
    assert "The same name in two countries stays two" in html
    assert "Merge them" not in html
    assert client.post(address, {"into": police.pk}).status_code == 422
    assert client.post(address, {"into": police.pk, "across": "on"}).status_code == 302


@pytest.mark.parametrize("into", ["", "x", "987654", "self"])
def test_an_unfit_merger_changes_nothing(client: Client, police: Institution, into: str) -> None:
    address = reverse("merge_institution", args=[police.pk])
    value = police.pk if into == "self" else into
    assert client.post(address, {"into": value}).status_code == 422
    assert not Merger.objects.exists()


def test_the_history_says_who_changed_what_and_puts_it_back(client: Client, police: Institution, curator: User) -> None:
    decide(model=Institution, pks=[police.pk], standing="accepted", person=curator)
    page = client.get(reverse("record_history", args=["institution", police.pk]))
    html = page.content.decode()
    for said in ("curator", "<del>Suggested</del>", "<ins>Accepted</ins>", "Standing:"):
        assert said in html
    made = page.context["versions"][-1]
    address = reverse("revert_record", args=["institution", police.pk, made.number])
    assert "<ins>Suggested</ins>" in client.get(address).content.decode()
    police.refresh_from_db()
    assert police.standing == "accepted"
    assert client.post(address).status_code == 302
    police.refresh_from_db()
    assert police.standing == "suggested"
    versions = client.get(reverse("record_history", args=["institution", police.pk])).context["versions"]
    assert (versions[0].by, versions[0].did) == ("curator", "changed")


def test_what_was_deleted_is_listed_and_brought_back(client: Client, cable: Cable) -> None:
    article = make_provision(make_instrument())
    pk = article.pk
    assert client.post(reverse("admin:statutes_provision_delete", args=[pk]), {"post": "yes"}).status_code == 302
    html = client.get(reverse("deleted_rows")).content.decode()
    assert "provision “Article 194” of Penal Code" in html
    gone = log_of(Provision).get(pgh_obj_id=pk, pgh_label="delete")
    address = reverse("revert_record", args=["provision", pk, gone.pgh_id])
    assert "Bring it back" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert Provision.objects.get(pk=pk).number == "194"


def test_a_rejected_entry_leads_to_the_step_that_takes_it_back(client: Client, police: Institution) -> None:
    send(client, what="institution", pk=police.pk, standing="rejected")
    page = client.get(reverse("suggested_passages", args=["institution", police.pk]))
    assert "Rejected by curator" in page.content.decode()
    client.post(reverse("curation_step", args=[page.context["rejected_by"].key]))
    police.refresh_from_db()
    assert (police.standing, police.mentions.get().standing) == ("suggested", "suggested")


def test_an_unfit_filter_never_widens_a_decision_about_many(client: Client, police: Institution) -> None:
    page = preview(client, all="on", country="zz")
    assert page.context["rows"] == []
    assert "Nothing waits “zz”" in page.content.decode()


def test_a_page_saved_in_the_admin_is_a_step_that_is_undone(client: Client, police: Institution) -> None:
    address = reverse("admin:statutes_institution_change", args=[police.pk])
    context = client.get(address).context
    data = {"version": context["version"], "name": "Port Police", "slug": "port-police", "kind": "police",
            "country": police.country_id, "standing": "accepted"}  # fmt: skip
    for inline in context["inline_admin_formsets"]:
        data |= {field.html_name: field.value() for field in inline.formset.management_form}
        data |= {f"{inline.formset.prefix}-INITIAL_FORMS": 0, f"{inline.formset.prefix}-TOTAL_FORMS": 0}
    assert client.post(address, data).status_code == 302
    step = client.get(reverse("curation_steps")).context["steps"][0]
    assert (step.told, step.by) == ("Changed by hand: “Port Police”", "curator")
    assert client.post(reverse("curation_step", args=[step.key])).status_code == 302
    police.refresh_from_db()
    assert (police.name, police.slug, police.standing) == ("Harbour Police", "harbour-police", "suggested")
    assert [name.name for name in police.names.all()] == ["HP"]


def test_undoing_never_takes_away_what_others_hung_on_it(client: Client, police: Institution, curator: User) -> None:
    with step(curator, "Made by hand"):
        other = make_institution("Port Police", country=police.country)
    key = log_of(Institution).get(pgh_obj_id=other.pk).pgh_context_id
    police.mentions.update(institution=other)
    with pytest.raises(MovedOnError, match="Others hang on “Port Police”"):
        undo(key=key, person=curator)
    assert other.mentions.count() == 1


def test_what_is_not_there_is_not_found(client: Client, police: Institution) -> None:
    for name, args in (
        ("record_history", ["institution", 987654]),
        ("record_history", ["cable", 1]),
        ("revert_record", ["institution", police.pk, 987654]),
        ("suggested_passages", ["cable", 1]),
        ("curation_step", ["00000000-0000-4000-8000-000000000000"]),
        ("merger", [987654]),
        ("merge_institution", [987654]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404, name
