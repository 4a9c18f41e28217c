"""
Add applications for a case review with their complaints, what becomes of them, and the links by which applicants read it.

Safe while the old code runs: new tables that it does not know. Back: migrate case_review to 0001; every application, decision,
meeting and outcome is lost by that, so write them out first: the numbers of s.104(9) are counted from them.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_rank'),
        ('agencies', '0001_initial'),
        ('case_review', '0001_initial'),
        ('contact', '0001_initial'),
        ('incidents', '0007_clock_notice'),
        ('people', '0003_refiling'),
        ('tasking', '0003_agency'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('made_on', models.DateField()),
                ('received_at', models.DateTimeField()),
                ('received_by_name', models.CharField(max_length=160)),
                ('channel', models.CharField(choices=[('web', 'By the form on the web'), ('telephone', 'By telephone'), ('letter', 'By letter or e-mail'), ('in_person', 'In person'), ('agency', 'Passed on by a partner agency')], max_length=12)),
                ('language', models.CharField(default='en', max_length=2)),
                ('applicant', models.CharField(choices=[('victim', 'Whoever suffers'), ('other', 'Somebody else for them')], max_length=8)),
                ('consent', models.CharField(choices=[('own', 'They apply for themselves'), ('agreed', 'They know and agree'), ('lawful', 'Applies as a parent or guardian, or acts for them by law')], max_length=8)),
                ('shares', models.BooleanField()),
                ('name', models.CharField(max_length=160)),
                ('victim_name', models.CharField(blank=True, max_length=160)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('safe_ways', models.JSONField(default=list)),
                ('safe_words', models.CharField(blank=True, max_length=500)),
                ('about', models.CharField(max_length=4000)),
                ('effect', models.CharField(blank=True, max_length=2000)),
                ('identified_at', models.DateTimeField(blank=True, null=True)),
                ('identified_by_name', models.CharField(blank=True, max_length=160)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by_name', models.CharField(blank=True, max_length=160)),
                ('withdrawn_why', models.CharField(blank=True, max_length=500)),
                ('policy_version', models.CharField(max_length=80)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('applicant', 'victim'), ('consent', 'own'), ('victim_name', '')), models.Q(('applicant', 'other'), ('consent__in', ['agreed', 'lawful']), models.Q(('victim_name', ''), _negated=True)), _connector='OR'), name='whoever_applies_for_another_says_how_they_consent'),
                    models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('about', ''), _negated=True)), name='an_application_says_who_and_what'),
                    models.CheckConstraint(condition=models.Q(models.Q(('identified_at', None), ('identified_by_name', ''), ('person', None)), models.Q(('identified_at__isnull', False), ('person__isnull', False), models.Q(('identified_by_name', ''), _negated=True)), _connector='OR'), name='application_person_identified_at_and_by_go_together'),
                    models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by_name', ''), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by_name', ''), _negated=True), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='application_withdrawn_at_by_and_why_go_together'),
                ],
                'indexes': [
                    models.Index(models.F('force'), models.F('made_on'), name='applications_by_day'),
                    models.Index(models.F('person'), condition=models.Q(('person__isnull', False)), name='applications_of_a_person'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('route', models.CharField(choices=[('local', 'Second look by the bodies themselves'), ('policing_body', 'Review by the local policing body')], max_length=14)),
                ('about', models.CharField(choices=[('threshold', 'Threshold'), ('outcome', 'Outcome')], max_length=10)),
                ('words', models.CharField(max_length=2000)),
                ('made_on', models.DateField()),
                ('received_at', models.DateTimeField()),
                ('received_by_name', models.CharField(max_length=160)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by_name', models.CharField(blank=True, max_length=160)),
                ('upheld', models.BooleanField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=2000)),
                ('policy_version', models.CharField(max_length=80)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='case_review.application')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('application',), name='one_appeal_of_a_review_at_a_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by_name', ''), ('upheld', None), ('why', '')), models.Q(('decided_at__isnull', False), ('upheld__isnull', False), models.Q(('decided_by_name', ''), _negated=True), models.Q(('why', ''), _negated=True)), _connector='OR'), name='appeal_decided_at_by_answer_and_why_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review_action', to='tasking.task')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='case_review.application')),
            ],
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(choices=[('police', 'The police'), ('council', 'The council'), ('housing', 'A landlord or housing association'), ('health', 'The health service'), ('other', 'Somebody else')], max_length=8)),
                ('happened_on', models.DateField(blank=True, null=True)),
                ('made_on', models.DateField()),
                ('their_reference', models.CharField(blank=True, max_length=80)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('source', models.CharField(choices=[('applicant', 'Said by the applicant'), ('record', 'From the police record'), ('agency', 'Entered by the agency'), ('officer', 'Entered by the police')], max_length=10)),
                ('entered_at', models.DateTimeField()),
                ('entered_by_name', models.CharField(max_length=160)),
                ('set_aside_at', models.DateTimeField(blank=True, null=True)),
                ('set_aside_by_name', models.CharField(blank=True, max_length=160)),
                ('set_aside_why', models.CharField(blank=True, max_length=500)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='case_review.application')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident')),
                ('same_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='others', to='case_review.complaint')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('happened_on', None), ('made_on__gte', models.F('happened_on')), _connector='OR'), name='nobody_complains_before_it_happens'),
                    models.CheckConstraint(condition=models.Q(models.Q(('body', 'police'), _negated=True), ('agency', None), _connector='OR'), name='what_an_agency_took_the_police_did_not'),
                    models.CheckConstraint(condition=models.Q(('incident', None), ('body', 'police'), _connector='OR'), name='only_the_police_took_an_incident_of_theirs'),
                    models.CheckConstraint(condition=models.Q(('same_as', models.F('id')), _negated=True), name='a_complaint_is_the_same_as_another'),
                    models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at', None), ('set_aside_by_name', ''), ('set_aside_why', '')), models.Q(('set_aside_at__isnull', False), models.Q(('set_aside_by_name', ''), _negated=True), models.Q(('set_aside_why', ''), _negated=True)), _connector='OR'), name='complaint_set_aside_at_by_and_why_go_together'),
                    models.UniqueConstraint(condition=models.Q(('incident__isnull', False), ('set_aside_at', None)), fields=('application', 'incident'), name='an_incident_is_one_complaint_of_an_application'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('met', models.BooleanField()),
                ('ground', models.CharField(choices=[('count', 'Enough qualifying complaints (s.104(4))'), ('judged', 'Persistence, harm, or how it was responded to (s.104(5))'), ('safeguard', 'Ordered by a senior officer to protect somebody'), ('appeal', 'Found so on a second look'), ('not_met', 'Not met')], max_length=10)),
                ('words', models.CharField(max_length=2000)),
                ('persistence', models.CharField(blank=True, max_length=1000)),
                ('harm', models.CharField(blank=True, max_length=1000)),
                ('response', models.CharField(blank=True, max_length=1000)),
                ('counted', models.JSONField()),
                ('complaints', models.PositiveSmallIntegerField()),
                ('needed', models.PositiveSmallIntegerField()),
                ('by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='case_review.application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_threshold_decision_has_reasons'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ground', 'not_met'), ('met', False)), models.Q(('met', True), models.Q(('ground', 'not_met'), _negated=True)), _connector='OR'), name='not_met_is_the_ground_of_not_met'),
                    models.CheckConstraint(condition=models.Q(('met', True), ('complaints__lt', models.F('needed')), _connector='OR'), name='enough_complaints_are_never_refused'),
                    models.CheckConstraint(condition=models.Q(('ground__in', ['count', 'safeguard', 'appeal']), models.Q(models.Q(('persistence', ''), _negated=True), models.Q(('harm', ''), _negated=True), models.Q(('response', ''), _negated=True)), _connector='OR'), name='what_the_number_does_not_decide_is_weighed'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Knock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=64)),
                ('hour', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(models.F('hour'), name='knocks_by_hour')],
                'constraints': [models.UniqueConstraint(fields=('who', 'hour'), name='one_count_for_each_hour')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('place', models.CharField(max_length=200)),
                ('arranged_at', models.DateTimeField()),
                ('arranged_by_name', models.CharField(max_length=160)),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('held_by_name', models.CharField(blank=True, max_length=160)),
                ('present', models.JSONField(default=list)),
                ('absent', models.JSONField(default=list)),
                ('minutes', models.CharField(blank=True, max_length=4000)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='case_review.application')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('held_at', None), ('held_by_name', ''), ('minutes', '')), models.Q(('held_at__isnull', False), models.Q(('held_by_name', ''), _negated=True), models.Q(('minutes', ''), _negated=True)), _connector='OR'), name='meeting_held_at_by_and_minutes_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parts', models.JSONField()),
                ('asked_at', models.DateTimeField()),
                ('asked_by_name', models.CharField(max_length=160)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_name', models.CharField(blank=True, max_length=160)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agreement')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='case_review.application')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('application', 'agency'), name='an_agency_sits_once_on_a_panel'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by_name', ''), ('ended_why', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by_name', ''), _negated=True), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='member_ended_at_by_and_why_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('words', models.CharField(max_length=4000)),
                ('by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='case_review.application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='an_outcome_says_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReadingLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='case_review.application')),
            ],
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to_name', models.CharField(max_length=160)),
                ('words', models.CharField(max_length=1000)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by_name', models.CharField(blank=True, max_length=160)),
                ('answer', models.CharField(blank=True, max_length=1000)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='case_review.outcome')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('to_name', ''), _negated=True)), name='a_recommendation_says_what'),
                    models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by_name', '')), models.Q(('answered_at__isnull', False), models.Q(('answered_by_name', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='recommendation_answered_at_by_and_answer_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Told',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('receipt', 'That the application is here'), ('threshold', 'Whether the threshold is met'), ('outcome', 'Outcome and recommendations'), ('appeal', 'What came of a second look')], max_length=10)),
                ('how', models.CharField(choices=[('call', 'On the call'), ('message', 'By message'), ('letter', 'By letter'), ('visit', 'In person')], max_length=8)),
                ('at', models.DateTimeField()),
                ('words', models.CharField(blank=True, max_length=500)),
                ('by_name', models.CharField(max_length=160)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told', to='case_review.application')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contact.message')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='application',
            trigger=pgtrigger.compiler.Trigger(name='what_was_applied_for_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."made_on" IS DISTINCT FROM (NEW."made_on") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."received_by_name" IS DISTINCT FROM (NEW."received_by_name") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."applicant" IS DISTINCT FROM (NEW."applicant") OR OLD."consent" IS DISTINCT FROM (NEW."consent") OR OLD."shares" IS DISTINCT FROM (NEW."shares") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."victim_name" IS DISTINCT FROM (NEW."victim_name") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."telephone" IS DISTINCT FROM (NEW."telephone") OR OLD."safe_ways" IS DISTINCT FROM (NEW."safe_ways") OR OLD."safe_words" IS DISTINCT FROM (NEW."safe_words") OR OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."effect" IS DISTINCT FROM (NEW."effect") OR OLD."policy_version" IS DISTINCT FROM (NEW."policy_version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f0efae414a7576886ccb1b718e84134cb3e0d8f6', operation='UPDATE', pgid='pgtrigger_what_was_applied_for_stays_dee5c', table='case_review_application', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='application',
            trigger=pgtrigger.compiler.Trigger(name='applications_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='169a742ac85ae440a6db0cc5aa889a6831d4b113', operation='DELETE', pgid='pgtrigger_applications_are_never_deleted_726dd', table='case_review_application', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appeal',
            trigger=pgtrigger.compiler.Trigger(name='what_was_appealed_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."route" IS DISTINCT FROM (NEW."route") OR OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."made_on" IS DISTINCT FROM (NEW."made_on") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."received_by_name" IS DISTINCT FROM (NEW."received_by_name") OR OLD."policy_version" IS DISTINCT FROM (NEW."policy_version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3df734643ca1bde1f0c3ef8cc9dbac3e80fe88cf', operation='UPDATE', pgid='pgtrigger_what_was_appealed_stays_c9267', table='case_review_appeal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appeal',
            trigger=pgtrigger.compiler.Trigger(name='appeals_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9594ad5c98272509600501ef2f47aa9646141600', operation='DELETE', pgid='pgtrigger_appeals_are_never_deleted_1ad0d', table='case_review_appeal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='action',
            trigger=pgtrigger.compiler.Trigger(name='review_actions_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='33af30f315bdf2981a740d810c0fe8fa19c61ef4', operation='UPDATE OR DELETE', pgid='pgtrigger_review_actions_are_append_only_cd9e7', table='case_review_action', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='complaint',
            trigger=pgtrigger.compiler.Trigger(name='what_was_complained_of_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."same_as_id" IS DISTINCT FROM (NEW."same_as_id") OR OLD."happened_on" IS DISTINCT FROM (NEW."happened_on") OR OLD."made_on" IS DISTINCT FROM (NEW."made_on") OR OLD."their_reference" IS DISTINCT FROM (NEW."their_reference") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") OR OLD."entered_by_name" IS DISTINCT FROM (NEW."entered_by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6fd335f5e055f69ce6e309457baa80f12b88f728', operation='UPDATE', pgid='pgtrigger_what_was_complained_of_stays_7c629', table='case_review_complaint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='complaint',
            trigger=pgtrigger.compiler.Trigger(name='complaints_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='98bce7b435fe6b3f158b99063bde8ea0cff416a0', operation='DELETE', pgid='pgtrigger_complaints_are_never_deleted_702eb', table='case_review_complaint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='threshold_decisions_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d668f6ca5bc3cc4db3b22186dba082b69f4c356c', operation='UPDATE OR DELETE', pgid='pgtrigger_threshold_decisions_are_append_only_94906', table='case_review_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='what_was_arranged_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."arranged_at" IS DISTINCT FROM (NEW."arranged_at") OR OLD."arranged_by_name" IS DISTINCT FROM (NEW."arranged_by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='dc0486a8814362813224f2d85a91b57f91740cc4', operation='UPDATE', pgid='pgtrigger_what_was_arranged_stays_cf0b9', table='case_review_meeting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='meetings_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c15e3a92a9477637a71be6e96370c10a72b88b04', operation='DELETE', pgid='pgtrigger_meetings_are_never_deleted_acde7', table='case_review_meeting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='who_was_asked_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."parts" IS DISTINCT FROM (NEW."parts") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_name" IS DISTINCT FROM (NEW."asked_by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='420ae21dc2af4ebca76a1c351e8358ee60369b81', operation='UPDATE', pgid='pgtrigger_who_was_asked_stays_73cc0', table='case_review_member', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='members_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='198303a8170e7731c7262a5e684d91bde6640014', operation='DELETE', pgid='pgtrigger_members_are_never_deleted_bf477', table='case_review_member', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='outcomes_of_reviews_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='743c7a08d627d69b76d46f019415d7d043090585', operation='UPDATE OR DELETE', pgid='pgtrigger_outcomes_of_reviews_are_append_only_f5ab9', table='case_review_outcome', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recommendation',
            trigger=pgtrigger.compiler.Trigger(name='what_was_recommended_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."outcome_id" IS DISTINCT FROM (NEW."outcome_id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."to_name" IS DISTINCT FROM (NEW."to_name") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='deede06fa1a9d764ce0cdab619107ac53f3f36a4', operation='UPDATE', pgid='pgtrigger_what_was_recommended_stays_2c386', table='case_review_recommendation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recommendation',
            trigger=pgtrigger.compiler.Trigger(name='recommendations_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='dd8e3c5e9c996ac21e813a172fb20b431da7d405', operation='DELETE', pgid='pgtrigger_recommendations_are_never_deleted_2911e', table='case_review_recommendation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='told',
            trigger=pgtrigger.compiler.Trigger(name='what_was_told_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e55e036019e026333c5a14f73ce39ed6c0f67d7c', operation='UPDATE OR DELETE', pgid='pgtrigger_what_was_told_is_append_only_d8bff', table='case_review_told', when='BEFORE')),
        ),
    ]
