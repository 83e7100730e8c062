"""Valid rows and readings; what a test is about, it says itself.

`make_parsed` builds what the parser would return, `make_cable` imports such a reading as the portal does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import factory

from cables.models import Cable, Country, Post, Question, Questionnaire, Tag, Topic
from cables.parsing.structure import (
    Addressee,
    AnswerStatus,
    CableKind,
    Header,
    Paragraph,
    ParagraphKind,
    ParsedCable,
    ParserWarning,
    Part,
    Section,
    Span,
    SpanKind,
)

SECTIONS: tuple[tuple[str, str, str], ...] = (
    ("intro", "1", "The post submits its input for the report."),
    ("overview", "A", "The country is one of origin and transit."),
    ("overview", "B", "Two ministries share the work."),
    ("prosecution", "A", "Article 12 forbids trafficking in persons."),
    ("prosecution", "B", "The penalty is eight to eighteen years in prison.\nA fine comes with it."),
    ("protection", "A", "Shelters exist in two cities."),
    ("prevention", "A", "Post has no information."),
)

ANSWERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Overview",
        ("The country is one of origin and transit for women trafficked abroad.", "Two ministries share the work."),
    ),
    (
        "Investigation and Prosecution of Traffickers",
        ("Article 12 of the penal code forbids trafficking in persons.", "The penalty is eight to eighteen years."),
    ),
    ("Protection and Assistance to Victims", ("Shelters exist in two cities.", "The government funds one of them.")),
    ("Prevention", ("The government says that trafficking is a problem.", "Post has no information.")),
)


class CountryFactory(factory.django.DjangoModelFactory[Country]):
    """Invented countries with the codes that ISO leaves to its users: XA, XB, ..."""

    class Meta:
        model = Country
        django_get_or_create = ("iso2",)

    iso2 = factory.Sequence(lambda n: f"X{chr(ord('A') + n % 26)}")
    iso3 = factory.LazyAttribute(lambda country: f"{country.iso2}X")
    tags_codes = factory.LazyAttribute(lambda country: [country.iso2])
    name = factory.LazyAttribute(lambda country: f"Country {country.iso2}")
    sort_name = factory.SelfAttribute("name")
    bureau = "WHA"


class PostFactory(factory.django.DjangoModelFactory[Post]):
    class Meta:
        model = Post
        django_get_or_create = ("mrn_name",)

    mrn_name = factory.Sequence(lambda n: f"PORTTEST{n}")
    name = factory.LazyAttribute(lambda post: post.mrn_name.title())
    kind = "embassy"
    country = factory.SubFactory(CountryFactory)


class TagFactory(factory.django.DjangoModelFactory[Tag]):
    class Meta:
        model = Tag
        django_get_or_create = ("code",)

    code = "KTIP"
    name = "Trafficking in persons"


class TopicFactory(factory.django.DjangoModelFactory[Topic]):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name = factory.LazyAttribute(lambda topic: topic.slug.replace("-", " ").capitalize())


class QuestionnaireFactory(factory.django.DjangoModelFactory[Questionnaire]):
    class Meta:
        model = Questionnaire
        django_get_or_create = ("report_year",)

    report_year = 2008
    ref = "08STATE2731"


class QuestionFactory(factory.django.DjangoModelFactory[Question]):
    class Meta:
        model = Question

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    chapter = "prosecution"
    key = "B"
    position = factory.Sequence(lambda n: n + 1)
    subject = "Penalties"
    topic = factory.SubFactory(TopicFactory)


def cable_text(
    *,
    post: str = "PORTO PRUEBA",
    serial: int = 900327,
    year: int = 2008,
    marking: str = "UNCLAS",
    captions: str = "SIPDIS",
    tags: str = "KCRM PHUM KTIP XQ",
    subject: str = "",
    eo12958: str = "N/A",
    answers: Sequence[tuple[str, Sequence[str]]] = ANSWERS,
    signature: str = "EXAMPLE",
) -> str:
    """An invented input as an archive holds it, for what reads texts. `answers` are (heading, answers A, B, ...)."""
    short = year % 100
    lines = [
        *("VZCZCXYZ0000", "RR RUEHWEB", "", f"DE RUEHXQ #{serial % 10000:04d} 0732237", "ZNR UUUUU ZZH"),
        *(f"R 132237Z MAR {short:02d}", f"FM AMEMBASSY {post}", "TO RUEHC/SECSTATE WASHDC 4962", ""),
        *(f"{marking} {post} {serial:06d}", "", captions, "", "DEPT FOR G/TIP", ""),
        *(f"E.O. 12958: {eo12958}", f"TAGS: {tags}"),
        *(f"SUBJECT: {subject or f'{post}: INPUT FOR THE {year} TRAFFICKING IN PERSONS (TIP) REPORT'}", ""),
        *(f"REF: {short - 1 if short else 99:02d} STATE 2731", ""),
        *("¶1. (U) Post submits the following input for the report, keyed to reftel.", ""),
    ]
    for heading, texts in answers:
        lines += [heading, "-" * len(heading), ""]
        for letter, text in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", texts, strict=False):
            lines += [f"¶{letter}. {text}", ""]
    return "\n".join([*lines, signature, ""])


def make_header(**changes: Any) -> Header:
    header = Header(
        mrn="08PORTOPRUEBA900327",
        year=2008,
        post="PORTO PRUEBA",
        serial=900327,
        precedence=("ROUTINE",),
        dtg=datetime(2008, 3, 13, 22, 37, tzinfo=UTC),
        from_="AMEMBASSY PORTO PRUEBA",
        routing="RUEHXQ",
        action=(Addressee("SECSTATE WASHDC", routing="RUEHC", serial="4962"),),
        info=(Addressee("AMEMBASSY ORVANE", routing="RUEHXE"), Addressee("DEPT OF LABOR WASHDC")),
        marking="UNCLAS PORTO PRUEBA 900327",
        marking_line=3,
        classification="UNCLASSIFIED",
        captions=("SIPDIS",),
        parts=1,
        passing=("DEPT FOR G/TIP",),
        eo12958="N/A",
        tags=("KCRM", "PHUM", "XQ"),
        subject="INPUT FOR THE 2008 TIP REPORT",
        refs=(),
        signature="EXAMPLE",
    )
    return replace(header, **changes)


def make_parsed(
    *,
    sections: Iterable[tuple[str, str | Sequence[str], str]] = SECTIONS,
    header: Header | None = None,
    mrn: str = "",
    report_year: int | None = 2008,
    kind: CableKind = CableKind.TIP_INPUT,
    reasons: tuple[str, ...] = ("The subject names the TIP report.",),
    part: Part | None = None,
    truncated: bool = False,
    warnings: tuple[ParserWarning, ...] = (),
    parser_version: str = "1",
    **changes: Any,
) -> ParsedCable:
    """A reading whose spans cover its own source. A section is (chapter, key or keys or "", text); each line of
    its text is a paragraph. Further names are fields of the header; `mrn` sets year and serial to match."""
    head = replace(header or make_header(), **changes)
    if mrn:
        head = _renamed(head, mrn)
    source = _Source()
    source.add(_printed(head), SpanKind.HEADER)
    built = [
        source.section(chapter, (keys,) if isinstance(keys, str) else tuple(keys), text)
        for chapter, keys, text in sections
    ]
    source.add(head.signature, SpanKind.SIGNATURE)
    return ParsedCable(
        text=source.text,
        encoding="utf-8",
        header=head,
        report_year=report_year,
        kind=kind,
        reasons=reasons,
        part=part,
        truncated=truncated,
        sections=tuple(built),
        spans=tuple(source.spans),
        warnings=warnings,
        parser_version=parser_version,
    )


def make_cable(
    *,
    access: str = "",
    country: Country | None = None,
    post: Post | None = None,
    sample: bool = False,
    parsed: ParsedCable | None = None,
    **reading: Any,
) -> Cable:
    """A cable as import leaves it. `reading` is what `make_parsed` takes; country and post are made where none fits."""
    from cables.importing import write_cable

    parsed = parsed or make_parsed(**reading)
    name = parsed.header.post.replace(" ", "")
    post = post or Post.objects.filter(mrn_name=name).first()
    if post is None:
        code = next((tag for tag in reversed(parsed.header.tags) if len(tag) == 2), "XQ")
        if country is None:
            country = Country.objects.filter(tags_codes__contains=[code]).first() or CountryFactory.create(iso2=code)
        PostFactory(mrn_name=name, name=parsed.header.post.title(), country=country)
    outcome = write_cable(parsed, content=parsed.text.encode(parsed.encoding), name=f"{parsed.mrn}.txt", sample=sample)
    cable = Cable.objects.get(mrn=outcome.mrn)
    if access and cable.access != access:
        cable.access, cable.access_reason = access, "set by the test"
        cable.save(update_fields=["access", "access_reason"])
    return cable


def _renamed(head: Header, mrn: str) -> Header:
    year, name = mrn[:2], mrn[2:].rstrip("0123456789")
    serial = int(mrn[2 + len(name) :])
    post = head.post if head.post.replace(" ", "") == name else name
    return replace(
        head, mrn=mrn, year=2000 + int(year), post=post, serial=serial, marking=f"UNCLAS {post} {serial:06d}"
    )


def _printed(head: Header) -> str:
    dtg = head.dtg.strftime("%d%H%MZ %b %y").upper() if head.dtg else ""
    captions = "".join(f"{caption}\n" for caption in head.captions)
    return (
        f"R {dtg}\nFM {head.from_}\n{head.marking}\n\n{captions}\nE.O. 12958: {head.eo12958}\n"
        f"TAGS: {' '.join(head.tags)}\nSUBJECT: {head.subject}\n\n"
    )


class _Source:
    """A source under construction: text and the spans that cover it."""

    def __init__(self) -> None:
        self.text = ""
        self.spans: list[Span] = []

    def add(self, text: str, kind: SpanKind, *, join: str = "") -> None:
        if text:
            self.spans.append(Span(len(self.text), len(self.text) + len(text), kind, join=join))
            self.text += text

    def section(self, chapter: str, keys: tuple[str, ...], text: str) -> Section:
        keys = tuple(key for key in keys if key)
        start, clean, paragraphs = len(self.text), 0, []
        self.add(f"{' & '.join(keys)}. " if keys else "", SpanKind.MARKER)
        lines = text.split("\n")
        for number, line in enumerate(lines, start=1):
            at = len(self.text)
            self.add(line, SpanKind.BODY, join="" if number == len(lines) else "\n\n")
            paragraphs.append(Paragraph(ParagraphKind.PROSE, at, len(self.text), clean, clean + len(line)))
            clean += len(line) + 2
            self.add("\n\n", SpanKind.LAYOUT)
        status = AnswerStatus.NO_INFORMATION if "no information" in text else AnswerStatus.ANSWERED
        return Section(chapter, keys, start, len(self.text), "\n\n".join(lines), status, tuple(paragraphs))
