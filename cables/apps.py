from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class CablesConfig(AppConfig):
    name = "cables"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Cables"

    def ready(self) -> None:
        post_migrate.connect(add_reference, sender=self)


def add_reference(*, using: str, apps: Apps | None = None, **_: Any) -> None:
    """Every migrated archive has the reference data, as it has permissions. Not a migration's work: the rows of
    today's files in yesterday's tables would lack what a later column holds, and pass for a curator's.

    `apps` are the models as migrated; without them the tables were only flushed, and stay empty.
    """
    from cables.reference import load_reference

    if apps is not None and {"question", "codebookversion"} <= apps.all_models["cables"].keys():
        load_reference(apps.get_model, using=using)
