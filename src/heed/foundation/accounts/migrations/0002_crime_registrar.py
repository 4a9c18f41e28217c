"""
Add the role of the crime registrar.

Safe while the old code runs: the constraint grows by a role that nobody has yet. The table of accounts is locked for a
moment, while its few rows are checked. Back: give whoever has the role another, then migrate accounts to 0001.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='user',
            name='a_role_is_a_known_one',
        ),
        migrations.AlterField(
            model_name='user',
            name='role',
            field=models.CharField(choices=[('call_handler', 'Call handler'), ('neighbourhood_officer', 'Neighbourhood officer'), ('supervisor', 'Supervisor'), ('crime_registrar', 'Crime registrar'), ('partner_officer', 'Partner officer'), ('analyst', 'Analyst'), ('data_protection_officer', 'Data-protection officer'), ('inspector', 'Inspector'), ('administrator', 'Administrator')], max_length=32),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['call_handler', 'neighbourhood_officer', 'supervisor', 'crime_registrar', 'partner_officer', 'analyst', 'data_protection_officer', 'inspector', 'administrator'])), name='a_role_is_a_known_one'),
        ),
    ]
