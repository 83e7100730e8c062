from statutes.models.entries import INTERNATIONAL, Standing
from statutes.models.institutions import Institution, InstitutionIdentifier, InstitutionName, Merger
from statutes.models.law import Instrument, InstrumentName, Provision
from statutes.models.mentions import FormerAddress, LifeEvent, Mention, Penalty, Reading, Role

__all__ = [
    "INTERNATIONAL",
    "FormerAddress",
    "Institution",
    "InstitutionIdentifier",
    "InstitutionName",
    "Instrument",
    "InstrumentName",
    "LifeEvent",
    "Mention",
    "Merger",
    "Penalty",
    "Provision",
    "Reading",
    "Role",
    "Standing",
]
