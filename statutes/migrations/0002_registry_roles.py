from django.db import migrations

APP = "statutes"
CURATED = (
    "instrument", "instrumentname", "provision", "penalty", "lifeevent", "institution", "institutionname",
    "institutionidentifier", "mention", "merger", "formeraddress",
)


def permissions(apps):
    """The permissions of these models, made here because Django makes its own only after all migrations."""
    content_types, granted = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for model in CURATED:
        content_type, _ = content_types.objects.get_or_create(app_label=APP, model=model)
        for action in ("add", "change", "delete", "view"):
            name = f"Can {action} {apps.get_model(APP, model)._meta.verbose_name}"
            yield granted.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": name}
            )[0]


def extend_roles(apps, schema_editor):
    granted = list(permissions(apps))
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["curator", "administrator"]):
        group.permissions.add(*granted)


def narrow_roles(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["curator", "administrator"]):
        group.permissions.remove(*group.permissions.filter(content_type__app_label=APP))


class Migration(migrations.Migration):
    """Curators and administrators keep the registries."""

    dependencies = [("statutes", "0001_registries"), ("cables", "0012_left_out_coders"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(extend_roles, narrow_roles)]
