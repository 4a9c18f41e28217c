"""
Add offers of the ASB case review.

Safe while the old code runs: a new table that it does not know. Back: migrate case_review to zero; that people were told is
lost by that.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_rank'),
        ('incidents', '0006_reopening'),
        ('people', '0003_refiling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(choices=[('two', 'Explain the case review'), ('three', 'A case review may be asked for')], max_length=8)),
                ('how', models.CharField(blank=True, choices=[('call', 'On the call'), ('message', 'By message'), ('letter', 'By letter'), ('visit', 'In person')], max_length=8)),
                ('said', models.CharField(choices=[('wants', 'Wants one'), ('not_now', 'Not now'), ('declined', 'Does not want one'), ('no_answer_yet', 'Told, and has not said'), ('not_told', 'Not told yet')], max_length=16)),
                ('why', models.CharField(blank=True, max_length=500)),
                ('complaints', models.JSONField(default=list)),
                ('first_made_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('wording_version', models.CharField(max_length=40)),
                ('policy_version', models.CharField(max_length=80)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(models.F('person'), models.F('at'), name='offer_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('how', ''), ('said', 'not_told'), models.Q(('why', ''), _negated=True)), models.Q(models.Q(('said', 'not_told'), _negated=True), models.Q(('how', ''), _negated=True)), _connector='OR'), name='whoever_was_told_was_told_somehow')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='offers_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4173d2e4546f3164fe7ab308214b5af5e40c975a', operation='UPDATE OR DELETE', pgid='pgtrigger_offers_are_append_only_d95eb', table='case_review_offer', when='BEFORE')),
        ),
    ]
