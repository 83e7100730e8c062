"""Codebooks, codings and exercises as the portal makes them; what a test is about, it says itself."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import factory
from django.contrib.auth.models import User

from cables.coding import put_code
from cables.exercises import make_exercise
from cables.models import Code, Codebook, Coding, Exercise, Section, SectionText
from cables.passages import Chosen, find_quote


class CodebookFactory(factory.django.DjangoModelFactory[Codebook]):
    class Meta:
        model = Codebook
        django_get_or_create = ("slug",)

    slug = "forms"
    title = factory.LazyAttribute(lambda book: book.slug.capitalize())


class CodeFactory(factory.django.DjangoModelFactory[Code]):
    class Meta:
        model = Code
        django_get_or_create = ("codebook", "slug")

    codebook = factory.SubFactory(CodebookFactory)
    slug = factory.Sequence(lambda n: f"code-{n}")
    name = factory.LazyAttribute(lambda code: code.slug.replace("-", " ").capitalize())
    definition = factory.LazyAttribute(lambda code: f"Passages about {code.name.lower()}.")
    colour = "teal"
    symbol = factory.LazyAttribute(lambda code: code.name[:2])
    position = factory.Sequence(lambda n: n)


def make_coding(person: User, section: Section, code: Code, *, quote: str = "", **fields: Any) -> Coding:
    """A public coding of this person on a section, or on the words that it quotes. A `team` makes it one for that."""
    exercise = fields.get("exercise")
    fields.setdefault("visibility", "private" if exercise else "team" if fields.get("team") else "public")
    chosen = None
    if quote:
        text = SectionText.objects.select_related("section").get(current_for=section)
        chosen = Chosen(text, *find_quote(text.text, quote)[0])
    coding, _ = put_code(section=section, code=code, person=person, key=uuid4(), chosen=chosen, **fields)
    return coding


def make_practice(maker: User, coders: Sequence[User], sections: Sequence[Section], **fields: Any) -> Exercise:
    """An exercise of this maker, with the codebook `forms`."""
    fields.setdefault("book", CodebookFactory.create())
    fields.setdefault("name", "Two coders, three sections")
    return make_exercise(coders=coders, sections=sections, person=maker, **fields)
