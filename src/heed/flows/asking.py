"""What is known already for the pack's questions, from where, and so what is still to be asked on a call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from heed.domain.calls import queries as calls
from heed.domain.calls.models import Call, Check
from heed.domain.people.models import Person
from heed.domain.vulnerability import queries, services
from heed.domain.vulnerability.access import SEE_VULNERABILITY, refuse_another_force
from heed.domain.vulnerability.models import Indicator
from heed.domain.vulnerability.terms import VICTIMS_SIDE, SourceKind, Whose
from heed.engines.risk import asking
from heed.engines.risk.asking import Known, Plan, Prompt, Sign
from heed.engines.risk.factors import Axis, Factor
from heed.flows import at_risk, needs_shown
from heed.flows.needs_shown import Shown
from heed.flows.recognition import Recognition
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

LIKELY = ("how_likely", "high")
"""The question of first contact, and its answer, that says that harm is likely."""

ANSWERED = {"refused": Sign.REFUSED, "unknown": Sign.DOES_NOT_KNOW}


@dataclass(frozen=True, slots=True)
class FromBefore:
    """
    One thing that was accepted about the person or their household on an earlier call.

    whose_home: it is of somebody who lives with them. still: the indicator of this call by which it was confirmed for today.
    """

    indicator: Indicator
    whose_home: bool
    still: Indicator | None


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What is to be asked on a call; what was accepted on it, what is known from before, and the needs that stand.

    signs: what is known and true, by which a prompt may fit.
    """

    plan: Plan
    signs: frozenset[Sign]
    needs: Shown
    accepted: tuple[Indicator, ...]
    before: tuple[FromBefore, ...]


def for_call(*, call: Call, check: Check | None, answers: Mapping[str, str], user: User, now: datetime) -> Asked:
    """Say what is to be asked. answers: question id → the answer so far."""
    pack = policy.in_use().asking
    accepted = tuple(queries.indicators_of_call(user, call))
    needs = needs_shown.on_call(call, check, user=user, now=now)
    ours = [one for one in accepted if one.about in VICTIMS_SIDE]
    before = from_before(call=call, check=check, accepted=accepted, user=user, now=now)
    signs = {Sign(one.category) for one in ours if one.category in set(Sign)}
    if answers.get(LIKELY[0]) == LIKELY[1]:
        signs.add(Sign.LIKELY)
    known = [*_of_check(check), *_of_call(ours), *_of_before(before), *_of_needs(needs)]
    plan = asking.plan(
        pack.asks,
        known=known,
        answers=answers,
        signs=signs,
        axes=len({one.axis for one in ours if one.axis}),
        policy=pack.policy,
    )
    true = signs | {one.sign for one in known} | {ANSWERED[given] for given in answers.values() if given in ANSWERED}
    return Asked(plan, frozenset(true), needs, accepted, before)


def prompts_for(asked: Asked, found: Iterable[str]) -> tuple[Prompt, ...]:
    """
    Return what helps somebody to speak on this call.

    found: categories that the words speak for and nobody has replied to: a prompt may fit them, though no question is added
    or answered by them.
    """
    heard = {Sign(category) for category in found if category in set(Sign)}
    return asking.prompts_that_fit(policy.in_use().asking.prompts, asked.signs | heard)


def from_before(
    *, call: Call, check: Check | None, accepted: Sequence[Indicator] | None, user: User, now: datetime
) -> tuple[FromBefore, ...]:
    """
    Return what was accepted before about whoever was confirmed and whoever lives with them, each thing once.

    accepted: what stands on this call, where it was read already.
    """
    if not (check and check.found.get("known_person")) or not allowed(user, SEE_VULNERABILITY):
        return ()
    known = at_risk.known_of(call=call, incident=None, now=now)
    if not known.before:
        return ()
    accepted = queries.indicators_of_call(user, call) if accepted is None else accepted
    leads = set(Person.objects.filter(pk__in=known.victims).values_list("lead", flat=True))
    today = {_thing(one): one for one in accepted if one.source_kind == SourceKind.HISTORY}
    things: dict[tuple[object, ...], FromBefore] = {}
    for one in known.before:
        theirs = one.person is not None and one.person.lead_id in leads
        things.setdefault(_thing(one), FromBefore(one, not theirs, today.get(_thing(one))))
    return tuple(things.values())


def as_kept(found: Recognition, *, force_id: int, now: datetime) -> dict[str, list[int]]:
    """Return what a check found to be known of whoever was confirmed and their home, by ids: what the proof of check keeps."""
    if found.known is None:
        return {"indicators": []}
    on, known = timezone.localdate(now), {found.known.person}
    together = at_risk.Households(on=on).of_all(known)
    theirs = queries.known_of(force_id, together.people, homes=together.homes)
    return {"indicators": sorted(one.pk for one in theirs)}


@transaction.atomic
def still_so(*, call: Call, indicator_id: int, user: User, actor: Actor, now: datetime) -> Indicator:
    """
    Note that what is known from before is still so today. Twice is once.

    Raises Indicator.DoesNotExist for anything that is not known of whoever was confirmed on this call; PermissionDenied.
    """
    refuse_another_force(user, force_id=call.force_id)
    known = from_before(call=call, check=calls.newest_check(call.pk), accepted=None, user=user, now=now)
    one = next((one for one in known if one.indicator.pk == indicator_id), None)
    if one is None:
        raise Indicator.DoesNotExist(indicator_id)
    if one.still:
        return one.still
    earlier = one.indicator
    return services.note_indicator(
        call=call,
        about=Whose.HOUSEHOLD if one.whose_home else Whose.VICTIM,
        words=earlier.words,
        source_kind=SourceKind.HISTORY,
        category=earlier.category,
        factor=Factor(earlier.factor) if earlier.factor else None,
        axis=Axis(earlier.axis) if earlier.axis else None,
        person=earlier.person,
        about_name=earlier.about_name,
        since=earlier.since or timezone.localdate(earlier.noted_at),
        user=user,
        actor=actor,
        now=now,
    )


def _thing(one: Indicator) -> tuple[object, ...]:
    """Name what an indicator says of whom: the same words of the same person on two calls are one thing."""
    lead = one.person.lead_id if one.person else one.about_name
    return lead, one.category or one.factor or one.axis, " ".join(one.words.casefold().split())


def _of_check(check: Check | None) -> list[Known]:
    """Take over what the check answered: whether it has happened before."""
    words = (check.found.get("known", {}) if check else {}).get("before", "")
    return [Known(Sign.HISTORY, words, "the check")] if words else []


def _of_call(ours: Iterable[Indicator]) -> list[Known]:
    return [
        Known(Sign(one.category), one.words, "said on this call")
        for one in ours
        if one.category in set(Sign) and one.source_kind == SourceKind.FINDING
    ]


def _of_before(before: Iterable[FromBefore]) -> list[Known]:
    return [
        Known(
            Sign(one.indicator.category),
            one.indicator.words,
            f"{'of the household, ' if one.whose_home else ''}known since {since(one.indicator)}",
        )
        for one in before
        if one.indicator.category in set(Sign)
    ]


def _of_needs(needs: Shown) -> list[Known]:
    return [
        Known(Sign.NEED, need.get_kind_display(), f"a need on record since {_day(timezone.localtime(need.noted_at))}")
        for one in needs.people
        for need in one.needs
    ]


def since(indicator: Indicator) -> str:
    """Say since when something is known: the first day, where that is known, else the day it was noted."""
    return _day(indicator.since or timezone.localtime(indicator.noted_at))


def _day(day: object) -> str:
    return f"{day:%-d %B %Y}"
