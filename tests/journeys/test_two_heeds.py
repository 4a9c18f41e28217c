"""
Two whole Heeds as each other's partners, over real HTTP: referral out, update back, partner down and back again.

One is the police. The other stands for the partner's system, spoken to by Open311 and by incident transfer.
"""

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from tests.journeys.conftest import copy_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill")]

WITHIN = 60.0
SENT_WHILE_DOWN = 6

AGREE = """
from datetime import timedelta
from django.utils import timezone
from heed.domain.agencies.models import Agency
from heed.domain.agencies.services import sign_agreement
from heed.foundation.accounts.terms import system
now = timezone.now()
for agency in Agency.objects.all():
    parts = ["pointer", "place", "words", "victim"]
    sign_agreement(
        agency=agency, title="Sharing", basis="cda_1998_s115", basis_words="", purposes=["solve", "protect"], parts=parts,
        on_the_wire=parts, starts_on=now.date(), review_on=now.date() + timedelta(days=300),
        actor=system("tests", force="MAL"), now=now,
    )
"""

REFER = """
import json, uuid
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from heed.domain.agencies.models import Agency
from heed.domain.calls import services as calls
from heed.domain.calls.terms import Channel
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.domain.incidents.terms import PartyRole
from heed.engines.numbers.terms import LineClass
from heed.flows import record, take_call
from heed.flows.record import IncidentReport, Someone
from heed.flows.referrals import replies
from heed.flows.referrals.refer import refer
from heed.flows.sharing.share import share
from heed.foundation.accounts.models import User
harriet, now = User.objects.get(username="harriet"), timezone.now()
actor, made = harriet.actor(), []
line = calls.Line(line_class=LineClass.UNAVAILABLE, e164="", shown_e164="", received="", extension="", may_show=False,
                  may_match=False)
jean = Someone((PartyRole.CALLER, PartyRole.VICTIM), is_caller=True, given_name="Jean", family_name="Marlow",
               address="14 Acacia Road, Mallow, ZZ1 1AA")
for name, count, more in json.loads({asked!r}):
    agency = Agency.objects.get(name=name)
    for n in range(count):
        with transaction.atomic():
            call = calls.open_call(call_id=uuid.uuid4(), force=harriet.force, unit=None, channel=Channel.COUNTER, queue="",
                                   line=line, actor=actor, now=now)
            take_call.take(call_id=call.pk, user=harriet, actor=actor, now=now)
            incident = record.record_incident(call=call, user=harriet, actor=actor, now=now, report=IncidentReport(
                opening_code="ASB_NUISANCE", summary="Music till two in the morning", grade="SCHEDULED",
                rationale="No danger now", address="14 Acacia Road, Mallow, ZZ1 1AA", parties=(jean,), answers=(),
                judgement=Judgement(vulnerable=Judged.NO, why="Well, and not alone")))
            shown = share(incident=incident, agency=agency, agreement=agency.agreements.get(), purpose="solve",
                          parts=["pointer", "place", "words", "victim"], user=harriet, actor=actor, now=now,
                          necessity="They cannot find the home otherwise", until=now.date() + timedelta(days=30))
            referral = refer(incident=incident, agency=agency, disclosure=shown, asked="Please visit the tenant",
                             user=harriet, actor=actor, now=now)
            for number in range(more):
                replies.give_more(referral=referral, words=f"More, {{number}}", actor=actor, now=now)
            made.append(incident.reference)
print(json.dumps(made))
"""

READ_AND_REPLY = """
from django.utils import timezone
from heed.domain.incidents.online.models import OnlineReport
from heed.domain.incidents.online.terms import Told
from heed.flows import decide, online_replies
from heed.foundation.accounts.models import User
harriet, now = User.objects.get(username="harriet"), timezone.now()
for report in OnlineReport.objects.all():
    decide.grade_again(incident=report.incident, grade="SCHEDULED", rationale="Read it", rural=False, user=harriet,
                       actor=harriet.actor(), now=now)
    online_replies.reply(report=report, status=Told.ACTION_SCHEDULED, words="Our officer visits on Thursday", user=harriet,
                         actor=harriet.actor(), now=now)
"""

REPEAT = """
from heed.connections.open311 import client as open311
from heed.connections.transfer import client as transfer
from heed.domain.exchange.models import Letter
from heed.domain.exchange.queries import endpoint_of
for message in Letter.objects.filter(kind__in=["create", "update"]).select_related("case"):
    endpoint = endpoint_of(message.case.agency_id)
    answer = {"open311": open311, "transfer": transfer}[endpoint.protocol].hand_over(endpoint, message)
    assert answer.result == "taken", answer
"""

NOW = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
    SELECT 'exchange', name, '{"timestamp": 0}', 'todo'
      FROM unnest(ARRAY['sweep_open311', 'sweep_transfers', 'follow_partners']) AS name RETURNING id
"""
AN_HOUR_LATER = (
    "UPDATE exchange_waiting SET due_at = now() - interval '1 second', claimed_until = NULL, claim = NULL RETURNING 1"
)
ASK_NOW = "UPDATE exchange_poll SET due_at = now() - interval '1 second' RETURNING 1"
STATES = """
    SELECT a.name, r.state, c.external_id FROM referrals_referral r JOIN agencies_agency a ON a.id = r.agency_id
      JOIN exchange_case c ON c.referral_id = r.id ORDER BY r.id
"""


def until(both, asked, *, what):
    """Wait until something is so, hurrying the jobs of every minute on at both; return it."""
    live = both[0]
    deadline = time.monotonic() + WITHIN
    while not (found := asked()):
        assert time.monotonic() < deadline, (
            f"{what}: {live.query(STATES)} {live.query('SELECT * FROM exchange_attempt')}"
        )
        for one in both:
            one.query(ASK_NOW)
            one.query(NOW)
        time.sleep(0.5)
    return found


def key_of(live, name, kind):
    """Add an agency to a Heed; return the key with which its system comes in."""
    return json.loads(live.run("agency", "add", name, "--kind", kind, "--api-key", "--json").stdout)["api_key"]


def meet(police, partner, tmp_path):
    """Make each known to the other: once by Open311, once by incident transfer."""
    partner_key, police_key = key_of(partner, "Mallowshire Police", "police"), key_of(police, "Mallow Homes", "housing")
    key_of(police, "Mallow Borough Council", "council")
    with ThreadPoolExecutor(2) as at_once:
        list(at_once.map(lambda live: live.run("shell", "-c", AGREE), (police, partner)))
    (tmp_path / "to_partner").write_text(partner_key)
    (tmp_path / "to_police").write_text(police_key)
    to_partner, to_police = ["--key-file", str(tmp_path / "to_partner")], ["--key-file", str(tmp_path / "to_police")]
    police.run("agency", "endpoint", "Mallow Borough Council", "--protocol", "open311", "--address",
               f"{partner.url}/open311/v2/", "--jurisdiction", "MAL", "--code", "*=asb_noise", *to_partner)  # fmt: skip
    police.run("agency", "endpoint", "Mallow Homes", "--protocol", "transfer", "--address",
               f"{partner.url}/api/transfer/v1/", *to_partner)  # fmt: skip
    partner.run("agency", "endpoint", "Mallowshire Police", "--protocol", "transfer", "--address",
                f"{police.url}/api/transfer/v1/", *to_police)  # fmt: skip


def refer(police, *asked):
    """Refer at the police; return the references of the incidents."""
    return json.loads(police.run("shell", "-c", REFER.format(asked=json.dumps(asked))).stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def both(furnished, tmp_path_factory):
    """Run two Heeds that know each other."""
    with ExitStack() as stack:
        police, partner = (
            stack.enter_context(copy_of(furnished, tmp_path_factory.mktemp(name))) for name in ("police", "partner")
        )
        meet(police, partner, tmp_path_factory.mktemp("keys"))
        for live in (police, partner):
            live.serve()
            live.work()
        yield police, partner


def test_referrals_go_out_updates_come_back_and_a_partner_that_was_down_gets_everything_once(both):
    police, partner = both

    # Out: both partners have it, each under a number that the police know.
    refer(police, ("Mallow Borough Council", 1, 1), ("Mallow Homes", 1, 1))
    until(both, lambda: all(number for _, _, number in police.query(STATES)), what="no number came back")
    reports = "SELECT external_id FROM incidents_onlinereport"
    assert len(partner.query(reports)) == 2
    names = partner.query("SELECT given_name, family_name, role FROM incidents_party WHERE role = 'victim'")
    assert names == [("Jean", "Marlow", "victim")], (
        "the victim is named by the transfer; by Open311 in the description alone"
    )

    # Back: somebody there reads it and says what they do; here the referral is accepted, and says so in its own words.
    partner.run("shell", "-c", READ_AND_REPLY)
    until(both, lambda: {state for _, state, _ in police.query(STATES)} == {"accepted"}, what="not accepted")
    steps = "SELECT count(*) FROM referrals_referralstep WHERE words LIKE '%visits on Thursday%'"
    until(both, lambda: police.query(steps) == [(2,)], what="the words did not come back")

    # Down for an hour: what is written meanwhile waits, in order, and nothing is lost.
    partner.kill("serve")
    refer(police, ("Mallow Borough Council", SENT_WHILE_DOWN // 2, 2), ("Mallow Homes", SENT_WHILE_DOWN // 2, 2))
    failed = "SELECT count(*) > 1 FROM exchange_attempt WHERE result = 'again'"
    until(both, lambda: police.query(failed) == [(True,)], what="nothing was tried while the partner was down")
    assert police.query("SELECT count(*) FROM exchange_waiting") == [(3 * SENT_WHILE_DOWN,)]
    partner.serve()
    police.kill("work")
    police.work()

    def arrived():
        police.query(AN_HOUR_LATER)
        return police.query("SELECT count(*) FROM exchange_waiting") == [(0,)]

    until(both, arrived, what="what waited did not go out")

    # And every message once more, as after answers that were lost on the way.
    police.run("shell", "-c", REPEAT)
    until(both, lambda: not partner.query("SELECT 1 FROM exchange_received WHERE applied_at IS NULL"), what="left over")

    once = Counter(partner.query(reports))
    assert len(once) == 2 + SENT_WHILE_DOWN
    assert set(once.values()) == {1}
    assert partner.query("SELECT count(*) FROM incidents_incident") == [(2 + SENT_WHILE_DOWN,)]
    order = partner.query(
        "SELECT report_id, array_agg(substring(words FROM 'More, [0-9]') ORDER BY id) FROM incidents_reportupdate GROUP BY 1"
    )
    assert sorted(len(said) for _, said in order) == [1, 1] + [2] * SENT_WHILE_DOWN
    assert all(said == sorted(said) for _, said in order)
    assert police.query("SELECT count(*) FROM exchange_received WHERE refused_at IS NOT NULL") == [(0,)]
    assert police.query("SELECT count(*) FROM exchange_waiting WHERE dead_at IS NOT NULL") == [(0,)]
    assert [live.run("audit", "verify").returncode for live in both] == [0, 0]
