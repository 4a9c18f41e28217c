"""
Lets the council of a demonstration count its reports with the force, and both meet about whoever suffers most.

The council's records are made up of people of the simulated force, turned into tokens by the tool's own function and taken in
as any other file is; the conference is called through the flow, and its agenda builds itself.
"""

import csv
import io
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Party
from heed.domain.people.models import Mention
from heed.domain.tallies.terms import Via
from heed.engines.linkage.token_rows import SENT, BadRow, made
from heed.engines.linkage.tokens import read_key
from heed.flows.conferences import meet
from heed.flows.conferences.meet import Call
from heed.flows.recognise import SUFFERED
from heed.flows.tallies import keys, take_in
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Role, system

DAY = timedelta(days=1)
VICTIMS_MOST = 40
"""Victims of a beat of whom the council has a report or two as well."""


def count_together(beat: Beat, council: Agency, agreement: Agreement, *, now: datetime) -> int:
    """Have the council send tokens of reports about some who suffered on a beat; return how many reports count."""
    actor = system("simulation", force=beat.force.code)
    key = read_key(keys.make_key(agreement=agreement, actor=actor, now=now)[1])
    out = io.StringIO()
    table = csv.DictWriter(out, SENT)
    table.writeheader()
    sent = 0
    for number, said in enumerate(_victims(beat)):
        for again in range(1 + number % 3):
            record = {
                "reference": f"ASB-{number:03}-{again}",
                "reported_on": (localdate(now) - (3 + 9 * again + number % 7) * DAY).isoformat(),
                "type": "noise",
                "given_name": said.given_name,
                "family_name": said.family_name,
                "date_of_birth": said.born,
                "address": said.address,
                "postcode": said.postcode,
            }
            try:
                table.writerow(made(record, key=key))
            except BadRow:
                continue  # Too little was said of them for the council to know them by.
            sent += 1
    if sent:
        body = out.getvalue().encode()
        take_in.take_in(agency=council, body=body, is_json=False, via=Via.SYSTEM, actor=actor, now=now)
    return sent


def meet_soon(beat: Beat, council: Agency, *, now: datetime) -> None:
    """Call a conference about a beat for next week."""
    holds = (
        User.objects.filter(force=beat.force, role=Role.NEIGHBOURHOOD_OFFICER, is_active=True).order_by("pk").first()
    )
    if holds is None:
        return
    meet.call(
        force=beat.force,
        called=Call(f"Case conference, {beat.name}", now + 7 * DAY, "Town hall, room 2", beat),
        agencies=[council],
        user=holds,
        actor=holds.actor(),
        now=now,
    )


def _victims(beat: Beat) -> list[Mention]:
    """Return what was said of those who suffered last on a beat, each person once."""
    suffered = Party.objects.filter(incident__beat=beat, role__in=SUFFERED, person__isnull=False)
    newest = suffered.order_by("-incident__recorded_at").values_list("person", flat=True)[: 4 * VICTIMS_MOST]
    people = list(dict.fromkeys(newest))[:VICTIMS_MOST]
    said = Mention.objects.filter(person__in=people).order_by("person", "-pk").distinct("person")
    return sorted(said, key=lambda one: people.index(one.person_id))
