"""
Add calls.CallerDecision.about: of whom it was decided, the caller or the person they ring for.

Safe while the old code runs: it has a default in the database too. Back: drop it; decisions about victims are then
taken for decisions about callers, so go back only before any was made.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial"), ("people", "0002_identity")]

    operations = [
        migrations.AddField(
            model_name="callerdecision",
            name="about",
            field=models.CharField(
                choices=[("caller", "The caller"), ("victim", "The person they ring for")],
                db_default="caller",
                default="caller",
                max_length=8,
            ),
        ),
    ]
