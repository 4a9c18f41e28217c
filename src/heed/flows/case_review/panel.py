"""
The panel of a review: partner agencies that sit on it, what each of them sees, and what they are given to do.

An agency sees the parts that it was shown when it was asked, its own complaints and its own tasks; and from the moment at which
its seat or its agreement ends, nothing.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.terms import SharedPart
from heed.domain.case_review import queries as reviews
from heed.domain.case_review.applications import queries as applications
from heed.domain.case_review.applications import services as applying
from heed.domain.case_review.applications.models import Application, Complaint
from heed.domain.case_review.applications.services import lock
from heed.domain.case_review.deciding import services
from heed.domain.case_review.deciding.models import Action, Member
from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.case_review.deciding.services import subjects_of
from heed.domain.case_review.terms import Body, Source
from heed.domain.contact import queries as contact
from heed.domain.sharing.rules import NOT_SHARED, SHORTEST_NAME, taken_out
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.flows.case_review import agency_tasks
from heed.flows.sharing.locks import locked_among, locked_people
from heed.flows.sharing.reaching import THROUGH_US
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.design.dates import day

SOON = timedelta(days=10)
"""How soon an agency that was asked onto a panel says which complaints it has."""

OFFERED = (
    SharedPart.POINTER,
    SharedPart.WORDS,
    SharedPart.HISTORY,
    SharedPart.VICTIM,
    SharedPart.PLACE,
    SharedPart.CONTACT,
    SharedPart.NEEDS,
)
"""The parts that an application has, the least revealing first."""

WHAT = {
    SharedPart.POINTER: "That there is an application: its reference, its date, and when the panel meets",
    SharedPart.WORDS: "What the applicant wrote of what goes on",
    SharedPart.HISTORY: "The complaints to every agency, with their dates",
    SharedPart.VICTIM: "The name of whoever suffers, and of whoever applied for them",
    SharedPart.PLACE: "Their address",
    SharedPart.CONTACT: "How to reach the applicant safely",
    SharedPart.NEEDS: "What it does to them, in their words",
}
"""What each part means for an application."""

BODY_OF = {"council": Body.COUNCIL, "housing": Body.HOUSING, "health": Body.HEALTH}
"""Who took a complaint, by the kind of the agency."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what an agency sees."""

    label: str
    value: str


def sheet(application: Application, *, parts: Collection[str]) -> list[Line]:
    """Return exactly what an agency with these parts sees of an application; the preview is made by the same lines."""
    one, found = application, [Line("Application", f"{application.reference}, made on {day(application.made_on)}")]
    if SharedPart.WORDS in parts:
        found.append(Line("What goes on", one.about))
    if SharedPart.NEEDS in parts and one.effect:
        found.append(Line("What it does to them", one.effect))
    if SharedPart.VICTIM in parts:
        found.append(Line("Who suffers", one.sufferer))
        if one.victim_name:
            found.append(Line("Who applied for them", f"{one.name}: {one.get_consent_display().lower()}"))
    if SharedPart.PLACE in parts and one.address:
        found.append(Line("Address", one.address))
    if SharedPart.CONTACT in parts and one.person_id and contact.has_rules([one.person_id]):
        # What was said when they applied may not be safe by now, and the rule itself is not for other agencies.
        found.append(Line("Reach the applicant", THROUGH_US))
    elif SharedPart.CONTACT in parts:
        found += [Line("Reach the applicant", value) for value in safe_ways(one)] or [
            Line("Reach the applicant", "They named no safe way")
        ]
        if one.safe_words:
            found.append(Line("What to mind", one.safe_words))
    if SharedPart.HISTORY in parts:
        rows = [row for row in applications.complaints_of(one) if not row.set_aside_at]
        locked = locked_among([row.incident_id for row in rows if row.incident_id])
        found += [Line("Complaint", line_of(row)) for row in rows if row.incident_id not in locked]
    return found


def safe_ways(application: Application) -> list[str]:
    """Return how the applicant says that it is safe to reach them, and where."""
    where = {
        "email": ("E-mail", application.email),
        "text": ("Text message", application.telephone),
        "telephone": ("Telephone call", application.telephone),
        "letter": ("Letter", application.address),
    }
    return [f"{name}: {value}" for way, (name, value) in where.items() if way in application.safe_ways and value]


def line_of(row: Complaint) -> str:
    """Write a complaint on one line, without what was said in it."""
    happened = f", about {day(row.happened_on)}" if row.happened_on else ""
    counts = ", about the same incident as another" if row.same_as_id else ""
    return f"{row.took} on {day(row.made_on)}{happened}{counts}"


@transaction.atomic
def ask(
    *, application: Application, agreement: Agreement, parts: Collection[str], actor: Actor, now: datetime
) -> Member:
    """Ask an agency onto the panel; its task is to say which complaints it has. Raises CannotBe."""
    held = lock(application)
    if ask_whom := locked_people([held.person_id] if held.person_id else []):
        raise CannotBe(f"It is locked. Ask {next(iter(ask_whom.values()))}.")
    made = services.ask_member(
        application=application, agreement=agreement, parts={*parts, SharedPart.POINTER}, actor=actor, now=now
    )
    give(
        application=application,
        words=f"Case review {application.reference}: enter the complaints that were made to {made.agency.name}.",
        agency=made.agency,
        due_by=now + SOON,
        key=f"case-review-complaints:{made.pk}",
        actor=actor,
        now=now,
    )
    return made


@transaction.atomic
def leave(*, member: Member, why: str, actor: Actor, now: datetime) -> Member:
    """Take an agency off the panel; the tasks it has from this review are no longer needed. Raises CannotBe."""
    made = services.end_member(member=member, why=why, actor=actor, now=now)
    left = Task.objects.filter(review_action__application=made.application, agency=made.agency, done_at=None)
    for task in left:
        tasking.finish(
            task=task, outcome=TaskOutcome.NO_LONGER_NEEDED, result="They left the panel", user=None, now=now
        )
        agency_tasks.settle(task, result="They left the panel", now=now)
    return made


@transaction.atomic
def give(
    *,
    application: Application,
    words: str,
    due_by: datetime,
    actor: Actor,
    now: datetime,
    agency: Agency | None = None,
    owner: User | None = None,
    key: str = "",
) -> Action:
    """
    Give somebody something to do: a task of a partner agency that sits on the panel, or of the force's own.

    owner: who has it; of the agency's people for its tasks, of the force's own for the force's. An agency reads no name,
    address or number in it that it was not shown. Raises CannotBe.
    """
    held = lock(application)
    if not words.strip():
        raise CannotBe("Say what is to be done.")
    if due_by <= now:
        raise CannotBe("It is to be done by a day that is still to come.")
    seat = reviews.of_agency(agency).filter(application=held).first() if agency else None
    if agency and seat is None:
        raise CannotBe(f"{agency.name} does not sit on the panel: ask it first.")
    if seat and not key and (marked := _not_shown_in(words, held, parts=seat.parts)):
        raise CannotBe(f"{seat.agency.name} reads this, and it says what they were not shown: “{marked}”.")
    if owner and not _may_have(owner, held.force, agency):
        raise CannotBe("They do not work there.")
    number = held.actions.count() + 1
    task = tasking.make(
        force=held.force,
        kind=TaskKind.CASE_REVIEW,
        words=words.strip()[:500],
        key=key or f"case-review-action:{held.pk}:{number}",
        actor=actor,
        now=now,
        due_by=due_by,
        agency=agency,
        owner=owner,
        person_id=None if agency else held.person_id,
    )
    return services.keep_action(application=held, task=task, actor=actor, now=now)


@transaction.atomic
def enter_complaint(
    *,
    member: Member,
    made_on: date,
    happened_on: date | None,
    their_reference: str,
    words: str,
    same_as: Complaint | None,
    actor: Actor,
    now: datetime,
) -> Complaint:
    """Let an agency of the panel enter a complaint that was made to it. Raises CannotBe."""
    if not reviews.of_agency(member.agency).filter(pk=member.pk).exists():
        raise CannotBe("You do not sit on this panel any more.")
    return applying.add_complaint(
        application=member.application,
        body=BODY_OF.get(member.agency.kind, Body.OTHER),
        agency=member.agency,
        made_on=made_on,
        happened_on=happened_on,
        their_reference=their_reference,
        words=words,
        same_as=same_as,
        source=Source.AGENCY,
        actor=actor,
        now=now,
    )


@transaction.atomic
def note_read(*, member: Member, actor: Actor, now: datetime) -> None:
    """Write to the trail that an agency read what it was shown."""
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="case_review.consulted_by_agency",
        subjects=subjects_of(member.application),
        now=now,
        purpose=f"ASB case review {member.application.reference}",
        recipient=member.agency.name,
        detail={"member": member.pk, "parts": member.parts},
    )


def _not_shown_in(words: str, application: Application, *, parts: Collection[str]) -> str:
    """
    Return words to an agency with what it was not shown marked; empty where they hold nothing of that.

    Of a name the whole, and its first and last word as they are spelt: a business or a group has others in its own.
    """
    one, marked = application, words
    known = {one.name, one.victim_name, one.person.name if one.person else ""} - {""}
    if SharedPart.VICTIM not in parts:
        spelt = known | {word for name in known for word in (name.split()[0], name.split()[-1]) if word != "The"}
        for name in sorted((word for word in spelt if len(word) >= SHORTEST_NAME), key=len, reverse=True):
            marked = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NOT_SHARED, marked)
    hidden = [one.address] if one.address and SharedPart.PLACE not in parts else []
    marked = taken_out(marked, names=(), addresses=hidden, postcodes=SharedPart.PLACE not in parts)
    return marked if marked.count(NOT_SHARED) > words.count(NOT_SHARED) else ""


def _may_have(owner: User, force: Force, agency: Agency | None) -> bool:
    """Say whether somebody works where a task goes."""
    if agency:
        return bool(owner.is_active and agency.officers.filter(user=owner.pk).exists())
    return bool(owner.is_active and owner.force_id == force.pk and not hasattr(owner, "officer"))


def present_and_absent(application: Application, *, came: Collection[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return who of the panel came and who did not, the police first. came: "police", or the id of a member."""
    everybody = {"police": application.force.name} | {
        str(one.pk): one.agency.name for one in application.members.filter(ended_at=None).select_related("agency")
    }
    here = [name for key, name in everybody.items() if key in came]
    return here, [name for key, name in everybody.items() if key not in came]
