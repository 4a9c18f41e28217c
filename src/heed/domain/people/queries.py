"""
Reading people and lines, always within one force.

Whoever was decided to be one person is read as one: by any of their ids, everything that stands under each of them.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Upper

from heed.domain.people.models import KnownLine, LineUse, LineWatch, Mention, Person, Residence, Split
from heed.domain.people.terms import APART
from heed.domain.places.models import Place
from heed.engines.linkage.standard import Standard
from heed.foundation.accounts.models import User

PEOPLE_MOST = 20
"""People looked at for one line or one address; a line with more is shared in all but name."""

UNDER_MOST = 40
"""Descriptions read for one key, the newest: a key that more share tells nobody apart."""

SAID_MOST = 100
"""Descriptions of one person read for a comparison, the newest: what was said longer ago is said again, or no longer true."""

FEW = 10_000
"""People who are counted rather than estimated."""

# The leads of everybody described under one of the keys; then everything that was said of them. One round trip.
UNDER = """
    WITH hit AS MATERIALIZED (
        SELECT DISTINCT filed.mention_id
          FROM unnest(%(keys)s::bigint[]) AS asked(key)
         CROSS JOIN LATERAL (
               SELECT mention_id FROM people_mentionkey
                WHERE force_id = %(force)s AND key = asked.key
                ORDER BY mention_id DESC
                LIMIT %(limit)s) AS filed
    ), found AS MATERIALIZED (
        SELECT DISTINCT person.lead_id
          FROM hit JOIN people_mention said ON said.id = hit.mention_id JOIN people_person person ON person.id = said.person_id
    )
    SELECT said.id, said.person_id, found.lead_id, said.standard
      FROM found
     CROSS JOIN LATERAL (
           SELECT mention.id, mention.person_id, mention.standard
             FROM people_person atom JOIN people_mention mention ON mention.person_id = atom.id
            WHERE atom.lead_id = found.lead_id
            ORDER BY mention.id DESC
            LIMIT %(said)s) AS said
     ORDER BY said.id
"""


def under(
    force_id: int, keys: Sequence[int], limit: int = UNDER_MOST
) -> list[tuple[int, uuid.UUID, uuid.UUID, Standard]]:
    """
    Return everything that was said of everybody who is described under one of the keys: mention, person, lead, standard.

    A person is judged by all that was said of them, so what shares no key comes too: the newest SAID_MOST.
    """
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(UNDER, {"keys": list(keys), "force": force_id, "limit": limit, "said": SAID_MOST})
        rows = cursor.fetchall()
    return [(said, atom, lead, Standard.from_row(json.loads(standard))) for said, atom, lead, standard in rows]


TOLD_APART = """
    WITH member AS MATERIALIZED (
        SELECT asked.id AS asked, atom.id
          FROM people_person asked JOIN people_person atom ON atom.lead_id = asked.lead_id
         WHERE asked.id = ANY(%(asked)s)
    )
    SELECT DISTINCT a.asked, b.asked
      FROM member a
      JOIN people_identitydecision d ON d.one_id = a.id
      JOIN member b ON b.id = d.other_id
     WHERE d.decision = ANY(%(apart)s)
       AND NOT EXISTS (SELECT FROM people_identityundo u WHERE u.decision_id = d.id)
       AND NOT EXISTS (
           SELECT FROM people_identitydecision newer
            WHERE newer.one_id = d.one_id AND newer.other_id = d.other_id AND newer.id > d.id
              AND NOT EXISTS (SELECT FROM people_identityundo u WHERE u.decision_id = newer.id))
"""


def told_apart(person_ids: Collection[uuid.UUID]) -> set[frozenset[uuid.UUID]]:
    """
    Return the pairs of these people who were decided not to be one, whichever of their group it was decided about.

    Keyed by the ids asked for; one statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(TOLD_APART, {"asked": list(person_ids), "apart": [str(apart) for apart in APART]})
        return {frozenset(row) for row in cursor.fetchall()}


def on_file(force_id: int) -> int:
    """Return about how many people a force knows: as the database last estimated it, counted while there are few."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'people_person'::regclass")
        estimate = int(cursor.fetchone()[0])
    return estimate if estimate >= FEW else Person.objects.filter(force=force_id).count()


def visible_to(user: User) -> QuerySet[Person]:
    """Return the people known to the person's own force."""
    return Person.objects.filter(force=user.force_id)


def known_line(force_id: int, e164: str) -> KnownLine | None:
    """Return the entry of a number on the force's list of shared lines."""
    return KnownLine.objects.filter(force=force_id, e164=e164, removed_at=None).first()


def watch_on(force_id: int, e164: str, *, now: datetime) -> LineWatch | None:
    """Return the flag that stands on a line now. One that has run out cannot be found."""
    standing = LineWatch.objects.filter(force=force_id, e164=e164, ended_at=None, set_at__lte=now, until__gt=now)
    return standing.order_by("-set_at").first()


def listed_lines(user: User) -> QuerySet[KnownLine]:
    """Return the force's list of shared lines as it stands, by label."""
    return KnownLine.objects.filter(force=user.force_id, removed_at=None).order_by("label", "pk")


def standing_watches(user: User, *, now: datetime) -> QuerySet[LineWatch]:
    """Return the flags that stand on the force's lines now; those that run out first lead."""
    standing = LineWatch.objects.filter(force=user.force_id, ended_at=None, set_at__lte=now, until__gt=now)
    return standing.order_by("until", "pk")


def lines_of(person_id: uuid.UUID) -> list[LineUse]:
    """Return the lines a person has used, the latest first, each once; only to be read, not saved."""
    uses = LineUse.objects.filter(person__lead=_lead_of(person_id), removed_at=None).select_related("confirmed_by")
    return _folded_uses(uses.order_by("-last_used_on", "pk"), by=lambda use: use.e164)


def homes_ever(person_id: uuid.UUID) -> list[Residence]:
    """Return where a person lives and has lived, the newest first."""
    homes = Residence.objects.filter(person__lead=_lead_of(person_id)).select_related("place")
    return list(homes.order_by("-from_on", "-pk"))


def uses_of_line(force_id: int, e164: str, *, since: date) -> list[LineUse]:
    """
    Return who has used a line since a day, confirmed links first, then latest used; each person once, as their lead.

    Only to be read, not saved: what several people who are one did on the line stands in one row.
    """
    uses = LineUse.objects.filter(force=force_id, e164=e164, last_used_on__gte=since, removed_at=None)
    found = uses.select_related("person__lead").order_by("-last_used_on", "pk")[: PEOPLE_MOST * 2]
    folded = _folded_uses(found, by=lambda use: use.person.lead_id)
    for use in folded:
        use.person = use.person.lead
    return sorted(folded, key=lambda use: use.confirmed_at is None)[:PEOPLE_MOST]


def no_longer_on(force_id: int, e164: str, *, since: date) -> set[uuid.UUID]:
    """Return the leads of those who used a line once and no more: taken off it, or not on it since a day."""
    uses = LineUse.objects.filter(force=force_id, e164=e164).values_list("person__lead", "removed_at", "last_used_on")
    standing = {lead for lead, removed_at, last in uses if removed_at is None and last >= since}
    return {lead for lead, _, _ in uses} - standing


def ever_on_line(user: User, e164: str) -> QuerySet[LineUse]:
    """Return everybody who has ever used a line, confirmed links first, then latest used; removed links are not there."""
    uses = LineUse.objects.filter(force=user.force_id, e164=e164, removed_at=None).select_related("person__lead")
    return uses.order_by(F("confirmed_at").desc(nulls_last=True), "-last_used_on", "pk")


def homes_of(person_ids: Collection[uuid.UUID], *, on: date) -> dict[uuid.UUID, Place]:
    """Return where people live on a day, as far as known, by the id asked for; the latest address wins."""
    living = Residence.objects.filter(_living(on), person__lead__atoms__in=person_ids)
    living = living.annotate(asked=F("person__lead__atoms")).select_related("place").order_by("from_on", "pk")
    return {residence.asked: residence.place for residence in living}


def living_at(place_id: uuid.UUID, *, on: date) -> list[Residence]:
    """Return who lives at a place on a day, longest there first; each person once, as their lead. Only to be read."""
    living = Residence.objects.filter(_living(on), place=place_id).select_related("person__lead")
    by_lead: dict[uuid.UUID, Residence] = {}
    for residence in living.order_by("from_on", "pk")[: PEOPLE_MOST * 2]:
        residence.person = residence.person.lead
        by_lead.setdefault(residence.person_id, residence)
    return list(by_lead.values())[:PEOPLE_MOST]


def search_by_name(user: User, *, words: str) -> QuerySet[Person]:
    """
    Return people whose family and given names begin with the words typed, in either order; each person once, as lead.

    Whoever was split off somebody and put back, and has nothing of their own, is not there.
    """
    known = visible_to(user).annotate(given_upper=Upper("given_name"), family_upper=Upper("family_name"))
    found = known.exclude(Q(Exists(_put_back()), ~Exists(Mention.objects.filter(person=OuterRef("pk")))))
    for word in words.upper().split():
        found = found.filter(Q(given_upper__startswith=word) | Q(family_upper__startswith=word))
    return known.filter(pk__in=found.values("lead")).order_by("family_upper", "given_upper", "pk")


def group_of(person_id: uuid.UUID) -> list[Person]:
    """Return everybody who was decided to be one person with somebody, themselves included, the first known leading."""
    return list(Person.objects.filter(lead=_lead_of(person_id)).order_by("first_known_at", "pk"))


def leads_of(person_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return who stands for these people now."""
    found = Person.objects.filter(pk__in=person_ids).values_list("lead", flat=True) if person_ids else ()
    return frozenset(found)


def mentions_of(person_id: uuid.UUID) -> list[Mention]:
    """Return everything that was said of a person, the newest first."""
    return list(Mention.objects.filter(person__lead=_lead_of(person_id)).select_related("place").order_by("-at", "-pk"))


def _put_back() -> QuerySet[Split]:
    """Match the undone split that a person came from."""
    return Split.objects.filter(new_person=OuterRef("pk"), undone_at__isnull=False)


def _lead_of(person_id: uuid.UUID) -> QuerySet[Person, uuid.UUID]:
    """Return who stands for a person, for use within a query."""
    return Person.objects.filter(pk=person_id).values_list("lead", flat=True)[:1]


def _folded_uses(uses: Iterable[LineUse], *, by: Callable[[LineUse], object]) -> list[LineUse]:
    """Put the uses of one line by one person into one row, the confirmed one if there is any; in the order they came."""
    together: defaultdict[object, list[LineUse]] = defaultdict(list)
    for use in uses:
        together[by(use)].append(use)
    folded = []
    for rows in together.values():
        best = next((use for use in rows if use.confirmed_at), rows[0])
        best.times = sum(use.times for use in rows)
        best.first_used_on = min(use.first_used_on for use in rows)
        best.last_used_on = max(use.last_used_on for use in rows)
        folded.append(best)
    return folded


def _living(on: date) -> Q:
    """Match residences that include a day."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))
