"""
Let a notice be of broken glass.

Safe while the old code runs: only the list of choices is longer, and the database does not know it. Back: migrate incidents
to 0008; notices of the new kind stay, and are shown by their code.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0008_online_reports'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('silent_call', 'Silent call from a flagged line'), ('abandoned_call', 'Abandoned call from a flagged line'), ('at_risk', 'Somebody is at risk'), ('clock', 'A clock has run out'), ('online_emergency', 'An online report that may be an emergency'), ('glass', 'Somebody broke the glass')], max_length=20),
        ),
    ]
