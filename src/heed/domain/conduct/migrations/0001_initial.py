"""
Add prompts that a sequence may be a crime, decisions on them, endings; and log entries drawn for reading, with marks.

Safe while the old code runs: new tables that it does not know. Back: migrate conduct to zero; what was decided is lost
by that.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_crime_registrar'),
        ('calls', '0002_about'),
        ('incidents', '0001_initial'),
        ('people', '0003_refiling'),
        ('places', '0003_read_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Drawn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField()),
                ('position', models.PositiveIntegerField()),
                ('phrases', models.JSONField(default=list)),
                ('drawn_at', models.DateTimeField()),
                ('policy_version', models.CharField(max_length=80)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drawn', to='calls.logentry')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.force')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('entry',), name='an_entry_is_drawn_once'),
                    models.UniqueConstraint(fields=('force', 'week', 'position'), name='a_draw_has_one_entry_in_each_place'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Marked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(choices=[('discussed', 'Discussed'), ('fair_use', 'Fair use'), ('coach', 'Coach')], max_length=12)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('marked_at', models.DateTimeField()),
                ('drawn', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='conduct.drawn')),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Prompt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('described', models.CharField(max_length=300)),
                ('first_met_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('raised_at', models.DateTimeField()),
                ('policy_version', models.CharField(max_length=80)),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='conduct.prompt')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.force')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crime_prompts_raised', to='incidents.incident')),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.party')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('victim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('force'), models.F('due_at'), name='crime_prompt_by_due'),
                    models.Index(models.F('victim'), condition=models.Q(('victim__isnull', False)), name='crime_prompt_by_victim'),
                    models.Index(models.F('place'), condition=models.Q(('place__isnull', False)), name='crime_prompt_by_place'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('victim__isnull', False), ('place__isnull', False), _connector='OR'), name='a_crime_prompt_is_about_somebody'),
                    models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('first_met_at'))), name='a_crime_prompt_is_due_after_it_is_met'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Ending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('dealt_with', 'The other party was dealt with'), ('order', 'An order was made'), ('conviction', 'They were convicted'), ('acquittal', 'They were acquitted')], max_length=12)),
                ('ended_at', models.DateTimeField()),
                ('why', models.CharField(max_length=500)),
                ('noted_at', models.DateTimeField()),
                ('noted_by_name', models.CharField(max_length=160)),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prompt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endings', to='conduct.prompt')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='an_ending_says_why'),
                    models.CheckConstraint(condition=models.Q(('ended_at__lte', models.F('noted_at'))), name='an_ending_is_not_in_the_future'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('crime', 'A crime is recorded'), ('stays', 'It stays an incident'), ('registrar', 'For the crime registrar to decide')], max_length=12)),
                ('recorded_as', models.CharField(blank=True, max_length=40)),
                ('crime_number', models.CharField(blank=True, max_length=40)),
                ('reason', models.TextField()),
                ('tests', models.JSONField(default=list)),
                ('told', models.BooleanField(default=False)),
                ('as_registrar', models.BooleanField()),
                ('decided_at', models.DateTimeField()),
                ('decided_by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prompt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='conduct.prompt')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('prompt'), models.OrderBy(models.F('id'), descending=True), name='crime_decision_newest'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_crime_decision_has_a_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'crime'), models.Q(('crime_number', ''), _negated=True)), models.Q(models.Q(('outcome', 'crime'), _negated=True), ('crime_number', ''), ('recorded_as', '')), _connector='OR'), name='a_recorded_crime_has_its_number_and_nothing_else_has_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PromptIncident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=400)),
                ('added_at', models.DateTimeField()),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_sequences', to='incidents.incident')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.party')),
                ('prompt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sequence', to='conduct.prompt')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('prompt', 'incident'), name='an_incident_is_in_a_sequence_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RuleMet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('test', models.CharField(max_length=40)),
                ('label', models.CharField(max_length=120)),
                ('words', models.CharField(max_length=500)),
                ('source', models.CharField(max_length=300)),
                ('status', models.CharField(max_length=40)),
                ('because', models.CharField(blank=True, max_length=300)),
                ('incidents', models.JSONField(default=list)),
                ('met_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('raised_at', models.DateTimeField()),
                ('prompt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules_met', to='conduct.prompt')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('prompt', 'test'), name='a_rule_is_met_once_in_a_prompt'),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drawn',
            trigger=pgtrigger.compiler.Trigger(name='draws_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6b112429251d0c5740723f3b674ecb44fe93b401', operation='UPDATE OR DELETE', pgid='pgtrigger_draws_are_append_only_03ead', table='conduct_drawn', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='marked',
            trigger=pgtrigger.compiler.Trigger(name='marks_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9fe630a02d258b32d5aa9611a0e7fe2414360216', operation='UPDATE OR DELETE', pgid='pgtrigger_marks_are_append_only_f587d', table='conduct_marked', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prompt',
            trigger=pgtrigger.compiler.Trigger(name='crime_prompts_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bd71344c871e8209b632331f3b6659af92996312', operation='UPDATE OR DELETE', pgid='pgtrigger_crime_prompts_are_append_only_7f042', table='conduct_prompt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ending',
            trigger=pgtrigger.compiler.Trigger(name='endings_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c73be5b40727806737f38380f80dacdaae3a4681', operation='UPDATE OR DELETE', pgid='pgtrigger_endings_are_append_only_b7de8', table='conduct_ending', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='crime_decisions_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f7461ce24951633b1377446e5daab7857569c3c7', operation='UPDATE OR DELETE', pgid='pgtrigger_crime_decisions_are_append_only_2af33', table='conduct_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='promptincident',
            trigger=pgtrigger.compiler.Trigger(name='sequences_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b874336dbc9ff3c90232c75edf1969809294a604', operation='UPDATE OR DELETE', pgid='pgtrigger_sequences_are_append_only_a4d44', table='conduct_promptincident', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rulemet',
            trigger=pgtrigger.compiler.Trigger(name='rules_met_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9db88059a8ee92bdff75de3995609d4f5b60de14', operation='UPDATE OR DELETE', pgid='pgtrigger_rules_met_are_append_only_378b9', table='conduct_rulemet', when='BEFORE')),
        ),
    ]
