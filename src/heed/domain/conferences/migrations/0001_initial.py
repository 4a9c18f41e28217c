"""
Add case conferences: invitations, attendance, agenda, notes, decisions, signed minutes.

Safe while the old code runs: new tables that it does not know. Back: migrate conferences to zero; agendas and minutes are lost
by that, so print the signed ones first; the tasks that were decided stay.
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
        ('agencies', '0002_replaces'),
        ('beats', '0002_beat_imports'),
        ('incidents', '0008_online_reports'),
        ('people', '0003_refiling'),
        ('sharing', '0001_initial'),
        ('tasking', '0003_agency'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Conference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('starts_at', models.DateTimeField()),
                ('held_in', models.CharField(blank=True, max_length=200)),
                ('statement', models.TextField()),
                ('statement_version', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=160)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_by_name', models.CharField(blank=True, max_length=160)),
                ('cancelled_why', models.CharField(blank=True, max_length=300)),
                ('policy_version', models.CharField(max_length=80)),
                ('beat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beats.beat')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['force', 'starts_at'], name='conference_of_force'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_by_name', ''), ('cancelled_why', '')), models.Q(('cancelled_at__isnull', False), models.Q(('cancelled_by_name', ''), _negated=True), models.Q(('cancelled_why', ''), _negated=True)), _connector='OR'), name='conference_cancelled_at_by_and_why_go_together'),
                    models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('statement', ''), _negated=True)), name='a_conference_has_a_title_and_a_statement'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('there', models.CharField(choices=[('present', 'Present'), ('remote', 'Present by telephone or video'), ('apologies', 'Sent apologies'), ('absent', 'Not there')], max_length=12)),
                ('agreed', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='conferences.conference')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('agreed', True), ('there__in', ['apologies', 'absent']), _connector='OR'), name='whoever_was_there_agreed_to_keep_it_confidential'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='whoever_attends_has_a_name'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Agreed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=160)),
                ('statement_version', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreed', to='conferences.conference')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('conference', 'user', 'agency'), name='somebody_agrees_to_a_statement_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Invited',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by_name', models.CharField(blank=True, max_length=160)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conferences', to='agencies.agency')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agreement')),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invited', to='conferences.conference')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('conference', 'agency'), name='an_agency_is_invited_to_a_conference_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by_name', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by_name', ''), _negated=True)), _connector='OR'), name='invitation_withdrawn_at_and_by_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('high_risk', 'High risk'), ('repeat', 'Repeat victim'), ('overdue', 'Overdue actions'), ('carried', 'Carried over'), ('added', 'Added by hand')], max_length=12)),
                ('key', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=200)),
                ('because', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried', to='conferences.item')),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='conferences.conference')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('conference', 'key'), name='something_is_on_an_agenda_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('because', []), _negated=True), models.Q(('title', ''), _negated=True)), name='an_item_says_why_it_is_there'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=500)),
                ('due_by', models.DateTimeField()),
                ('for_whom', models.CharField(choices=[('force', 'The police alone'), ('item', 'Every agency the item is shared with')], max_length=8)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasking.task')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='conferences.item')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('agency', None), ('owner__isnull', False)), models.Q(('agency__isnull', False), ('owner', None)), _connector='OR'), name='a_decision_is_somebodys'),
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_decision_says_what'),
                    models.CheckConstraint(condition=models.Q(('due_by__gt', models.F('at'))), name='a_decision_is_for_later'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ItemMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved', models.CharField(choices=[('deferred', 'Deferred to the next conference'), ('back', 'Brought back')], max_length=12)),
                ('why', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='conferences.item')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='moving_an_item_says_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ItemShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by_name', models.CharField(blank=True, max_length=160)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agreement')),
                ('disclosure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.disclosure')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='conferences.item')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('item', 'agency'), name='an_item_is_shared_with_an_agency_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by_name', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by_name', ''), _negated=True)), _connector='OR'), name='item_share_withdrawn_at_and_by_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=2000)),
                ('for_whom', models.CharField(choices=[('force', 'The police alone'), ('item', 'Every agency the item is shared with')], max_length=8)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='conferences.item')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_note_of_the_minutes_says_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SignedMinutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conference', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signed', to='conferences.conference')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conference',
            trigger=pgtrigger.compiler.Trigger(name='what_a_conference_was_called_for_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."beat_id" IS DISTINCT FROM (NEW."beat_id") OR OLD."statement" IS DISTINCT FROM (NEW."statement") OR OLD."statement_version" IS DISTINCT FROM (NEW."statement_version") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."made_by_name" IS DISTINCT FROM (NEW."made_by_name") OR OLD."policy_version" IS DISTINCT FROM (NEW."policy_version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a14d5d3b97de0fd9305c75100ce76527abd1bc70', operation='UPDATE', pgid='pgtrigger_what_a_conference_was_called_for_stays_fd91a', table='conferences_conference', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conference',
            trigger=pgtrigger.compiler.Trigger(name='conferences_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='158193741ee9bcb80d89dcdeeaf08ec5ad39ef75', operation='DELETE', pgid='pgtrigger_conferences_are_never_deleted_825de', table='conferences_conference', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='attendance_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a85e8e4ee8d423f31324dec69d1cf9c8bbe5763f', operation='UPDATE OR DELETE', pgid='pgtrigger_attendance_is_append_only_e673f', table='conferences_attendance', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='attendance_is_frozen_when_signed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM FROM conferences_conference WHERE id = NEW.conference_id FOR SHARE;\n            IF EXISTS (SELECT FROM conferences_signedminutes WHERE conference_id = NEW.conference_id) THEN\n                RAISE EXCEPTION 'the minutes are signed: nothing is added to them';\n            END IF;\n            RETURN NEW;\n        ", hash='60b2f1be5515911f2df754c7f389117cd479eb6f', operation='INSERT', pgid='pgtrigger_attendance_is_frozen_when_signed_1e6b2', table='conferences_attendance', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreed',
            trigger=pgtrigger.compiler.Trigger(name='agreed_statements_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='95d997fdbb8d2d1828b33a4f35d03071d4fda48b', operation='UPDATE OR DELETE', pgid='pgtrigger_agreed_statements_are_append_only_843d2', table='conferences_agreed', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invited',
            trigger=pgtrigger.compiler.Trigger(name='an_invitation_stays_as_it_was', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_name" IS DISTINCT FROM (NEW."by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a4906b304ecb640adf07e1e8ce2a80129926d3a0', operation='UPDATE', pgid='pgtrigger_an_invitation_stays_as_it_was_08809', table='conferences_invited', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invited',
            trigger=pgtrigger.compiler.Trigger(name='invitations_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='fd89758ff5e133f1cd36fd47ab8a0991dc885bff', operation='DELETE', pgid='pgtrigger_invitations_are_never_deleted_b0978', table='conferences_invited', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='agenda_items_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='39e67cb680e29dc7492d7d8df430156c764d15fd', operation='UPDATE OR DELETE', pgid='pgtrigger_agenda_items_are_append_only_1ffd8', table='conferences_item', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='the_agenda_is_frozen_when_signed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM FROM conferences_conference WHERE id = NEW.conference_id FOR SHARE;\n            IF EXISTS (SELECT FROM conferences_signedminutes WHERE conference_id = NEW.conference_id) THEN\n                RAISE EXCEPTION 'the minutes are signed: nothing is added to them';\n            END IF;\n            RETURN NEW;\n        ", hash='c1c89a67eb2bba507a5e3d26959a05abec94a280', operation='INSERT', pgid='pgtrigger_the_agenda_is_frozen_when_signed_0dd23', table='conferences_item', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decisions_of_conferences_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='666e36e49cafa31ecbda00f18aa155f672b71358', operation='UPDATE OR DELETE', pgid='pgtrigger_decisions_of_conferences_are_append_only_c6afe', table='conferences_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decisions_are_frozen_when_signed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM FROM conferences_conference WHERE id = (SELECT conference_id FROM conferences_item WHERE id = NEW.item_id) FOR SHARE;\n            IF EXISTS (SELECT FROM conferences_signedminutes WHERE conference_id = (SELECT conference_id FROM conferences_item WHERE id = NEW.item_id)) THEN\n                RAISE EXCEPTION 'the minutes are signed: nothing is added to them';\n            END IF;\n            RETURN NEW;\n        ", hash='864a72082cf578bbff61a195db0766bc2abe4bf6', operation='INSERT', pgid='pgtrigger_decisions_are_frozen_when_signed_cca4c', table='conferences_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemmove',
            trigger=pgtrigger.compiler.Trigger(name='moves_of_items_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9ce0455b22c5c05e7e9f5396240ca6c81ca41e60', operation='UPDATE OR DELETE', pgid='pgtrigger_moves_of_items_are_append_only_b9081', table='conferences_itemmove', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemmove',
            trigger=pgtrigger.compiler.Trigger(name='moves_are_frozen_when_signed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM FROM conferences_conference WHERE id = (SELECT conference_id FROM conferences_item WHERE id = NEW.item_id) FOR SHARE;\n            IF EXISTS (SELECT FROM conferences_signedminutes WHERE conference_id = (SELECT conference_id FROM conferences_item WHERE id = NEW.item_id)) THEN\n                RAISE EXCEPTION 'the minutes are signed: nothing is added to them';\n            END IF;\n            RETURN NEW;\n        ", hash='6986b09367f6749a0d2f9840c137fe729ade3127', operation='INSERT', pgid='pgtrigger_moves_are_frozen_when_signed_212fa', table='conferences_itemmove', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemshare',
            trigger=pgtrigger.compiler.Trigger(name='what_was_shared_of_an_item_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."item_id" IS DISTINCT FROM (NEW."item_id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."disclosure_id" IS DISTINCT FROM (NEW."disclosure_id") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_name" IS DISTINCT FROM (NEW."by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='10b3eb7bb2cd7ee0a14ff5a8f01a14a52c067f15', operation='UPDATE', pgid='pgtrigger_what_was_shared_of_an_item_stays_09a46', table='conferences_itemshare', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemshare',
            trigger=pgtrigger.compiler.Trigger(name='item_shares_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a01ed2ac0dcb9fa5c3368c71a615056eb3304305', operation='DELETE', pgid='pgtrigger_item_shares_are_never_deleted_79930', table='conferences_itemshare', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='notes_of_minutes_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7b4999b9508bbdf5f4627c73aa11a56c6686be52', operation='UPDATE OR DELETE', pgid='pgtrigger_notes_of_minutes_are_append_only_e2195', table='conferences_note', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='notes_are_frozen_when_signed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM FROM conferences_conference WHERE id = (SELECT conference_id FROM conferences_item WHERE id = NEW.item_id) FOR SHARE;\n            IF EXISTS (SELECT FROM conferences_signedminutes WHERE conference_id = (SELECT conference_id FROM conferences_item WHERE id = NEW.item_id)) THEN\n                RAISE EXCEPTION 'the minutes are signed: nothing is added to them';\n            END IF;\n            RETURN NEW;\n        ", hash='9db3fba0634e6ec49ccd78f50578aacdaa31bba9', operation='INSERT', pgid='pgtrigger_notes_are_frozen_when_signed_77716', table='conferences_note', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signedminutes',
            trigger=pgtrigger.compiler.Trigger(name='signed_minutes_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='222b980bc684edb04d8c2b34602c0e2e07f6519d', operation='UPDATE OR DELETE', pgid='pgtrigger_signed_minutes_are_append_only_b507c', table='conferences_signedminutes', when='BEFORE')),
        ),
    ]
