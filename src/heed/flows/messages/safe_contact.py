"""
May this person be contacted like this, now, and where? Their rules, what we know of where they are, and the pack's default.

Every rule of everybody who was decided to be one with them counts. A rule is a person's, not a line's: but where somebody else
who was seen on the same line must not be texted or rung, nobody is on that line. A household has no rules of its own.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.contact import queries as contact
from heed.domain.contact import services
from heed.domain.contact.models import ContactRule, Loosening
from heed.domain.contact.queries import SafeContact, rule_of
from heed.domain.contact.services import RuleWords, rule_from
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.needs.terms import Source
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.people.terms import LinkSource
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.domain.vulnerability.terms import Whose
from heed.engines.numbers.reading import read
from heed.engines.numbers.terms import Kind
from heed.engines.risk.safe_contact import NUMBERS, Channel, Known, Rule, Verdict, may_contact
from heed.engines.risk.safe_contact_words import in_words
from heed.flows.consult_lines import LineSeen, lines_seen
from heed.flows.recognition import Recognition
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

CANNOT_TEXT = frozenset(
    {Kind.LANDLINE, Kind.FREEPHONE, Kind.SHARED_COST, Kind.UAN, Kind.PREMIUM, Kind.PAGER, Kind.SHORT}
)


OTHER_PARTYS = "The other party of one of their incidents is reached there too"

REVIEW_WITHIN = timedelta(days=2)
"""By when a review or a second person's answer is wanted: Heed's choice, unvalidated. Until then the rule stands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the gate answered for one channel, and the rules that it looked at."""

    channel: Channel
    verdict: Verdict
    rows: tuple[ContactRule, ...]


def gate(*, person: Person, channel: Channel, now: datetime, to: str = "") -> Asked:
    """Say whether a person may be contacted by a channel now. to: where a message is addressed already."""
    pack = policy.in_use()
    rows = list(contact.standing_rules([person.pk]))
    rules = [rule_of(row) for row in rows]
    theirs = contact.other_parties_reach(person.pk) if channel in {*NUMBERS, Channel.EMAIL} else frozenset[str]()
    known = _known(person, channel, theirs, now=now)
    verdict = _verdict(channel, rules, known, pack=pack, to=to, now=now)
    if verdict.to and channel in NUMBERS:
        # The line is the same telephone: what is not safe for one who uses it is not safe on it, nor when it is not.
        others = contact.others_forbid(person.force_id, verdict.to, person.pk)
        told = [rule_of(row) for row in others]
        rows += others
        if any(not rule.permits(channel) for rule in told):
            verdict = Verdict(False, ("Somebody else who uses this line must not be contacted on it like this",))
        elif told:
            narrowed = [*rules, *(Rule(hours=rule.hours, voicemail=rule.voicemail) for rule in told)]
            verdict = _verdict(channel, narrowed, known, pack=pack, to=to, now=now)
    if verdict.to.casefold() in theirs:
        # Even where a rule names it: whoever was asked for it may have been made to say so.
        verdict = Verdict(False, (OTHER_PARTYS,))
    return Asked(channel, verdict, tuple(rows))


def why_not_about(person: Person, incident: Incident | None) -> str:
    """Say why nothing may be written to somebody about an incident: no part in it, or the other party; empty where it may."""
    if incident is None:
        return ""
    if incident.force_id != person.force_id:
        return "The incident is another force's"
    parts = Party.objects.filter(incident=incident, person__lead__in=people.leads_of([person.pk]))
    roles = set(parts.values_list("role", flat=True))
    if not roles:
        return "They have no part in this incident"
    return "They are the other party in this incident" if PartyRole.OTHER_PARTY in roles else ""


def verdicts(*, person: Person, now: datetime) -> dict[Channel, Verdict]:
    """Return what the gate says of every channel: for a screen, before anybody promises anything."""
    return {channel: gate(person=person, channel=channel, now=now).verdict for channel in Channel}


def of_people(person_ids: list[uuid.UUID], *, now: datetime) -> SafeContact | None:
    """Return how some people are contacted safely; None where no rule stands."""
    return contact.safe_contact_of(person_ids, on=timezone.localdate(now))


def _verdict(channel: Channel, rules: list[Rule], known: list[Known], *, pack: Pack, to: str, now: datetime) -> Verdict:
    default = pack.contact.default.rule
    verdict = may_contact(rules, channel, now, pack.zone, default, known=known, to=to)
    if channel == Channel.TEXT and verdict.to and read(verdict.to).kind in CANNOT_TEXT:
        return replace(verdict, allowed=False, not_before=None, reasons=("This number cannot take a text",), to="")
    return verdict


def _known(person: Person, channel: Channel, theirs: Collection[str], *, now: datetime) -> list[Known]:
    """Return where a person can be reached by a channel, the best first. theirs: where the other party is reached."""
    if channel in NUMBERS:
        seen = [_line(line, channel) for line in lines_seen(person, now=now)]
        seen = [replace(one, unsafe=OTHER_PARTYS) if one.to in theirs else one for one in seen]
        return sorted(seen, key=lambda one: (bool(one.unsafe), not one.confirmed))
    if channel == Channel.EMAIL:
        said = [one for one in people.mentions_of(person.pk) if one.email]
        confirmed = {one.email.casefold() for one in said if one.source != LinkSource.IMPORTED}
        newest = {one.email.casefold(): one.email for one in reversed(said)}
        latest_first = dict.fromkeys(one.email.casefold() for one in said)
        return [
            Known(newest[email], email in confirmed, _unsafe_email(person, email, theirs)) for email in latest_first
        ]
    home = people.homes_of([person.pk], on=timezone.localdate(now)).get(person.pk)
    return [Known(home.address, confirmed=True)] if home else []


def _unsafe_email(person: Person, email: str, theirs: Collection[str]) -> str:
    """Say what speaks against an e-mail address."""
    if email in theirs:
        return OTHER_PARTYS
    return (
        "Somebody else gave the same e-mail address" if contact.others_gave(person.force_id, email, person.pk) else ""
    )


def _line(line: LineSeen, channel: Channel) -> Known:
    """Say how well a line is known to be theirs, and what speaks against it."""
    unsafe = ""
    if not line.showable:
        unsafe = "The only number we have was withheld"
    elif line.listed:
        unsafe = f"The line is shared: {line.listed}"
    elif line.others and channel == Channel.TEXT:
        unsafe = "Others use the same line, and would read it"
    elif line.asleep:
        unsafe = "The number was last used so long ago that it may be somebody else's"
    elif channel == Channel.TEXT and read(line.use.e164).kind in CANNOT_TEXT:
        unsafe = "The number we have cannot take a text"
    return Known(line.use.e164, confirmed=line.use.confirmed_at is not None, unsafe=unsafe)


def as_kept(found: Recognition) -> dict[str, object]:
    """Return which rules a check found to stand of whoever is known, by their ids: what the proof of check keeps."""
    known = found.known
    rows = contact.standing_rules([known.person]) if known else []
    return {"contact_rules": [row.pk for row in rows]}


@transaction.atomic
def note_at_recording(
    *,
    incident: Incident,
    persons: Mapping[Whose, Person],
    rule: RuleWords | None,
    user: User,
    actor: Actor,
    now: datetime,
) -> ContactRule | None:
    """
    Keep what was said on a call about contacting them safely: of the victim where one is named, else of the caller.

    Where nobody is named there is nobody to keep it of: it is written in the log instead, for nobody must lose it.
    """
    if rule is None:
        return None
    person = persons.get(Whose.VICTIM) or persons.get(Whose.CALLER)
    said = " ".join([*in_words(rule_from(rule)), rule.words]).strip()
    whose = "them" if person is None else person.name
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"Contacting {whose} safely: {said}",
        actor=actor,
        now=now,
    )
    if person is None:
        return None
    caller = persons.get(Whose.CALLER)
    if caller is None or person.lead_id != caller.lead_id:
        # Somebody spoke for them: a relative more often than not, and the log says who.
        rule = replace(rule, source=Source.FAMILY)
    return note_rule(person=person, rule=rule, call=incident.call_id, user=user, actor=actor, now=now)


@transaction.atomic
def note_rule(
    *, person: Person, rule: RuleWords, call: uuid.UUID | None, user: User, actor: Actor, now: datetime
) -> ContactRule:
    """Write a rule down; what partners were told against it they see no longer. Raises as services does."""
    made = services.note_rule(person=person, rule=rule, call=call, user=user, actor=actor, now=now)
    _stop_sharing(person.pk, now=now)
    return made


def _stop_sharing(person_id: uuid.UUID, *, now: datetime) -> None:
    """Withdraw what tells partners to reach somebody as it is not safe any more."""
    # It asks this gate itself, and so cannot be known to it from the start.
    from heed.flows.sharing.safety import stop_where_unsafe  # noqa: PLC0415

    stop_where_unsafe([person_id], now=now)


@transaction.atomic
def ask_to_end(*, rule_id: int, why: str, user: User, actor: Actor, now: datetime) -> Loosening:
    """Ask that a rule ends; a second person finds it among their tasks. Raises Unfit, Gone, ContactRule.DoesNotExist."""
    asked = services.ask_to_end(rule_id=rule_id, why=why, user=user, actor=actor, now=now)
    _ask_second_person(asked, actor=actor, now=now)
    return asked


@transaction.atomic
def change_rule(
    *, rule_id: int, rule: RuleWords, why: str, user: User, actor: Actor, now: datetime
) -> tuple[ContactRule, bool]:
    """Put a rule in the place of another, as services.change_rule does; where that permits more, a second person is asked."""
    made, at_once = services.change_rule(rule_id=rule_id, rule=rule, why=why, user=user, actor=actor, now=now)
    _stop_sharing(made.person_id, now=now)
    if at_once:
        _no_more_to_do(made.follows_id, result="A rule took its place", user=user, now=now)
    else:
        _ask_second_person(Loosening.objects.get(rule=rule_id, answered_at=None), actor=actor, now=now)
    return made, at_once


@transaction.atomic
def confirm_rule(*, rule_id: int, review_on: date, user: User, actor: Actor, now: datetime) -> ContactRule:
    """Say that a rule was gone through with the person and stands; its review is no work any more. Raises as services does."""
    made = services.confirm_rule(rule_id=rule_id, review_on=review_on, user=user, actor=actor, now=now)
    _no_more_to_do(made.follows_id, result="Gone through again: it stands", user=user, now=now)
    return made


@transaction.atomic
def answer_loosening(
    *, loosening_id: int, agreed: bool, answer: str, user: User, actor: Actor, now: datetime
) -> Loosening:
    """Answer as the second person; whoever was asked to is not asked any more. Raises as services does."""
    asked = services.answer_loosening(
        loosening_id=loosening_id, agreed=agreed, answer=answer, user=user, actor=actor, now=now
    )
    if agreed:
        _stop_sharing(asked.rule.person_id, now=now)
        _no_more_to_do(asked.rule_id, result="The rule has ended", user=user, now=now)
    else:
        _finish(Task.objects.filter(key=f"loosening:{asked.pk}"), "The rule stays", user=user, now=now)
    return asked


@transaction.atomic
def ask_for_reviews(*, now: datetime) -> int:
    """Make the task of every rule whose review is due, once for each day on which one is; return how many. All stand on."""
    due = list(contact.due_for_review(on=timezone.localdate(now)))
    for rule in due:
        tasking.make(
            force=rule.force,
            kind=TaskKind.FLAG_REVIEW,
            words="Go through how they are contacted safely, with them. The rule stands until two people end it.",
            key=f"contact_rule:{rule.pk}:review:{rule.review_on}",
            actor=system("safe_contact", force=rule.force.code),
            now=now,
            due_by=now + REVIEW_WITHIN,
            person_id=rule.person_id,
            owner=rule.owner,
        )
    return len(due)


def _no_more_to_do(rule_id: int | None, *, result: str, user: User, now: datetime) -> None:
    """End the tasks of going through a rule that has ended, and of answering for it."""
    if rule_id is not None:
        keys = [f"loosening:{pk}" for pk in Loosening.objects.filter(rule=rule_id).values_list("pk", flat=True)]
        tasks = Task.objects.filter(Q(key__in=keys) | Q(key__startswith=f"contact_rule:{rule_id}:review:"))
        _finish(tasks, result, user=user, now=now)


def _finish(tasks: QuerySet[Task], result: str, *, user: User, now: datetime) -> None:
    for task in tasks.filter(done_at=None):
        tasking.finish(task=task, outcome=TaskOutcome.DONE, result=result, user=user, now=now)


def _ask_second_person(asked: Loosening, *, actor: Actor, now: datetime) -> None:
    """Make the task of answering; whoever takes it up must be somebody else than who asked."""
    tasking.make(
        force=asked.rule.force,
        kind=TaskKind.FLAG_REVIEW,
        words=f"A second person must say whether a rule for contacting them safely ends. {asked.why}",
        key=f"loosening:{asked.pk}",
        actor=actor,
        now=now,
        due_by=now + REVIEW_WITHIN,
        person_id=asked.rule.person_id,
    )
