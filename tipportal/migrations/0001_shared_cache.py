"""The table of Django's database cache: throttles and used codes are counted there, for all processes together."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(
            sql=[
                "CREATE TABLE portal_cache ("
                "cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)",
                "CREATE INDEX portal_cache_expires ON portal_cache (expires)",
            ],
            reverse_sql=["DROP TABLE portal_cache"],
        )
    ]
