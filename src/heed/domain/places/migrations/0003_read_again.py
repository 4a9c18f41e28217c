"""
Read every address again: fill the parts, bring the keys to the one reading of addresses, put flats into their buildings.

Safe while the old code runs: it finds what it made by the old key no longer where the two readings differ, and makes that
place a second time; two places of one address stay two, and `queries.match` shows both. So stop it first, or run this once
more (back to 0002 and forward), which changes only what is still unread. No place is removed, and none becomes another's:
where two places have come to the same key, the one known longer takes it and the other keeps the key it had.
Back: nothing to do; buildings that were made stay, parts and keys too.
"""

import uuid

from django.db import migrations

from heed.domain.places.rules import building_of, key_of, kind_named, parts_of, written
from heed.engines.linkage.addresses import read_address

CHUNK = 2_000
PARTS = ("postcode", "flat", "building", "number", "street", "locality", "street_sound", "street_tail", "building_sound")
READ = """
    UPDATE places_place SET key = %s, {} WHERE id = %s
""".format(", ".join(f"{part} = %s" for part in PARTS))


def read_again(apps, schema_editor):
    """Read the addresses of all places that have no parts yet, in the order in which they became known."""
    Place = apps.get_model("places", "Place")
    unread = Place.objects.order_by("first_known_at", "pk").filter(**dict.fromkeys(PARTS[1:], ""))
    waiting = list(unread.values_list("pk", flat=True))
    blocks = {}
    for first in range(0, len(waiting), CHUNK):
        places = list(Place.objects.filter(pk__in=waiting[first : first + CHUNK]).order_by("first_known_at", "pk"))
        read = {place.pk: read_address(place.address) for place in places}
        _fill(Place, schema_editor.connection, places, read)
        _into_buildings(Place, places, read, blocks)


def _fill(Place, connection, places, read):
    """Write keys and parts; a key that another place has is left to it."""
    keys = {place.pk: key_of(read[place.pk]) for place in places}
    taken = dict.fromkeys(Place.objects.filter(key__in=set(keys.values())).values_list("force", "key", "pk"))
    holder = {(force, key): pk for force, key, pk in taken}
    rows = []
    for place in places:
        key = keys[place.pk]
        if not key or holder.setdefault((place.force_id, key), place.pk) != place.pk:
            key = place.key
        parts = parts_of(read[place.pk])
        rows.append([key, *(parts[part] for part in PARTS), place.pk])
    with connection.cursor() as cursor:
        cursor.executemany(READ, rows)


def _into_buildings(Place, places, read, blocks):
    """Give each flat the building it is in, made where it is new; a named block of several postcodes is one."""
    for place in places:
        whole = building_of(read[place.pk])
        if whole is None or place.parent_id:
            continue
        # A named block reaches over the postcodes of one sector; a house number does not.
        reach = whole.postcode[:-2] if whole.building else whole.postcode
        where = (place.force_id, whole.building, whole.number, whole.street, reach or whole.locality)
        if where not in blocks:
            kind = kind_named(whole.building)
            blocks[where], _ = Place.objects.get_or_create(
                force_id=place.force_id,
                key=key_of(whole),
                defaults={
                    "id": uuid.uuid4(),
                    "address": written(whole)[:300],
                    "kind": "building" if kind == "unknown" else str(kind),
                    "first_known_at": place.first_known_at,
                    **parts_of(whole),
                },
            )
        if blocks[where].pk != place.pk:
            Place.objects.filter(pk=place.pk).update(parent=blocks[where].pk)


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0002_parts_and_uprn'),
    ]

    operations = [
        migrations.RunPython(read_again, migrations.RunPython.noop),
    ]
