"""
Let an agreement take the place of the one it reviews.

Safe while the old code runs: the column may be empty and old code leaves it so; the trigger is made anew over one more column
in the same transaction, so that no agreement is unguarded for a moment. Back: migrate agencies to 0001; which agreement took
whose place is lost by that, and both then allow sharing until their reviews.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='agreement',
            name='what_was_agreed_stays_as_it_was',
        ),
        migrations.AddField(
            model_name='agreement',
            name='replaces',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='agencies.agreement'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='what_was_agreed_stays_as_it_was', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."basis_words" IS DISTINCT FROM (NEW."basis_words") OR OLD."purposes" IS DISTINCT FROM (NEW."purposes") OR OLD."parts" IS DISTINCT FROM (NEW."parts") OR OLD."on_the_wire" IS DISTINCT FROM (NEW."on_the_wire") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."signed_at" IS DISTINCT FROM (NEW."signed_at") OR OLD."signed_by_name" IS DISTINCT FROM (NEW."signed_by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6a4bc1a3815e26485043d11c85e1b5ed21276460', operation='UPDATE', pgid='pgtrigger_what_was_agreed_stays_as_it_was_7d4b0', table='agencies_agreement', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replaces', models.F('pk')), _negated=True), ('replaces', None), _connector='OR'), name='an_agreement_does_not_replace_itself'),
        ),
    ]
