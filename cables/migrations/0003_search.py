from pathlib import Path

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "search" / "sql"


def read(name):
    return (SQL / name).read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """What search needs of the database, none of it part of a model, so that no page loads it by accident:

    language.sql  how words are told and stemmed, the stored vector of a section's text, its index
    changes.sql   which cables were changed by which transaction, noted by triggers
    words.sql     the archive's words with the accesses at which they occur, noted by triggers
    """

    dependencies = [("cables", "0002_roles")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(read("language.sql"), read("language_undo.sql")),
        migrations.RunSQL(read("words.sql"), read("words_undo.sql")),
        migrations.RunSQL(read("changes.sql"), read("changes_undo.sql")),
    ]
