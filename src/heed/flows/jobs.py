"""Jobs of the flows: ids in, one call, safe to run twice. Flows defer them by name, so no import turns back."""

import uuid

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heed.flows import demands, proof, unheard, wording
from heed.flows.aftermath import follow_ups as aftermath
from heed.flows.case_review import agency_tasks
from heed.flows.case_review import chase as case_review_chase
from heed.flows.clocks import expiry as clocks_expiry
from heed.flows.conduct import prompting as conduct
from heed.flows.conferences import agenda as conference_agenda
from heed.flows.exchange import answering, applying
from heed.flows.messages import safe_contact
from heed.flows.powers import watch as powers_watch
from heed.flows.problems import evidence
from heed.flows.problems import plans as problems
from heed.flows.referrals import keeping as referrals
from heed.flows.support import contact as support
from heed.flows.support import promises
from heed.flows.tallies import keys as count_keys
from heed.flows.tasking import tasks

AGAIN = RetryStrategy(max_attempts=6, exponential_wait=2)
"""After 2, 4, 8, 16 and 32 seconds: a database that was started again is back by then."""

RINGS = "rings"
"""The queue of what somebody on the telephone is waiting for."""


@app.task(name="recognise_call", queue=RINGS, priority=10, retry=AGAIN)
def recognise_call(call_id: str) -> None:
    """Look up who may be ringing, before anybody takes the call."""
    proof.recognise_ringing(call_id=uuid.UUID(call_id), now=timezone.now())


@app.task(name="watch_unheard_call", queue=RINGS, priority=5, retry=AGAIN)
def watch_unheard_call(call_id: str) -> None:
    """Decide what follows a call that was given up before anybody spoke."""
    unheard.follow_up_abandoned(call_id=uuid.UUID(call_id), now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="end_stale_rings", queue=RINGS, queueing_lock="end_stale_rings")
def end_stale_rings(timestamp: int) -> None:  # noqa: ARG001  procrastinate passes when it was due
    """End the rings of which the telephone system never said how they ended."""
    unheard.end_stale_rings(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="demand_after_expiry", queue=RINGS, queueing_lock="demand_after_expiry")
def demand_after_expiry(timestamp: int) -> None:  # noqa: ARG001  as above
    """Demand that the risk is judged again where the time to attend has passed, of incidents without a clock as well."""
    demands.expired(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="expire_clocks", queue=RINGS, queueing_lock="expire_clocks")
def expire_clocks(timestamp: int) -> None:  # noqa: ARG001  as above
    """Do what follows for clocks that have run out."""
    clocks_expiry.expire(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="break_overdue_promises", queue=RINGS, queueing_lock="break_overdue_promises")
def break_overdue_promises(timestamp: int) -> None:  # noqa: ARG001  as above
    """Break the promises whose time has passed."""
    promises.break_overdue(now=timezone.now())


RECORDS = "records"
"""The queue of what is worked out from records while nobody waits on the line."""


@app.periodic(cron="5-59/15 * * * *")
@app.task(name="ask_for_contact", queue=RECORDS, queueing_lock="ask_for_contact")
def ask_for_contact(timestamp: int) -> None:  # noqa: ARG001  as above
    """Make the contact with victims that is overdue somebody's work, four times an hour."""
    support.ask_for_contact(now=timezone.now())


@app.task(name="look_for_conduct", queue=RECORDS, retry=AGAIN)
def look_for_conduct(incident_id: int) -> None:
    """Look whether an incident makes a sequence that may be a crime."""
    conduct.look(incident_id=incident_id, now=timezone.now())


@app.periodic(cron="40 3 * * *")
@app.task(name="look_at_those_made_one", queue=RECORDS, queueing_lock="look_at_those_made_one")
def look_at_those_made_one(timestamp: int) -> None:  # noqa: ARG001  as above
    """Look again at what happened to people who were made one, or two, since yesterday."""
    conduct.look_at_those_made_one(now=timezone.now())


@app.periodic(cron="10 4 * * 1")
@app.task(name="draw_wording_sample", queue=RECORDS, queueing_lock="draw_wording_sample")
def draw_wording_sample(timestamp: int) -> None:  # noqa: ARG001  as above
    """Draw the log entries of the week that has ended, for supervisors to read."""
    wording.draw_last_week(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="escalate_tasks", queue=RECORDS, queueing_lock="escalate_tasks")
def escalate_tasks(timestamp: int) -> None:  # noqa: ARG001  as above
    """Find the tasks whose owners are away or late, and deal them out, so that every worker passes some of them on."""
    for ids in tasks.batches(tasks.to_move(now=timezone.now())):
        escalate_some.defer(task_ids=list(ids))


@app.task(name="escalate_some", queue=RECORDS, retry=AGAIN)
def escalate_some(task_ids: list[int]) -> None:
    """Pass some tasks on, each in its own transaction."""
    tasks.escalate_all(task_ids=task_ids, now=timezone.now())


@app.task(name="look_for_problems", queue=RECORDS, retry=AGAIN)
def look_for_problems(incident_id: int) -> None:
    """Look whether an incident belongs to a problem plan, or opens one."""
    problems.look(incident_id=incident_id, now=timezone.now())


@app.periodic(cron="20 4 * * *")
@app.task(name="look_for_problems_again", queue=RECORDS, queueing_lock="look_for_problems_again")
def look_for_problems_again(timestamp: int) -> None:  # noqa: ARG001  as above
    """Look at the incidents of the last days once more, for what the worker missed and what was made one since."""
    problems.look_at_recent(now=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="watch_powers", queue=RECORDS, queueing_lock="watch_powers")
def watch_powers(timestamp: int) -> None:  # noqa: ARG001  as above
    """Say before a power runs out, and put down that it has."""
    powers_watch.watch(now=timezone.now())


@app.periodic(cron="50 * * * *")
@app.task(name="catch_orphan_evidence", queue=RECORDS, queueing_lock="catch_orphan_evidence")
def catch_orphan_evidence(timestamp: int) -> None:  # noqa: ARG001  as above
    """Make tasks of evidence without a live case, and of what nobody has looked at in time."""
    evidence.catch(now=timezone.now())


@app.periodic(cron="30 2 * * *")
@app.task(name="plan_follow_ups", queue=RECORDS, queueing_lock="plan_follow_ups")
def plan_follow_ups(timestamp: int) -> None:  # noqa: ARG001  as above
    """Plan to ask whoever suffered in what was closed whether it has stopped."""
    aftermath.plan(now=timezone.now())


@app.periodic(cron="20 8-17 * * *")
@app.task(name="ask_whether_it_stopped", queue=RECORDS, queueing_lock="ask_whether_it_stopped")
def ask_whether_it_stopped(timestamp: int) -> None:  # noqa: ARG001  as above
    """Ask those whose day has come, by day; and let somebody ring those who did not answer."""
    aftermath.ask(now=timezone.now(), address=settings.HEED_ANSWER_ADDRESS)
    aftermath.ring_unanswered(now=timezone.now())


@app.periodic(cron="50 2 * * *")
@app.task(name="chase_case_reviews", queue=RECORDS, queueing_lock="chase_case_reviews")
def chase_case_reviews(timestamp: int) -> None:  # noqa: ARG001  as above
    """Send somebody to tell those who may ask for a case review, or are near it, and were not told."""
    case_review_chase.chase(now=timezone.now())


@app.periodic(cron="10 6 * * *")
@app.task(name="chase_agency_tasks", queue=RECORDS, queueing_lock="chase_agency_tasks")
def chase_agency_tasks(timestamp: int) -> None:  # noqa: ARG001  as above
    """Have somebody ask the partner agencies whose tasks are late."""
    agency_tasks.chase(now=timezone.now())


@app.periodic(cron="15 5 * * *")
@app.task(name="review_safe_contact", queue=RECORDS, queueing_lock="review_safe_contact")
def review_safe_contact(timestamp: int) -> None:  # noqa: ARG001  as above
    """Ask for the reviews of rules for contacting people safely that are due; the rules stand all the same."""
    safe_contact.ask_for_reviews(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="watch_referrals", queue=RECORDS, queueing_lock="watch_referrals")
def watch_referrals(timestamp: int) -> None:  # noqa: ARG001  as above
    """Follow up what partners have not answered, and take back what they cannot see any more."""
    referrals.watch(now=timezone.now())


@app.periodic(cron="30 5 * * *")
@app.task(name="build_agendas", queue=RECORDS, queueing_lock="build_agendas")
def build_agendas(timestamp: int) -> None:  # noqa: ARG001  as above
    """Bring the agendas of the case conferences that are to come up to date."""
    conference_agenda.build_coming(now=timezone.now())


@app.periodic(cron="40 3 * * *")
@app.task(name="tidy_counts", queue=RECORDS, queueing_lock="tidy_counts")
def tidy_counts(timestamp: int) -> None:  # noqa: ARG001  as above
    """Erase what agencies reported too long ago to be counted, and end the keys that match nothing any more."""
    count_keys.tidy(now=timezone.now())


EXCHANGE = "exchange"
"""The queue of what goes to partners' systems and comes from them."""


@app.task(name="follow_partner_message", queue=EXCHANGE, retry=AGAIN)
def follow_partner_message(received_id: int) -> None:
    """Do what a message of a partner's system asks, if nobody has."""
    applying.apply(received_id=received_id, now=timezone.now())


@app.task(name="name_partner_case", queue=EXCHANGE, retry=AGAIN)
def name_partner_case(case_id: int) -> None:
    """Put a partner's own name for a case where people see it, and follow what came under it before."""
    applying.name(case_id=case_id, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="follow_partners", queue=EXCHANGE, queueing_lock="follow_partners")
def follow_partners(timestamp: int) -> None:  # noqa: ARG001  as above
    """Follow what was left behind or waits for its case, and tell partners how their own cases go."""
    applying.apply_all(now=timezone.now())
    answering.tell_all(now=timezone.now(), most=applying.AT_ONCE)
