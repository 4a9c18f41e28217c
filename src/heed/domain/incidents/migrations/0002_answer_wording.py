"""
Add to an answer in which version of the wording it was asked, and in which language.

Safe while the old code runs: both have a default in the database, and nothing reads them yet. Back: drop the two columns;
the policy version of each answer still says which pack's words it was.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='asked_in',
            field=models.CharField(blank=True, db_default='', default='', max_length=2),
        ),
        migrations.AddField(
            model_name='answer',
            name='wording_version',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
    ]
