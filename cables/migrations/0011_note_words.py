from django.db import migrations, models

WORDS = "CREATE INDEX cables_comment_words ON cables_comment USING gin (cables_vector(body))"


class Migration(migrations.Migration):
    """Notes are found by their words as answers are; unread notices are counted on every page."""

    dependencies = [("cables", "0010_comment_version_team")]

    operations = [
        migrations.RunSQL(WORDS, "DROP INDEX cables_comment_words"),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("read_at__isnull", True)), fields=["person"], name="notice_unread"),
        ),
    ]
