from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a person wants links in the text where laws and institutions are named."""

    dependencies = [("cables", "0012_left_out_coders")]

    operations = [
        migrations.AddField(
            model_name="preference",
            name="names_marked",
            field=models.BooleanField(
                default=True, verbose_name="names of laws and institutions are links in the text"
            ),
        ),
    ]
