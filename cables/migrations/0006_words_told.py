from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "search" / "sql"


def read(name):
    return (SQL / name).read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """The archive's words as the text search parser tells them, which is quicker than fetching every token."""

    dependencies = [("cables", "0005_words_unlocked")]

    operations = [migrations.RunSQL(read("words_told.sql"), read("words_told_undo.sql"))]
