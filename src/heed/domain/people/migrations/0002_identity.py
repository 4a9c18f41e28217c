"""
Add what was said of people and its keys, who stands for whom, decisions on identity, splits, and links taken off.

Safe while the old code runs: a trigger lets whoever it writes stand for themselves, and the line uses that it writes are
not removed ones. The table of people is locked while `lead` is filled, some ten seconds for a million.
Back: migrate people to 0001. Decisions, splits and descriptions are lost by that; a line taken off somebody and taken up
again has two rows then, and the older must be deleted first.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IdentityDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('same', 'The same person'), ('different', 'Not the same person'), ('same_household', 'Two people of one household'), ('unsure', 'Cannot tell')], max_length=16)),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=80)),
                ('role', models.CharField(blank=True, max_length=32)),
                ('by_machine', models.BooleanField()),
                ('why', models.CharField(blank=True, max_length=500)),
                ('shown', models.JSONField(default=list)),
                ('probability', models.FloatField(blank=True, null=True)),
                ('model', models.CharField(blank=True, max_length=120)),
                ('call', models.UUIDField(blank=True, null=True)),
                ('run', models.UUIDField(blank=True, null=True)),
            ],
            options={
                'indexes': [
                    models.Index(models.F('run'), condition=models.Q(('run__isnull', False)), name='identity_decision_of_a_run'),
                ],
            },
        ),
        migrations.CreateModel(
            name='IdentityUndo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=80)),
                ('why', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('source', models.CharField(choices=[('confirmed', 'Confirmed by a call handler on a call'), ('said', 'Said by the caller'), ('imported', 'Brought in from an earlier system')], max_length=12)),
                ('call', models.UUIDField(blank=True, null=True)),
                ('given_name', models.CharField(blank=True, max_length=200)),
                ('family_name', models.CharField(blank=True, max_length=200)),
                ('born', models.CharField(blank=True, max_length=40)),
                ('age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('said_on', models.DateField()),
                ('address', models.CharField(blank=True, max_length=300)),
                ('postcode', models.CharField(blank=True, max_length=16)),
                ('e164', models.CharField(blank=True, max_length=16)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('standard', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='MentionKey',
            fields=[
                ('pk', models.CompositePrimaryKey('force', 'key', 'mention', blank=True, editable=False, primary_key=True, serialize=False)),
                ('force', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to='accounts.force')),
                ('key', models.BigIntegerField()),
                ('mention', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='keys', to='people.mention')),
            ],
        ),
        migrations.CreateModel(
            name='Split',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved', models.JSONField()),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=80)),
                ('why', models.CharField(max_length=500)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_why', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='lineuse',
            name='a_person_and_a_line_are_linked_once',
        ),
        migrations.AddField(
            model_name='lineuse',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='lineuse',
            name='removed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lineuse',
            name='removed_why',
            field=models.CharField(blank=True, db_default='', max_length=300),
        ),
        migrations.AddField(
            model_name='lineuse',
            name='returned_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='lead',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='atoms', to='people.person'),
        ),
        migrations.RunSQL("UPDATE people_person SET lead_id = id", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='person',
            name='lead',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='atoms', to='people.person'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='somebody_new_stands_for_themselves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.lead_id IS NULL)', func='NEW.lead_id = NEW.id; RETURN NEW;', hash='2d8d96cd47220a74537c1575813c149f95e8e922', operation='INSERT', pgid='pgtrigger_somebody_new_stands_for_themselves_09fea', table='people_person', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='lineuse',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None), ('returned_at', None)), fields=('person', 'e164'), name='a_person_and_a_line_are_linked_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='lineuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None), ('removed_why', '')), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False), models.Q(('removed_why', ''), _negated=True)), _connector='OR'), name='line_use_removed_at_by_and_why_go_together'),
        ),
        migrations.AddField(
            model_name='identitydecision',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='identitydecision',
            name='force',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.force'),
        ),
        migrations.AddField(
            model_name='identitydecision',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='people.person'),
        ),
        migrations.AddField(
            model_name='identitydecision',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions_from', to='people.person'),
        ),
        migrations.AddField(
            model_name='identityundo',
            name='decision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='undo', to='people.identitydecision'),
        ),
        migrations.AddField(
            model_name='identityundo',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mention',
            name='force',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.force'),
        ),
        migrations.AddField(
            model_name='mention',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='people.person'),
        ),
        migrations.AddField(
            model_name='mention',
            name='place',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place'),
        ),
        migrations.AddField(
            model_name='split',
            name='decision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='split', to='people.identitydecision'),
        ),
        migrations.AddField(
            model_name='split',
            name='force',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.force'),
        ),
        migrations.AddField(
            model_name='split',
            name='new_person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='split_off', to='people.person'),
        ),
        migrations.AddField(
            model_name='split',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='splits', to='people.person'),
        ),
        migrations.AddField(
            model_name='split',
            name='split_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='split',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='identitydecision',
            index=models.Index(models.F('one'), models.F('other'), models.OrderBy(models.F('id'), descending=True), name='identity_decision_of_a_pair'),
        ),
        migrations.AddConstraint(
            model_name='identitydecision',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='a_pair_is_written_one_way_round'),
        ),
        migrations.AddConstraint(
            model_name='identitydecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by_machine', True), ('decided_by', None)), models.Q(('by_machine', False), ('decided_by__isnull', False)), _connector='OR'), name='a_decision_is_a_persons_or_the_machines'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='identitydecision',
            trigger=pgtrigger.compiler.Trigger(name='identity_decisions_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='973d81f8ffbfb20d57dc9f5f649a35de1d6bfd04', operation='UPDATE OR DELETE', pgid='pgtrigger_identity_decisions_are_append_only_d536d', table='people_identitydecision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='identityundo',
            trigger=pgtrigger.compiler.Trigger(name='identity_undoes_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='300017411f595a875e36459fcc025f34e222100f', operation='UPDATE OR DELETE', pgid='pgtrigger_identity_undoes_are_append_only_2d9b8', table='people_identityundo', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mention',
            trigger=pgtrigger.compiler.Trigger(name='what_was_said_is_never_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."call" IS DISTINCT FROM (NEW."call") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."born" IS DISTINCT FROM (NEW."born") OR OLD."age" IS DISTINCT FROM (NEW."age") OR OLD."said_on" IS DISTINCT FROM (NEW."said_on") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."e164" IS DISTINCT FROM (NEW."e164") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."standard" IS DISTINCT FROM (NEW."standard"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='aeb0bda391d99422f983b64333df7e435df4daa8', operation='UPDATE', pgid='pgtrigger_what_was_said_is_never_overwritten_970ff', table='people_mention', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mention',
            trigger=pgtrigger.compiler.Trigger(name='what_was_said_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4516dd765015d5bcab79b65d5c93053eae33e346', operation='DELETE', pgid='pgtrigger_what_was_said_is_never_deleted_75ffe', table='people_mention', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='split',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='split_undone_at_and_by_go_together'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='split',
            trigger=pgtrigger.compiler.Trigger(name='what_a_split_moved_stays_on_record', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."new_person_id" IS DISTINCT FROM (NEW."new_person_id") OR OLD."moved" IS DISTINCT FROM (NEW."moved") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."split_by_id" IS DISTINCT FROM (NEW."split_by_id") OR OLD."actor" IS DISTINCT FROM (NEW."actor") OR OLD."why" IS DISTINCT FROM (NEW."why") OR OLD."decision_id" IS DISTINCT FROM (NEW."decision_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='de522539871c4770297ecfff35c811f8bcab27ac', operation='UPDATE', pgid='pgtrigger_what_a_split_moved_stays_on_record_25827', table='people_split', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='split',
            trigger=pgtrigger.compiler.Trigger(name='splits_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='eb55162fd3aa3ceb7322031f16353893ad28a6ab', operation='DELETE', pgid='pgtrigger_splits_are_never_deleted_ccb5d', table='people_split', when='BEFORE')),
        ),
    ]
