"""
Add partners' systems, the cases they and we have, what went out and came in, and the queue.

Safe while the old code runs: new tables that it does not know. Back: migrate exchange to zero; what waits to be sent is lost by
that, and what was sent stays with the partner.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_rank'),
        ('agencies', '0001_initial'),
        ('incidents', '0007_clock_notice'),
        ('referrals', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('protocol', models.CharField(choices=[('open311', 'Open311 GeoReport v2'), ('transfer', 'Heed incident transfer')], max_length=12)),
                ('address', models.CharField(max_length=300)),
                ('key', models.CharField(blank=True, max_length=200)),
                ('jurisdiction', models.CharField(blank=True, max_length=120)),
                ('codes', models.JSONField(blank=True, default=dict)),
                ('attributes', models.JSONField(blank=True, default=dict)),
                ('statuses', models.JSONField(blank=True, default=dict)),
                ('set_at', models.DateTimeField()),
                ('set_by_name', models.CharField(max_length=160)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_name', models.CharField(blank=True, max_length=160)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='agencies.agency')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('agency',), name='an_agency_has_one_endpoint_at_a_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by_name', ''), ('ended_why', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by_name', ''), _negated=True), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='endpoint_ended_at_by_and_why_go_together'),
                    models.CheckConstraint(condition=models.Q(('address__startswith', 'https://'), ('address__startswith', 'http://'), _connector='OR'), name='an_endpoint_has_an_address_of_the_web'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('create', 'New case'), ('update', 'Update'), ('close', 'Closed'), ('ack', 'Taken in'), ('reject', 'Turned down')], max_length=8)),
                ('about', models.CharField(max_length=120, unique=True)),
                ('content', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('out', 'From us to the partner'), ('in', 'From the partner to us')], max_length=4)),
                ('shared_ref', models.UUIDField(default=uuid.uuid4)),
                ('external_id', models.CharField(blank=True, max_length=120)),
                ('known_at', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField()),
                ('last_place', models.PositiveIntegerField(default=0)),
                ('told_until', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='agencies.agency')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchanged', to='incidents.incident')),
                ('referral', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchanged', to='referrals.referral')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('agency', 'shared_ref'), name='a_shared_reference_is_one_case'),
                    models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('agency', 'external_id'), name='a_partners_own_number_is_one_case'),
                    models.CheckConstraint(condition=models.Q(models.Q(('external_id', ''), ('known_at', None)), models.Q(models.Q(('external_id', ''), _negated=True), ('known_at__isnull', False)), _connector='OR'), name='a_partners_own_number_says_since_when'),
                    models.CheckConstraint(condition=models.Q(models.Q(('incident__isnull', False), ('referral__isnull', False), ('way', 'out')), models.Q(('referral', None), ('way', 'in')), _connector='OR'), name='what_went_out_is_a_referral_of_an_incident'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('endpoint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='poll', serialize=False, to='exchange.endpoint')),
                ('until', models.DateTimeField()),
                ('due_at', models.DateTimeField(db_index=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('claim', models.UUIDField(blank=True, null=True)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('claim', None), ('claimed_until', None)), models.Q(('claim__isnull', False), ('claimed_until__isnull', False)), _connector='OR'), name='a_claim_on_a_poll_ends_by_itself'),
                    models.CheckConstraint(condition=models.Q(models.Q(('failing_since', None), ('why', '')), models.Q(('failing_since__isnull', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='a_poll_that_fails_says_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='waiting', serialize=False, to='exchange.letter')),
                ('due_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('claim', models.UUIDField(blank=True, null=True)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('dead_at', models.DateTimeField(blank=True, null=True)),
                ('dead_why', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('dead_at__isnull', False)), fields=['dead_at'], name='letter_dead'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('claim', None), ('claimed_until', None)), models.Q(('claim__isnull', False), ('claimed_until__isnull', False)), _connector='OR'), name='a_claim_on_a_letter_ends_by_itself'),
                    models.CheckConstraint(condition=models.Q(models.Q(('dead_at', None), ('dead_why', '')), models.Q(('claim', None), ('dead_at__isnull', False), models.Q(('dead_why', ''), _negated=True)), _connector='OR'), name='a_dead_letter_says_why_and_nobody_sends_it'),
                ],
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='exchange.case'),
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('result', models.CharField(choices=[('taken', 'Taken by the partner'), ('again', 'Not taken, tried again'), ('unsure', 'No answer: it may have been taken, and is sent again under the same number'), ('refused', 'Turned down by the partner'), ('stopped', 'Stopped here before it went out'), ('by_hand', 'Put back into the queue by hand'), ('given_up', 'Given up')], max_length=8)),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('receipt', models.CharField(blank=True, max_length=120)),
                ('by_name', models.CharField(blank=True, max_length=160)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='exchange.letter')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('result', 'taken')), fields=('message',), name='a_letter_is_taken_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('result__in', ['by_hand', 'given_up']), _negated=True), models.Q(models.Q(('by_name', ''), _negated=True), models.Q(('words', ''), _negated=True)), _connector='OR'), name='what_a_person_decided_of_a_letter_says_who_and_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Received',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('came', models.CharField(choices=[('transfer', "Handed over by the partner's system"), ('poll', "Asked for at the partner's system")], max_length=12)),
                ('message_id', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('create', 'New case'), ('update', 'Update'), ('close', 'Closed'), ('ack', 'Taken in'), ('reject', 'Turned down')], max_length=8)),
                ('case_key', models.CharField(max_length=120)),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('receipt', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('sent_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=500)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received', to='agencies.agency')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received', to='exchange.case')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('applied_at', None), ('refused_at', None)), fields=['agency', 'case_key'], name='received_and_waiting'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('agency', 'came', 'message_id'), name='a_partners_message_is_kept_once'),
                    models.CheckConstraint(condition=models.Q(('applied_at', None), ('refused_at', None), _connector='OR'), name='a_partners_message_is_applied_or_refused'),
                    models.CheckConstraint(condition=models.Q(('refused_at', None), models.Q(('why', ''), _negated=True), _connector='OR'), name='a_partners_message_is_refused_for_a_reason'),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='endpoint',
            trigger=pgtrigger.compiler.Trigger(name='an_endpoint_stays_as_it_was_set', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."protocol" IS DISTINCT FROM (NEW."protocol") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."jurisdiction" IS DISTINCT FROM (NEW."jurisdiction") OR OLD."codes" IS DISTINCT FROM (NEW."codes") OR OLD."attributes" IS DISTINCT FROM (NEW."attributes") OR OLD."statuses" IS DISTINCT FROM (NEW."statuses") OR OLD."set_at" IS DISTINCT FROM (NEW."set_at") OR OLD."set_by_name" IS DISTINCT FROM (NEW."set_by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2bfc2c3da67c249da532b775a60d6d67f48d5f6c', operation='UPDATE', pgid='pgtrigger_an_endpoint_stays_as_it_was_set_f6d11', table='exchange_endpoint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='endpoint',
            trigger=pgtrigger.compiler.Trigger(name='endpoints_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='400731427b3fe5dd9d57007b83d7b1d350a7df63', operation='DELETE', pgid='pgtrigger_endpoints_are_never_deleted_b281e', table='exchange_endpoint', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='waiting',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('case', 'place'), name='one_message_in_each_place_of_a_case'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letter',
            trigger=pgtrigger.compiler.Trigger(name='what_went_out_stays_as_it_was', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f6fcf860804400b66bddee268c0b9de651249be7', operation='UPDATE OR DELETE', pgid='pgtrigger_what_went_out_stays_as_it_was_226c9', table='exchange_letter', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attempt',
            trigger=pgtrigger.compiler.Trigger(name='attempts_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e276211ac53c955b1b50a72cec06c294c2b3cd86', operation='UPDATE OR DELETE', pgid='pgtrigger_attempts_are_append_only_53769', table='exchange_attempt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='received',
            trigger=pgtrigger.compiler.Trigger(name='what_came_in_stays_as_it_came', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."came" IS DISTINCT FROM (NEW."came") OR OLD."message_id" IS DISTINCT FROM (NEW."message_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."case_key" IS DISTINCT FROM (NEW."case_key") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."receipt" IS DISTINCT FROM (NEW."receipt") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='70e45348e2cbf6f9736f29275ee74c4785df1c8a', operation='UPDATE', pgid='pgtrigger_what_came_in_stays_as_it_came_aabca', table='exchange_received', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='received',
            trigger=pgtrigger.compiler.Trigger(name='what_came_in_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3cf35f355be68c6867ec8090ff7a992b25b3aee3', operation='DELETE', pgid='pgtrigger_what_came_in_is_never_deleted_8cebf', table='exchange_received', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='waiting',
            index=models.Index(condition=models.Q(('dead_at', None)), fields=['agency', 'due_at'], name='letter_due'),
        ),
    ]
