from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class StatutesConfig(AppConfig):
    name = "statutes"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Law and institutions"

    def ready(self) -> None:
        from cables import following, layers
        from cables.search import FACETS
        from statutes import search_facets
        from statutes.reading_layer import names_in_texts
        from statutes.rereading import follow

        FACETS.join(*search_facets.KINDS, after="law")
        following.join(follow)
        layers.join(names_in_texts)
        post_migrate.connect(add_international, sender=self)


def add_international(*, using: str, apps: Apps | None = None, **_: Any) -> None:
    """Every migrated archive knows the treaties and organisations of all countries, as it knows the countries; for
    the reasons that `cables.apps` gives."""
    from statutes.reference import load_international

    if apps is not None and {"institutionidentifier", "lifeevent"} <= apps.all_models["statutes"].keys():
        load_international(apps.get_model, using=using)
