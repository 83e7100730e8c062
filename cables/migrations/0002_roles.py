from django.db import migrations

APP = "cables"
CURATED = [
    "cable", "country", "post", "tag", "cabletag", "addressee", "reference", "source", "revision", "section",
    "sectiontext", "paragraph", "questionnaire", "question", "topic",
]


def permissions(apps, names):
    """The permissions of these names, made here because Django makes its own only after all migrations."""
    permission_model = apps.get_model("auth", "Permission")
    content_type_model = apps.get_model("contenttypes", "ContentType")
    found = []
    for codename, model, name in names:
        content_type, _ = content_type_model.objects.get_or_create(app_label=APP, model=model)
        permission, _ = permission_model.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        found.append(permission)
    return found


def make_roles(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    members = [("view_members_cable", "cable", "Can read members-only cables")]
    restricted = [("view_restricted_cable", "cable", "Can read restricted cables")]
    curated = [
        (f"{action}_{model}", model, f"Can {action} {apps.get_model(APP, model)._meta.verbose_name}")
        for model in CURATED
        for action in ("add", "change", "delete", "view")
    ]
    for role, names in {
        "analyst": members,
        "curator": members + restricted + curated,
        "administrator": members + restricted + curated,
    }.items():
        group, _ = group_model.objects.get_or_create(name=role)
        group.permissions.add(*permissions(apps, names))


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["analyst", "curator", "administrator"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cables", "0001_archive"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
