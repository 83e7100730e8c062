"""A number that a text gives a law holds in other cables, unless that tells their readers what they may not know."""

import pytest
from django.test import Client

from cables.models import Cable
from statutes.models import Instrument, Mention
from tests.factories import CountryFactory, PostFactory
from tests.statutes.test_recording import cable_with

pytestmark = pytest.mark.django_db

NAMED = "The Harbour Migration Law (Decree 95-98) forbids it."
NUMBERED = "Decree 95-98 forbids it in the north."


@pytest.fixture(autouse=True)
def places() -> None:
    PostFactory.create(mrn_name="ALTA", country=CountryFactory.create(iso2="XA"))


def law_in(cable: Cable) -> Instrument:
    law = Mention.objects.get(section__cable=cable).instrument
    assert law is not None
    return law


def test_a_number_leads_to_the_law_that_another_cable_gives_it() -> None:
    named, numbered = cable_with(NAMED), cable_with(NUMBERED, mrn="08ALTA900002")
    assert law_in(numbered) == law_in(named)


@pytest.mark.parametrize("access", ["members", "restricted"])
def test_a_number_tells_no_name_that_only_a_stricter_cable_says(access: str, client: Client) -> None:
    named = cable_with(NAMED)
    Cable.objects.filter(pk=named.pk).update(access=access)
    numbered = cable_with(NUMBERED, mrn="08ALTA900002")
    assert law_in(numbered) != law_in(named)
    for address in ("/statutes/", "/cables/08ALTA900002/", law_in(numbered).get_absolute_url()):
        said = client.get(address).content.decode()
        assert "Decree 95-98" in said
        assert "Migration" not in said
        assert "migration" not in said
