"""
Add trained models, runs over the back-record, and what they propose.

Safe while the old code runs: three tables that it does not know. Back: drop them; models can be trained again, and what
people decided about proposals is kept elsewhere.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('people', '0002_identity'),
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('started_by', models.CharField(max_length=80)),
                ('model', models.CharField(max_length=120)),
                ('engine', models.CharField(max_length=12)),
                ('descriptions', models.PositiveIntegerField()),
                ('pairs', models.PositiveIntegerField()),
                ('proposed', models.PositiveIntegerField()),
                ('linked', models.PositiveIntegerField()),
                ('humans_kept', models.PositiveIntegerField()),
                ('humans_all', models.PositiveIntegerField()),
                ('policy_version', models.CharField(max_length=80)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.force')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('humans_kept', models.F('humans_all'))), name='a_run_keeps_what_people_decided'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('probability', models.FloatField()),
                ('because', models.JSONField(default=list)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='backrecord.run')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('run', 'one', 'other'), name='a_run_proposes_a_pair_once'),
                    models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='a_proposal_is_of_two'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TrainedModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('trained_at', models.DateTimeField()),
                ('trained_by', models.CharField(max_length=80)),
                ('put_in_use_at', models.DateTimeField(blank=True, null=True)),
                ('put_in_use_by', models.CharField(blank=True, max_length=80)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.force')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('force'), models.OrderBy(models.F('put_in_use_at'), descending=True), condition=models.Q(('put_in_use_at__isnull', False)), name='model_in_use'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('put_in_use_at', None), ('put_in_use_by', '')), models.Q(('put_in_use_at__isnull', False), models.Q(('put_in_use_by', ''), _negated=True)), _connector='OR'), name='a_model_in_use_says_since_when'),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trainedmodel',
            trigger=pgtrigger.compiler.Trigger(name='a_model_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."trained_at" IS DISTINCT FROM (NEW."trained_at") OR OLD."trained_by" IS DISTINCT FROM (NEW."trained_by"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d973e88b6f6dd9e135ebe44e5a39f67a70a9a0ab', operation='UPDATE', pgid='pgtrigger_a_model_is_never_changed_172cc', table='backrecord_trainedmodel', when='BEFORE')),
        ),
    ]
