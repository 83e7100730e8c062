import pytest
from django.contrib.auth.models import AnonymousUser, User

from cables.models import Cable
from statutes.models import Mention, Penalty
from statutes.shown_penalties import shown_penalties
from tests.factories import make_cable
from tests.law_factories import make_instrument, make_penalty, make_provision, section_of

pytestmark = pytest.mark.django_db


def cable_without_law(mrn: str, *, sample: bool, access: str = "public") -> Cable:
    cable = make_cable(mrn=mrn, sample=sample, access=access)
    Mention.objects.filter(section__cable=cable).delete()
    Penalty.objects.filter(section__cable=cable).delete()
    return cable


def test_a_paraphrase_does_not_stand_beside_its_original(analyst: User) -> None:
    real = cable_without_law("08CIMA900001", sample=False, access="members")
    paraphrase = cable_without_law("08CIMA900002", sample=True)
    provision = make_provision(make_instrument(country=real.country, is_public=True), is_public=True)
    make_penalty(provision, section_of(real))
    make_penalty(provision, section_of(paraphrase), maximum="13 years")
    everything = Penalty.objects.all()
    assert [one.stated for one in shown_penalties(everything, analyst)] == ["6 years to 12 years"]
    assert [one.stated for one in shown_penalties(everything, AnonymousUser())] == ["6 years to 13 years"], (
        "who may not see the original has the paraphrase"
    )
