from django.db import migrations

APP = "cables"
ANALYST = {
    "comment": ("add", "change", "delete", "view"),
    "coding": ("add", "change", "delete", "view"),
    "review": ("add", "change", "view"),
    "exercise": ("add", "change", "view"),
    "decision": ("add", "change", "view"),
    "assignment": ("add", "change", "delete", "view"),
    "codebook": ("view",),
    "code": ("view",),
}
CURATED = ("codebook", "code", "codebookversion", "passage")
ADMINISTERED = ("team",)
ALL = ("add", "change", "delete", "view")


def permission(apps, app, codename, model, name):
    content_type_model, permission_model = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    content_type, _ = content_type_model.objects.get_or_create(app_label=app, model=model)
    return permission_model.objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )[0]


def permissions(apps, wanted, app=APP):
    """The permissions of these models, made here because Django makes its own only after all migrations."""
    return [
        permission(apps, app, f"{action}_{model}", model, f"Can {action} {apps.get_model(app, model)._meta.verbose_name}")
        for model, actions in wanted.items()
        for action in actions
    ]


def extend_roles(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    analyst = permissions(apps, ANALYST)
    curator = permissions(apps, dict.fromkeys(CURATED, ALL))
    curator.append(permission(apps, APP, "moderate_comment", "comment", "Can remove public comments of others"))
    administrator = permissions(apps, dict.fromkeys(ADMINISTERED, ALL))
    administrator += permissions(apps, {"user": ("add", "change", "view"), "group": ("view",)}, app="auth")
    group_model.objects.get(name="analyst").permissions.add(*analyst)
    group_model.objects.get(name="curator").permissions.add(*analyst, *curator)
    group_model.objects.get(name="administrator").permissions.add(*analyst, *curator, *administrator)


def narrow_roles(apps, schema_editor):
    models = [*ANALYST, *CURATED, *ADMINISTERED, "user", "group"]
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["analyst", "curator", "administrator"]):
        group.permissions.remove(*group.permissions.filter(content_type__model__in=models))


class Migration(migrations.Migration):
    """What analysts, curators and administrators may do with comments, codes and reviews."""

    dependencies = [("cables", "0007_annotation"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(extend_roles, narrow_roles)]
