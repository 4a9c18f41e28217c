"""What every step of a referral has in common: the lock, the log of the incident, the clock, the task and the other system."""

from collections.abc import Collection, Mapping
from datetime import datetime

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.referrals.models import Referral, ReferralStep
from heed.domain.referrals.rules import Unfit
from heed.domain.referrals.terms import CODED, StepKind
from heed.domain.sharing.rules import NOT_SHARED
from heed.domain.tasking import services as tasking
from heed.domain.tasking.access import DO_TASKS
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.engines.clocks.periods import Period, due
from heed.flows.sharing.put import Chosen
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy
from heed.foundation.policy.referrals_schema import OTHER, ReasonPart


def locked(referral: Referral) -> Referral:
    """Return a referral as it stands, held until the transaction ends; its incident first, as everybody does who changes one."""
    incidents.lock(referral.incident_id)
    found = Referral.objects.select_for_update(of=("self",)).select_related(
        "incident__force", "incident__call", "incident__beat", "incident__place", "agency", "sent_by", "force"
    )
    return found.get(pk=referral.pk)


def said_before(referral: Referral, external: str) -> ReferralStep | None:
    """Return the step that a message of another system made already."""
    return ReferralStep.objects.filter(referral=referral, external=external).first() if external else None


def ends(start: datetime, period: Period) -> datetime:
    """Say when a period of the pack ends that begins at a moment."""
    pack = policy.in_use()
    return due(start, period, pack.clocks.calendar.working_days, pack.zone)


def reasons_of(kind: StepKind) -> Mapping[str, ReasonPart]:
    """Return the reasons that the pack has for a step, by their ids."""
    return policy.in_use().referrals.reasons(CODED[kind])


def reason_and_words(kind: StepKind, reason: str, words: str, *, external: str) -> tuple[str, str]:
    """
    Return the reason as it is kept, and the words. Raises Unfit.

    A person chooses among the pack's. What another system gives and the pack does not know is kept as another reason, with its
    own name before the words: nothing that a partner says is lost.
    """
    known, words = reasons_of(kind), words.strip()
    if reason not in known:
        if not external:
            raise Unfit("Select why")
        reason, words = OTHER, f"{reason}: {words}".strip(": ") or "No reason was given"
    if known[reason].needs_words and not words:
        raise Unfit(f"“{known[reason].label}” needs words: say more")
    return reason, words


def reason_label(kind: StepKind, reason: str) -> str:
    """Return the words of a reason; of one that the pack no longer has, its id."""
    known = reasons_of(kind).get(reason) if kind in CODED else None
    return known.label if known else reason.replace("_", " ").capitalize()


def not_shared_in(words: str, *, incident: Incident, parts: Collection[str], now: datetime) -> str:
    """
    Return words to an agency with what is not shared with it marked; empty where they hold nothing of that.

    parts: what the agency is shown. Names, numbers and addresses go out where the agreement lets them, never in free words.
    """
    parties = list(incident.parties.select_related("person", "place").order_by("id"))
    marked = Chosen(incident, parties, frozenset(parts), None, policy.in_use(), now).clean(words)
    return marked if marked.count(NOT_SHARED) > words.count(NOT_SHARED) else ""


def log(incident: Incident, text: str, *, referral: Referral, actor: Actor, now: datetime) -> None:
    """Write in the log of an incident."""
    calls.append_entry(
        call_id=incident.call_id, kind=EntryKind.STATE, text=text, actor=actor, now=now,
        detail={"referral": referral.pk, "agency": referral.agency_id},
    )  # fmt: skip


def ours(referral: Referral, words: str, *, key: str, due_by: datetime, now: datetime) -> Task:
    """
    Make the next thing to be done the sender's work, or that of the officers of the beat where the sender cannot do it.

    key: what of the referral it comes from; it is made once.
    """
    owner: User | None = referral.sent_by
    if owner is not None and not allowed(owner, DO_TASKS):
        owner = None
    return tasking.make(
        force=referral.incident.force,
        kind=TaskKind.PARTNER,
        words=words,
        key=f"referral:{referral.pk}:{key}",
        actor=system("referrals", force=referral.incident.force.code),
        now=now,
        due_by=due_by,
        incident=referral.incident,
        place_id=referral.incident.place_id,
        owner=owner,
    )


def settle_tasks(referral: Referral, *, result: str, now: datetime, keep: str = "") -> None:
    """Finish what a referral made somebody's work, because it has moved on; tasks that tell a victim are left to be done."""
    open_ones = Task.objects.filter(
        force=referral.incident.force_id, key__startswith=f"referral:{referral.pk}:", done_at=None
    ).exclude(kind=TaskKind.CALL_BACK)
    for task in open_ones.exclude(key=keep) if keep else open_ones:
        tasking.finish(task=task, outcome=TaskOutcome.NO_LONGER_NEEDED, result=result, user=None, now=now)
