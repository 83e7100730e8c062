from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from cables.documents import Document
from cables.fitness import unfit
from cables.importing import Outcome, Result, import_document
from cables.models import Cable
from tests.factories import cable_text, make_cable, make_header, make_parsed

NOW = datetime(2020, 1, 1, tzinfo=UTC)


def bring_in(text: str) -> Outcome:
    return import_document(Document("a.txt", text.encode()))


def test_a_cable_as_they_are_is_fit() -> None:
    assert unfit(make_parsed()) == ""


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (make_header(mrn=""), "no message reference number"),
        (make_header(mrn="08X1"), "cannot be the name of a page"),
        (make_header(mrn="08PORTO/PRUEBA1"), "cannot be the name of a page"),
        (make_header(mrn="08PORTOPRUEBA0327"), "cannot be the name of a page"),
        (make_header(marking="UNCLAS S\u00c3O PAULO 000327"), "\u00c3"),
        (make_header(marking="UNCLAS PORTO PRUEBA \u0663\u0662\u0667"), "\u0662"),
        (make_header(dtg=datetime(1959, 12, 31, tzinfo=UTC)), "before 1960"),
        (make_header(dtg=datetime(2020, 1, 3, tzinfo=UTC)), "in the future"),
        (make_header(dtg=None, year=2050), "2050"),
        (make_header(serial=10_000_000), "10000000"),
        (make_header(serial=0), "serial number, 0"),
        (make_header(parts=40_000), "transmission sections"),
    ],
)
def test_what_the_archive_cannot_hold_is_told_in_a_sentence(header: object, reason: str) -> None:
    assert reason in unfit(make_parsed(header=header), now=NOW)  # type: ignore[arg-type]


def test_too_long_a_text_or_too_many_sections_are_unfit() -> None:
    assert "1,000,000 characters" in unfit(make_parsed(sections=[("prosecution", "A", "x" * 1_000_001)]))
    assert "5,001 sections" in unfit(make_parsed(sections=[("prosecution", "A", "x")] * 5_001))
    assert "32,768 paragraphs" in unfit(make_parsed(sections=[("prosecution", "A", "x\n" * 32_767)]))
    assert "report year" in unfit(make_parsed(report_year=40_000))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        cable_text().replace("PORTO PRUEBA 900327", "X 900327"),
        cable_text(post="S\u00c3O PAULO"),
        cable_text().replace("MAR 08", "MAR 58"),
        cable_text(year=2059),
        cable_text().replace("UNCLAS PORTO PRUEBA 900327", "UNCLAS").replace("FM AMEMBASSY PORTO PRUEBA", "FM"),
    ],
)
def test_an_unfit_cable_is_refused_and_leaves_nothing(text: str) -> None:
    outcome = bring_in(text)
    assert (outcome.result, outcome.line > 0) == (Result.REFUSED, True)
    assert "database" not in outcome.reason
    assert not Cable.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("mrn", ["", "08PORTO/PRUEBA1", "08X1", "08portoprueba1", "08PORTOPRUEBA0", "08PORTOPRUEBA01"])
def test_the_database_holds_no_name_that_an_address_cannot(mrn: str) -> None:
    make_cable()
    with pytest.raises(IntegrityError, match="cable_mrn_canonical"):
        Cable.objects.update(mrn=mrn)
