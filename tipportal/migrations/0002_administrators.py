"""What administrators may, beside what curators may: keep accounts, see roles, remove a second factor that was lost and
read who tried to sign in. Nobody deletes an account, whose notes would go with it: it is deactivated."""

from django.db import migrations

MAY = [
    ("auth", "user", ("add", "change", "view")),
    ("auth", "group", ("view",)),
    ("mfa", "authenticator", ("view", "delete")),
    ("axes", "accessattempt", ("view", "delete")),
    ("axes", "accessfailurelog", ("view",)),
    ("axes", "accesslog", ("view",)),
]


def permissions(apps):
    """Made here because Django makes its own only after all migrations."""
    permission_model = apps.get_model("auth", "Permission")
    content_type_model = apps.get_model("contenttypes", "ContentType")
    found = []
    for app, model, actions in MAY:
        content_type, _ = content_type_model.objects.get_or_create(app_label=app, model=model)
        called = apps.get_model(app, model)._meta.verbose_name
        for action in actions:
            permission, _ = permission_model.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {called}"}
            )
            found.append(permission)
    return found


def give(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="administrator"):
        group.permissions.add(*permissions(apps))


def take(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="administrator"):
        group.permissions.remove(*permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("tipportal", "0001_shared_cache"),
        ("cables", "0002_roles"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("axes", "0010_accessattemptexpiration"),
    ]

    operations = [migrations.RunPython(give, take)]
