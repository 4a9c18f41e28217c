"""
Add the parts of a place's address, what finds it by them, and that a UPRN is one place.

Safe while the old code runs: every new column is empty unless somebody fills it, and no old code writes a UPRN. The indexes
lock out writers of places while they are built, some seconds for a million.
Back: migrate places to 0001; the parts are read again from the address when it comes forward.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='place',
            name='building',
            field=models.CharField(blank=True, db_default='', max_length=160),
        ),
        migrations.AddField(
            model_name='place',
            name='building_sound',
            field=models.CharField(blank=True, db_default='', max_length=60),
        ),
        migrations.AddField(
            model_name='place',
            name='flat',
            field=models.CharField(blank=True, db_default='', max_length=40),
        ),
        migrations.AddField(
            model_name='place',
            name='locality',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddField(
            model_name='place',
            name='number',
            field=models.CharField(blank=True, db_default='', max_length=20),
        ),
        migrations.AddField(
            model_name='place',
            name='street',
            field=models.CharField(blank=True, db_default='', max_length=160),
        ),
        migrations.AddField(
            model_name='place',
            name='street_sound',
            field=models.CharField(blank=True, db_default='', max_length=60),
        ),
        migrations.AddField(
            model_name='place',
            name='street_tail',
            field=models.CharField(blank=True, db_default='', max_length=4),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(models.F('force'), models.F('postcode'), models.F('flat'), name='place_by_postcode'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(models.F('force'), models.F('number'), models.F('street_sound'), name='place_by_street_sound'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(models.F('force'), models.F('number'), models.F('street_tail'), name='place_by_street_tail'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['force', 'number', 'street'], name='place_by_street', opclasses=['int8_ops', 'varchar_pattern_ops', 'varchar_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(models.F('force'), models.F('building_sound'), models.F('flat'), name='place_by_building_sound'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(condition=models.Q(('uprn__isnull', False)), fields=('force', 'uprn'), name='a_uprn_is_one_place_in_the_force'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='a_place_is_not_within_itself'),
        ),
    ]
