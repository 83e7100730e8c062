"""Teams, passages, comments and threads as the portal makes them; what a test is about, it says itself."""

from typing import Any

import factory
from django.contrib.auth.models import User

from cables.models import Cable, Comment, Passage, Section, SectionText, Team
from cables.passages import find_quote, passage_at

WORDS = "Which ministry says so?"


class TeamFactory(factory.django.DjangoModelFactory[Team]):
    class Meta:
        model = Team
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"team-{n}")
    name = factory.LazyAttribute(lambda team: team.slug.replace("-", " ").capitalize())


def make_team(*members: User, slug: str = "western-hemisphere") -> Team:
    """A team of these people; the same slug gives the same team, with them in it."""
    team: Team = TeamFactory.create(slug=slug)
    team.members.add(*members)
    return team


def section_of(cable: Cable, name: str = "prosecution/b") -> Section:
    chapter, _, key = name.partition("/")
    return Section.objects.select_related("cable", "current").get(cable=cable, chapter=chapter, key=key)


def text_of(section: Section) -> SectionText:
    """Its current text."""
    return SectionText.objects.select_related("section").get(current_for=section)


def make_passage(section: Section, quote: str, *, number: int = 0) -> Passage:
    """The passage of these words in the section's current text; of several places that of this `number`, from 0."""
    text = text_of(section)
    return passage_at(text, *find_quote(text.text, quote)[number])


def make_comment(
    author: User, section: Section | None = None, *, quote: str = "", root: Comment | None = None, **fields: Any
) -> Comment:
    """A public comment of this author on a section, or on the words that it quotes, or a reply to `root`. A `team`
    makes it one for that team."""
    assert section or root, "a comment stands somewhere"
    fields.setdefault("visibility", "team" if fields.get("team") else "public")
    fields.setdefault("body", WORDS)
    place = root.section if root else section
    assert place is not None
    passage = make_passage(place, quote) if quote else None
    return Comment.objects.create(author=author, section=place, passage=passage, root=root, **fields)
