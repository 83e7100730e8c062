from cables.models import Cable
from statutes.keeping import forget_unnamed
from statutes.models import LifeEvent, Mention, Penalty


def unread(cable: Cable) -> Cable:
    """The cable without what its import read of law and institutions: what a test puts into the registries is alone."""
    targets = set(Mention.objects.filter(section__cable=cable).values_list("instrument", "provision", "institution"))
    for model in (Mention, Penalty, LifeEvent):
        model._default_manager.filter(section__cable=cable).delete()
    forget_unnamed(targets)
    return cable
