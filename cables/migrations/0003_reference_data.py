from django.db import migrations

from cables.reference import load_reference


def load(apps, schema_editor):
    load_reference(apps.get_model, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    """Countries, posts, TAGS, topics and questionnaires. Later corrections of the files: manage.py load_reference."""

    dependencies = [("cables", "0002_roles")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
