"""
Add partner agencies, their officers, their keys, and the agreements with them.

Safe while the old code runs: new tables that it does not know. Back: migrate tasking to 0002, then agencies to zero; who
worked for an agency and what was agreed is lost by that, and the accounts of partner officers remain without a desk.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_rank'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('council', 'Council'), ('housing', 'Housing provider'), ('health', 'Health'), ('youth', 'Youth service'), ('fire', 'Fire and rescue'), ('victim_support', 'Victim support'), ('police', 'Another police force'), ('policing_body', 'Local policing body'), ('other', 'Other')], max_length=16)),
                ('body', models.CharField(blank=True, max_length=80)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('asked_for', models.CharField(blank=True, max_length=300)),
                ('added_at', models.DateTimeField()),
                ('added_by_name', models.CharField(max_length=160)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_name', models.CharField(blank=True, max_length=160)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='accounts.force')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('force', 'name'), name='an_agency_is_named_once_in_the_force'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by_name', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by_name', ''), _negated=True)), _connector='OR'), name='agency_ended_at_and_by_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('basis', models.CharField(choices=[('cda_1998_s115', 'Crime and Disorder Act 1998 s.115'), ('asba_2014_sch4_7', 'Anti-social Behaviour, Crime and Policing Act 2014 Sch.4 para 7'), ('other', 'Another, named in the agreement')], max_length=20)),
                ('basis_words', models.CharField(blank=True, max_length=300)),
                ('purposes', models.JSONField()),
                ('parts', models.JSONField()),
                ('on_the_wire', models.JSONField(default=list)),
                ('starts_on', models.DateField()),
                ('review_on', models.DateField()),
                ('signed_at', models.DateTimeField()),
                ('signed_by_name', models.CharField(max_length=160)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_name', models.CharField(blank=True, max_length=160)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='agencies.agency')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('review_on__gte', models.F('starts_on'))), name='an_agreement_is_reviewed_later'),
                    models.CheckConstraint(condition=models.Q(models.Q(('basis', 'other'), _negated=True), models.Q(('basis_words', ''), _negated=True), _connector='OR'), name='another_legal_basis_is_named'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by_name', ''), ('ended_why', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by_name', ''), _negated=True), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='agreement_ended_at_by_and_why_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=160)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_name', models.CharField(blank=True, max_length=160)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to='agencies.agency')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by_name', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by_name', ''), _negated=True)), _connector='OR'), name='api_key_ended_at_and_by_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=120)),
                ('since_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='agencies.agency')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='officer', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='what_was_agreed_stays_as_it_was', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."basis_words" IS DISTINCT FROM (NEW."basis_words") OR OLD."purposes" IS DISTINCT FROM (NEW."purposes") OR OLD."parts" IS DISTINCT FROM (NEW."parts") OR OLD."on_the_wire" IS DISTINCT FROM (NEW."on_the_wire") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."signed_at" IS DISTINCT FROM (NEW."signed_at") OR OLD."signed_by_name" IS DISTINCT FROM (NEW."signed_by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='31313727189c0aafc8daae56dd8fa64c0d1cfb4c', operation='UPDATE', pgid='pgtrigger_what_was_agreed_stays_as_it_was_7d4b0', table='agencies_agreement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='agreements_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c8febf636b1b13a5e7b2e3c3947caf8828c57837', operation='DELETE', pgid='pgtrigger_agreements_are_never_deleted_79eaf', table='agencies_agreement', when='BEFORE')),
        ),
    ]
