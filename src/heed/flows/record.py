"""A call becomes an incident, joins one that is on record, or is put down with nothing to record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from heed.domain.calls import services as calls
from heed.domain.calls.models import Call
from heed.domain.calls.terms import About, EntryKind, Finished
from heed.domain.contact.services import RuleWords
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.services import AnswerReport, PartyReport
from heed.domain.incidents.terms import Given, PartyRole
from heed.domain.people import queries as people_read
from heed.domain.people import services as people
from heed.domain.people.models import Person
from heed.domain.people.terms import LinkSource
from heed.domain.places import services as places
from heed.domain.places.rules import names_a_door
from heed.domain.vulnerability import services as vulnerability
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.models import Assessment
from heed.domain.vulnerability.terms import Judged, Whose
from heed.engines.linkage.addresses import read_address
from heed.engines.linkage.said import Said
from heed.engines.risk import gates
from heed.engines.risk.grading import attend_by
from heed.flows import assess, cues_in_draft, demands, identify, recorded_log, uplift
from heed.flows.beats import filing as beats
from heed.flows.clocks import follow as clocks_follow
from heed.flows.conduct.later import look_later
from heed.flows.messages import safe_contact
from heed.flows.problems import later as problems_later
from heed.flows.proof import confirmed as confirmed_on
from heed.flows.sharing import staff
from heed.flows.support.promises import PromiseReport, promise_all
from heed.flows.undecided import still_to_decide
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy
from heed.foundation.reference import codes

DEEMED_VULNERABLE = "vulnerable"
"""The pack's question that the assessment answers (procedure.md 3.3, question 6)."""

NOT_ASSESSED = "Decide who is at risk before you record: vulnerable yes, no or not yet known, and why."


class NotAssessed(Exception):
    """Nobody has decided who is at risk, and anti-social behaviour is not recorded without it."""


class CallerUndecided(Exception):
    """Somebody stands on the page as the caller, or as the person they ring for, and nobody has said whether it is them."""

    def __init__(self, about: About, name: str) -> None:
        """Keep who it may be, and as whom."""
        super().__init__(name)
        self.about = about


@dataclass(frozen=True, slots=True)
class Someone:
    """A party as the form has it: roles, and what was said of them. is_caller: this is who is on the line."""

    roles: tuple[PartyRole, ...]
    is_caller: bool = False
    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    age: int | None = None
    e164: str = ""
    address: str = ""
    postcode: str = ""
    email: str = ""
    relation: str = ""
    description: str = ""

    @property
    def is_named(self) -> bool:
        """Say whether any name was given."""
        return bool(self.given_name or self.family_name)

    @property
    def whole_address(self) -> str:
        """Return the address with its postcode, however the two were typed."""
        known = "".join(self.postcode.split()).casefold() in "".join(self.address.split()).casefold()
        return self.address if known or not self.address else f"{self.address}, {self.postcode}"


@dataclass(frozen=True, slots=True)
class IncidentReport:
    """All that the form holds when the handler records."""

    opening_code: str
    summary: str
    address: str
    grade: str
    rationale: str
    rural: bool = False
    qualifiers: tuple[str, ...] = ()
    parties: tuple[Someone, ...] = ()
    answers: tuple[AnswerReport, ...] = ()
    log_text: str = field(default="")
    judgement: Judgement | None = None
    promises: tuple[PromiseReport, ...] = ()
    safe_contact: RuleWords | None = None


@transaction.atomic
def record_incident(*, call: Call, report: IncidentReport, user: User, actor: Actor, now: datetime) -> Incident:
    """
    Record the incident that a call reports, and finish the call.

    The people in it are put on record: whoever the handler confirmed is that person, everybody else with a name is new.
    What was judged of the risk is kept in the same transaction, unless that very judgement was kept on the call before.
    Raises NotYourCall, CallFinished, and CallerUndecided: one person must not come onto the record twice for want of a key.
    Raises NotAssessed, and Refused where the judgement cannot stand.
    """
    call = in_hand(call=call, user=user)
    _ask_whether_same(call, report.parties)
    assessed = assess.judge_at_recording(call=call, judgement=report.judgement, user=user, actor=actor, now=now)
    if assessed is None and needs_assessment(report.opening_code):
        raise NotAssessed(NOT_ASSESSED)
    pack = policy.in_use()
    version = policy.remember(pack, now=now)
    place = places.place_at(force=call.force, address=report.address, now=now)
    if report.log_text.strip():
        calls.append_entry(call_id=call.pk, kind=EntryKind.SAID, text=report.log_text, actor=actor, now=now)
    incident = incidents.record_incident(
        call=call,
        opening_code=report.opening_code,
        summary=report.summary,
        place=place,
        recorded_by=user,
        policy_version=version,
        actor=actor,
        now=now,
    )
    beats.place_incident(incident=incident, now=now)
    parties = _put_on_record(call, report.parties, user=user, actor=actor, now=now)
    incidents.add_parties(incident=incident, parties=parties, actor=actor, now=now)
    staff.lock_at_recording(incident=incident, recorder=user, now=now)
    incidents.add_qualifiers(incident=incident, codes=report.qualifiers, actor=actor, now=now)
    answers = (*report.answers, *_judged_as_answer(report, assessed))
    incidents.add_answers(incident=incident, answers=answers, policy_version=version, actor=actor, now=now)
    persons = _persons(incident)
    vulnerability.attach(call=call, incident=incident, persons=persons, actor=actor, now=now)
    safe_contact.note_at_recording(
        incident=incident, persons=persons, rule=report.safe_contact, user=user, actor=actor, now=now
    )
    rule = pack.grades[report.grade]
    grading = incidents.grade(
        incident=incident,
        code=rule.code,
        rationale=report.rationale,
        attend_by=attend_by(rule, graded_at=now, rural=report.rural),
        approval=None,
        policy_version=version,
        actor=actor,
        now=now,
    )
    recorded_log.write(
        incident, qualifiers=report.qualifiers, answers=report.answers, grading=grading, actor=actor, now=now
    )
    cues_in_draft.keep_recorded(call=call, summary=report.summary, actor=actor, now=now)
    calls.finish(
        call_id=call.pk, finished_as=Finished.RECORDED, why=incident.reference, user=user, actor=actor, now=now
    )
    uplift.lift(incident=incident, now=now)
    clocks_follow.follow(incident=incident, now=now)
    promise_all(incident=incident, promises=report.promises, user=user, actor=actor, now=now)
    demands.new_incident(incident=incident, now=now)
    look_later(incident)
    problems_later.look_later(incident)
    return incident


@transaction.atomic
def add_to_incident(
    *,
    call: Call,
    incident: Incident,
    text: str,
    user: User,
    actor: Actor,
    now: datetime,
    promises: Sequence[PromiseReport] = (),
) -> None:
    """
    Finish a call as being about an incident already recorded: shown there, and not counted as another.

    Raises NotYourCall, CallFinished.
    """
    call = in_hand(call=call, user=user)
    if text.strip():
        calls.append_entry(call_id=call.pk, kind=EntryKind.SAID, text=text, actor=actor, now=now)
    _note_who(call, user=user, actor=actor, now=now)
    incidents.call_back(call=call, incident=incident, actor=actor, now=now)
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"The caller, or somebody else, rang again: {text.strip() or 'see the log of that call'}",
        actor=actor,
        now=now,
        detail={"call": str(call.pk)},
    )
    calls.finish(call_id=call.pk, finished_as=Finished.ADDED, why=incident.reference, user=user, actor=actor, now=now)
    noted, _ = vulnerability.attach(call=call, incident=incident, persons=_persons(incident), actor=actor, now=now)
    demands.called_again(incident=incident, call=call, now=now)
    if noted:
        demands.noted(incident=incident, now=now)
    uplift.lift(incident=incident, now=now)
    clocks_follow.follow(incident=incident, now=now)
    promise_all(incident=incident, promises=promises, user=user, actor=actor, now=now)
    look_later(incident)


@transaction.atomic
def nothing_to_record(*, call: Call, why: str, text: str, user: User, actor: Actor, now: datetime) -> None:
    """Finish a call that reported nothing, with the reason. Raises NotYourCall, CallFinished."""
    call = in_hand(call=call, user=user)
    if text.strip():
        calls.append_entry(call_id=call.pk, kind=EntryKind.SAID, text=text, actor=actor, now=now)
    _note_who(call, user=user, actor=actor, now=now)
    calls.finish(call_id=call.pk, finished_as=Finished.NO_INCIDENT, why=why, user=user, actor=actor, now=now)


def in_hand(*, call: Call, user: User) -> Call:
    """Lock a call that the person is handling. Raises NotYourCall, CallFinished."""
    locked = Call.objects.select_for_update(no_key=True, of=("self",)).select_related("force").get(pk=call.pk)
    if locked.taken_by_id != user.pk:
        raise calls.NotYourCall(call.pk)
    if locked.finished_at:
        raise calls.CallFinished(call.pk)
    return locked


def _put_on_record(
    call: Call, parties: Sequence[Someone], *, user: User, actor: Actor, now: datetime
) -> list[PartyReport]:
    """Turn the form's people into parties, one for each role, each linked to the person on record."""
    found: list[PartyReport] = []
    rung_for = _rung_for(parties)
    for someone in parties:
        about = About.CALLER if someone.is_caller else About.VICTIM if someone is rung_for else None
        confirmed = confirmed_on(call.pk, about=about) if about else None
        person = confirmed or _new_person(call, someone, actor=actor, now=now)
        home = places.place_at(force=call.force, address=someone.whole_address, now=now)
        if person and home and names_a_door(read_address(someone.whole_address)):
            people.lives_at(person=person, place=home, now=now)
        if person and someone.is_caller and call.e164 and call.may_match:
            people.use_line(person=person, e164=call.e164, confirmed_by=user, now=now)
        if person and someone.is_named:
            source = LinkSource.CONFIRMED if confirmed else LinkSource.SAID
            said = _said_of(call, someone, now=now)
            people.mention(person=person, said=said, place=home, call=call.pk, source=source, now=now)
        if person and about:
            identify.remember(call=call, person=person, about=about, actor=actor, now=now)
        base = PartyReport(
            role=PartyRole.CALLER,
            person=person,
            given_name=someone.given_name,
            family_name=someone.family_name,
            born_on=someone.born_on,
            age=someone.age,
            e164=call.e164 if someone.is_caller else someone.e164,
            address=someone.whole_address,
            place=home,
            relation=someone.relation,
            description=someone.description,
        )
        found += [replace(base, role=role) for role in someone.roles]
    return found


def _said_of(call: Call, someone: Someone, *, now: datetime) -> Said:
    """Return what was said of somebody, as it is filed. A number that many share tells nobody apart, and is left out."""
    e164 = (call.e164 if call.may_match else "") if someone.is_caller else someone.e164
    if e164 and people_read.known_line(call.force_id, e164):
        e164 = ""
    return Said(
        given=someone.given_name,
        family=someone.family_name,
        born=someone.born_on.isoformat() if someone.born_on else "",
        age=someone.age,
        on=timezone.localdate(now),
        address=someone.address,
        postcode=someone.postcode,
        e164=e164,
        email=someone.email,
    )


def _ask_whether_same(call: Call, parties: Sequence[Someone]) -> None:
    """Refuse to go on while somebody who may be the caller, or the victim they ring for, is still to be decided about."""
    named = {About.CALLER: next((_name(p) for p in parties if p.is_caller), "")}
    if rung_for := _rung_for(parties):
        named[About.VICTIM] = _name(rung_for)
    if found := still_to_decide(call, named):
        raise CallerUndecided(*found)


def _rung_for(parties: Sequence[Someone]) -> Someone | None:
    """Return whom the caller rings for: the first victim on the form, unless the caller is one."""
    if any(p.is_caller and PartyRole.VICTIM in p.roles for p in parties):
        return None
    return next((p for p in parties if PartyRole.VICTIM in p.roles), None)


def _name(someone: Someone) -> str:
    """Return the whole name that was given."""
    return f"{someone.given_name} {someone.family_name}".strip()


def _note_who(call: Call, *, user: User, actor: Actor, now: datetime) -> None:
    """Note what is known of people although nothing is recorded: the line of whoever was confirmed, and who they are not."""
    for about in About:
        person = confirmed_on(call.pk, about=about)
        if person and about == About.CALLER and call.e164 and call.may_match:
            people.use_line(person=person, e164=call.e164, confirmed_by=user, now=now)
        if person:
            identify.remember(call=call, person=person, about=about, actor=actor, now=now)


def _new_person(call: Call, someone: Someone, *, actor: Actor, now: datetime) -> Person | None:
    """Put somebody with a name on record; None for a description alone."""
    if not someone.is_named:
        return None
    return people.record_person(
        force=call.force,
        given_name=someone.given_name,
        family_name=someone.family_name,
        born_on=someone.born_on,
        actor=actor,
        now=now,
    )


def answers_missing(
    *, opening_code: str, answers: Mapping[str, gates.Answer], further: Iterable[gates.Question] = ()
) -> dict[str, str]:
    """
    Say what is missing from the answers, by question.

    The three questions of first contact belong to every incident (NSIR 1.2), the pack's other questions to every ASB
    incident (procedure.md 3.3). A code that is not in the list counts as ASB: the questions are then asked.
    further: what the risk has added, whatever kind of incident it is.
    """
    pack = policy.in_use()
    asked = [question for question in pack.questions if question.id != DEEMED_VULNERABLE]
    return gates.answers_missing(
        (*pack.risk_questions, *(asked if needs_assessment(opening_code) else ()), *further), answers
    )


def needs_assessment(opening_code: str) -> bool:
    """Say whether an incident of this kind is recorded only with an assessment: anti-social behaviour, and unknown codes."""
    return all(found.theme == codes.ASB for found in codes.categories() if found.code == opening_code)


def _judged_as_answer(report: IncidentReport, assessed: Assessment | None) -> tuple[AnswerReport, ...]:
    """Answer the question of the pack that the assessment answers, for whoever reads answers."""
    asked = {question.id for question in policy.in_use().questions}
    if assessed is None or DEEMED_VULNERABLE not in asked:
        return ()
    if any(answer.question == DEEMED_VULNERABLE for answer in report.answers):
        return ()
    given = {Judged.YES: Given.YES, Judged.NO: Given.NO}.get(Judged(assessed.vulnerable), Given.UNKNOWN)
    return (AnswerReport(question=DEEMED_VULNERABLE, given=given, text=assessed.why),)


def _persons(incident: Incident) -> dict[Whose, Person]:
    """Return who the caller and the victim are, so that what was noted about them is theirs; of several victims, nobody."""
    parts = Party.objects.filter(incident=incident, person__isnull=False).select_related("person")
    found: dict[Whose, Person] = {}
    for whose, role in ((Whose.CALLER, PartyRole.CALLER), (Whose.VICTIM, PartyRole.VICTIM)):
        persons = {part.person_id: part.person for part in parts if part.role == role and part.person}
        if len(persons) == 1:
            found[whose] = next(iter(persons.values()))
    return found
