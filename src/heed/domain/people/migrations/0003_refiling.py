"""
Let the standard form of a description be made anew from what was said, which itself stays as it was.

Safe while the old code runs: it never writes that column twice. Back: migrate people to 0002.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_identity'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='mention',
            name='what_was_said_is_never_overwritten',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mention',
            trigger=pgtrigger.compiler.Trigger(name='what_was_said_is_never_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."call" IS DISTINCT FROM (NEW."call") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."born" IS DISTINCT FROM (NEW."born") OR OLD."age" IS DISTINCT FROM (NEW."age") OR OLD."said_on" IS DISTINCT FROM (NEW."said_on") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."e164" IS DISTINCT FROM (NEW."e164") OR OLD."email" IS DISTINCT FROM (NEW."email"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b3b8b0d7412d7839f3f5b74316615268483b57d2', operation='UPDATE', pgid='pgtrigger_what_was_said_is_never_overwritten_970ff', table='people_mention', when='BEFORE')),
        ),
    ]
