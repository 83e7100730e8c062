from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


def read(name):
    return (SQL / name).read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Triggers that note which cables the search has to read again when the registries change."""

    dependencies = [("statutes", "0002_registry_roles"), ("cables", "0003_search")]

    operations = [migrations.RunSQL(read("search_changes.sql"), read("search_changes_undo.sql"))]
