"""
Let a task be a partner agency's; then it lies on no beat of the force. And call what is done about case reviews by their name.

Safe while the old code runs: the column may be empty and old code leaves it so, the constraint holds for every row whose agency
is empty, and the name of a kind is shown, not stored. Back: migrate tasking to 0002; whose tasks were a partner's is lost by
that, and they become the force's own, without a beat.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('tasking', '0002_who_has_what'),
    ]

    operations = [
        migrations.AddField(
            model_name='task',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='agencies.agency'),
        ),
        migrations.AlterField(
            model_name='task',
            name='kind',
            field=models.CharField(choices=[('visit', 'Visit'), ('call_back', 'Call back'), ('promise', 'Keep a promise'), ('contact', 'Agreed contact'), ('review', 'Review of risk'), ('query', 'Answer a query'), ('flag_review', 'Review a need, warning or passport'), ('follow_up', 'Ask whether it stopped'), ('evidence', 'Evidence without a case'), ('message', 'Message that did not go out'), ('support', 'Line of a support plan'), ('plan', 'Problem plan'), ('power', 'Power that runs out or was breached'), ('partner', 'Reply of a partner'), ('case_review', 'ASB case review'), ('clock', 'Clock that has run out'), ('other', 'Other')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('agency', None), ('beat', None), _connector='OR'), name='a_task_of_an_agency_lies_on_no_beat'),
        ),
    ]
