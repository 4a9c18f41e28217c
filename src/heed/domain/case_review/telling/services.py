"""Changes to what an applicant was told, and to where they asked for a second look."""

from datetime import date, datetime

from django.db import transaction

from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.applications.services import lock
from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.case_review.deciding.services import subjects_of
from heed.domain.case_review.telling.models import Appeal, Told
from heed.domain.case_review.terms import About, How, Route
from heed.domain.contact.models import Message
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@transaction.atomic
def keep_told(
    *,
    application: Application,
    about: About,
    how: How,
    actor: Actor,
    now: datetime,
    words: str = "",
    message: Message | None = None,
    user: User | None = None,
) -> Told:
    """Keep that an applicant was told something, and how. Raises CannotBe."""
    held = lock(application)
    if how == How.MESSAGE and message is None:
        raise CannotBe("A message goes out through Heed alone.")
    made = Told.objects.create(
        application=held, about=about, how=how, at=now, words=words[:500], message=message, by=user, by_name=actor.name
    )
    _record("case_review.told", held, act=Act.DISCLOSURE, actor=actor, now=now, about=str(about), how=str(how))
    return made


@transaction.atomic
def keep_appeal(
    *,
    application: Application,
    route: Route,
    about: About,
    words: str,
    made_on: date,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> Appeal:
    """Keep that an applicant asked for a second look; whether there is anything to look at is asked before. Raises CannotBe."""
    held = lock(application)
    if not words.strip():
        raise CannotBe("Say what they are dissatisfied with.")
    if Appeal.objects.filter(application=held, decided_at=None).exists():
        raise CannotBe("A second look is under way already.")
    made = Appeal.objects.create(
        application=held,
        route=route,
        about=about,
        words=words.strip()[:2000],
        made_on=made_on,
        received_at=now,
        received_by_name=actor.name,
        policy_version=policy_version,
    )
    _record("case_review.appealed", held, act=Act.COLLECTION, actor=actor, now=now, about=str(about), route=str(route))
    return made


@transaction.atomic
def decide_appeal(*, appeal: Appeal, upheld: bool, why: str, actor: Actor, now: datetime) -> Appeal:
    """Keep what came of a second look, once. Raises CannotBe."""
    lock(appeal.application)
    held = Appeal.objects.select_for_update(of=("self",)).select_related("application").get(pk=appeal.pk)
    if held.decided_at:
        raise CannotBe("It was decided already.")
    if not why.strip():
        raise CannotBe("Say why, in words for the applicant.")
    held.decided_at, held.decided_by_name, held.upheld, held.why = now, actor.name, upheld, why.strip()[:2000]
    held.save(update_fields=["decided_at", "decided_by_name", "upheld", "why"])
    _record("case_review.appeal_decided", held.application, act=Act.ALTERATION, actor=actor, now=now, upheld=upheld)
    return held


def _record(action: str, application: Application, *, act: Act, actor: Actor, now: datetime, **detail: object) -> None:
    """Write to the trail."""
    audit.record(
        actor=actor, act=act, action=action, subjects=subjects_of(application), now=now, detail=detail,
        recipient="Whoever applied" if act == Act.DISCLOSURE else "",
    )  # fmt: skip
