import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """For which team a comment was before an edit: who read it then may go on reading it, nobody else."""

    dependencies = [("cables", "0009_matches_memory")]

    operations = [
        migrations.AddField(
            model_name="commentversion",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cables.team",
            ),
        ),
    ]
