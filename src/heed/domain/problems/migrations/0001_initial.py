"""
Add problem plans with entries, incidents and closings, powers with their steps, and evidence with what was done with it.

Safe while the old code runs: new tables that it does not know. Back: migrate problems to zero; what was written is lost by that.
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
        ('beats', '0002_beat_imports'),
        ('incidents', '0007_clock_notice'),
        ('people', '0003_refiling'),
        ('places', '0003_read_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EvidenceItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('recording', 'Sound recording'), ('photo', 'Photograph'), ('diary', 'Diary or incident sheets'), ('email', 'E-mail or message'), ('partner', 'Item from a partner agency'), ('cctv', 'CCTV or doorbell video'), ('other', 'Something else')], max_length=12)),
                ('words', models.CharField(max_length=500)),
                ('from_whom', models.CharField(max_length=300)),
                ('kept_where', models.CharField(max_length=300)),
                ('received_at', models.DateTimeField()),
                ('entered_at', models.DateTimeField()),
                ('entered_by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('force'), models.F('received_at'), name='evidence_by_receipt'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('kept_where', ''), _negated=True)), name='evidence_says_what_it_is_and_where_it_is_kept'),
                    models.CheckConstraint(condition=models.Q(('received_at__lte', models.F('entered_at'))), name='evidence_is_not_received_in_the_future'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Power',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('against', models.CharField(choices=[('person', 'A person'), ('body', 'A business or other body'), ('place', 'A place')], max_length=8)),
                ('other', models.CharField(blank=True, max_length=300)),
                ('born_on', models.DateField(blank=True, null=True)),
                ('opened_at', models.DateTimeField()),
                ('opened_by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('beat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beats.beat')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='powers', to='incidents.incident')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.party')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('force'), models.F('opened_at'), name='power_by_opening'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('place__isnull', False), ('person__isnull', False), ('party__isnull', False), models.Q(('other', ''), _negated=True), _connector='OR'), name='a_power_is_against_somebody_or_a_place'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PowerStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('considered', 'Considered'), ('refused', 'Decided against'), ('issued', 'Issued'), ('varied', 'Varied or extended'), ('breached', 'Breached'), ('discharged', 'Discharged'), ('expired', 'Expired')], max_length=12)),
                ('words', models.TextField()),
                ('on_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('proportionate', models.TextField(blank=True)),
                ('needs', models.TextField(blank=True)),
                ('equality', models.TextField(blank=True)),
                ('confirmed', models.JSONField(default=list)),
                ('age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('authorised_by_name', models.CharField(blank=True, max_length=160)),
                ('authorised_rank', models.CharField(blank=True, choices=[('constable', 'Constable'), ('sergeant', 'Sergeant'), ('inspector', 'Inspector'), ('chief_inspector', 'Chief inspector'), ('superintendent', 'Superintendent')], max_length=16)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident')),
                ('power', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='problems.power')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('power'), models.OrderBy(models.F('id'), descending=True), name='power_step_newest'),
                    models.Index(models.F('ends_at'), condition=models.Q(('ends_at__isnull', False)), name='power_step_by_end'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('status', 'issued'), _negated=True), models.Q(models.Q(('proportionate', ''), _negated=True), models.Q(('needs', ''), _negated=True), models.Q(('equality', ''), _negated=True), models.Q(('authorised_by_name', ''), _negated=True)), _connector='OR'), name='an_issued_power_is_proportionate_considered_and_authorised'),
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_step_of_a_power_says_why'),
                    models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('on_at')), _connector='OR'), name='a_power_ends_after_it_began'),
                    models.CheckConstraint(condition=models.Q(('on_at__lte', models.F('at'))), name='a_step_of_a_power_is_not_in_the_future'),
                    models.UniqueConstraint(condition=models.Q(('status__in', ['refused', 'discharged', 'expired'])), fields=('power',), name='a_power_ends_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ProblemPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('plan_format', models.CharField(choices=[('sara', 'SARA: scanning, analysis, response, assessment'), ('pier', 'PIER: prevention, intelligence, enforcement, reassurance')], default='sara', max_length=4)),
                ('subject', models.CharField(max_length=80)),
                ('other', models.CharField(blank=True, max_length=300)),
                ('because', models.CharField(max_length=500)),
                ('opened_at', models.DateTimeField()),
                ('opened_by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('beat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beats.beat')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.party')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('victim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('force'), models.F('opened_at'), condition=models.Q(('closed_at', None)), name='plan_open'),
                    models.Index(models.F('force'), models.F('subject'), name='plan_by_subject'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('force', 'subject'), name='a_subject_has_one_open_plan'),
                    models.CheckConstraint(condition=models.Q(models.Q(('because', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='a_plan_says_why_it_was_opened'),
                ],
            },
        ),
        migrations.AddField(
            model_name='power',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='powers', to='problems.problemplan'),
        ),
        migrations.CreateModel(
            name='PlanIncident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('added_by_name', models.CharField(max_length=160)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='incidents.incident')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='problems.problemplan')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'incident'), name='an_incident_is_in_a_plan_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlanEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(choices=[('scanning', 'Scanning'), ('analysis', 'Analysis'), ('response', 'Response'), ('assessment', 'Assessment'), ('prevention', 'Prevention'), ('intelligence', 'Intelligence'), ('enforcement', 'Enforcement'), ('reassurance', 'Reassurance'), ('review', 'Review')], max_length=12)),
                ('words', models.TextField()),
                ('due_by', models.DateTimeField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='problems.problemplan')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('plan'), models.F('section'), models.F('id'), name='plan_entry_by_section'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_plan_entry_says_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlanClosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('days', models.PositiveIntegerField()),
                ('before', models.PositiveIntegerField()),
                ('after', models.PositiveIntegerField()),
                ('caution', models.CharField(max_length=500)),
                ('asked_at', models.DateTimeField()),
                ('policy_version', models.CharField(max_length=80)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_rank', models.CharField(blank=True, choices=[('constable', 'Constable'), ('sergeant', 'Sergeant'), ('inspector', 'Inspector'), ('chief_inspector', 'Chief inspector'), ('superintendent', 'Superintendent')], max_length=16)),
                ('agreed', models.BooleanField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=500)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='problems.problemplan')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('agreed', None), ('answered_at', None), ('answered_by', None), ('answered_rank', ''), ('why', '')), models.Q(('agreed__isnull', False), ('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='plan_closing_answered_at_by_and_what_go_together'),
                    models.CheckConstraint(condition=models.Q(('answered_by', None), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='nobody_signs_off_their_own_plan'),
                    models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('plan',), name='one_closing_of_a_plan_waits_at_a_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='EvidenceStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('looked_at', 'Looked at or listened to'), ('linked', 'Linked to a case'), ('set_aside', 'Set aside')], max_length=12)),
                ('words', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='incidents.incident')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='problems.evidenceitem')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='problems.problemplan')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('item'), models.F('id'), name='evidence_step_in_order'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('incident__isnull', False), ('plan', None), ('what', 'linked')), models.Q(('incident', None), ('plan__isnull', False), ('what', 'linked')), models.Q(models.Q(('what', 'linked'), _negated=True), ('incident', None), ('plan', None)), _connector='OR'), name='a_link_of_evidence_names_one_case'),
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_step_of_evidence_says_something'),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidenceitem',
            trigger=pgtrigger.compiler.Trigger(name='evidence_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1e122672ffcf27abe27594b1ccc122dca51dc29e', operation='UPDATE OR DELETE', pgid='pgtrigger_evidence_is_append_only_cbc6e', table='problems_evidenceitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='powerstep',
            trigger=pgtrigger.compiler.Trigger(name='steps_of_powers_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1acdb0643cf33a49967edbb84ac922a8f8ea0051', operation='UPDATE OR DELETE', pgid='pgtrigger_steps_of_powers_are_append_only_437b9', table='problems_powerstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problemplan',
            trigger=pgtrigger.compiler.Trigger(name='a_plan_stays_as_it_was_opened', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."plan_format" IS DISTINCT FROM (NEW."plan_format") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."victim_id" IS DISTINCT FROM (NEW."victim_id") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id") OR OLD."other" IS DISTINCT FROM (NEW."other") OR OLD."because" IS DISTINCT FROM (NEW."because") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id") OR OLD."opened_by_name" IS DISTINCT FROM (NEW."opened_by_name") OR OLD."policy_version" IS DISTINCT FROM (NEW."policy_version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='613e171067badba3ee35cc9fe886e61044a931dc', operation='UPDATE', pgid='pgtrigger_a_plan_stays_as_it_was_opened_7c76d', table='problems_problemplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problemplan',
            trigger=pgtrigger.compiler.Trigger(name='plans_are_not_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3f50337fcfa8e3b7622830cdd681b79f1d49a7c6', operation='DELETE', pgid='pgtrigger_plans_are_not_deleted_e11f6', table='problems_problemplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='power',
            trigger=pgtrigger.compiler.Trigger(name='powers_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='48c1bb0ac07af95b6755a939496c84ca432e0c24', operation='UPDATE OR DELETE', pgid='pgtrigger_powers_are_append_only_8fc89', table='problems_power', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planincident',
            trigger=pgtrigger.compiler.Trigger(name='plan_incidents_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='07ffd51b27e5423ae493102c1a490e24dc994c58', operation='UPDATE OR DELETE', pgid='pgtrigger_plan_incidents_are_append_only_8e241', table='problems_planincident', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planentry',
            trigger=pgtrigger.compiler.Trigger(name='plan_entries_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e7248eb0934a6d20ebef50a36d60cc7fbf252476', operation='UPDATE OR DELETE', pgid='pgtrigger_plan_entries_are_append_only_b6d1d', table='problems_planentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planclosing',
            trigger=pgtrigger.compiler.Trigger(name='a_measured_result_stays_as_it_was', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."days" IS DISTINCT FROM (NEW."days") OR OLD."before" IS DISTINCT FROM (NEW."before") OR OLD."after" IS DISTINCT FROM (NEW."after") OR OLD."caution" IS DISTINCT FROM (NEW."caution") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."policy_version" IS DISTINCT FROM (NEW."policy_version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7176d384636d1a0625d4ec029d07baa894e07f2f', operation='UPDATE', pgid='pgtrigger_a_measured_result_stays_as_it_was_6de17', table='problems_planclosing', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planclosing',
            trigger=pgtrigger.compiler.Trigger(name='plan_closings_are_not_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='92d758ade170232a3ffceae5b4aaa6288a61aa0a', operation='DELETE', pgid='pgtrigger_plan_closings_are_not_deleted_54dfc', table='problems_planclosing', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidencestep',
            trigger=pgtrigger.compiler.Trigger(name='steps_of_evidence_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6aac696b1bbabcb8074bac402b406f27cd37d15d', operation='UPDATE OR DELETE', pgid='pgtrigger_steps_of_evidence_are_append_only_5c077', table='problems_evidencestep', when='BEFORE')),
        ),
    ]
