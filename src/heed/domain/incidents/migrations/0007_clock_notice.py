"""
Let a notice be of a clock that has run out.

Safe while the old code runs: only the list of choices is longer, and the database does not know it. Back: migrate incidents
to 0006; notices of the new kind stay, and are shown by their code.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0006_reopening'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('silent_call', 'Silent call from a flagged line'), ('abandoned_call', 'Abandoned call from a flagged line'), ('at_risk', 'Somebody is at risk'), ('clock', 'A clock has run out')], max_length=20),
        ),
    ]
