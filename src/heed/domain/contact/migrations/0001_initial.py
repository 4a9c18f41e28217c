"""
Add rules by which people are contacted safely, what is asked to be loosened, messages with what became of them, and their queue.

Safe while the old code runs: new tables that it does not know. Back: migrate contact to zero; what was written is lost by that,
and nothing that has gone out comes back.
"""

import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
import django.db.models.lookups
import django.db.models.manager
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_rank'),
        ('incidents', '0007_clock_notice'),
        ('people', '0003_refiling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('template', models.CharField(max_length=40)),
                ('template_version', models.CharField(max_length=40)),
                ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], max_length=2)),
                ('channel', models.CharField(choices=[('call', 'Telephone call'), ('text', 'Text message'), ('email', 'E-mail'), ('letter', 'Letter'), ('visit', 'Visit')], max_length=8)),
                ('to', models.CharField(max_length=300)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('body', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=160)),
                ('purpose', models.CharField(max_length=300)),
                ('gate', models.JSONField()),
                ('policy_version', models.CharField(max_length=80)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='incidents.incident')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('person'), models.F('made_at'), name='message_of_a_person'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('gate__contains', {'passed': True}), django.db.models.lookups.Exact(django.db.models.functions.comparison.Coalesce(django.db.models.fields.json.KeyTextTransform('to', 'gate'), models.Value(''), output_field=models.TextField()), models.F('to')), django.db.models.lookups.Exact(django.db.models.functions.comparison.Coalesce(django.db.models.fields.json.KeyTextTransform('channel', 'gate'), models.Value(''), output_field=models.TextField()), models.F('channel'))), name='a_message_has_passed_the_gate'),
                    models.CheckConstraint(condition=models.Q(('channel__in', ['text', 'email'])), name='a_message_goes_by_text_or_email'),
                    models.CheckConstraint(condition=models.Q(models.Q(('to', ''), _negated=True), models.Q(('body', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='a_message_says_something_to_somebody'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ContactRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forbidden', models.JSONField(blank=True, default=list)),
                ('only', models.JSONField(blank=True, null=True)),
                ('hours', models.JSONField(blank=True, null=True)),
                ('voicemail', models.BooleanField(blank=True, null=True)),
                ('safe_number', models.CharField(blank=True, max_length=16)),
                ('safe_email', models.CharField(blank=True, max_length=254)),
                ('safe_address', models.CharField(blank=True, max_length=300)),
                ('code_word', models.CharField(blank=True, max_length=80)),
                ('who_may_answer', models.CharField(blank=True, max_length=200)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('source', models.CharField(choices=[('person', 'The person'), ('family', 'Family or a carer'), ('professional', 'A professional'), ('handler', 'Staff who noticed it'), ('partner', 'A partner agency')], max_length=16)),
                ('basis', models.CharField(choices=[('consent', 'They agreed'), ('vital_interests', 'To save life'), ('safeguarding', 'Safeguarding of a child or an individual at risk'), ('law_enforcement', 'Strictly necessary for policing')], max_length=20)),
                ('consent_at', models.DateTimeField(blank=True, null=True)),
                ('call', models.UUIDField(blank=True, null=True)),
                ('noted_at', models.DateTimeField()),
                ('review_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contact.contactrule')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('ended_at', None)), fields=['person'], name='contact_rule_of_a_person'),
                    models.Index(condition=models.Q(('ended_at', None)), fields=['review_on'], name='contact_rule_by_review'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('code_word', ''), ('forbidden', []), ('hours__isnull', True), ('only__isnull', True), ('safe_address', ''), ('safe_email', ''), ('safe_number', ''), ('voicemail__isnull', True), ('who_may_answer', ''), ('words', ''), _negated=True), name='a_rule_of_contact_says_something'),
                    models.CheckConstraint(condition=models.Q(models.Q(('basis', 'consent'), ('consent_at__isnull', False)), models.Q(models.Q(('basis', 'consent'), _negated=True), ('consent_at', None)), _connector='OR'), name='a_rule_of_contact_kept_by_consent_says_since_when'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ended_why', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='rule_of_contact_ended_at_by_and_why_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Loosening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('why', models.CharField(max_length=300)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('agreed', models.BooleanField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loosenings', to='contact.contactrule')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('rule',), name='one_loosening_of_a_rule_waits_at_a_time'),
                    models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='a_loosening_says_why'),
                    models.CheckConstraint(condition=models.Q(models.Q(('agreed', None), ('answered_at', None), ('answered_by', None)), models.Q(('agreed__isnull', False), ('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answered_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='nobody_agrees_to_their_own_loosening'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='outgoing', serialize=False, to='contact.message')),
                ('due_at', models.DateTimeField(db_index=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('claim', models.UUIDField(blank=True, null=True)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('sent', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('claim', None), ('claimed_at', None)), models.Q(('claim__isnull', False), ('claimed_at__isnull', False)), _connector='OR'), name='a_claim_on_a_message_says_since_when'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MessageEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', 'Waits to be sent'), ('held', 'Held until it is safe'), ('sending', 'Being sent'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('failed', 'Did not go out'), ('refused', 'Stopped: not safe any more'), ('unknown', 'May have gone out'), ('cancelled', 'Taken back')], max_length=12)),
                ('at', models.DateTimeField()),
                ('detail', models.CharField(blank=True, max_length=500)),
                ('provider', models.CharField(blank=True, max_length=20)),
                ('provider_id', models.CharField(blank=True, max_length=80)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='contact.message')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state', 'sent')), fields=('message',), name='a_message_is_sent_once'),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactrule',
            trigger=pgtrigger.compiler.Trigger(name='a_rule_of_contact_is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."forbidden" IS DISTINCT FROM (NEW."forbidden") OR OLD."only" IS DISTINCT FROM (NEW."only") OR OLD."hours" IS DISTINCT FROM (NEW."hours") OR OLD."voicemail" IS DISTINCT FROM (NEW."voicemail") OR OLD."safe_number" IS DISTINCT FROM (NEW."safe_number") OR OLD."safe_email" IS DISTINCT FROM (NEW."safe_email") OR OLD."safe_address" IS DISTINCT FROM (NEW."safe_address") OR OLD."code_word" IS DISTINCT FROM (NEW."code_word") OR OLD."who_may_answer" IS DISTINCT FROM (NEW."who_may_answer") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."consent_at" IS DISTINCT FROM (NEW."consent_at") OR OLD."call" IS DISTINCT FROM (NEW."call") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."noted_at" IS DISTINCT FROM (NEW."noted_at") OR OLD."noted_by_id" IS DISTINCT FROM (NEW."noted_by_id") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='24188aaf400d3f44d67ab20da5c269b6074d0a7a', operation='UPDATE', pgid='pgtrigger_a_rule_of_contact_is_written_once_b50ae', table='contact_contactrule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactrule',
            trigger=pgtrigger.compiler.Trigger(name='an_ended_rule_of_contact_stays_ended', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.ended_at IS NOT NULL)', func="RAISE EXCEPTION 'a rule of contact that has ended stays as it is';", hash='413e4f402eb0681f31889c6cefa137e178180cf9', operation='UPDATE', pgid='pgtrigger_an_ended_rule_of_contact_stays_ended_dd7d2', table='contact_contactrule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactrule',
            trigger=pgtrigger.compiler.Trigger(name='rules_of_contact_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7a7d38ba25564807c5ce16475b2f718833c76a18', operation='DELETE', pgid='pgtrigger_rules_of_contact_are_never_deleted_f3ee1', table='contact_contactrule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='messages_are_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6b2b5e5ea9609a5ffe827405f682e4d7e89a510a', operation='UPDATE OR DELETE', pgid='pgtrigger_messages_are_written_once_a853a', table='contact_message', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messageevent',
            trigger=pgtrigger.compiler.Trigger(name='events_of_messages_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6ce85ba2d10245a5931f93ee773edaa82bc9ee3c', operation='UPDATE OR DELETE', pgid='pgtrigger_events_of_messages_are_append_only_6ec20', table='contact_messageevent', when='BEFORE')),
        ),
    ]
