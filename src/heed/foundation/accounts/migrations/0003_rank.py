"""
Add the rank of a person at work.

Safe while the old code runs: a column with a default in the database, unread by it. Back: migrate accounts to 0002; ranks
are lost by that.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_crime_registrar'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='rank',
            field=models.CharField(blank=True, choices=[('constable', 'Constable'), ('sergeant', 'Sergeant'), ('inspector', 'Inspector'), ('chief_inspector', 'Chief inspector'), ('superintendent', 'Superintendent')], db_default='', default='', max_length=16),
        ),
    ]
