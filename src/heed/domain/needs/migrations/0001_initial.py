"""
Add needs, warnings to staff, passports with their versions and tries, and reviews that are due.

Safe while the old code runs: new tables that it does not know. Back: migrate needs to zero; what was written is lost by that.
"""

import django.db.models.deletion
import django.db.models.manager
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('people', '0003_refiling'),
        ('places', '0003_read_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Passport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=9)),
                ('pin', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField()),
                ('confirm_by', models.DateField()),
                ('shown_until', models.DateField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_why', models.CharField(blank=True, max_length=300)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force")),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('force', 'number'), name='a_passport_number_is_given_once'),
                    models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('person',), name='a_person_has_one_passport_at_a_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None), ('revoked_why', '')), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False), models.Q(('revoked_why', ''), _negated=True)), _connector='OR'), name='passport_revoked_at_by_and_why_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PassportTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('right', models.BooleanField()),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force")),
                ('passport', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='needs.passport')),
                ('tried_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(models.F('passport'), models.F('at'), name='passport_tries'),
                    models.Index(models.F('tried_by'), models.F('at'), name='passport_tries_of_somebody'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PassportVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what_helps', models.CharField(max_length=500)),
                ('own_words', models.CharField(blank=True, max_length=2000)),
                ('agreed', models.CharField(choices=[('in_person', 'Face to face'), ('telephone', 'On the telephone, read back to them'), ('in_writing', 'In writing'), ('supported', 'With somebody they chose beside them')], max_length=12)),
                ('passport', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='needs.passport')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('what_helps', ''), _negated=True), name='a_passport_says_what_helps'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReviewDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('need', 'Need'), ('warning', 'Warning to staff'), ('passport', 'Passport')], max_length=8)),
                ('row', models.BigIntegerField()),
                ('about', models.CharField(max_length=80)),
                ('due_on', models.DateField()),
                ('runs_out_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_as', models.CharField(blank=True, max_length=80)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force")),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(models.F('force'), models.F('due_on'), condition=models.Q(('settled_at', None)), name='review_waiting'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('what', 'row', 'due_on'), name='a_review_is_asked_for_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('settled_as', ''), ('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), models.Q(('settled_as', ''), _negated=True)), _connector='OR'), name='review_settled_at_by_and_as_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StaffWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('violence', 'Violence to staff'), ('weapons', 'Weapons'), ('dogs', 'Dogs or other animals'), ('hazard', 'Hazard of the building'), ('drugs', 'Needles or drug equipment'), ('infection', 'Risk of infection'), ('in_twos', 'Attend in twos'), ('self_harm', 'May harm themselves when police come'), ('other', 'Other')], max_length=16)),
                ('words', models.CharField(max_length=500)),
                ('basis', models.CharField(max_length=300)),
                ('source', models.CharField(choices=[('person', 'The person'), ('family', 'Family or a carer'), ('professional', 'A professional'), ('handler', 'Staff who noticed it'), ('partner', 'A partner agency')], max_length=16)),
                ('noted_at', models.DateTimeField()),
                ('review_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('refused_why', models.CharField(blank=True, max_length=300)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='needs.staffwarning')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force")),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('refused_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('ended_at', None), ('person__isnull', False)), fields=['person'], name='warning_of_a_person'),
                    models.Index(condition=models.Q(('ended_at', None), ('place__isnull', False)), fields=['place'], name='warning_of_a_place'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('person', None), ('place__isnull', False)), models.Q(('person__isnull', False), ('place', None)), _connector='OR'), name='a_warning_is_about_a_person_or_a_place'),
                    models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('basis', ''), _negated=True)), name='a_warning_says_what_it_is'),
                    models.CheckConstraint(condition=models.Q(('review_on__lte', models.F('expires_on'))), name='a_warning_is_reviewed_before_it_runs_out'),
                    models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), models.Q(('approved_by', models.F('noted_by')), _negated=True)), _connector='OR'), name='nobody_approves_their_own_warning'),
                    models.CheckConstraint(condition=models.Q(models.Q(('refused_at', None), ('refused_by', None), ('refused_why', '')), models.Q(('approved_at', None), ('refused_at__isnull', False), ('refused_by__isnull', False), models.Q(('refused_why', ''), _negated=True)), _connector='OR'), name='a_warning_is_refused_with_a_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ended_why', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='warning_ended_at_by_and_why_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('communication', 'Communication'), ('mobility', 'Moving about'), ('sight', 'Sight'), ('hearing', 'Hearing'), ('speech', 'Speech'), ('learning', 'Learning or understanding'), ('mental_wellbeing', 'Mental wellbeing'), ('language', 'Language'), ('interpreter', 'Interpreter'), ('channel', 'How to reach them'), ('time', 'More time, or certain times'), ('safe_contact', 'Safe contact'), ('other', 'Something else')], max_length=20)),
                ('language', models.CharField(blank=True, max_length=80)),
                ('what_helps', models.CharField(max_length=500)),
                ('what', models.CharField(blank=True, max_length=300)),
                ('diagnosis', models.CharField(blank=True, max_length=300)),
                ('source', models.CharField(choices=[('person', 'The person'), ('family', 'Family or a carer'), ('professional', 'A professional'), ('handler', 'Staff who noticed it'), ('partner', 'A partner agency')], max_length=16)),
                ('basis', models.CharField(choices=[('consent', 'They agreed'), ('vital_interests', 'To save life'), ('safeguarding', 'Safeguarding of a child or an individual at risk'), ('law_enforcement', 'Strictly necessary for policing')], max_length=20)),
                ('consent_at', models.DateTimeField(blank=True, null=True)),
                ('call', models.UUIDField(blank=True, null=True)),
                ('noted_at', models.DateTimeField()),
                ('review_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follows', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='needs.need')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force")),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['person', 'expires_on'], name='need_standing_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what_helps', ''), _negated=True), name='a_need_says_what_helps'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['interpreter', 'language']), _negated=True), models.Q(('language', ''), _negated=True), _connector='OR'), name='a_need_of_a_language_says_which'), models.CheckConstraint(condition=models.Q(models.Q(('basis', 'consent'), ('consent_at__isnull', False)), models.Q(models.Q(('basis', 'consent'), _negated=True), ('consent_at', None)), _connector='OR'), name='a_need_kept_by_consent_says_since_when'), models.CheckConstraint(condition=models.Q(('review_on__lte', models.F('expires_on'))), name='a_need_is_reviewed_before_it_runs_out'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ended_why', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='need_ended_at_by_and_why_go_together')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passportversion',
            trigger=pgtrigger.compiler.Trigger(name='passport_versions_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='106bf4ab541331b64731706c5b5b53b568b51e98', operation='UPDATE OR DELETE', pgid='pgtrigger_passport_versions_are_append_only_7f0e7', table='needs_passportversion', when='BEFORE')),
        ),
    ]
