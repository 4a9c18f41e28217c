"""`heed audit`: what was changed behind Heed's back is named."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from heed.domain.calls.models import LogEntry
from heed.foundation.accounts.terms import system
from heed.foundation.audit.models import ChainHead, Event
from heed.foundation.audit.services import record
from heed.foundation.audit.terms import Act

pytestmark = pytest.mark.django_db

CHAIN = "system:tests"


@pytest.fixture
def trail(db, noon):
    """Return five events of one chain, an hour apart."""
    for number in range(5):
        record(
            actor=system("tests"),
            act=Act.CONSULTATION,
            action="person.consulted",
            subjects=[f"person:{number}"],
            purpose="a test",
            now=noon + timedelta(hours=number),
        )
    return Event.objects.filter(chain=CHAIN)


def behind_its_back(table, statement, *values):
    """Run SQL with the table's protection switched off, as somebody with the database's password could."""
    with connection.cursor() as cursor:
        # Constraints that wait for the commit would keep the table from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_whole_trail_is_exit_0_and_is_counted(heed, trail, reported, noon):
    incident = reported(now=noon)
    said = heed("audit", "verify", "--json")

    assert said.code == 0
    assert said.json["whole"] is True
    assert said.json["broken"] == []
    assert said.json["events"] == Event.objects.count()
    assert said.json["chains"] == ChainHead.objects.count()
    assert said.json["log_entries"] == LogEntry.objects.filter(call=incident.call_id).count()
    assert said.json["logs"] == 1


def test_an_empty_trail_is_whole(heed, db):
    said = heed("audit", "verify")

    assert said.code == 0
    assert "All are whole." in said.err


def test_a_changed_event_is_named(heed, trail):
    behind_its_back("audit_event", "UPDATE audit_event SET purpose = 'nothing' WHERE chain = %s AND seq = 3", CHAIN)
    said = heed("audit", "verify", "--json")

    assert said.code == 1
    assert [(b["chain"], b["entry"]) for b in said.json["broken"]] == [(CHAIN, 3)]
    assert "changed" in said.json["broken"][0]["why"]


@pytest.mark.parametrize(("cut", "entry", "why"), [
    ("seq = 5", 5, "the last 1 of 5 events are missing"),
    ("seq > 2", 3, "the last 3 of 5 events are missing"),
    ("seq = 1", 2, "event 1 is missing"),
    ("seq > 0", 1, "the last 5 of 5 events are missing"),
])  # fmt: skip
def test_events_that_are_cut_out_are_named(heed, trail, cut, entry, why):
    behind_its_back("audit_event", f"DELETE FROM audit_event WHERE chain = %s AND {cut}", CHAIN)
    said = heed("audit", "verify", "--json")

    assert said.code == 1
    assert said.json["broken"] == [{"chain": CHAIN, "entry": entry, "why": why}]


def test_a_newest_event_that_was_written_anew_is_named(heed, trail):
    from heed.foundation.audit import chain
    from heed.foundation.audit.services import content

    fourth, fifth = trail.order_by("seq")[3:5]
    fifth.purpose = "nothing"
    digest = chain.digest(fourth.hash, 5, content(fifth))
    behind_its_back(
        "audit_event",
        "UPDATE audit_event SET purpose = 'nothing', hash = %s WHERE chain = %s AND seq = 5",
        digest,
        CHAIN,
    )
    said = heed("audit", "verify", "--json")

    assert said.code == 1
    assert said.json["broken"][0]["entry"] == 5


def test_a_chain_without_its_head_is_named(heed, trail):
    ChainHead.objects.filter(chain=CHAIN).delete()

    assert "the chain's head is missing" in heed("audit", "verify").out


def test_each_broken_chain_is_named_once_and_the_others_are_not(heed, trail, noon):
    for number in range(3):
        record(actor=system("others"), act=Act.ERASURE, action="x.y", subjects=[], now=noon + timedelta(hours=number))
    behind_its_back("audit_event", "UPDATE audit_event SET purpose = 'nothing' WHERE chain = %s AND seq > 1", CHAIN)
    said = heed("audit", "verify")

    assert said.code == 1
    assert said.out.startswith(f"{CHAIN}, entry 2: ")
    assert said.out.count("\n") == 1


def test_a_changed_log_entry_is_named(heed, reported, noon):
    incident = reported(now=noon)
    behind_its_back(
        "calls_logentry",
        "UPDATE calls_logentry SET text = 'All quiet' WHERE call_id = %s AND seq = 2",
        incident.call_id,
    )
    said = heed("audit", "verify", "--json")

    assert said.code == 1
    assert [(b["chain"], b["entry"]) for b in said.json["broken"]] == [(f"log of call {incident.call_id}", 2)]


def test_a_log_entry_that_is_cut_out_is_named(heed, reported, noon):
    incident = reported(now=noon)
    behind_its_back("calls_logentry", "DELETE FROM calls_logentry WHERE call_id = %s AND seq = 3", incident.call_id)

    assert "entry 3 is missing" in heed("audit", "verify").out


def test_a_log_that_is_gone_is_named(heed, reported, noon):
    incident = reported(now=noon)
    behind_its_back("calls_logentry", "DELETE FROM calls_logentry WHERE call_id = %s", incident.call_id)
    said = heed("audit", "verify", "--json")

    assert said.json["broken"] == [
        {"chain": f"log of call {incident.call_id}", "entry": 1, "why": "the whole log is missing"}
    ]


def test_the_export_holds_its_period_and_nothing_else(heed, trail, noon):
    since, until = (noon + timedelta(hours=1)).isoformat(), (noon + timedelta(hours=3)).isoformat()
    said = heed("audit", "export", "--from", since, "--to", until)

    assert said.code == 0
    assert [event["labels"]["records"] for event in said.lines] == [["person:1"], ["person:2"]]
    first = said.lines[0]
    assert first["@timestamp"] == "2026-11-20T13:00:00.000000+00:00"
    assert first["event"]["action"] == "person.consulted"
    assert first["event"]["reason"] == "a test"
    assert first["ecs"] == {"version": "8.11.0"}


def test_an_export_is_an_event_itself(heed, trail):
    heed("audit", "export", "--from", "2026-01-01", "--to", "2026-02-01", "--purpose", "Inspection 7")
    event = Event.objects.get(action="audit.exported")

    assert event.act == Act.DISCLOSURE
    assert event.purpose == "Inspection 7"
    assert event.actor_key == "command line"
    assert event.at <= timezone.now()


@pytest.mark.parametrize("words", [
    ("audit",),
    ("audit", "export"),
    ("audit", "export", "--from", "yesterday", "--to", "2026-01-01"),
    ("audit", "export", "--from", "2026-02-01", "--to", "2026-01-01"),
])  # fmt: skip
def test_what_cannot_be_read_is_exit_2_and_nothing_is_done(heed, db, words):
    said = heed(*words)

    assert said.code == 2
    assert said.err
    assert said.out == ""
    assert not Event.objects.exists()
