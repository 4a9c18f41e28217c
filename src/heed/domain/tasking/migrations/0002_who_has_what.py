"""
Add moves and notes of tasks, visits, named officers of beats, absences and shifts, and queries of the public.

Safe while the old code runs: new tables that it does not know; tasks themselves stay as they are. Back: migrate tasking to
0001; who had a task before, visits, queries and the rota are lost by that, and the tasks remain with their owners.
"""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_rank'),
        ('beats', '0001_initial'),
        ('incidents', '0004_beat'),
        ('people', '0003_refiling'),
        ('places', '0003_read_again'),
        ('tasking', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TaskNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('words', models.CharField(max_length=500)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='tasking.task')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_note_on_a_task_says_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('visited_at', models.DateTimeField()),
                ('result', models.CharField(choices=[('seen', 'Somebody was seen'), ('nobody_in', 'Nobody in'), ('refused', 'They did not want to speak to us'), ('not_safe', 'Not safe to speak, or to go in'), ('other', 'Did not happen for another reason')], max_length=12)),
                ('seen', models.CharField(blank=True, max_length=200)),
                ('done', models.CharField(blank=True, max_length=1000)),
                ('next_step', models.CharField(blank=True, max_length=500)),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='incidents.incident')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='tasking.task')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['incident', 'visited_at'], name='visits_of_an_incident'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('visited_at__lte', models.F('recorded_at'))), name='a_visit_is_recorded_afterwards'),
                    models.CheckConstraint(condition=models.Q(models.Q(('result', 'seen'), _negated=True), models.Q(('seen', ''), _negated=True), _connector='OR'), name='a_visit_says_who_was_seen'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('leave', 'Leave'), ('sick', 'Sick'), ('course', 'On a course'), ('other', 'Away for another reason')], max_length=8)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('entered_at', models.DateTimeField()),
                ('entered_by_name', models.CharField(max_length=160)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by_name', models.CharField(blank=True, max_length=160)),
                ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('withdrawn_at', None)), fields=['user', 'from_on'], name='absence_of_somebody')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='an_absence_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('cover', models.F('user')), _negated=True), name='nobody_covers_for_themselves'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by_name', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by_name', ''), _negated=True)), _connector='OR'), name='absence_withdrawn_at_and_by_go_together')],
            },
        ),
        migrations.CreateModel(
            name='BeatOfficer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lead', models.BooleanField(default=False)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('named_at', models.DateTimeField()),
                ('named_by_name', models.CharField(max_length=160)),
                ('beat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='beats.beat')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='beats', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'from_on'], name='beats_of_an_officer')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('beat', 'user'), name='somebody_is_named_once_on_a_beat'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='a_naming_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Query',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=200)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('telephone', 'Telephone'), ('web', 'Web page of the force'), ('in_person', 'In person, at a meeting or on the street'), ('letter', 'Letter'), ('social', 'Social media')], max_length=12)),
                ('text', models.CharField(max_length=2000)),
                ('received_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField()),
                ('entered_by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=2000)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('beat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='queries', to='beats.beat')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answered_at', None)), fields=['force', 'answer_by'], name='query_unanswered'), models.Index(fields=['force', '-received_at'], name='query_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_query_asks_something'), models.CheckConstraint(condition=models.Q(('answer_by__gt', models.F('received_at'))), name='a_query_has_time_to_be_answered'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='query_answered_at_by_and_how_go_together')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('entered_at', models.DateTimeField()),
                ('entered_by_name', models.CharField(max_length=160)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by_name', models.CharField(blank=True, max_length=160)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('withdrawn_at', None)), fields=['user', 'ends_at'], name='shift_of_somebody')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('user', 'starts_at'), name='one_shift_begins_at_a_time'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at')), ('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('starts_at'), '+', models.Value(datetime.timedelta(days=1))))), name='a_shift_ends_within_a_day_of_its_beginning'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by_name', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by_name', ''), _negated=True)), _connector='OR'), name='shift_withdrawn_at_and_by_go_together')],
            },
        ),
        migrations.CreateModel(
            name='TaskMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('rung', models.CharField(choices=[('hand', 'Given by hand'), ('taken', 'Taken'), ('cover', 'To whoever covers'), ('colleague', 'To a colleague'), ('sergeant', 'To a sergeant'), ('inspector', 'To an inspector'), ('chief_inspector', 'To a chief inspector'), ('board', 'On the board of supervisors')], max_length=16)),
                ('why', models.CharField(max_length=300)),
                ('moved_by_name', models.CharField(max_length=160)),
                ('from_owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='tasking.task')),
                ('to_owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('rung__in', ['chief_inspector', 'inspector', 'sergeant'])), fields=('task', 'rung'), name='a_task_climbs_each_rung_once'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='a_move_says_why'), models.CheckConstraint(condition=models.Q(('rung__in', ['board', 'hand']), ('to_owner__isnull', False), _connector='OR'), name='the_machine_gives_a_task_to_somebody_or_to_the_board')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='taskmove',
            trigger=pgtrigger.compiler.Trigger(name='task_moves_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a5c712f461d8ed6f490c40275f4777678aea8948', operation='UPDATE OR DELETE', pgid='pgtrigger_task_moves_are_append_only_629bf', table='tasking_taskmove', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tasknote',
            trigger=pgtrigger.compiler.Trigger(name='task_notes_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aa1902fbe0417fd88b18796b21dd36541ef27877', operation='UPDATE OR DELETE', pgid='pgtrigger_task_notes_are_append_only_78e66', table='tasking_tasknote', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='visits_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aca039a62894a32206c7c03fbe74b2f291f224b7', operation='UPDATE OR DELETE', pgid='pgtrigger_visits_are_append_only_faf4b', table='tasking_visit', when='BEFORE')),
        ),
    ]
