import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who was left out of an exercise, and which sections a coder could not read when they finished."""

    dependencies = [
        ("cables", "0011_note_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="exercisecoder",
            name="hidden",
            field=models.ManyToManyField(blank=True, related_name="+", to="cables.section"),
        ),
        migrations.AddField(
            model_name="exercisecoder",
            name="left_out_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="exercisecoder",
            name="left_out_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="exercisecoder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_out_at", None), ("left_out_by", None)),
                    models.Q(("finished_at", None), ("left_out_at__isnull", False), ("left_out_by__isnull", False)),
                    _connector="OR",
                ),
                name="exercise_coder_left_out_by",
            ),
        ),
    ]
