"""Who gets what from every address of the portal, written down from its access rules.

A row names an address and the object that it is asked for. `see` of the object says for whom it exists; `get` and
`post` say who of these may, and what they get: "200", or "302/200/201" for HTML, htmx and JSON. A method without an
entry is 405. The rest follows from the row's door:

open      the address is for everybody; whoever may not do a thing is sent to sign in, or gets 403
signed    SignInFirstMiddleware stands before it: the signed-out are sent to sign in, whatever they ask for
members   as `open` for methods that there are not, else as `signed`

A person signed out who asks for a piece of a page or for JSON gets 403 where a page would lead to the sign-in. What a
person may not see is 404, and the same 404 as for a name that nothing has. The deactivated are as the signed-out.
"""

from dataclasses import dataclass, field
from typing import Literal

People = frozenset[str]
Door = Literal["open", "signed", "members"]

NOBODY: People = frozenset()
MEMBERS: People = frozenset({"owner", "teammate", "outsider", "curator", "administrator"})
ALL = MEMBERS | {"reader"}
OWNER: People = frozenset({"owner"})
TEAMMATE: People = frozenset({"teammate"})
TEAM = OWNER | TEAMMATE
OUTSIDER: People = frozenset({"outsider"})
KEEPERS: People = frozenset({"curator", "administrator"})

SEES: dict[str, People] = {
    "": ALL,
    "public cable": ALL,
    "members cable": MEMBERS,
    "restricted cable": KEEPERS,
    "private note": OWNER,
    "team note": TEAM,
    "public note": ALL,
    "members note": MEMBERS,
    "restricted note": KEEPERS,  # its author wrote it while they might read the cable
    "lost note": NOBODY,  # private, on a cable that its author may not read any more
    "answer note": ALL,  # the outsider's, to the public note
    "aside note": TEAMMATE,  # the teammate's own, in the team's thread
    "in team note": TEAM,
    "answer notice": OWNER,  # it was the owner's note that was answered
    "team notice": TEAMMATE,  # whom it mentions
    "private notice": NOBODY,
    "restricted notice": NOBODY,
    "public coding": ALL,
    "team coding": TEAM,
    "private coding": OWNER,
    "restricted coding": KEEPERS,
    "blind coding": OWNER,
    "open exercise": TEAM,
    "finished exercise": TEAM,
    "codebook": ALL,
    "code": ALL,
    "saved search": OWNER,
    "public instrument": ALL,
    "restricted instrument": KEEPERS,
    "public provision": ALL,
    "restricted provision": KEEPERS,
    "public institution": ALL,
    "restricted institution": KEEPERS,
    "public country": ALL,
    "restricted country": KEEPERS,
}


@dataclass(frozen=True, slots=True)
class May:
    """Those who may, and the status that they get in HTML, for htmx and in JSON."""

    who: People
    gets: str = "200"

    def status(self, format_: str) -> int:
        each = self.gets.split("/")
        return int(each[("html", "htmx", "json").index(format_)] if len(each) > 1 else each[0])


@dataclass(frozen=True, slots=True)
class Row:
    """`at` is a section of the object's cable, `prosecution/b` or `summary`; `form` names what is sent (`forms.py`);
    `more` are parts of the address that name no object. `put` is the status of PUT where it is not 405."""

    url: str
    of: str = ""
    get: May | None = None
    post: May | None = None
    door: Door = "open"
    at: str = ""
    form: str = ""
    more: dict[str, str] = field(default_factory=dict)
    options: int = 405
    put: int = 405

    def __str__(self) -> str:
        return " ".join(filter(None, (self.url, self.of and f"({self.of})", *self.more.values())))


READ = May(ALL)
WROTE = May(MEMBERS, "302/201/201")  # as a page, a fragment, an object: what was made
DID = May(MEMBERS, "302/200/200")
SENT_ON = May(MEMBERS, "302")
OWN = May(MEMBERS)

SECTION, CHAPTER = "prosecution/b", "summary"
CABLES = ("public cable", "members cable", "restricted cable")
NOTES = (
    *("private note", "team note", "public note", "members note", "restricted note", "lost note"),
    *("answer note", "aside note", "in team note"),
)
CODINGS = ("public coding", "team coding", "private coding", "restricted coding", "blind coding")
# Whose each note is, and which of them KEEPERS may take away: public ones.
AUTHORS = dict.fromkeys(NOTES, OWNER) | {"answer note": OUTSIDER, "aside note": TEAMMATE, "in team note": TEAMMATE}
MODERATED = ("public note", "members note", "restricted note", "answer note")
READ_CABLES = ("detail", "detail_json", "detail_text", "source", "source_bytes", "history")
READ_SECTIONS = ("section", "section_json", "section_text")
READ_CHAPTERS = ("chapter", "chapter_json", "chapter_text")

ARCHIVE = (
    Row("healthz", get=READ),
    Row("readyz", get=READ),
    Row("favicon.ico", get=May(ALL, "302")),
    Row("home", get=READ),
    Row("search", get=READ),
    Row("cables:list", get=READ),
    *(Row(f"cables:{name}", of, get=READ) for name in READ_CABLES for of in CABLES),
    *(Row(f"cables:{name}", of, get=READ, at=SECTION) for name in READ_SECTIONS for of in CABLES),
    *(Row(f"cables:{name}", of, get=READ, at=CHAPTER) for name in READ_CHAPTERS for of in CABLES),
)

SAVED = (
    Row("saved_searches", get=OWN, post=SENT_ON, form="search", door="signed"),
    Row("look_at_saved", "saved search", post=SENT_ON, door="signed"),
    Row("rename_saved", "saved search", post=SENT_ON, form="name", door="signed"),
    Row("delete_saved", "saved search", post=SENT_ON, door="signed"),
)

COMMENTS = (
    *(Row("cables:section_notes", of, get=READ, post=WROTE, at=SECTION, form="note") for of in CABLES),
    *(Row("cables:chapter_notes", of, get=READ, post=WROTE, at=CHAPTER, form="note") for of in CABLES),
    *(Row("note", of, get=May(ALL, "302/200/200")) for of in NOTES),
    *(Row("note_versions", of, get=READ) for of in NOTES),
    *(Row("note_reply", of, get=OWN, post=WROTE, form="reply") for of in NOTES),
    *(
        Row("note_edit", of, get=May(author), post=May(author, "302/200/200"), form="edit")
        for of, author in AUTHORS.items()
    ),
    *(
        Row("note_delete", of, get=May(who), post=May(who, "302/200/200"))
        for of, author in AUTHORS.items()
        for who in [author | KEEPERS if of in MODERATED else author]
    ),
    *(Row("note_resolve", of, post=DID) for of in NOTES),
    *(Row("note_reopen", of, post=DID) for of in NOTES),
)

NOTE_PAGES = (
    Row("notes", get=READ),
    Row("notes_feed", get=READ),
    Row("notes_export", get=READ, more={"kind": "csv"}),
    Row("notes_export", get=READ, more={"kind": "json"}),
    Row("notes_export", get=May(ALL, "404"), more={"kind": "xml"}),
    Row("inbox", get=OWN, door="signed"),
    Row("inbox_read", post=SENT_ON, door="signed"),
    *(
        Row(url, of, post=SENT_ON, door="signed")
        for url in ("notice_read", "notice_open")
        for of in ("answer notice", "team notice", "private notice", "restricted notice")
    ),
    Row("note_preferences", get=OWN, post=SENT_ON, form="preferences", door="signed"),
)

CODES = (
    Row("codebooks", get=READ),
    Row("codebook", "codebook", get=READ),
    *(Row(name, "code", get=READ) for name in ("code", "code_csv", "code_json")),
    *(
        Row("cables:section_codes", of, get=READ, post=May(MEMBERS, "302/200/201"), at=SECTION, form="coding")
        for of in CABLES
    ),
    *(
        Row("cables:chapter_codes", of, get=READ, post=May(MEMBERS, "302/200/201"), at=CHAPTER, form="coding")
        for of in CABLES
    ),
    Row("code_picker", get=OWN, door="signed"),
    *(Row("coding_delete", of, post=May(OWNER, "302/200/200"), door="signed") for of in CODINGS),
)

EXERCISES = (
    Row("exercises", get=OWN, door="signed"),
    Row("exercise_new", get=OWN, post=SENT_ON, form="exercise", door="signed"),
    *(
        Row(name, of, get=OWN, door="signed")
        for name in ("exercise", "exercise_agreement", "exercise_adjudicate")
        for of in ("open exercise", "finished exercise")
    ),
    *(Row(name, "finished exercise", get=OWN, door="signed") for name in ("agreement_csv", "decisions_csv")),
    *(Row(name, "open exercise", get=May(TEAM, "404"), door="signed") for name in ("agreement_csv", "decisions_csv")),
    Row("exercise_finish", "open exercise", get=OWN, post=SENT_ON, door="signed"),
    Row("exercise_without", "open exercise", get=May(OWNER), post=May(OWNER, "302"), door="signed",
        more={"username": "teammate"}),
    Row("exercise_take_back", "open exercise", post=SENT_ON, door="signed"),
    Row("exercise_take_back", "finished exercise", post=May(MEMBERS, "422"), door="signed"),
    *(
        Row(url, "open exercise", get=OWN, post=May(MEMBERS, "302/200/201"), at=at, form="blind coding", door="signed")
        for url, at in (("exercise_section", SECTION), ("exercise_chapter", CHAPTER))
    ),
    *(
        Row(url, "finished exercise", get=OWN, post=May(MEMBERS, "422"), at=at, form="blind coding", door="signed")
        for url, at in (("exercise_section", SECTION), ("exercise_chapter", CHAPTER))
    ),
    *(
        Row(url, "finished exercise", get=OWN, post=SENT_ON, at=at, form="decision", door="signed",
            more={"code": "law"})
        for url, at in (("exercise_difference", SECTION), ("exercise_chapter_difference", CHAPTER))
    ),
)  # fmt: skip

REVIEW = (
    Row("review", get=OWN, door="members"),
    Row("review_progress", get=OWN, door="members"),
    Row("review_assignments", get=OWN, post=SENT_ON, form="assignment", door="members"),
    Row("assignment_remove", post=SENT_ON, form="unassignment", door="members"),
    *(Row("cables:section_review", of, post=DID, at=SECTION, form="state", door="members") for of in CABLES),
    *(Row("cables:chapter_review", of, post=DID, at=CHAPTER, form="state", door="members") for of in CABLES),
)

INSTITUTIONS = (
    Row("institutions", get=READ),
    *(
        Row(name, of, get=READ)
        for name in ("institution", "institution_card")
        for of in ("public institution", "restricted institution")
    ),
    Row("countries", get=READ),
    *(Row("country", of, get=READ) for of in ("public country", "restricted country")),
)

LAW = (
    *(Row(name, get=READ) for name in ("instruments", "law_compare", "law_compare_csv")),
    *(
        Row(f"{of}{page}", f"{access} {of}", get=READ)
        for of in ("instrument", "provision")
        for page in ("", "_card")
        for access in ("public", "restricted")
    ),
)

TABLE = (*ARCHIVE, *SAVED, *COMMENTS, *NOTE_PAGES, *CODES, *EXERCISES, *REVIEW, *INSTITUTIONS, *LAW)


@dataclass(frozen=True, slots=True)
class Own:
    """A page of one's own account, the same for everybody who is signed in: what GET and an empty POST get. By the
    door `open` what the signed-out get as well."""

    url: str
    get: int
    post: int
    door: Door = "signed"
    signed_out: tuple[int, int] = (302, 302)
    more: dict[str, int] = field(default_factory=dict)


# Nobody in the world has a second factor, and nobody has shown lately that it is still them: what changes a second
# factor leads to where they do (302).
ACCOUNT = (
    Own("login", 302, 302, door="open", signed_out=(200, 422)),
    Own("mfa_authenticate", 302, 302, door="open"),
    Own("mfa_login_webauthn", 302, 302, door="open"),
    Own("logout", 405, 302, door="open", signed_out=(405, 302)),
    Own("account", 200, 405),
    Own("end_other_sessions", 405, 302),
    Own("account_change_password", 200, 422),
    Own("account_reauthenticate", 200, 422),
    Own("mfa_reauthenticate", 302, 302),
    Own("mfa_reauthenticate_webauthn", 302, 302),
    Own("mfa_activate_totp", 302, 302),
    Own("app_qr", 404, 405),
    Own("mfa_deactivate_totp", 404, 404),
    Own("mfa_view_recovery_codes", 404, 405),
    Own("mfa_generate_recovery_codes", 302, 302),
    Own("mfa_download_recovery_codes", 404, 404),
    Own("mfa_add_webauthn", 302, 302),
    Own("mfa_edit_webauthn", 302, 302, more={"pk": 1}),
    Own("mfa_remove_webauthn", 302, 302, more={"pk": 1}),
)
