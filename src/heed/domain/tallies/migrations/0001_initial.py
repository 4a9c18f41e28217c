"""
Add the keys of counts across agencies, the tokens sent under them, who looked, and what agencies were asked.

Safe while the old code runs: new tables that it does not know. Back: migrate tallies to zero; the keys and tokens are lost by
that, and agencies send theirs anew under new ones; so is who looked and who was asked, which the audit trail still has.
"""

import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_rank'),
        ('agencies', '0002_replaces'),
        ('incidents', '0008_online_reports'),
        ('people', '0003_refiling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(choices=[('cda_1998_s115', 'Crime and Disorder Act 1998 s.115'), ('asba_2014_sch4_7', 'Anti-social Behaviour, Crime and Policing Act 2014 Sch.4 para 7'), ('other', 'Another, named in the agreement')], max_length=20)),
                ('basis_words', models.CharField(blank=True, max_length=300)),
                ('purpose', models.CharField(choices=[('solve', 'Stop the anti-social behaviour'), ('protect', 'Protect and support the victim'), ('safeguard', 'Safeguard a child or an adult at risk'), ('case_review', 'ASB case review'), ('conference', 'Case conference'), ('count', 'Count reports across agencies')], max_length=16)),
                ('necessity', models.CharField(max_length=500)),
                ('reports', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='count_asked', to='agencies.agency')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agreement')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['agency', '-at'], name='count_asked_of_agency'),
                    models.Index(fields=['person', '-at'], name='count_asked_about_person'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('necessity', ''), _negated=True), name='asking_an_agency_is_necessary'),
                    models.CheckConstraint(condition=models.Q(models.Q(('basis', 'other'), _negated=True), models.Q(('basis_words', ''), _negated=True), _connector='OR'), name='asking_on_another_basis_names_it'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CountKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=16, unique=True)),
                ('sealed', models.CharField(blank=True, max_length=400)),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=160)),
                ('accepts_until', models.DateField()),
                ('matches_until', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_name', models.CharField(blank=True, max_length=160)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='count_keys', to='agencies.agreement')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('matches_until__gte', models.F('accepts_until'))), name='a_count_key_matches_as_long_as_it_accepts'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by_name', ''), ('ended_why', ''), models.Q(('sealed', ''), _negated=True)), models.Q(('ended_at__isnull', False), ('sealed', ''), models.Q(('ended_by_name', ''), _negated=True), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='a_count_key_that_ended_is_gone'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('via', models.CharField(choices=[('page', 'Uploaded by a person'), ('system', "Sent by the agency's system")], max_length=8)),
                ('received_at', models.DateTimeField()),
                ('sent_by_name', models.CharField(max_length=160)),
                ('digest', models.CharField(max_length=64)),
                ('rows', models.PositiveIntegerField()),
                ('kept', models.PositiveIntegerField()),
                ('refused', models.PositiveIntegerField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='count_batches', to='agencies.agency')),
                ('key', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='tallies.countkey')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['agency', '-received_at'], name='count_batch_of_agency'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('rows', django.db.models.expressions.CombinedExpression(models.F('kept'), '+', models.F('refused')))), name='a_batch_adds_up'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AgencyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=64)),
                ('reported_on', models.DateField()),
                ('kind', models.CharField(choices=[('personal', 'Aimed at a person'), ('nuisance', 'Nuisance in the neighbourhood'), ('environmental', 'Damage to the place: fly-tipping, litter, graffiti'), ('noise', 'Noise'), ('other', 'Another kind')], max_length=16)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='count_reports', to='agencies.agency')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='tallies.batch')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='tallies.countkey')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['reported_on'], name='count_report_by_day'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('agency', 'reference'), name='a_report_of_an_agency_is_counted_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=160)),
                ('at', models.DateTimeField()),
                ('purpose', models.CharField(max_length=300)),
                ('counts', models.JSONField(default=dict)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['user', 'at'], name='count_look_of_user'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='a_look_has_a_purpose'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReportToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'person'), ('named_at_uprn', 'named_at_uprn'), ('named_at_door', 'named_at_door'), ('uprn', 'uprn'), ('door', 'door')], max_length=16)),
                ('token', models.CharField(max_length=32)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tallies.countkey')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='tallies.agencyreport')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['token', 'key'], name='count_token_looked_up'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('report', 'kind'), name='a_report_has_one_token_of_a_kind'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Told',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.CharField(choices=[('tells', 'Tells what is needed'), ('ring', 'Asks to be rung'), ('refuses', 'Does not tell')], max_length=8)),
                ('words', models.CharField(max_length=2000)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told', to='tallies.asked')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='an_answer_about_reports_says_something'),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asked',
            trigger=pgtrigger.compiler.Trigger(name='count_questions_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5b77ff8f078fa7646ba4857a905cbdacb2cdc4e0', operation='UPDATE OR DELETE', pgid='pgtrigger_count_questions_are_append_only_95aeb', table='tallies_asked', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countkey',
            trigger=pgtrigger.compiler.Trigger(name='a_count_key_is_never_another', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_name" IS DISTINCT FROM (NEW."made_by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='43c06b36e5445376fcfc00588b573ed194b45708', operation='UPDATE', pgid='pgtrigger_a_count_key_is_never_another_45041', table='tallies_countkey', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countkey',
            trigger=pgtrigger.compiler.Trigger(name='count_keys_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='64e38b349adc2bbcefd1aa5564d9441a013c01aa', operation='DELETE', pgid='pgtrigger_count_keys_are_never_deleted_70092', table='tallies_countkey', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='count_batches_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ddf5277c1cdd65bf3a6015bb571c41477ef4d83e', operation='UPDATE OR DELETE', pgid='pgtrigger_count_batches_are_append_only_43772', table='tallies_batch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='look',
            trigger=pgtrigger.compiler.Trigger(name='count_looks_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ad1aadeaa7e4df1e7c6c8aeb325434ea14407c32', operation='UPDATE OR DELETE', pgid='pgtrigger_count_looks_are_append_only_44c53', table='tallies_look', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='told',
            trigger=pgtrigger.compiler.Trigger(name='count_answers_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cab7a72036d80616d17f559a4238c0aabd776278', operation='UPDATE OR DELETE', pgid='pgtrigger_count_answers_are_append_only_08c40', table='tallies_told', when='BEFORE')),
        ),
    ]
