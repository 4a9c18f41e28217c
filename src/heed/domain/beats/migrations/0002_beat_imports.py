"""
Add imports of beats: who imported which file, and the newest, by which every process sees that beats have changed.

Safe while the old code runs: a new table that it does not know. Back: migrate beats to 0001; the beats themselves stay.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_rank'),
        ('beats', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BeatImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('imported_by_name', models.CharField(max_length=160)),
                ('file_name', models.CharField(max_length=160)),
                ('digest', models.CharField(max_length=64)),
                ('whole', models.BooleanField()),
                ('attribution', models.CharField(blank=True, max_length=500)),
                ('counts', models.JSONField(default=dict)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
            ],
            options={
                'indexes': [models.Index(models.F('force'), models.OrderBy(models.F('id'), descending=True), name='beat_import_newest')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='beatimport',
            trigger=pgtrigger.compiler.Trigger(name='beat_imports_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8a7ca03dd2e76ed6ebf36f97edc24bcc68e56cf7', operation='UPDATE OR DELETE', pgid='pgtrigger_beat_imports_are_append_only_c3ac8', table='beats_beatimport', when='BEFORE')),
        ),
    ]
