"""
Add promises and what came of them, offers with their answers and outcomes, support plans, and contact as agreed and had.

Safe while the old code runs: new tables that it does not know. Back: migrate support to zero; what was written is lost by
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
        ('incidents', '0007_clock_notice'),
        ('people', '0003_refiling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactMade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('noted_at', models.DateTimeField()),
                ('channel', models.CharField(choices=[('telephone', 'Telephone'), ('visit', 'Visit'), ('text', 'Text message'), ('email', 'E-mail'), ('letter', 'Letter'), ('through', 'Through somebody they chose')], max_length=12)),
                ('result', models.CharField(choices=[('reached', 'Reached'), ('no_answer', 'No answer'), ('left_word', 'Left word, where that is safe'), ('refused', 'They did not want to speak')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('by_name', models.CharField(max_length=160)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_made', to='incidents.incident')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('at__lte', models.F('noted_at'))), name='contact_was_made_before_it_was_noted'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('rules', models.JSONField(default=list)),
                ('because', models.CharField(max_length=500)),
                ('ground', models.CharField(blank=True, choices=[('child', 'A child at risk: Children Act 1989 s.47, Children Act 2004 s.11'), ('adult', 'An adult at risk: Care Act 2014 s.42'), ('wales', 'At risk, in Wales: Social Services and Well-being (Wales) Act 2014 ss.126 to 130'), ('vital_interests', 'To save life')], max_length=16)),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='incidents.incident')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='an_offer_says_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OfferAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.CharField(choices=[('accepted', 'Accepted'), ('declined', 'Declined'), ('later', 'Asked to be asked again later'), ('could_not_ask', 'Could not be asked safely, or reached')], max_length=16)),
                ('consent', models.CharField(blank=True, choices=[('spoken', 'They said so, face to face'), ('telephone', 'They said so on the telephone'), ('in_writing', 'In writing'), ('for_them', 'By somebody who may decide for them')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='support.offer')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('said', 'accepted'), models.Q(('consent', ''), _negated=True)), models.Q(models.Q(('said', 'accepted'), _negated=True), ('consent', '')), _connector='OR'), name='an_accepted_offer_says_how_they_agreed'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OfferOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('referred', 'Referred'), ('received', 'They have received it'), ('result', 'What came of it')], max_length=12)),
                ('to', models.CharField(blank=True, max_length=200)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='support.offer')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('stage', 'referred'), _negated=True), models.Q(('to', ''), _negated=True), _connector='OR'), name='a_referral_says_to_whom'),
                    models.CheckConstraint(condition=models.Q(models.Q(('stage', 'result'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='a_result_says_what'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('visit', 'Visit'), ('call_back', 'Call back'), ('update', 'Update'), ('other', 'Something else')], max_length=12)),
                ('words', models.CharField(max_length=500)),
                ('due_by', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=160)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('policy_version', models.CharField(max_length=80)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='incidents.incident')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('due_by'), condition=models.Q(('settled_at', None)), name='promise_open_by_due'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_promise_says_what'),
                    models.CheckConstraint(condition=models.Q(('due_by__gt', models.F('made_at'))), name='a_promise_is_for_later'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PromiseSettled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('settled_as', models.CharField(choices=[('kept', 'Kept'), ('broken', 'Not kept'), ('released', 'The victim did not want it any more'), ('done_after', 'Done after all')], max_length=12)),
                ('at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('by_name', models.CharField(max_length=160)),
                ('how', models.CharField(max_length=500)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('promise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='support.promise')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('at'), condition=models.Q(('settled_as', 'broken')), name='promise_broken'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('settled_as__in', ['broken', 'kept', 'released'])), fields=('promise',), name='a_promise_has_one_verdict'),
                    models.UniqueConstraint(fields=('promise', 'settled_as'), name='a_promise_is_settled_once_in_each_way'),
                    models.CheckConstraint(condition=models.Q(('how', ''), _negated=True), name='a_settled_promise_says_how'),
                    models.CheckConstraint(condition=models.Q(('by__isnull', False), ('settled_as__in', ['broken', 'kept']), _connector='OR'), name='only_the_clock_breaks_a_promise_without_a_person'),
                    models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('settled_as__in', ['kept', 'done_after'])), models.Q(models.Q(('settled_as__in', ['kept', 'done_after']), _negated=True), ('done_at', None)), _connector='OR'), name='what_was_done_says_when'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SupportPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aims', models.CharField(max_length=1000)),
                ('with_victim', models.CharField(choices=[('agreed', 'Agreed with them'), ('informed', 'They were told'), ('not_agreed', 'Could not be agreed')], max_length=12)),
                ('with_victim_why', models.CharField(blank=True, max_length=500)),
                ('written_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_why', models.CharField(blank=True, max_length=500)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_plans', to='incidents.incident')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(models.F('written_at'), condition=models.Q(('closed_at', None), ('signed_at', None)), name='plan_waits_for_signature'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('aims', ''), _negated=True), name='a_plan_says_what_it_is_for'),
                    models.CheckConstraint(condition=models.Q(models.Q(('with_victim', 'not_agreed'), _negated=True), models.Q(('with_victim_why', ''), _negated=True), _connector='OR'), name='a_plan_that_was_not_agreed_says_why'),
                    models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_by', None)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='plan_signed_at_and_by_go_together'),
                    models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('written_by')), _negated=True), _connector='OR'), name='a_plan_is_signed_by_a_second_person'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('closed_why', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), models.Q(('closed_why', ''), _negated=True)), _connector='OR'), name='plan_closed_at_by_and_why_go_together'),
                    models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('incident', 'person'), name='one_support_plan_of_a_person_stands', nulls_distinct=False),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=500)),
                ('due_by', models.DateTimeField()),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='support.supportplan')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'number'), name='a_plan_line_has_one_number'),
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_plan_line_says_what'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ContactAgreed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('every_days', models.PositiveSmallIntegerField()),
                ('channel', models.CharField(choices=[('telephone', 'Telephone'), ('visit', 'Visit'), ('text', 'Text message'), ('email', 'E-mail'), ('letter', 'Letter'), ('through', 'Through somebody they chose')], max_length=12)),
                ('starts_on', models.DateField()),
                ('with_victim', models.BooleanField()),
                ('because', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_agreed', to='incidents.incident')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('every_days__gte', 1)), name='agreed_contact_comes_round'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='agreed_contact_says_why')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactagreed',
            trigger=pgtrigger.compiler.Trigger(name='agreed_contact_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='463514c0a9cbdd90844d3ef7a5968431d2d309e8', operation='UPDATE OR DELETE', pgid='pgtrigger_agreed_contact_is_append_only_f45b2', table='support_contactagreed', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactmade',
            trigger=pgtrigger.compiler.Trigger(name='contact_made_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cf01e63a30fe14a32fc12e301b753d4af3084593', operation='UPDATE OR DELETE', pgid='pgtrigger_contact_made_is_append_only_47d46', table='support_contactmade', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='offers_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2cc9782cb2eb40bba22575960e80896da5283664', operation='UPDATE OR DELETE', pgid='pgtrigger_offers_are_append_only_87f26', table='support_offer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offeranswer',
            trigger=pgtrigger.compiler.Trigger(name='offer_answers_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='58f5b9f4e9bae371c6cb4430b3fad0dd1121171f', operation='UPDATE OR DELETE', pgid='pgtrigger_offer_answers_are_append_only_3b254', table='support_offeranswer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offeroutcome',
            trigger=pgtrigger.compiler.Trigger(name='offer_outcomes_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c4a97c26b457ff52f496a66d3db15c2b5393bd6f', operation='UPDATE OR DELETE', pgid='pgtrigger_offer_outcomes_are_append_only_6080d', table='support_offeroutcome', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='promise',
            trigger=pgtrigger.compiler.Trigger(name='what_was_promised_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."due_by" IS DISTINCT FROM (NEW."due_by") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."made_by_name" IS DISTINCT FROM (NEW."made_by_name") OR OLD."policy_version" IS DISTINCT FROM (NEW."policy_version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9cb8cec10b3902b188ff2ae1f0f933949b92b706', operation='UPDATE', pgid='pgtrigger_what_was_promised_stays_85da1', table='support_promise', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='promise',
            trigger=pgtrigger.compiler.Trigger(name='promises_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8d21cadf0e7b0e528323573225d95e4bf6d7c766', operation='DELETE', pgid='pgtrigger_promises_are_never_deleted_ae9e8', table='support_promise', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='promisesettled',
            trigger=pgtrigger.compiler.Trigger(name='settled_promises_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='47f76e48e23937bd0b348f996c59232606173271', operation='UPDATE OR DELETE', pgid='pgtrigger_settled_promises_are_append_only_36b54', table='support_promisesettled', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportplan',
            trigger=pgtrigger.compiler.Trigger(name='what_a_plan_says_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."aims" IS DISTINCT FROM (NEW."aims") OR OLD."with_victim" IS DISTINCT FROM (NEW."with_victim") OR OLD."with_victim_why" IS DISTINCT FROM (NEW."with_victim_why") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at") OR OLD."written_by_id" IS DISTINCT FROM (NEW."written_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7a783f12c38b85ec3f5d3e301a07e1815874712b', operation='UPDATE', pgid='pgtrigger_what_a_plan_says_stays_f6a20', table='support_supportplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportplan',
            trigger=pgtrigger.compiler.Trigger(name='plans_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='653d8705bd92d2133815ff355b663351eab4a419', operation='DELETE', pgid='pgtrigger_plans_are_never_deleted_0cc9a', table='support_supportplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planline',
            trigger=pgtrigger.compiler.Trigger(name='plan_lines_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5a0521b92bd0c1b4dfbd4145ee261940ee02ae2b', operation='UPDATE OR DELETE', pgid='pgtrigger_plan_lines_are_append_only_ff54e', table='support_planline', when='BEFORE')),
        ),
    ]
