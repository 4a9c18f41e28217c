"""
Add what came of asking callers whether they are safe, links taken back, and a kind of notice.

Safe while the old code runs: new tables that it does not know, and a choice that the database does not hold. Back: migrate
incidents to 0002; what was written to the two tables is lost by that.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0002_about'),
        ('incidents', '0002_answer_wording'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('silent_call', 'Silent call from a flagged line'), ('abandoned_call', 'Abandoned call from a flagged line'), ('at_risk', 'Somebody is at risk')], max_length=20),
        ),
        migrations.CreateModel(
            name='CallerSafety',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('safe', models.CharField(choices=[('yes', 'Yes, they say so'), ('no', 'No'), ('unknown', 'They could not be asked')], max_length=8)),
                ('words', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('asked_by_name', models.CharField(max_length=160)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='safety', to='calls.call')),
            ],
            options={
                'indexes': [models.Index(models.F('call'), models.OrderBy(models.F('id'), descending=True), name='safety_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='safety_says_how_it_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Unlinking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('unlinked_by_name', models.CharField(max_length=160)),
                ('approval', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unlinking', to='incidents.approval')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unlinkings', to='incidents.incidentlink')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='an_unlinking_has_a_reason')],
            },
        ),
    ]
