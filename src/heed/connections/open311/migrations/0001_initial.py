"""
Count wrong api_keys by where they come from.

Safe while the old code runs: a new table that it does not know. Back: migrate open311 to zero; what is lost counts for minutes.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='WrongKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(models.F('device'), models.F('at'), name='wrong_key_by_device')],
            },
        ),
    ]
