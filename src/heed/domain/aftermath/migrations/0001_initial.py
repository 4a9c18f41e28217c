"""
Add follow-ups after a closing, attempts to ask, links to answer by, and answers.

Safe while the old code runs: new tables that it does not know. Back: migrate aftermath to zero; what victims said is lost by
that.
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
        ('incidents', '0006_reopening'),
        ('people', '0003_refiling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('vulnerable', models.BooleanField()),
                ('repeat', models.BooleanField()),
                ('planned_at', models.DateTimeField()),
                ('way', models.CharField(blank=True, choices=[('message', 'By message'), ('call_list', 'By somebody who rings')], max_length=12)),
                ('way_why', models.CharField(blank=True, max_length=300)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('listed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_as', models.CharField(blank=True, choices=[('answered', 'Answered'), ('refused', 'Would rather not say'), ('not_safe', 'Not safe to ask'), ('no_answer', 'Could not be reached'), ('overtaken', 'Opened again before anybody asked')], max_length=12)),
                ('policy_version', models.CharField(max_length=80)),
                ('closing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='incidents.closing')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='incidents.incident')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('due_on'), condition=models.Q(('asked_at', None), ('ended_at', None)), name='follow_up_to_ask'),
                    models.Index(models.F('force'), models.F('listed_at'), condition=models.Q(('ended_at', None), ('listed_at__isnull', False)), name='follow_up_to_ring'),
                    models.Index(models.F('force'), models.F('asked_at'), name='follow_up_by_asked'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('closing', 'person'), name='somebody_is_asked_once_after_a_closing'),
                    models.CheckConstraint(condition=models.Q(models.Q(('asked_at', None), ('way', ''), ('way_why', '')), models.Q(('asked_at__isnull', False), models.Q(('way', ''), _negated=True), models.Q(('way_why', ''), _negated=True)), _connector='OR'), name='follow_up_asked_at_and_way_go_together'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_as', ''), ('ended_at', None)), models.Q(('ended_at__isnull', False), models.Q(('ended_as', ''), _negated=True)), _connector='OR'), name='follow_up_ended_at_and_as_go_together'),
                    models.CheckConstraint(condition=models.Q(('listed_at', None), ('asked_at__isnull', False), _connector='OR'), name='nobody_rings_before_they_are_asked'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('channel', models.CharField(choices=[('phone', 'By telephone'), ('visit', 'In person'), ('message', 'By message')], max_length=8)),
                ('result', models.CharField(choices=[('sent', 'Sent'), ('reached', 'Reached'), ('no_answer', 'No answer'), ('not_safe', 'Not safe to speak'), ('refused', 'Would rather not answer')], max_length=12)),
                ('by_name', models.CharField(max_length=160)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='aftermath.followup')),
            ],
        ),
        migrations.CreateModel(
            name='AnswerLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Cymraeg')], max_length=2)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='aftermath.followup')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('channel', models.CharField(choices=[('phone', 'By telephone'), ('visit', 'In person'), ('message', 'By message')], max_length=8)),
                ('stopped', models.CharField(choices=[('stopped', 'It has stopped'), ('same', 'It is the same'), ('worse', 'It is worse'), ('stopped_then_back', 'It stopped, and came back')], max_length=20)),
                ('call_handling', models.CharField(blank=True, choices=[('very_satisfied', 'Very satisfied'), ('fairly_satisfied', 'Fairly satisfied'), ('neither', 'Neither satisfied nor dissatisfied'), ('fairly_dissatisfied', 'Fairly dissatisfied'), ('very_dissatisfied', 'Very dissatisfied'), ('does_not_know', 'Does not know'), ('would_not_say', 'Would not say')], max_length=20)),
                ('treatment', models.CharField(blank=True, choices=[('very_satisfied', 'Very satisfied'), ('fairly_satisfied', 'Fairly satisfied'), ('neither', 'Neither satisfied nor dissatisfied'), ('fairly_dissatisfied', 'Fairly dissatisfied'), ('very_dissatisfied', 'Very dissatisfied'), ('does_not_know', 'Does not know'), ('would_not_say', 'Would not say')], max_length=20)),
                ('took_action', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('does_not_know', 'Does not know'), ('would_not_say', 'Would not say')], max_length=20)),
                ('action', models.CharField(blank=True, choices=[('very_satisfied', 'Very satisfied'), ('fairly_satisfied', 'Fairly satisfied'), ('neither', 'Neither satisfied nor dissatisfied'), ('fairly_dissatisfied', 'Fairly dissatisfied'), ('very_dissatisfied', 'Very dissatisfied'), ('does_not_know', 'Does not know'), ('would_not_say', 'Would not say')], max_length=20)),
                ('informed', models.CharField(blank=True, choices=[('very_satisfied', 'Very satisfied'), ('fairly_satisfied', 'Fairly satisfied'), ('neither', 'Neither satisfied nor dissatisfied'), ('fairly_dissatisfied', 'Fairly dissatisfied'), ('very_dissatisfied', 'Very dissatisfied'), ('does_not_know', 'Does not know'), ('would_not_say', 'Would not say')], max_length=20)),
                ('difference', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('does_not_know', 'Does not know'), ('would_not_say', 'Would not say')], max_length=20)),
                ('overall', models.CharField(blank=True, choices=[('very_satisfied', 'Very satisfied'), ('fairly_satisfied', 'Fairly satisfied'), ('neither', 'Neither satisfied nor dissatisfied'), ('fairly_dissatisfied', 'Fairly dissatisfied'), ('very_dissatisfied', 'Very dissatisfied'), ('does_not_know', 'Does not know'), ('would_not_say', 'Would not say')], max_length=20)),
                ('called_before', models.CharField(blank=True, choices=[('never', 'Never'), ('1_to_2', 'Once or twice'), ('3_to_5', '3 to 5 times'), ('6_to_10', '6 to 10 times'), ('more_than_10', 'More than 10 times'), ('does_not_know', 'Does not know'), ('would_not_say', 'Would not say')], max_length=20)),
                ('own_words', models.TextField(blank=True)),
                ('asked_by_name', models.CharField(max_length=160)),
                ('wording_version', models.CharField(max_length=40)),
                ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Cymraeg')], max_length=2)),
                ('policy_version', models.CharField(max_length=80)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follow_up', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='aftermath.followup')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('at'), name='answer_by_time'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('stopped__in', ['stopped', 'same', 'worse', 'stopped_then_back'])), name='an_answer_says_whether_it_stopped'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LinkTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='aftermath.answerlink')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('link'), models.F('at'), name='link_tries'),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='a_follow_up_stays_as_it_was_planned', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."closing_id" IS DISTINCT FROM (NEW."closing_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."vulnerable" IS DISTINCT FROM (NEW."vulnerable") OR OLD."repeat" IS DISTINCT FROM (NEW."repeat") OR OLD."planned_at" IS DISTINCT FROM (NEW."planned_at") OR OLD."policy_version" IS DISTINCT FROM (NEW."policy_version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7de36244ffec51618ff97796efeeca6f171f5345', operation='UPDATE', pgid='pgtrigger_a_follow_up_stays_as_it_was_planned_3b21a', table='aftermath_followup', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attempt',
            trigger=pgtrigger.compiler.Trigger(name='attempts_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='feadbaea3d577c69554a6c521f28e1daba9f1446', operation='UPDATE OR DELETE', pgid='pgtrigger_attempts_are_append_only_c5978', table='aftermath_attempt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='aftermath_answers_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6078a91004cc4ade0bc65925442e57eed4595062', operation='UPDATE OR DELETE', pgid='pgtrigger_aftermath_answers_are_append_only_fd2a5', table='aftermath_answer', when='BEFORE')),
        ),
    ]
