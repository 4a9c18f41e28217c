"""
Add referrals to partner agencies, and what was said on them.

Safe while the old code runs: new tables that it does not know. Back: migrate referrals to zero; what was asked and answered is
lost by that, so that it must be written out before.
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
        ('agencies', '0001_initial'),
        ('incidents', '0007_clock_notice'),
        ('sharing', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.CharField(max_length=1000)),
                ('urgent', models.BooleanField(default=False)),
                ('police_keep', models.JSONField(default=list)),
                ('sent_at', models.DateTimeField()),
                ('sent_by_name', models.CharField(max_length=160)),
                ('again_by_name', models.CharField(blank=True, max_length=160)),
                ('answer_by', models.DateTimeField()),
                ('state', models.CharField(choices=[('sent', 'Sent, not answered yet'), ('asked', 'They ask for more'), ('accepted', 'Accepted: they hold it'), ('refused', 'Refused: it stays with us'), ('returned', 'Given back to us'), ('closed', 'They have finished'), ('taken_back', 'Taken back by us')], max_length=12)),
                ('holder', models.CharField(choices=[('force', 'The police'), ('agency', 'The agency')], max_length=8)),
                ('state_at', models.DateTimeField()),
                ('next_by', models.DateTimeField(blank=True, null=True)),
                ('late_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_as', models.CharField(blank=True, choices=[('kept', 'Kept by us'), ('referred', 'Referred to another door'), ('closed', 'The incident was closed')], max_length=8)),
                ('external_id', models.CharField(blank=True, max_length=120)),
                ('policy_version', models.CharField(max_length=80)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='agencies.agency')),
                ('disclosure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='sharing.disclosure')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='incidents.incident')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['agency', 'state', 'next_by'], name='referral_of_agency'),
                    models.Index(fields=['force', 'state', 'next_by'], name='referral_of_force'),
                    models.Index(condition=models.Q(('late_at', None), ('next_by__isnull', False)), fields=['next_by'], name='referral_to_run_out'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state__in', ('sent', 'asked', 'accepted'))), fields=('incident',), name='a_case_is_with_one_agency_at_a_time'),
                    models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('agency', 'external_id'), name='an_agency_calls_one_referral_by_one_name'),
                    models.CheckConstraint(condition=models.Q(models.Q(('holder', 'agency'), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('holder', 'force')), _connector='OR'), name='an_agency_holds_what_it_has_accepted'),
                    models.CheckConstraint(condition=models.Q(('asked', ''), _negated=True), name='a_referral_says_what_is_asked'),
                    models.CheckConstraint(condition=models.Q(('answer_by__gt', models.F('sent_at'))), name='an_answer_is_due_later'),
                    models.CheckConstraint(condition=models.Q(models.Q(('settled_as', ''), ('settled_at', None)), models.Q(('settled_at__isnull', False), ('state__in', ('refused', 'returned', 'closed')), models.Q(('settled_as', ''), _negated=True)), _connector='OR'), name='referral_settled_at_and_as_go_together'),
                    models.CheckConstraint(condition=models.Q(('late_at', None), ('next_by__isnull', False), _connector='OR'), name='only_a_time_can_run_out'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReferralStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sent', 'Referred'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('asked', 'Asked for more'), ('gave_more', 'Gave more'), ('returned', 'Gave it back'), ('updated', 'Said how it goes'), ('closed', 'Finished with it'), ('taken_back', 'Took it back'), ('kept', 'Kept it'), ('late', 'A time ran out')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('words', models.CharField(blank=True, max_length=2000)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('external', models.CharField(blank=True, max_length=120)),
                ('policy_version', models.CharField(max_length=80)),
                ('by_agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='referrals.referral')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('referral'), models.OrderBy(models.F('id'), descending=True), name='referral_step_newest'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('external', ''), _negated=True), fields=('referral', 'external'), name='a_message_is_one_step'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['closed', 'refused', 'returned']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='whoever_sends_a_case_back_says_why'),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='what_was_asked_of_an_agency_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."disclosure_id" IS DISTINCT FROM (NEW."disclosure_id") OR OLD."asked" IS DISTINCT FROM (NEW."asked") OR OLD."urgent" IS DISTINCT FROM (NEW."urgent") OR OLD."police_keep" IS DISTINCT FROM (NEW."police_keep") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."sent_by_id" IS DISTINCT FROM (NEW."sent_by_id") OR OLD."sent_by_name" IS DISTINCT FROM (NEW."sent_by_name") OR OLD."again_by_name" IS DISTINCT FROM (NEW."again_by_name") OR OLD."answer_by" IS DISTINCT FROM (NEW."answer_by") OR OLD."policy_version" IS DISTINCT FROM (NEW."policy_version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0adb56fd347334a64353781601fa1304b3c8912a', operation='UPDATE', pgid='pgtrigger_what_was_asked_of_an_agency_stays_03587', table='referrals_referral', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='referrals_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7212a61e1c576f3d5bbb5679eb9ed4802c76e5ff', operation='DELETE', pgid='pgtrigger_referrals_are_never_deleted_de798', table='referrals_referral', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referralstep',
            trigger=pgtrigger.compiler.Trigger(name='referral_steps_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='48e73ea2c2478566b2d988932bd85ccee1b61e6b', operation='UPDATE OR DELETE', pgid='pgtrigger_referral_steps_are_append_only_04b81', table='referrals_referralstep', when='BEFORE')),
        ),
    ]
