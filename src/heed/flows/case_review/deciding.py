"""The steps of a review: acknowledged, its threshold decided, the panel held, the outcome written, looked at once more."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.applications.services import lock
from heed.domain.case_review.deciding import rules, services
from heed.domain.case_review.deciding.models import Decision, Meeting, Outcome
from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.case_review.deciding.services import Reasons, Recommended
from heed.domain.case_review.telling import services as told
from heed.domain.case_review.telling.models import Appeal
from heed.domain.case_review.terms import About, Ground, How, Route, Stage
from heed.engines.risk.powers import is_of_rank
from heed.flows.case_review import steps, telling
from heed.flows.case_review.overview import stage_of, standing_on_application
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, Rank
from heed.foundation.policy import services as policy

LOOKED_AGAIN = "Found met when it was looked at again. {}"


def is_senior(user: User) -> bool:
    """Say whether somebody may order a review to protect somebody, without the threshold."""
    return is_of_rank(user.rank, least=Rank(policy.in_use().review.safeguard_rank.value))


@transaction.atomic
def acknowledge(
    *, application: Application, how: How, words: str, address: str, user: User, actor: Actor, now: datetime
) -> str:
    """
    Tell an applicant that the application is here; return in words what became of it.

    By message only through the gate; where that refuses nothing is kept, and CannotBe says why.
    """
    held = lock(application)
    if how == How.MESSAGE:
        made, refused = telling.tell(
            application=held, about=About.RECEIPT, address=address, user=user, actor=actor, now=now
        )
        if made is None:
            raise CannotBe(f"No message can go out. {refused}. Choose another way.")
    else:
        telling.told_by_hand(
            application=held, about=About.RECEIPT, how=how, words=words, user=user, actor=actor, now=now
        )
    steps.follow(held, user=user, actor=actor, now=now)
    return "Acknowledged. The clock of the decision runs."


@transaction.atomic
def decide(
    *,
    application: Application,
    ground: Ground,
    reasons: Reasons,
    address: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> tuple[Decision, str]:
    """
    Decide whether the threshold is met, and tell the applicant; return why no message went out, empty where one did.

    Raises CannotBe.
    """
    held = lock(application)
    found = standing_on_application(held)
    refused = rules.refused_to_decide(ground=ground, found=found, at=stage_of(held), senior=is_senior(user))
    if refused:
        raise CannotBe(refused)
    made = services.decide(
        application=held,
        ground=ground,
        reasons=reasons,
        found=found,
        policy_version=policy.remember(policy.in_use(), now=now),
        user=user,
        actor=actor,
        now=now,
    )
    _, why = telling.tell(application=held, about=About.THRESHOLD, address=address, user=user, actor=actor, now=now)
    steps.follow(held, user=user, actor=actor, now=now)
    return made, why


@transaction.atomic
def arrange(*, application: Application, starts_at: datetime, place: str, actor: Actor, now: datetime) -> Meeting:
    """Arrange a meeting of the panel. Raises CannotBe."""
    held = lock(application)
    if stage_of(held) not in {Stage.TO_MEET, Stage.TO_CONCLUDE}:
        raise CannotBe("The panel meets once the threshold is met, and until there is an outcome.")
    return services.arrange(application=held, starts_at=starts_at, place=place, actor=actor, now=now)


@transaction.atomic
def hold(
    *,
    meeting: Meeting,
    present: Sequence[str],
    absent: Sequence[str],
    minutes: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> Meeting:
    """Write down a meeting that was held. Raises CannotBe."""
    made = services.hold(meeting=meeting, present=present, absent=absent, minutes=minutes, actor=actor, now=now)
    steps.follow(made.application, user=user, actor=actor, now=now)
    return made


@transaction.atomic
def conclude(
    *,
    application: Application,
    words: str,
    recommended: Sequence[Recommended],
    address: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> tuple[Outcome, str]:
    """Write the outcome of a review, and tell the applicant; return why no message went out. Raises CannotBe."""
    held = lock(application)
    if stage_of(held) != Stage.TO_CONCLUDE:
        raise CannotBe("A review has an outcome once the panel has met, and one only.")
    made = services.conclude(
        application=held,
        words=words,
        recommended=recommended,
        policy_version=policy.remember(policy.in_use(), now=now),
        user=user,
        actor=actor,
        now=now,
    )
    _, why = telling.tell(application=held, about=About.OUTCOME, address=address, user=user, actor=actor, now=now)
    steps.follow(held, user=user, actor=actor, now=now)
    return made, why


@transaction.atomic
def appeal(
    *,
    application: Application,
    route: Route,
    about: About,
    words: str,
    made_on: date,
    actor: Actor,
    now: datetime,
) -> Appeal:
    """
    Keep that an applicant asked for a second look.

    The local policing body only from the day on which the pack says that it may be asked. Raises CannotBe.
    """
    held = lock(application)
    pack = policy.in_use()
    if made_on > localdate(now) or made_on < held.made_on:
        raise CannotBe("It was made between the application and today.")
    if route == Route.POLICING_BODY and not pack.review.policing_body.is_in_force(made_on):
        raise CannotBe(
            f"Nobody can go to {pack.review.policing_body.name.value} with it yet: that law is not in force."
        )
    if refused := rules.refused_to_appeal(about=about, at=stage_of(held)):
        raise CannotBe(refused)
    return told.keep_appeal(
        application=held,
        route=route,
        about=about,
        words=words,
        made_on=made_on,
        policy_version=policy.remember(pack, now=now),
        actor=actor,
        now=now,
    )


@transaction.atomic
def decide_appeal(
    *, appeal: Appeal, upheld: bool, why: str, address: str, user: User, actor: Actor, now: datetime
) -> tuple[Appeal, str]:
    """
    Decide a second look, and tell the applicant; return why no message went out.

    Where they were right about the threshold it is met; where they were right about the outcome the panel meets again. Nobody
    looks again at what they decided themselves. Raises CannotBe.
    """
    held = lock(appeal.application)
    first = held.decisions if appeal.about == About.THRESHOLD else held.outcomes
    newest = first.order_by("-pk").first()
    if appeal.route == Route.LOCAL and newest is not None and newest.by_id == user.pk:
        raise CannotBe("You decided it yourself: somebody else looks at it again.")
    made = told.decide_appeal(appeal=appeal, upheld=upheld, why=why, actor=actor, now=now)
    if upheld and made.about == About.THRESHOLD:
        services.decide(
            application=held,
            ground=Ground.APPEAL,
            reasons=Reasons(LOOKED_AGAIN.format(made.why)),
            found=standing_on_application(held),
            policy_version=policy.remember(policy.in_use(), now=now),
            user=user,
            actor=actor,
            now=now,
        )
    _, refused = telling.tell(application=held, about=About.APPEAL, address=address, user=user, actor=actor, now=now)
    steps.follow(held, user=user, actor=actor, now=now)
    return made, refused
