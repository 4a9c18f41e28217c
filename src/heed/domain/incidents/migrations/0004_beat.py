"""
Add the beat of an incident, and an index by it.

Safe while the old code runs: nullable and unread; `heed places import-beats` fills it. The index is built within the
migration: incidents are not written meanwhile. Back: migrate incidents to 0003; the beats can be found again by point.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_rank'),
        ('beats', '0001_initial'),
        ('calls', '0002_about'),
        ('incidents', '0003_safety_and_unlinking'),
        ('places', '0003_read_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='incident',
            name='beat',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beats.beat'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(models.F('beat'), models.F('recorded_at'), name='incident_by_beat'),
        ),
    ]
