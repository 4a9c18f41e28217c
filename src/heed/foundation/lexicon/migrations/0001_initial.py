"""Create the lexicon's tables. Safe: new tables that no running code reads. Back: drop them; forces then go by the national lexicon."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_crime_registrar'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OverlayEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('add', 'Added'), ('change', 'Changed'), ('disable', 'Disabled'), ('withdraw', 'Back to the national lexicon')], max_length=10)),
                ('cells', models.JSONField(default=dict)),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.force')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('force'), models.F('row'), models.OrderBy(models.F('id'), descending=True), name='overlay_edit_standing'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='an_edit_of_the_lexicon_says_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LexiconVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=64)),
                ('national', models.CharField(max_length=64)),
                ('rows', models.BinaryField()),
                ('edits', models.JSONField(default=list)),
                ('note', models.TextField()),
                ('proposed_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('again', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lexicon.lexiconversion')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.force')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('force'), models.OrderBy(models.F('published_at'), descending=True), condition=models.Q(('published_at__isnull', False)), name='lexicon_in_force')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='lexicon_published_at_and_by_go_together'), models.CheckConstraint(condition=models.Q(('published_by', None), models.Q(('published_by', models.F('proposed_by')), _negated=True), ('again__isnull', False), ('label', models.F('national')), _connector='OR'), name='a_lexicon_is_published_by_a_second_person'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='a_lexicon_version_says_what_it_is_for')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lexiconversion',
            trigger=pgtrigger.compiler.Trigger(name='a_lexicon_version_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."national" IS DISTINCT FROM (NEW."national") OR OLD."rows" IS DISTINCT FROM (NEW."rows") OR OLD."edits" IS DISTINCT FROM (NEW."edits") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."again_id" IS DISTINCT FROM (NEW."again_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9623a847cfd14c97ad7fbe8da147947b5ec700f4', operation='UPDATE', pgid='pgtrigger_a_lexicon_version_is_never_changed_13cb5', table='lexicon_lexiconversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lexiconversion',
            trigger=pgtrigger.compiler.Trigger(name='a_lexicon_is_published_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9e3b7e994242113a37b15a53be696483f3111cf7', operation='UPDATE', pgid='pgtrigger_a_lexicon_is_published_once_6cc1d', table='lexicon_lexiconversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lexiconversion',
            trigger=pgtrigger.compiler.Trigger(name='lexicon_versions_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9603d5a5f4117df604bef75bab1358d48eb29055', operation='DELETE', pgid='pgtrigger_lexicon_versions_stay_48546', table='lexicon_lexiconversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='overlayedit',
            trigger=pgtrigger.compiler.Trigger(name='lexicon_edits_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='754c4c6c3b4b43637e51b3568d025f6ee6ee2144', operation='UPDATE OR DELETE', pgid='pgtrigger_lexicon_edits_are_append_only_ed5a0', table='lexicon_overlayedit', when='BEFORE')),
        ),
    ]
