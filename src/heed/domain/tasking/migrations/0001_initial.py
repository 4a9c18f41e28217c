"""
Add tasks.

Safe while the old code runs: a new table that it does not know. Back: migrate tasking to zero; what was to be done is lost
by that.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_rank'),
        ('beats', '0001_initial'),
        ('incidents', '0004_beat'),
        ('people', '0003_refiling'),
        ('places', '0003_read_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('visit', 'Visit'), ('call_back', 'Call back'), ('promise', 'Keep a promise'), ('contact', 'Agreed contact'), ('review', 'Review of risk'), ('query', 'Answer a query'), ('flag_review', 'Review a need, warning or passport'), ('follow_up', 'Ask whether it stopped'), ('evidence', 'Evidence without a case'), ('message', 'Message that did not go out'), ('support', 'Line of a support plan'), ('plan', 'Problem plan'), ('power', 'Power that runs out or was breached'), ('partner', 'Reply of a partner'), ('case_review', 'Offer a case review'), ('clock', 'Clock that has run out'), ('other', 'Other')], max_length=12)),
                ('key', models.CharField(max_length=80)),
                ('words', models.CharField(max_length=500)),
                ('due_by', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=160)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('done', 'Done'), ('not_possible', 'Not possible'), ('not_needed', 'No longer needed')], max_length=12)),
                ('result', models.CharField(blank=True, max_length=500)),
                ('beat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beats.beat')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='incidents.incident')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['beat', 'due_by'], name='task_open_on_beat'), models.Index(condition=models.Q(('done_at', None)), fields=['owner', 'due_by'], name='task_open_of_owner'), models.Index(condition=models.Q(('done_at', None)), fields=['due_by'], name='task_open_by_due')],
                'constraints': [models.UniqueConstraint(fields=('force', 'key'), name='task_is_made_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('outcome', '')), models.Q(('done_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='task_done_at_and_outcome_go_together')],
            },
        ),
    ]
