"""
Add what came of ringing back calls that nobody had answered, and an index by which those calls are found.

Safe while the old code runs: a new table that it does not know. The index is built within the migration: calls are not
written meanwhile, for about a second at a million calls. Back: migrate calls to 0002; what was written is lost by that.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_rank'),
        ('calls', '0002_about'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CallReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('result', models.CharField(choices=[('reached', 'Reached'), ('no_answer', 'No answer'), ('wrong_person', 'Somebody else answered')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(models.F('force'), models.F('rang_at'), condition=models.Q(('finished_as', 'abandoned')), name='call_missed'),
        ),
        migrations.AddField(
            model_name='callreturn',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='calls.call'),
        ),
        migrations.AddField(
            model_name='callreturn',
            name='returned_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='callreturn',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['reached', 'no_answer', 'wrong_person'])), name='ringing_back_came_to_something'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callreturn',
            trigger=pgtrigger.compiler.Trigger(name='returns_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='719b8623a3311f593e4e7f866165b32da2b540fd', operation='UPDATE OR DELETE', pgid='pgtrigger_returns_are_append_only_244a7', table='calls_callreturn', when='BEFORE')),
        ),
    ]
