"""Law that a curator rejected counts nowhere, and neither do the penalties of its provisions."""

import pytest
from django.contrib.auth.models import AnonymousUser

from statutes.models import Instrument, Penalty, Standing
from statutes.search_facets import offences, penalties
from tests.factories import CountryFactory, PostFactory
from tests.statutes.test_recording import LAW, cable_with

pytestmark = pytest.mark.django_db


def test_penalties_of_rejected_law_are_not_shown_and_count_in_no_facet() -> None:
    PostFactory.create(mrn_name="ALTA", country=CountryFactory.create(iso2="XA"))
    cable_with(LAW)
    nobody = AnonymousUser()
    assert Penalty.objects.visible_to(nobody).count() == 2
    assert len(penalties(None).texts)
    Instrument.objects.filter(country__iso2="XA").update(standing=Standing.REJECTED)
    assert not Penalty.objects.visible_to(nobody).exists()
    assert len(penalties(None).texts) == len(offences(None).texts) == 0
