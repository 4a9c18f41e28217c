"""
Contact as often as was agreed: what is due next, what was had, and what is overdue becomes somebody's work.

The contact that rules ask for (flows/uplift) stands until something is agreed with the victim (features.md 3.5).
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

import structlog
from django.db import transaction
from django.db.models import Q

from heed.domain.contact import queries as safe
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.support import rules
from heed.domain.support.contacts import queries as contacts_read
from heed.domain.support.contacts import services as contacts
from heed.domain.support.models import ContactAgreed, ContactMade
from heed.domain.support.rules import Agreement, next_contact
from heed.domain.support.terms import ContactChannel, ContactResult
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.domain.timers import queries as timers
from heed.domain.vulnerability.models import Uplift
from heed.domain.vulnerability.uplifts.queries import plan
from heed.engines.risk.safe_contact import Channel
from heed.flows.clocks import follow as clocks_follow
from heed.flows.clocks import running as clocks
from heed.flows.support.broken import log
from heed.flows.support.offers import people_of
from heed.flows.support.promises import one_victim
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy

logger = structlog.get_logger(__name__)

CHANNELS = {
    ContactChannel.TELEPHONE: Channel.CALL,
    ContactChannel.VISIT: Channel.VISIT,
    ContactChannel.TEXT: Channel.TEXT,
    ContactChannel.EMAIL: Channel.EMAIL,
    ContactChannel.LETTER: Channel.LETTER,
}
"""How ways of keeping in touch are called by the rules for contacting somebody safely; whoever they chose is under none."""

AT_ONCE = 500
"""Incidents whose contact is reckoned together."""


@dataclass(frozen=True, slots=True)
class ContactDue:
    """
    By when a victim must next be spoken to. person_id: None where nobody is named.

    agreed: what was agreed; None while only the pack's rules ask for it. spoke_at: when they were last spoken to.
    """

    incident_id: int
    person_id: uuid.UUID | None
    by: datetime
    overdue: bool
    every_days: int | None
    channel: str
    because: str
    agreed: ContactAgreed | None
    spoke_at: datetime | None


def contact_due(incident: Incident, *, now: datetime) -> ContactDue | None:
    """Return the contact of an incident that is due next, whoever it is with; None where none is owed, or it is closed."""
    return min(contacts_due(incident, now=now), key=lambda one: one.by, default=None)


def contact_beside_clocks(incident: Incident, *, now: datetime) -> ContactDue | None:
    """Return the contact that is due next and that no clock of the incident says already; None where there is none."""
    said = timers.contact_clocks([incident.pk])
    beside = (due for due in contacts_due(incident, now=now) if not _said_by_a_clock(due, said))
    return min(beside, key=lambda one: one.by, default=None)


def contacts_due(incident: Incident, *, now: datetime) -> list[ContactDue]:
    """Return by when each victim of an incident must next be spoken to, the soonest first."""
    return _due([incident], now=now)[incident.pk]


@transaction.atomic
def agree_contact(
    *,
    incident: Incident,
    every_days: int,
    channel: ContactChannel,
    starts_on: date,
    with_victim: bool,
    because: str,
    user: User,
    actor: Actor,
    now: datetime,
    person_id: uuid.UUID | None = None,
) -> ContactAgreed:
    """Agree how often a victim is kept in touch with; it stands from now on. Raises Unfit."""
    incidents.lock(incident.pk)
    pack = policy.in_use()
    if starts_on < now.astimezone(pack.zone).date():
        raise rules.Unfit("The day of the first contact must be today or later")
    person_id = person_id or one_victim(incident)
    if is_forbidden(person_id, channel, on=now.date()):
        raise rules.Unfit("A rule for contacting them safely forbids that way: agree on another with them")
    made = contacts.agree(
        incident=incident,
        person_id=person_id,
        every_days=every_days,
        channel=channel,
        starts_on=starts_on,
        with_victim=with_victim,
        because=because,
        user=user,
        policy_version=policy.remember(pack, now=now),
        actor=actor,
        now=now,
    )
    clocks_follow.follow(incident=incident, now=now)
    often = "every day" if every_days == 1 else f"every {every_days} days"
    how = "agreed with them" if with_victim else "not agreed with them"
    said = f"Contact {often} by {made.get_channel_display().lower()}, from {starts_on:%-d %B %Y}, {how}. {made.because}"
    log(incident, said, actor=actor, now=now)
    return made


@transaction.atomic
def note_contact(
    *,
    incident: Incident,
    at: datetime,
    channel: ContactChannel,
    result: ContactResult,
    words: str,
    user: User,
    actor: Actor,
    now: datetime,
    person_id: uuid.UUID | None = None,
    update: bool = False,
) -> ContactMade:
    """
    Write down that somebody tried to reach a victim, and what came of it. Raises Unfit.

    update: they were told what is happening with it. What was owed as contact is then no work any more. Word that was left
    where a safe-contact rule forbids it is kept as it was, and the log says so in so many words.
    """
    incidents.lock(incident.pk)
    person_id = person_id or one_victim(incident)
    made = contacts.note(
        incident=incident, person_id=person_id, at=at, channel=channel, result=result, words=words, user=user,
        actor=actor, now=now,
    )  # fmt: skip
    unsafe = result == ContactResult.LEFT_WORD and not may_leave_word(person_id, on=now.date())
    warned = " Word was left although a safe-contact rule forbids it: find out whether they are safe." if unsafe else ""
    said = f"Contact by {made.get_channel_display().lower()}: {made.get_result_display().lower()}. {made.words}"
    log(incident, said.strip() + warned, actor=actor, now=now)
    if result == ContactResult.REACHED:
        clocks.met(incident=incident, event="contact", actor=actor, now=now, at=at)
        if update:
            clocks.met(incident=incident, event="update", actor=actor, now=now, at=at)
    still = {_key(due) for due in contacts_due(incident, now=now) if due.overdue}
    owed = Task.objects.filter(force=incident.force_id, key__startswith=f"contact:{incident.pk}:", done_at=None)
    for task in owed.exclude(key__in=still):
        tasking.finish(task=task, outcome=TaskOutcome.DONE, result=said[:500], user=user, now=now)
    return made


def may_leave_word(person_id: uuid.UUID | None, *, on: date) -> bool:
    """Say whether word may be left for somebody: not where any of their safe-contact rules closes voicemail or calls."""
    rule = safe.safe_contact_of([person_id], on=on) if person_id else None
    return rule is None or not (rule.forbids("call") or any(one.voicemail is False for one in rule.rules))


def is_forbidden(person_id: uuid.UUID | None, channel: str, *, on: date) -> bool:
    """Say whether a rule for contacting somebody safely closes a way of keeping in touch altogether."""
    way = CHANNELS.get(ContactChannel(channel))
    rule = safe.safe_contact_of([person_id], on=on) if person_id and way else None
    return rule is not None and way is not None and rule.forbids(way)


def ask_for_contact(*, now: datetime) -> int:
    """
    Make the contact that is overdue somebody's work, once for each time it is due; return how many tasks were made.

    Safe to run twice, and by two workers: a task is made once under its key. One incident that fails holds up no other. What
    a clock asks for becomes work when that runs out, and not here as well.
    """
    made, last = 0, 0
    owed = Q(uplifts__contact_by__isnull=False) | Q(uplifts__contact_every_days__isnull=False)
    found = Incident.objects.filter(owed | Q(contact_agreed__isnull=False), closed_at=None)
    while True:
        numbers = list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True).distinct()[:AT_ONCE])
        if not numbers:
            return made
        last = numbers[-1]
        some = list(Incident.objects.filter(pk__in=numbers).select_related("force", "call", "beat"))
        dues, said = _due(some, now=now), timers.contact_clocks(numbers)
        owed_of = {pk: [due for due in dues[pk] if due.overdue and not _said_by_a_clock(due, said)] for pk in numbers}
        keys = {_key(due) for each in owed_of.values() for due in each}
        had = set(Task.objects.filter(key__in=keys).values_list("force", "key"))
        for incident in some:
            for due in owed_of[incident.pk]:
                if (incident.force_id, _key(due)) not in had:
                    made += _ask(incident, due, now=now)


def _due(incidents: Iterable[Incident], *, now: datetime) -> dict[int, list[ContactDue]]:
    """Reckon for several incidents at once by when whom must next be spoken to; nobody for one that is closed."""
    every = {incident.pk: incident for incident in incidents}
    still = [pk for pk, incident in every.items() if incident.closed_at is None]
    agreed, spoke = contacts_read.agreements_of(still), contacts_read.spoken_to(still)
    uplifts: dict[int, list[Uplift]] = {pk: [] for pk in still}
    for row in Uplift.objects.filter(incident__in=still).order_by("id"):
        uplifts[row.incident_id].append(row)
    found: dict[int, list[ContactDue]] = {pk: [] for pk in every}
    for pk in still:
        if agreed[pk]:
            dues = [_of_agreement(row, uplifts[pk], spoke[pk], now=now) for row in agreed[pk]]
        else:
            dues = [_of_rules(pk, uplifts[pk], spoke[pk], now=now)]
        found[pk] = sorted((due for due in dues if due), key=lambda due: due.by)
    return found


def _of_agreement(
    row: ContactAgreed, uplifts: list[Uplift], spoke: Mapping[uuid.UUID | None, datetime], *, now: datetime
) -> ContactDue | None:
    """Reckon what was agreed. A first contact that rules ask for comes no later for it."""
    zone = policy.in_use().zone
    lead = row.person.lead_id if row.person else None
    mine = max((at for who, at in spoke.items() if lead is None or who in {lead, None}), default=None)
    starts = datetime.combine(row.starts_on, time.min, tzinfo=zone)
    agreed = Agreement(rules.end_of_day(row.starts_on, zone=zone), starts, row.every_days)
    by = min([next_contact(agreed, spoke_at=mine, zone=zone), *_still_first(uplifts, spoke_at=mine)])
    return ContactDue(
        row.incident_id, row.person_id, by, by < now, row.every_days, row.get_channel_display(), row.because, row, mine
    )


def _of_rules(
    incident_id: int, uplifts: list[Uplift], spoke: Mapping[uuid.UUID | None, datetime], *, now: datetime
) -> ContactDue | None:
    """Reckon what the pack's rules ask for while nothing is agreed; with whom is not said."""
    asked = plan(uplifts)
    if asked is None:
        return None
    zone, mine = policy.in_use().zone, max(spoke.values(), default=None)
    first = _still_first(uplifts, spoke_at=mine)
    if not first and asked.every_days is None:
        return None
    since = mine or min(row.at for row in uplifts)
    by = min(first, default=None) or rules.days_after(since, asked.every_days or 0, zone=zone)
    return ContactDue(incident_id, None, by, by < now, asked.every_days, "", "; ".join(asked.because), None, mine)


def _still_first(uplifts: list[Uplift], *, spoke_at: datetime | None) -> list[datetime]:
    """Return by when rules want somebody spoken to for the first time since each asked, where nobody was since."""
    return [row.contact_by for row in uplifts if row.contact_by and (spoke_at is None or spoke_at < row.at)]


def _said_by_a_clock(due: ContactDue, said: Mapping[int, Collection[datetime]]) -> bool:
    """Say whether a clock asks for the same: whatever rules ask for, and a first contact that comes before what is agreed."""
    ends = said.get(due.incident_id, ())
    return bool(ends) and (due.agreed is None or due.by in ends)


def _ask(incident: Incident, due: ContactDue, *, now: datetime) -> bool:
    """Make one contact that is overdue a task; return whether that worked."""
    channel = f" by {due.channel.lower()}" if due.channel else ""
    if due.agreed and is_forbidden(due.person_id, due.agreed.channel, on=now.date()):
        channel = f", not by {due.channel.lower()}, which a rule for contacting them safely forbids"
    who = due.person_id or (found[0].pk if len(found := people_of(incident)) == 1 else None)
    local = due.by.astimezone(policy.in_use().zone)
    try:
        tasking.make(
            force=incident.force,
            kind=TaskKind.CONTACT,
            words=f"Speak to them{channel}: contact was due by {rules.by_when(local, zone=policy.in_use().zone)}",
            key=_key(due),
            actor=system("contact", force=incident.force.code),
            now=now,
            due_by=due.by,
            incident=incident,
            person_id=who,
            owner=None,
        )
    except Exception:
        logger.exception("overdue contact could not be made a task", incident=incident.pk)
        return False
    return True


def _key(due: ContactDue) -> str:
    """Return the key of the task for one contact that is due: another due day is another task."""
    who = str(due.person_id)[:8] if due.person_id else "all"
    return f"contact:{due.incident_id}:{who}:{due.by.astimezone(policy.in_use().zone):%Y-%m-%d}"
