from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class StatutesConfig(AppConfig):
    name = "statutes"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Law and institutions"

    def ready(self) -> None:
        from cables import following
        from statutes.recording import record_law

        following.join(record_law)
        post_migrate.connect(add_international, sender=self)


def add_international(*, using: str, apps: Apps | None = None, **_: Any) -> None:
    """Every migrated archive knows the treaties and organisations of all countries, as it knows the countries; for
    the reasons that `cables.apps` gives."""
    from statutes.reference import load_international

    if apps is not None and {"institutionidentifier", "lifeevent"} <= apps.all_models["statutes"].keys():
        load_international(apps.get_model, using=using)
