from django.db import migrations, models

# Beside the row and as it is, like that of a section's text: what is found by something else is matched without
# reading the note again. None of it is part of the model, so that no page loads it by accident.
WORDS = """
    ALTER TABLE cables_comment ADD COLUMN vector tsvector GENERATED ALWAYS AS (cables_vector(body)) STORED;
    ALTER TABLE cables_comment ALTER COLUMN vector SET STORAGE EXTERNAL;
    CREATE INDEX cables_comment_vector ON cables_comment USING gin (vector) WITH (fastupdate = off);
"""
NO_WORDS = "ALTER TABLE cables_comment DROP COLUMN vector"


class Migration(migrations.Migration):
    """Notes are found by their words as answers are; unread notices are counted on every page."""

    dependencies = [("cables", "0010_comment_version_team")]

    operations = [
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("read_at__isnull", True)), fields=["person"], name="notice_unread"),
        ),
    ]
