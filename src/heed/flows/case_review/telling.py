"""
The applicant hears what was decided: by message where the gate lets one through, else from a person whose task it is.

A message says no more than that there is an answer; the answer stands on a page that its link opens, and that names nobody.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.aftermath.rules import CHILD, is_child
from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.doors import services as doors
from heed.domain.case_review.telling import services as told
from heed.domain.case_review.telling.models import Told
from heed.domain.case_review.terms import About, Applicant, How
from heed.domain.people import queries as people
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.engines.risk.messages import Unfit
from heed.flows.messages import gate as messages
from heed.flows.messages.gate import NotSafe
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

TEMPLATE = "case_review_news"
TO_SAY = "case-review-say:"
WITHIN = timedelta(days=3)
"""How soon somebody tells an applicant who cannot be written to."""
BY_ANOTHER = "Somebody else applied for them: only whoever suffers can be written to through the gate"


def tell(
    *, application: Application, about: About, address: str, user: User | None, actor: Actor, now: datetime
) -> tuple[Told | None, str]:
    """
    Tell an applicant; within the transaction of what they are told. Return what was kept, or None with the reason.

    Where no message may go out it becomes somebody's task; the ways that the applicant called safe stand on the review.
    address: at which this installation answers victims, such as `https://ask.example.org`; empty for none.
    """
    refused = _why_not(application, address=address, now=now) or _write(
        application, about=about, address=address, user=user, actor=actor, now=now
    )
    if not refused:
        return application.told.order_by("-pk").first(), ""
    number = application.told.filter(about=about).count()
    tasking.make(
        force=application.force,
        kind=TaskKind.CASE_REVIEW,
        words=f"Case review {application.reference}. Tell the applicant: {About(about).label.lower()}. {refused}."[
            :500
        ],
        key=f"{TO_SAY}{application.pk}:{about}:{number}",
        actor=actor,
        now=now,
        due_by=now + WITHIN,
        person_id=application.person_id,
    )
    return None, refused


@transaction.atomic
def told_by_hand(
    *, application: Application, about: About, how: How, words: str, user: User, actor: Actor, now: datetime
) -> Told:
    """Keep that somebody told the applicant themselves; the task for it is done. Raises CannotBe."""
    made = told.keep_told(application=application, about=about, how=how, words=words, user=user, actor=actor, now=now)
    tasks = Task.objects.filter(
        force=application.force_id, key__startswith=f"{TO_SAY}{application.pk}:{about}:", done_at=None
    )
    for task in tasks:
        tasking.finish(
            task=task, outcome=TaskOutcome.DONE, result=f"Told: {made.get_how_display().lower()}", user=user, now=now
        )
    return made


def _why_not(application: Application, *, address: str, now: datetime) -> str:
    """Say why no message is tried at all; empty where one is."""
    if application.applicant != Applicant.VICTIM:
        return BY_ANOTHER
    if application.person_id is None:
        return "Nobody has said yet who they are on record"
    born = next((one.born_on for one in people.group_of(application.person_id) if one.born_on), None)
    if is_child(born, on=localdate(now)):
        return CHILD.capitalize()
    return "" if address else "This installation has no address at which they could read it"


def _write(
    application: Application, *, about: About, address: str, user: User | None, actor: Actor, now: datetime
) -> str:
    """Queue a message with a link, and keep that they were told; return why that may not be, empty where it is queued."""
    assert application.person_id is not None  # noqa: S101  asked before
    pack = policy.in_use()
    reach = pack.early_warning.contact
    try:
        # What the gate refuses leaves no link behind.
        with transaction.atomic():
            token = doors.make_link(application=application, days=pack.review.reading.days.value, now=now)
            message = messages.send(
                person_id=application.person_id,
                template=TEMPLATE,
                words={
                    "reference": application.reference,
                    "link": f"{address.rstrip('/')}/answer/read/{token}",
                    "contact": reach.cy.value if application.language == "cy" else reach.en.value,
                },
                incident=None,
                actor=actor,
                now=now,
                language=application.language,
            )
            told.keep_told(
                application=application, about=about, how=How.MESSAGE, message=message, user=user, actor=actor, now=now
            )
    except (NotSafe, Unfit) as refused:
        return str(refused).rstrip(".")[:300]
    return ""
