"""What an import leaves in the registries, and what a later one does with what curators decided."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cables.importing import Result, write_cable
from cables.models import Cable, Country, Section
from cables.sample import load_sample, remove_sample
from statutes.models import (
    Institution,
    InstitutionName,
    Instrument,
    InstrumentName,
    LifeEvent,
    Mention,
    Penalty,
    Provision,
    Reading,
    Role,
    Standing,
)
from statutes.penalty_rows import outcomes_of
from statutes.recording import record_law
from tests.factories import ANSWERS, CountryFactory, PostFactory, cable_text, make_cable, make_parsed

pytestmark = pytest.mark.django_db

LAW = (
    "Post translates article 31 of the Harbour Code (Decree 12-99).\n"
    "Article 31 (Sale of Persons). Whoever sells a person shall be punished with four to eight years in prison. The "
    "penalty is increased by one half if the victim is a child."
)
BODIES = (
    "The Ministry of Tides (MOT) runs two shelters. The MOT trained the Coastal Guard Police in March 2006, and the "
    "Ministry of Tides paid for it."
)


def cable_with(*texts: str, mrn: str = "08ALTA900001", post: str = "ALTA") -> Cable:
    answers = [("prosecution", chr(ord("A") + number), text) for number, text in enumerate(texts)]
    return make_cable(mrn=mrn, sections=answers)


def again(cable: Cable, *texts: str) -> None:
    """The same cable with other texts, as a corrected copy brings them."""
    answers = [("prosecution", chr(ord("A") + number), text) for number, text in enumerate(texts)]
    parsed = make_parsed(mrn=cable.mrn, sections=answers)
    write_cable(parsed, content=parsed.text.encode(), name="again.txt", sample=False)


@pytest.fixture(autouse=True)
def places() -> None:
    for code, post in (("XA", "ALTA"), ("XB", "BASSA")):
        PostFactory.create(mrn_name=post, country=CountryFactory.create(iso2=code))


def test_a_quoted_article_is_suggested_with_its_law_and_its_penalties() -> None:
    cable_with(LAW)
    law = Instrument.objects.get(country__iso2="XA")
    assert (law.name, law.slug, law.kind, law.standing) == ("Harbour Code", "harbour-code", "code", "suggested")
    assert [name.name for name in law.names.all()] == ["Decree 12-99"]
    provision = Provision.objects.get(instrument=law)
    assert provision.get_absolute_url() == "/statutes/xa/harbour-code/art-31/"
    quoted = provision.mentions.get(role=Role.QUOTES)
    assert quoted.text.text[quoted.start : quoted.end].endswith("if the victim is a child.")
    rows = list(Penalty.objects.filter(provision=provision))
    verdicts = [outcome.verdict for outcomes in outcomes_of(rows).values() for outcome in outcomes]
    assert verdicts == ["4 years to 8 years", "6 years to 12 years"]


def test_a_term_that_is_added_is_kept_and_computed() -> None:
    cable_with(LAW.replace("increased by one half", "increased by two to four years"))
    added = Penalty.objects.get(change="increased")
    assert added.added == "2 years to 4 years"
    verdicts = [outcome.verdict for outcome in outcomes_of(Penalty.objects.all())[added.key]]
    assert verdicts == ["6 years to 12 years"]


def test_institutions_are_suggested_with_what_gives_them_away() -> None:
    cable_with(BODIES)
    ministry = Institution.objects.get(name="Ministry of Tides")
    assert (ministry.country and ministry.country.iso2, ministry.kind, ministry.standing) == (
        "XA",
        "executive",
        "suggested",
    )
    assert ministry.reason
    assert [(name.name, name.is_acronym, name.standing) for name in ministry.names.all()] == [
        ("MOT", True, "suggested")
    ]
    assert [mention.surface for mention in ministry.mentions.all()].count("MOT") == 2, "in brackets too"
    assert ministry.mentions.count() == 4


def test_the_same_name_in_two_countries_stays_two() -> None:
    cable_with(BODIES)
    cable_with(BODIES, mrn="08BASSA900002")
    assert Institution.objects.filter(name="Ministry of Tides").count() == 2
    assert InstitutionName.objects.filter(name="MOT").count() == 2


def test_two_cables_of_a_country_name_one_institution() -> None:
    cable_with(BODIES)
    cable_with("The Ministry of the Tides said so.", "The ministry of Tides did.", mrn="09ALTA900003")
    assert Institution.objects.filter(name_key="ministry of tides").count() == 1


def test_an_accepted_acronym_holds_in_later_imports() -> None:
    cable_with(BODIES)
    ministry = Institution.objects.get(name="Ministry of Tides")
    Institution.objects.filter(pk=ministry.pk).update(standing=Standing.ACCEPTED)
    ministry.names.update(standing=Standing.ACCEPTED)
    cable_with("The MOT opened a hotline.", mrn="09ALTA900003")
    later = Mention.objects.get(section__cable__mrn="09ALTA900003", institution=ministry)
    assert (later.surface, later.standing) == ("MOT", "accepted")


def test_a_merely_suggested_acronym_holds_in_its_own_cable_only() -> None:
    cable_with(BODIES)
    ministry = Institution.objects.get(name="Ministry of Tides")
    cable_with("The MOT opened a hotline.", mrn="09ALTA900003")
    assert not Mention.objects.filter(section__cable__mrn="09ALTA900003", institution=ministry).exists()


def test_what_was_rejected_is_not_suggested_again() -> None:
    cable_with(BODIES)
    Institution.objects.filter(name="Ministry of Tides").update(standing=Standing.REJECTED)
    cable_with("The Ministry of Tides is new.", mrn="09ALTA900003")
    assert [entry.standing for entry in Institution.objects.filter(name_key="ministry of tides")] == ["rejected"]


def test_a_treaty_of_all_countries_is_one_entry() -> None:
    cable_with("The country ratified ILO Convention 182 in 2001.")
    cable_with("The country ratified ILO Convention 182 in 2003.", mrn="08BASSA900002")
    treaty = Instrument.objects.get(name="ILO Convention 182")
    assert treaty.country is None
    assert treaty.get_absolute_url() == "/statutes/international/ilo-convention-182/"
    assert Mention.objects.filter(instrument=treaty).values("section__cable").distinct().count() == 2


def test_a_decision_stays_with_its_words_in_a_corrected_text() -> None:
    cable = cable_with("The police came.", BODIES)
    first, second, *_ = Mention.objects.filter(institution__name="Ministry of Tides").order_by("start")
    Mention.objects.filter(pk=second.pk).update(standing=Standing.REJECTED, decided_at=timezone.now())
    again(cable, "The police came.", f"In the north: {BODIES}")
    second.refresh_from_db()
    assert second.standing == Standing.REJECTED
    assert second.text.text[second.start : second.end] == second.surface
    assert second.text.section.current_id == second.text_id
    first.refresh_from_db()
    assert first.text_id == second.text_id, "the row of before goes on"


def test_what_a_text_no_longer_names_is_gone_unless_somebody_touched_it() -> None:
    cable = cable_with(LAW, BODIES)
    kept = Institution.objects.get(name="Coastal Guard Police")
    Institution.objects.filter(pk=kept.pk).update(standing=Standing.ACCEPTED)
    again(cable, "The police came.", "Nothing else did.")
    assert not Instrument.objects.filter(country__iso2="XA").exists()
    assert not Provision.objects.exists()
    assert list(Institution.objects.filter(country__iso2="XA")) == [kept]
    assert not Mention.objects.exists()
    assert not Penalty.objects.exists()


def test_a_penalty_set_by_hand_outlives_a_later_reading_and_is_not_doubled() -> None:
    cable = cable_with(LAW)
    base = Penalty.objects.get(change="")
    Penalty.objects.filter(pk=base.pk).update(minimum="5 years", is_curated=True)
    again(cable, f"In short. {LAW}")
    assert [row.minimum for row in Penalty.objects.filter(change="")] == ["5 years"]
    base.refresh_from_db()
    assert base.text.text[base.start : base.end] in LAW  # type: ignore[union-attr]
    verdicts = [one.verdict for found in outcomes_of(Penalty.objects.all()).values() for one in found]
    assert sorted(verdicts) == ["5 years to 8 years", "7 1/2 years to 12 years"]


def test_another_country_takes_its_law_along() -> None:
    cable = cable_with(LAW)
    cable.country = CountryFactory.create(iso2="XB")
    cable.save(update_fields=["country"])
    assert record_law(cable)
    assert [law.country and law.country.iso2 for law in Instrument.objects.filter(name="Harbour Code")] == ["XB"]


def test_a_cable_without_a_country_suggests_nothing() -> None:
    cable = cable_with(LAW, BODIES)
    Cable.objects.filter(pk=cable.pk).update(country=None)
    cable.refresh_from_db()
    record_law(cable)
    assert not Mention.objects.filter(section__cable=cable).exists()


def test_an_unchanged_cable_is_not_read_again() -> None:
    cable = cable_with(LAW)
    read_at = Reading.objects.get().read_at
    assert not record_law(cable)
    assert Reading.objects.get().read_at == read_at


def test_events_stand_with_their_passage() -> None:
    cable_with("The Ministry of Tides was created in March 2005.", "Congress enacted the Harbour Code in 2001.")
    created = LifeEvent.objects.get(institution__name="Ministry of Tides")
    assert (created.kind, created.when) == ("created", (2005, 3, 0))
    enacted = LifeEvent.objects.get(instrument__name="Harbour Code")
    assert (enacted.kind, enacted.when) == ("enacted", (2001, 0, 0))
    assert enacted.section.key == "b"  # type: ignore[union-attr]


def test_reading_twice_writes_the_same_rows() -> None:
    cable = cable_with(LAW, BODIES)
    before = list(Mention.objects.order_by("pk").values_list("pk", "start", "surface"))
    names = InstrumentName.objects.count(), InstitutionName.objects.count()
    assert record_law(cable, again=True)
    assert list(Mention.objects.order_by("pk").values_list("pk", "start", "surface")) == before
    assert (InstrumentName.objects.count(), InstitutionName.objects.count()) == names


def test_an_import_does_not_fail_where_its_law_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise IndexError("a fault of the rules")

    monkeypatch.setattr("statutes.recording.read_law", failing)
    cable = cable_with(LAW)
    assert cable.current is not None
    assert not Mention.objects.exists()
    with pytest.raises(CommandError, match="1 failed"):
        call_command("read_law", stdout=StringIO())
    monkeypatch.undo()
    call_command("read_law", stdout=StringIO())
    assert Mention.objects.filter(section__cable=cable).exists()


def test_the_command_reads_what_is_stale() -> None:
    cable_with(LAW)
    cable_with(LAW, mrn="08BASSA900002")
    Reading.objects.filter(revision__cable__mrn="08ALTA900001").update(version="0")
    out = StringIO()
    call_command("read_law", "--format", "json", stdout=out)
    assert '"mrn": "08ALTA900001"' in out.getvalue()
    assert '"read": 1' in out.getvalue()
    with pytest.raises(CommandError, match="No such cable: 08NOWHERE1"):
        call_command("read_law", "08NOWHERE1")


def test_a_section_that_is_gone_keeps_no_suggestions() -> None:
    cable = cable_with(LAW, BODIES)
    again(cable, LAW)
    assert Section.objects.get(cable=cable, key="b").current is None
    assert not Mention.objects.filter(section__key="b").exists()


def test_a_law_in_small_letters_is_named_as_laws_are() -> None:
    cable_with("Article 9 of the penal code forbids it.")
    assert Instrument.objects.get(country__iso2="XA").name == "Penal Code"


def test_the_sample_takes_its_law_out_with_it(tmp_path: Path) -> None:
    places = {
        "countries": [{"iso2": "XQ", "iso3": "XQP", "tags": "XQ", "name": "Pruebia", "bureau": "WHA"}],
        "posts": [
            {"mrn_name": "PORTOPRUEBA", "name": "Porto Prueba", "kind": "embassy", "country": "XQ", "routing": "RUEHXQ"}
        ],
    }
    (tmp_path / "places.json").write_text(json.dumps(places))
    answers = [*ANSWERS, ("Comment", (LAW.partition("\n")[2], BODIES))]
    (tmp_path / "a.txt").write_text(cable_text(answers=answers))
    assert [outcome.result for outcome in load_sample(tmp_path)] == [Result.IMPORTED]
    assert Institution.objects.filter(country__iso2="XQ").exists()
    remove_sample()
    assert not Country.objects.filter(iso2="XQ").exists()
    assert not Institution.objects.filter(country__isnull=False).exists()
