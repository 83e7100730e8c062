from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "search" / "sql"


def read(name):
    return (SQL / name).read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """The table of words without a key: imports side by side neither wait for each other's words nor lock each other out."""

    dependencies = [("cables", "0004_saved_searches")]

    operations = [migrations.RunSQL(read("words_unlocked.sql"), read("words_unlocked_undo.sql"))]
