"""
Add since when an incident is closed, which its closings say already, and an index of those that are open.

Safe while the old code runs: nullable, and what the old code closes meanwhile is filled by running this again (`migrate
incidents 0004`, then `migrate`). Filled in steps of 20,000 incidents, each a transaction of its own, so that nobody waits
long. Back: migrate incidents to 0004; nothing is lost, the closings remain.
"""

from django.db import migrations, models

STEP = 20_000

# As incidents.queries.STANDS says it: a closing that needs nobody's agreement, or has it.
FILL = """
    UPDATE incidents_incident i
       SET closed_at = found.since
      FROM (SELECT c.incident_id, min(coalesce(a.answered_at, c.closed_at)) AS since
              FROM incidents_closing c
              LEFT JOIN incidents_approval a ON a.id = c.approval_id
             WHERE c.incident_id > %(after)s AND c.incident_id <= %(until)s AND (c.approval_id IS NULL OR a.agreed)
             GROUP BY c.incident_id) AS found
     WHERE i.id = found.incident_id AND i.closed_at IS NULL
"""


def fill(apps, schema_editor):
    """Copy from the closings that stand."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 1) - 1, coalesce(max(id), 0) FROM incidents_incident")
        after, last = cursor.fetchone()
        while after < last:
            cursor.execute(FILL, {"after": after, "until": after + STEP})
            after += STEP


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("incidents", "0004_beat")]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                models.F("force"), models.F("recorded_at"), condition=models.Q(("closed_at", None)), name="incident_open"
            ),
        ),
    ]
