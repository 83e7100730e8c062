from django.db import migrations


class Migration(migrations.Migration):
    """Memory for the map of a common word's hits: where it does not fit, every text of a page is read and compared."""

    dependencies = [("cables", "0008_annotation_roles")]

    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION cables_matches(tsquery) SET work_mem = '64MB'",
            "ALTER FUNCTION cables_matches(tsquery) RESET work_mem",
        )
    ]
