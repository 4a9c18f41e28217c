"""
Add disclosures and who opened them, the staff list, locks, admissions and broken glass.

Safe while the old code runs: new tables that it does not know. Back: migrate sharing to zero; what was shared with whom is
lost by that, and what was locked is open again, so export the register first.
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
        ('agencies', '0001_initial'),
        ('incidents', '0007_clock_notice'),
        ('people', '0003_refiling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(max_length=400)),
                ('purpose', models.CharField(choices=[('solve', 'Stop the anti-social behaviour'), ('protect', 'Protect and support the victim'), ('safeguard', 'Safeguard a child or an adult at risk'), ('case_review', 'ASB case review'), ('conference', 'Case conference'), ('count', 'Count reports across agencies')], max_length=16)),
                ('necessity', models.CharField(max_length=1000)),
                ('parts', models.JSONField()),
                ('sheet', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('until_on', models.DateField()),
                ('shared_at', models.DateTimeField()),
                ('shared_by_name', models.CharField(max_length=160)),
                ('policy_version', models.CharField(max_length=80)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by_name', models.CharField(blank=True, max_length=160)),
                ('withdrawn_why', models.CharField(blank=True, max_length=300)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='agencies.agency')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='agencies.agreement')),
                ('follows', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='sharing.disclosure')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='incidents.incident')),
                ('shared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['agency', 'shared_at'], name='disclosure_of_an_agency'),
                    models.Index(fields=['force', 'shared_at'], name='disclosure_of_a_force'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('incident', 'agency'), name='an_incident_is_shared_with_an_agency_once_at_a_time'),
                    models.CheckConstraint(condition=models.Q(('necessity', ''), _negated=True), name='a_disclosure_says_why_it_is_necessary'),
                    models.CheckConstraint(condition=models.Q(models.Q(('parts', []), _negated=True), models.Q(('sheet', ''), _negated=True)), name='a_disclosure_shares_something'),
                    models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by_name', ''), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by_name', ''), _negated=True), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='disclosure_withdrawn_at_by_and_why_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Glass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locks', models.JSONField()),
                ('by_name', models.CharField(max_length=160)),
                ('why', models.CharField(max_length=500)),
                ('proved_at', models.DateTimeField()),
                ('broken_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('review_by', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_by_name', models.CharField(blank=True, max_length=160)),
                ('finding', models.CharField(blank=True, choices=[('right', 'It was needed, and the reason stands'), ('wrong', 'It was not needed: passed on to professional standards'), ('lock_wrong', 'It was needed, and the lock should be looked at')], max_length=12)),
                ('review_words', models.CharField(blank=True, max_length=500)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='glass', to='incidents.incident')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='glass', to='people.person')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['user', 'until'], name='glass_of_somebody'),
                    models.Index(condition=models.Q(('reviewed_at', None)), fields=['force', 'broken_at'], name='glass_to_review'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('incident', None), ('person__isnull', False)), models.Q(('incident__isnull', False), ('person', None)), _connector='OR'), name='glass_is_broken_on_an_incident_or_a_person'),
                    models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='glass_is_broken_with_a_reason'),
                    models.CheckConstraint(condition=models.Q(('until__gt', models.F('broken_at'))), name='broken_glass_closes_again'),
                    models.CheckConstraint(condition=models.Q(('proved_at__lte', models.F('broken_at'))), name='whoever_breaks_glass_proved_it_first'),
                    models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), ('review_words', ''), ('reviewed_at', None), ('reviewed_by', None), ('reviewed_by_name', '')), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('reviewed_by_name', ''), _negated=True), models.Q(('finding', ''), _negated=True), models.Q(('review_words', ''), _negated=True)), _connector='OR'), name='glass_reviewed_at_by_finding_and_words_go_together'),
                    models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('user')), _negated=True), _connector='OR'), name='nobody_reviews_glass_they_broke'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Lock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('staff', 'Somebody on the staff list'), ('hand', 'Locked by a person')], max_length=8)),
                ('matched_on', models.CharField(blank=True, choices=[('born', 'Name and date of birth'), ('line', 'Name and telephone number'), ('address', 'Name and address')], max_length=8)),
                ('why', models.CharField(max_length=300)),
                ('ask', models.CharField(max_length=300)),
                ('set_at', models.DateTimeField()),
                ('set_by_name', models.CharField(max_length=160)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_by_name', models.CharField(blank=True, max_length=160)),
                ('lifted_why', models.CharField(blank=True, max_length=300)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='locks', to='incidents.incident')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='locks', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('lifted_at', None)), fields=['incident'], name='lock_on_an_incident'),
                    models.Index(condition=models.Q(('lifted_at', None)), fields=['person'], name='lock_on_a_person'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('incident', None), ('person__isnull', False)), models.Q(('incident__isnull', False), ('person', None)), _connector='OR'), name='a_lock_is_on_an_incident_or_a_person'),
                    models.CheckConstraint(condition=models.Q(models.Q(('why', ''), _negated=True), models.Q(('ask', ''), _negated=True)), name='a_lock_says_why_and_whom_to_ask'),
                    models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by_name', ''), ('lifted_why', '')), models.Q(('lifted_at__isnull', False), models.Q(('lifted_by_name', ''), _negated=True), models.Q(('lifted_why', ''), _negated=True)), _connector='OR'), name='lock_lifted_at_by_and_why_go_together'),
                    models.UniqueConstraint(condition=models.Q(('incident__isnull', False), ('lifted_at', None), ('source', 'hand')), fields=('incident',), name='an_incident_is_locked_by_hand_once_at_a_time'),
                    models.UniqueConstraint(condition=models.Q(('lifted_at', None), ('person__isnull', False), ('source', 'hand')), fields=('person',), name='a_person_is_locked_by_hand_once_at_a_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Admission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=300)),
                ('admitted_at', models.DateTimeField()),
                ('admitted_by_name', models.CharField(max_length=160)),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_name', models.CharField(blank=True, max_length=160)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='admissions', to='sharing.lock')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('ended_at', None)), fields=['user', 'until'], name='admission_of_somebody'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='an_admission_says_why'),
                    models.CheckConstraint(condition=models.Q(('until__gt', models.F('admitted_at'))), name='an_admission_ends_after_it_began'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by_name', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by_name', ''), _negated=True)), _connector='OR'), name='admission_ended_at_and_by_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('disclosure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='sharing.disclosure')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('by_name', ''), _negated=True), name='an_opening_says_by_whom'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StaffName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_name', models.CharField(max_length=200)),
                ('family_name', models.CharField(max_length=200)),
                ('born_on', models.DateField(blank=True, null=True)),
                ('e164', models.CharField(blank=True, max_length=16)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('standard', models.JSONField()),
                ('ask', models.CharField(blank=True, max_length=300)),
                ('added_at', models.DateTimeField()),
                ('added_by_name', models.CharField(max_length=160)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removed_by_name', models.CharField(blank=True, max_length=160)),
                ('removed_why', models.CharField(blank=True, max_length=300)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.force')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('removed_at', None)), fields=['force', 'family_name'], name='staff_name_on_the_list'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('family_name', ''), _negated=True), models.Q(('given_name', ''), _negated=True), models.Q(('born_on__isnull', False), models.Q(('e164', ''), _negated=True), models.Q(('address', ''), _negated=True), _connector='OR')), name='a_staff_name_can_be_told_from_a_namesake'),
                    models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by_name', ''), ('removed_why', '')), models.Q(('removed_at__isnull', False), models.Q(('removed_by_name', ''), _negated=True), models.Q(('removed_why', ''), _negated=True)), _connector='OR'), name='staff_name_removed_at_by_and_why_go_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StaffKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField()),
                ('staff_name', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='sharing.staffname')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('key', 'staff_name'), name='a_staff_name_is_filed_under_a_key_once'),
                ],
            },
        ),
        migrations.AddField(
            model_name='lock',
            name='staff_name',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='locks', to='sharing.staffname'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='what_was_shared_stays_as_it_was', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."necessity" IS DISTINCT FROM (NEW."necessity") OR OLD."parts" IS DISTINCT FROM (NEW."parts") OR OLD."sheet" IS DISTINCT FROM (NEW."sheet") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."shared_at" IS DISTINCT FROM (NEW."shared_at") OR OLD."shared_by_id" IS DISTINCT FROM (NEW."shared_by_id") OR OLD."shared_by_name" IS DISTINCT FROM (NEW."shared_by_name") OR OLD."policy_version" IS DISTINCT FROM (NEW."policy_version") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a7a9b9bbb2860b783f3a6f9ac35e72c31e355f8f', operation='UPDATE', pgid='pgtrigger_what_was_shared_stays_as_it_was_ef9b9', table='sharing_disclosure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='a_withdrawn_disclosure_stays_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.withdrawn_at IS NOT NULL)', func="RAISE EXCEPTION 'a disclosure that was withdrawn stays as it is';", hash='a296042d5da832725fe75f8d613c6f90da2df0b3', operation='UPDATE', pgid='pgtrigger_a_withdrawn_disclosure_stays_withdrawn_55c04', table='sharing_disclosure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='disclosures_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4380f2fea0db00ea70539b585edb586fcb6922ad', operation='DELETE', pgid='pgtrigger_disclosures_are_never_deleted_7f63a', table='sharing_disclosure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glass',
            trigger=pgtrigger.compiler.Trigger(name='broken_glass_stays_as_it_was', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."locks" IS DISTINCT FROM (NEW."locks") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."by_name" IS DISTINCT FROM (NEW."by_name") OR OLD."why" IS DISTINCT FROM (NEW."why") OR OLD."proved_at" IS DISTINCT FROM (NEW."proved_at") OR OLD."broken_at" IS DISTINCT FROM (NEW."broken_at") OR OLD."until" IS DISTINCT FROM (NEW."until") OR OLD."review_by" IS DISTINCT FROM (NEW."review_by"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='bf37a1e288e27a8985fe0c4991dedc095badb808', operation='UPDATE', pgid='pgtrigger_broken_glass_stays_as_it_was_ff02a', table='sharing_glass', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glass',
            trigger=pgtrigger.compiler.Trigger(name='a_review_of_glass_is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.reviewed_at IS NOT NULL)', func="RAISE EXCEPTION 'a review of broken glass stays as it is';", hash='07509b81afc3128ba02547d53ddd59a7b1cf3ecc', operation='UPDATE', pgid='pgtrigger_a_review_of_glass_is_written_once_8ced3', table='sharing_glass', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glass',
            trigger=pgtrigger.compiler.Trigger(name='broken_glass_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='876e54a2ebb789c913e9b3769052973452740232', operation='DELETE', pgid='pgtrigger_broken_glass_is_never_deleted_9b358', table='sharing_glass', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='admission',
            trigger=pgtrigger.compiler.Trigger(name='an_admission_stays_as_it_was_made', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."lock_id" IS DISTINCT FROM (NEW."lock_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."why" IS DISTINCT FROM (NEW."why") OR OLD."admitted_at" IS DISTINCT FROM (NEW."admitted_at") OR OLD."admitted_by_name" IS DISTINCT FROM (NEW."admitted_by_name") OR OLD."until" IS DISTINCT FROM (NEW."until"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b942cab324fec5c702a78ec61da3ae834e50fd5a', operation='UPDATE', pgid='pgtrigger_an_admission_stays_as_it_was_made_da6d2', table='sharing_admission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='admission',
            trigger=pgtrigger.compiler.Trigger(name='admissions_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9496dbff1360e8c6c6809dbe9ad2144b56f1e26d', operation='DELETE', pgid='pgtrigger_admissions_are_never_deleted_d1282', table='sharing_admission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opening',
            trigger=pgtrigger.compiler.Trigger(name='openings_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='534423a11c14b5a1dd67965c529a03de2af7a2e9', operation='UPDATE OR DELETE', pgid='pgtrigger_openings_are_append_only_14738', table='sharing_opening', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='lock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'staff'), ('staff_name__isnull', False), models.Q(('matched_on', ''), _negated=True)), models.Q(('matched_on', ''), ('source', 'hand'), ('staff_name', None)), _connector='OR'), name='a_lock_of_the_staff_list_says_by_whom_and_on_what'),
        ),
        migrations.AddConstraint(
            model_name='lock',
            constraint=models.UniqueConstraint(condition=models.Q(('incident__isnull', False), ('source', 'staff')), fields=('incident', 'staff_name'), name='the_staff_list_locks_an_incident_once_for_an_entry'),
        ),
        migrations.AddConstraint(
            model_name='lock',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('source', 'staff')), fields=('person', 'staff_name'), name='the_staff_list_locks_a_person_once_for_an_entry'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lock',
            trigger=pgtrigger.compiler.Trigger(name='a_lock_stays_as_it_was_set', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."staff_name_id" IS DISTINCT FROM (NEW."staff_name_id") OR OLD."matched_on" IS DISTINCT FROM (NEW."matched_on") OR OLD."why" IS DISTINCT FROM (NEW."why") OR OLD."ask" IS DISTINCT FROM (NEW."ask") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."set_at" IS DISTINCT FROM (NEW."set_at") OR OLD."set_by_name" IS DISTINCT FROM (NEW."set_by_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='71052dc439486e5d2d82c3d350cf9d8baaf016f4', operation='UPDATE', pgid='pgtrigger_a_lock_stays_as_it_was_set_f5229', table='sharing_lock', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lock',
            trigger=pgtrigger.compiler.Trigger(name='a_lifted_lock_stays_lifted', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.lifted_at IS NOT NULL)', func="RAISE EXCEPTION 'a lock that was lifted stays as it is';", hash='8a0f3fa83684d1417c83ad2df5d0ff532acb26a7', operation='UPDATE', pgid='pgtrigger_a_lifted_lock_stays_lifted_f0562', table='sharing_lock', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lock',
            trigger=pgtrigger.compiler.Trigger(name='locks_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1fcabf973d3d3f17bfdef94ee71c33726e8cf1bd', operation='DELETE', pgid='pgtrigger_locks_are_never_deleted_8d45e', table='sharing_lock', when='BEFORE')),
        ),
    ]
