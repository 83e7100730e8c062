"""The world that the access table walks through: a few people, and one object of each kind of secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from cables.commenting import Audience, edit, reply
from cables.models import Assignment, Cable, Code, Coding, Comment, Exercise, ExerciseCoder, Review, SavedSearch, Team
from cables.notices import notify
from tests.annotation_factories import make_comment, make_team, section_of
from tests.code_factories import CodebookFactory, CodeFactory, make_coding, make_practice
from tests.factories import SECTIONS, make_cable
from tests.law_factories import (
    make_event,
    make_institution,
    make_instrument,
    make_law_name,
    make_mention,
    make_name,
    make_penalty,
    make_provision,
)
from tests.people import person

PEOPLE = ("reader", "owner", "teammate", "outsider", "curator", "administrator", "deactivated")
MRNS = {"public": "08PORTOPRUEBA900327", "members": "08PORTOPRUEBA900328", "restricted": "09PORTOTRACE900555"}
# What no object is called: an address with these in it names nothing. Of the length of the names that objects have.
NOTHING = {
    "mrn": "08PORTONOBODY900999",
    "key": "00000000-0000-4000-8000-000000000000",
    "slug": "no-such-thing",
    "name": "no-such-name",
    "book": "no-such-book",
    "place": "xq",
    "provision": "art-99",
    "country": "zz",
}
WITH_A_CHAPTERS_TEXT = (*SECTIONS, ("summary", "", "The country is one of origin and of transit."))
SECRETS = {  # words that stand in one object only
    "private": "quillwort",
    "team": "marshmallow",
    "restricted": "bladderwort",
    "reply": "sundew",
    "once": "butterwort",
    "saved": "pitcherplant",
}
INSTITUTIONS = {"public": "harbour-office", "restricted": "bureau"}
LAWS = {"public": "harbour-code", "restricted": "decree"}
PASSWORD = "marmalade under the third moon"


@dataclass(frozen=True, slots=True)
class World:
    """`people` by name, without the reader; `named` are the parts of an address that name each object; `sessions` are
    the keys of the sessions, which for the deactivated began before that."""

    people: Mapping[str, User]
    sessions: Mapping[str, str]
    cables: Mapping[str, Cable]
    notes: Mapping[str, Comment]
    codings: Mapping[str, Coding]
    code: Code
    team: Team
    named: Mapping[str, Mapping[str, str | UUID]]


def make_world() -> World:
    people = make_people()
    team = make_team(people["owner"], people["teammate"], people["deactivated"])
    make_team(people["outsider"], slug="eastern-hemisphere")
    cables = {access: make_held(access) for access in MRNS}
    notes = make_notes(people, cables, team)
    code = CodeFactory.create(codebook=CodebookFactory.create(), slug="law", name="Law")
    codings = make_codings(people, cables, code, team)
    exercises = make_exercises(people, cables["public"], code)
    make_institutions(cables)
    make_law(cables)
    SavedSearch.objects.create(owner=people["owner"], name=SECRETS["saved"], query="q=penal")
    Assignment.objects.create(person=people["owner"], cable=cables["public"], made_by=people["curator"])
    hidden = section_of(cables["restricted"])
    Assignment.objects.create(
        person=people["curator"], cable=cables["restricted"], made_by=people["curator"], note=SECRETS["restricted"]
    )
    Review.objects.create(section=hidden, state="done", set_by=people["curator"])
    return World(
        people=people,
        sessions=signed_in(people),
        cables=cables,
        notes=notes,
        codings=codings,
        code=code,
        team=team,
        named=names_of(cables, notes, codings, exercises),
    )


def make_people() -> dict[str, User]:
    roles = {"owner": "analyst", "teammate": "analyst", "outsider": "analyst", "deactivated": "analyst"}
    roles |= {"curator": "curator", "administrator": "administrator"}
    people = {
        name: person(name, role=role, is_staff=role != "analyst", is_superuser=role == "administrator")
        for name, role in roles.items()
    }
    for one in people.values():
        one.set_password(PASSWORD)
        one.save(update_fields=["password"])
    return people


def make_held(access: str) -> Cable:
    sections = WITH_A_CHAPTERS_TEXT
    if access == "restricted":
        sections = (*sections, ("protection", "B", f"They grow {SECRETS['restricted']} in the marsh."))
    tags = ("KTIP", "XT") if access == "restricted" else ("KTIP", "XQ")
    return make_cable(mrn=MRNS[access], access=access, sections=sections, tags=tags)


def make_notes(people: Mapping[str, User], cables: Mapping[str, Cable], team: Team) -> dict[str, Comment]:
    """The owner's notes on each cable, and what others answered. The public one was private before its last edit."""
    owner = people["owner"]
    at = {access: section_of(cable) for access, cable in cables.items()}
    quote = "eight to eighteen years"
    notes = {
        "private": make_comment(owner, at["public"], visibility="private", body=SECRETS["private"], quote=quote),
        "team": make_comment(owner, at["public"], team=team, body=f"{SECRETS['team']} @teammate", quote=quote),
        "public": make_comment(owner, at["public"], visibility="private", body=SECRETS["once"]),
        "members": make_comment(owner, at["members"], body="For those who may read it."),
        "restricted": make_comment(owner, at["restricted"], body=SECRETS["restricted"]),
        "lost": make_comment(owner, at["restricted"], visibility="private", body=SECRETS["restricted"]),
    }
    notify(notes["team"])
    public = Audience("public")
    notes["public"] = edit(comment=notes["public"], version=1, body="Which ministry says so?", audience=public)
    keys = (UUID(int=number, version=4) for number in range(1, 4))
    notes["answer"] = reply(
        author=people["outsider"], thread=notes["public"], body="The first.", audience=public, key=next(keys)
    )
    notes["aside"] = reply(
        author=people["teammate"],
        thread=notes["team"],
        body=SECRETS["reply"],
        audience=Audience("private"),
        key=next(keys),
    )
    notes["in team"] = reply(
        author=people["teammate"], thread=notes["team"], body="So it is.", audience=Audience("team", team),
        key=next(keys),
    )  # fmt: skip
    return notes


def make_codings(people: Mapping[str, User], cables: Mapping[str, Cable], code: Code, team: Team) -> dict[str, Coding]:
    owner, section = people["owner"], section_of(cables["public"])
    return {
        "public": make_coding(owner, section, code, quote="eighteen years"),
        "team": make_coding(owner, section, code, quote="A fine", team=team),
        "private": make_coding(owner, section, code, quote="comes with it", visibility="private"),
        "restricted": make_coding(owner, section_of(cables["restricted"]), code),
    }


def make_exercises(people: Mapping[str, User], cable: Cable, code: Code) -> dict[str, Exercise]:
    """One in which both still code, and one that both have finished and differ in."""
    owner, teammate = people["owner"], people["teammate"]
    sections = [section_of(cable), section_of(cable, "summary")]
    made = {name: make_practice(owner, [owner, teammate], sections, name=name) for name in ("open", "finished")}
    for exercise in made.values():
        for section in sections:
            make_coding(owner, section, code, exercise=exercise)
    ExerciseCoder.objects.filter(exercise=made["finished"]).update(finished_at=timezone.now())
    return made


def make_institutions(cables: Mapping[str, Cable]) -> None:
    """One that the public cable names, and one of the same country that only the restricted cable does, with more to
    tell of the first: another name of it, what happened to it, and what it is a part of."""
    country = cables["public"].country
    known = make_institution("Harbour Office", country, kind="executive")
    make_mention(known, section_of(cables["public"], "protection/a"), "Shelters")
    hidden = section_of(cables["restricted"], "protection/b")
    secret = make_institution(f"{SECRETS['restricted']} bureau", country, slug="bureau")
    make_mention(secret, hidden, SECRETS["restricted"])
    make_mention(known, hidden, SECRETS["restricted"])
    make_name(known, SECRETS["restricted"])
    make_event(known, hidden, kind="created", words=SECRETS["restricted"])
    known.parent = secret
    known.save(update_fields=["parent"])


def make_law(cables: Mapping[str, Cable]) -> None:
    """A law and an article that the public cable cites, and a law and an article that only the restricted one does,
    with more to tell of the first: another name and number, what happened to it, another heading and penalty."""
    country = cables["public"].country
    shown, hidden = section_of(cables["public"]), section_of(cables["restricted"], "protection/b")
    known = make_instrument("Harbour Code", country)
    article = make_provision(known, "12")
    for law in (known, article):
        make_mention(law, shown, "The penalty")
    make_penalty(article, shown, offence="trafficking")
    secret, word = make_instrument("Marsh Decree", country, kind="decree", slug="decree"), SECRETS["restricted"]
    other = make_provision(known, "13")
    for law in (secret, make_provision(secret, "1"), other, known):
        make_mention(law, hidden, word, number=word, other_names=[word])
    quoted = {"role": "quotes", "heading": word, "offence": "rape", "number": word, "date_words": word}
    for law in (article, other):
        make_mention(law, hidden, word, **quoted)
        make_penalty(law, hidden, condition=word, offence="rape", maximum="45 years")
    make_law_name(known, word)
    make_event(known, hidden, words=word, date_words=word)
    other.parent = article
    other.save(update_fields=["parent"])


def names_of(
    cables: Mapping[str, Cable],
    notes: Mapping[str, Comment],
    codings: Mapping[str, Coding],
    exercises: Mapping[str, Exercise],
) -> dict[str, dict[str, str | UUID]]:
    blind = Coding.objects.get(exercise=exercises["open"], section__key="b")
    named: dict[str, dict[str, Any]] = {"": {}}
    named |= {f"{name} cable": {"mrn": cable.mrn} for name, cable in cables.items()}
    named |= {f"{name} note": {"key": note.key} for name, note in notes.items()}
    named |= {f"{name} notice": {"key": notes[name].key} for name in ("answer", "team", "private", "restricted")}
    named |= {f"{name} coding": {"key": coding.key} for name, coding in codings.items()}
    named |= {"blind coding": {"key": blind.key}}
    named |= {f"{name} exercise": {"slug": each.slug, "mrn": MRNS["public"]} for name, each in exercises.items()}
    named |= {"codebook": {"book": "forms"}, "code": {"book": "forms", "slug": "law"}}
    named |= {f"{name} institution": {"place": "xq", "slug": slug} for name, slug in INSTITUTIONS.items()}
    named |= {f"{name} instrument": {"place": "xq", "slug": slug} for name, slug in LAWS.items()}
    named |= {
        f"{name} provision": {"place": "xq", "slug": "harbour-code", "provision": provision}
        for name, provision in (("public", "art-12"), ("restricted", "art-13"))
    }
    named |= {"public country": {"country": "xq"}, "restricted country": {"country": "xt"}}
    return named | {"saved search": {"name": SECRETS["saved"]}}


def signed_in(people: Mapping[str, User]) -> dict[str, str]:
    """A session of each, all begun while everybody was active."""
    sessions = {}
    for name, one in people.items():
        client = Client()
        client.force_login(one, backend="django.contrib.auth.backends.ModelBackend")
        sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    User.objects.filter(username="deactivated").update(is_active=False)
    return sessions
