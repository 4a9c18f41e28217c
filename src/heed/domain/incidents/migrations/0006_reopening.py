"""
Add reopenings: that a closing holds no longer.

Safe while the old code runs: a new table that it does not know; what the new code opens again it takes for closed until it
is gone. Back: migrate incidents to 0005; that incidents were opened again is lost by that, and they count as closed.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0005_closed_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=500)),
                ('counts', models.BooleanField()),
                ('reopened_at', models.DateTimeField()),
                ('reopened_by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('closing', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reopening', to='incidents.closing')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='incidents.incident')),
            ],
            options={
                'indexes': [models.Index(models.F('reopened_at'), name='reopening_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='a_reopening_has_a_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reopening',
            trigger=pgtrigger.compiler.Trigger(name='reopenings_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e28ae85b8302136cead8026c5e9b25551815948d', operation='UPDATE OR DELETE', pgid='pgtrigger_reopenings_are_append_only_f1617', table='incidents_reopening', when='BEFORE')),
        ),
    ]
