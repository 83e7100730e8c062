"""The treaties and organisations that every archive knows: added once, and then the curators'."""

import pytest
from django.apps import apps

from statutes.models import Institution, Instrument
from statutes.readdressing import keep_address
from statutes.reference import load_international
from tests.factories import CountryFactory

pytestmark = pytest.mark.django_db


def load() -> int:
    return load_international(apps.get_model)


def test_every_archive_has_them_and_loading_again_adds_none() -> None:
    treaty = Instrument.objects.get(country=None, slug="palermo-protocol")
    assert (treaty.kind, treaty.standing, treaty.is_public) == ("treaty", "accepted", True)
    assert treaty.names.exists()
    assert Institution.objects.filter(country=None, is_public=True).exists()
    assert load() == 0


def test_what_a_curator_changed_is_left_alone() -> None:
    Instrument.objects.filter(slug="palermo-protocol").update(name="Protocol of Palermo", standing="rejected")
    assert load() == 0
    assert Instrument.objects.get(slug="palermo-protocol").name == "Protocol of Palermo"


def test_what_has_another_address_by_now_is_not_added_again() -> None:
    treaty = Instrument.objects.get(slug="palermo-protocol")
    treaty.slug = "trafficking-protocol"
    treaty.save(update_fields=["slug"])
    keep_address(entry=treaty, country_id=None, slug="palermo-protocol")
    body = Institution.objects.filter(country=None).order_by("pk")[0]
    old, body.country = body.slug, CountryFactory.create(iso2="XA")
    body.save(update_fields=["country"])
    keep_address(entry=body, country_id=None, slug=old)
    assert load() == 0


def test_what_is_not_there_is_added() -> None:
    Instrument.objects.get(slug="palermo-protocol").delete()
    assert load() == 1
