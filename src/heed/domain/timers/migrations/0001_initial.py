"""
Add clocks, what was decided on rights under the Victims' Code, and what victims had to be told.

Safe while the old code runs: new tables that it does not know. Back: migrate timers to zero; the clocks are lost by that, and
the times of grades and uplifts stay where they stand.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('incidents', '0007_clock_notice'),
        ('people', '0003_refiling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeStatus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enhanced', models.BooleanField()),
                ('categories', models.JSONField(default=list)),
                ('why', models.CharField(max_length=500)),
                ('proposed', models.JSONField(default=list)),
                ('decided_at', models.DateTimeField()),
                ('decided_by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='code_statuses', to='incidents.incident')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('incident'), models.OrderBy(models.F('id'), descending=True), name='code_status_newest'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='a_code_status_has_a_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('enhanced', True), models.Q(('categories', []), _negated=True)), models.Q(('categories', []), ('enhanced', False)), _connector='OR'), name='enhanced_rights_name_their_categories'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Timer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('starts_on', models.CharField(choices=[('graded', 'Graded'), ('incident_recorded', 'Incident recorded'), ('crime_suspected', 'May be a crime'), ('crime_recorded', 'Crime recorded'), ('uplifted', 'More asked for by rule'), ('assessed', 'Risk assessed'), ('happened', 'Something the victim must be told')], max_length=20)),
                ('cause', models.CharField(max_length=80)),
                ('label', models.CharField(max_length=200)),
                ('basis', models.CharField(choices=[('law', 'Law'), ('policy', 'Policy')], max_length=8)),
                ('status', models.CharField(max_length=40)),
                ('source', models.CharField(max_length=300)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('rank', models.CharField(blank=True, choices=[('constable', 'Constable'), ('sergeant', 'Sergeant'), ('inspector', 'Inspector'), ('chief_inspector', 'Chief inspector'), ('superintendent', 'Superintendent')], max_length=16)),
                ('repeats', models.BooleanField()),
                ('enhanced', models.BooleanField()),
                ('made_at', models.DateTimeField()),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('met_noted_at', models.DateTimeField(blank=True, null=True)),
                ('met_by_name', models.CharField(blank=True, max_length=160)),
                ('met_how', models.CharField(blank=True, max_length=500)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_why', models.CharField(blank=True, max_length=300)),
                ('expired_at', models.DateTimeField(blank=True, null=True)),
                ('policy_version', models.CharField(max_length=80)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timers', to='incidents.incident')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('expired_at', None), ('met_at', None), ('stopped_at', None)), fields=['due_at', 'id'], name='clock_to_run_out'),
                    models.Index(condition=models.Q(('met_at', None), ('stopped_at', None)), fields=['incident', 'due_at'], name='clock_running_of_incident'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('incident', 'kind', 'cause'), name='a_clock_is_started_once_for_a_cause'),
                    models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('started_at'))), name='a_clock_ends_after_it_starts'),
                    models.CheckConstraint(condition=models.Q(models.Q(('met_at', None), ('met_by_name', ''), ('met_how', ''), ('met_noted_at', None)), models.Q(('met_at__isnull', False), ('met_noted_at__isnull', False), models.Q(('met_by_name', ''), _negated=True), models.Q(('met_how', ''), _negated=True)), _connector='OR'), name='clock_met_at_by_and_how_go_together'),
                    models.CheckConstraint(condition=models.Q(models.Q(('stopped_at', None), ('stopped_why', '')), models.Q(('stopped_at__isnull', False), models.Q(('stopped_why', ''), _negated=True)), _connector='OR'), name='clock_stopped_at_and_why_go_together'),
                    models.CheckConstraint(condition=models.Q(('met_at', None), ('stopped_at', None), _connector='OR'), name='a_clock_is_met_or_stopped_never_both'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CodeEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('arrest', 'An arrest'), ('interview_under_caution', 'An interview under caution'), ('released_without_charge', 'A release without charge'), ('bail', 'Bail, release under investigation, or bail that changed'), ('no_investigation', 'A decision not to investigate')], max_length=32)),
                ('happened_at', models.DateTimeField()),
                ('noted_at', models.DateTimeField()),
                ('noted_by_name', models.CharField(max_length=160)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('told_noted_at', models.DateTimeField(blank=True, null=True)),
                ('told_by_name', models.CharField(blank=True, max_length=160)),
                ('told_how', models.CharField(blank=True, max_length=500)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='code_events', to='incidents.incident')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('incident', 'kind', 'happened_at'), name='what_happened_is_noted_once'), models.CheckConstraint(condition=models.Q(models.Q(('told_at', None), ('told_by_name', ''), ('told_how', ''), ('told_noted_at', None)), models.Q(('told_at__isnull', False), ('told_noted_at__isnull', False), models.Q(('told_by_name', ''), _negated=True), models.Q(('told_how', ''), _negated=True)), _connector='OR'), name='code_event_told_at_by_and_how_go_together'), models.CheckConstraint(condition=models.Q(('told_at', None), ('told_at__gte', models.F('happened_at')), _connector='OR'), name='nobody_is_told_before_it_happened')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codeevent',
            trigger=pgtrigger.compiler.Trigger(name='what_had_to_be_told_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."happened_at" IS DISTINCT FROM (NEW."happened_at") OR OLD."noted_at" IS DISTINCT FROM (NEW."noted_at") OR OLD."noted_by_name" IS DISTINCT FROM (NEW."noted_by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='06934f382a1d5278ed075fcf018fa3dd5d35eceb', operation='UPDATE', pgid='pgtrigger_what_had_to_be_told_stays_838ad', table='timers_codeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codeevent',
            trigger=pgtrigger.compiler.Trigger(name='code_events_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='18e87a6f1baf1d51bbc527c1f9a2ac4c77b4120f', operation='DELETE', pgid='pgtrigger_code_events_are_never_deleted_7efc4', table='timers_codeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codestatus',
            trigger=pgtrigger.compiler.Trigger(name='code_statuses_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2fe665eca3b1c2b403c20ec83f27a8c146d9b545', operation='UPDATE OR DELETE', pgid='pgtrigger_code_statuses_are_append_only_434c0', table='timers_codestatus', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='timer',
            trigger=pgtrigger.compiler.Trigger(name='what_a_clock_says_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."rank" IS DISTINCT FROM (NEW."rank") OR OLD."repeats" IS DISTINCT FROM (NEW."repeats") OR OLD."enhanced" IS DISTINCT FROM (NEW."enhanced") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."policy_version" IS DISTINCT FROM (NEW."policy_version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9e7e2ad8bf2ddd316f8c52f2008e8e123623bc01', operation='UPDATE', pgid='pgtrigger_what_a_clock_says_stays_05826', table='timers_timer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='timer',
            trigger=pgtrigger.compiler.Trigger(name='what_became_of_a_clock_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.met_at IS NOT NULL OR OLD.stopped_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='08ea2c90c3d8a3211ac1370a782dcae9ad560904', operation='UPDATE', pgid='pgtrigger_what_became_of_a_clock_stays_db222', table='timers_timer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='timer',
            trigger=pgtrigger.compiler.Trigger(name='clocks_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='545f93f5d5d998a8e3db42726551af4511624fa0', operation='DELETE', pgid='pgtrigger_clocks_are_never_deleted_7597d', table='timers_timer', when='BEFORE')),
        ),
    ]
