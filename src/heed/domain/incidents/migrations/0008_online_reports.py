"""
Keep reports that come from partners' systems, their pictures, what was said of them since, and what was told in return.

Safe while the old code runs: four new tables that it does not know, and a kind of notice that the database keeps as text. Back:
migrate incidents to 0007; the incidents themselves stay, with their logs, and the pictures are lost: copy them out first.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('incidents', '0007_clock_notice'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('silent_call', 'Silent call from a flagged line'), ('abandoned_call', 'Abandoned call from a flagged line'), ('at_risk', 'Somebody is at risk'), ('clock', 'A clock has run out'), ('online_emergency', 'An online report that may be an emergency')], max_length=20),
        ),
        migrations.CreateModel(
            name='OnlineReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('via', models.CharField(choices=[('open311', 'Open311'), ('transfer', 'Incident transfer')], max_length=12)),
                ('external_id', models.CharField(blank=True, max_length=250)),
                ('digest', models.CharField(max_length=64)),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('service_code', models.CharField(blank=True, max_length=80)),
                ('words', models.TextField()),
                ('affected', models.CharField(blank=True, max_length=16)),
                ('happening_now', models.BooleanField(default=False)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('uprn', models.BigIntegerField(blank=True, null=True)),
                ('given_name', models.CharField(blank=True, max_length=200)),
                ('family_name', models.CharField(blank=True, max_length=200)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('sent', models.JSONField(default=list)),
                ('links', models.JSONField(default=list)),
                ('emergency', models.JSONField(default=list)),
                ('reported_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='online_reports', to='agencies.agency')),
                ('incident', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='online_report', to='incidents.incident')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('agency'), models.F('received_at'), name='online_report_by_time'),
                    models.Index(models.F('agency'), models.F('digest'), models.F('received_at'), name='online_report_sent_again'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('agency', 'external_id'), name='a_report_of_an_agency_comes_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='a_point_has_both_degrees'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReportPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=120)),
                ('media_type', models.CharField(max_length=40)),
                ('digest', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('received_at', models.DateTimeField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='incidents.onlinereport')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('report', 'digest'), name='a_picture_is_kept_once_with_its_report'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReportReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('INVESTIGATING', 'Being looked into'), ('ACTION_SCHEDULED', 'Something has been arranged'), ('INTERNAL_REFERRAL', 'Handed to another agency')], max_length=24)),
                ('words', models.CharField(max_length=1000)),
                ('at', models.DateTimeField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='incidents.onlinereport')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(models.F('report'), models.F('at'), name='report_reply_by_time'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_reply_to_a_reporter_has_words'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReportUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=250)),
                ('status', models.CharField(blank=True, max_length=40)),
                ('words', models.TextField(blank=True)),
                ('given_name', models.CharField(blank=True, max_length=200)),
                ('family_name', models.CharField(blank=True, max_length=200)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('links', models.JSONField(default=list)),
                ('said_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='incidents.onlinereport')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('report', 'external_id'), name='an_update_of_a_report_comes_once'),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='onlinereport',
            trigger=pgtrigger.compiler.Trigger(name='online_reports_stay_as_they_came', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bb75e372256ddfb1a03fc9c6bb55a4572b27681e', operation='UPDATE OR DELETE', pgid='pgtrigger_online_reports_stay_as_they_came_6b768', table='incidents_onlinereport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportphoto',
            trigger=pgtrigger.compiler.Trigger(name='pictures_stay_as_they_came', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4ebbc5648d3f7b0a5fb7b4f24ce93bfdb66f8230', operation='UPDATE OR DELETE', pgid='pgtrigger_pictures_stay_as_they_came_cbf88', table='incidents_reportphoto', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportreply',
            trigger=pgtrigger.compiler.Trigger(name='report_replies_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8cc859a50866715daaf108064145c85f12fecfc7', operation='UPDATE OR DELETE', pgid='pgtrigger_report_replies_are_append_only_d4af0', table='incidents_reportreply', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportupdate',
            trigger=pgtrigger.compiler.Trigger(name='report_updates_stay_as_they_came', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ebf0d3fa74709117a14f1a948957de35eae0f80f', operation='UPDATE OR DELETE', pgid='pgtrigger_report_updates_stay_as_they_came_d6de6', table='incidents_reportupdate', when='BEFORE')),
        ),
    ]
