"""The trail is whole, or it says where it is not."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from hypothesis import given
from hypothesis import strategies as st

from heed.foundation.accounts.terms import system
from heed.foundation.audit import chain, queries, services
from heed.foundation.audit.models import ChainHead, Event
from heed.foundation.audit.terms import Act

ACTOR, OTHER = system("one"), system("other")


def record(now, actor=ACTOR, **changes):
    """Record one consultation."""
    fields = {"act": Act.CONSULTATION, "action": "person.seen", "subjects": ["person:1"], "purpose": "a test"}
    with transaction.atomic():
        return services.record(actor=actor, now=now, **(fields | changes))


@pytest.fixture
def three(db, noon):
    """Record three events of one actor and one of another."""
    for minute in range(3):
        record(noon + timedelta(minutes=minute))
    record(noon, actor=OTHER)


def tamper(statement):
    """Change the trail as somebody with the database's password could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")


def test_a_whole_trail_has_no_breaks(three):
    assert list(queries.breaks()) == []


@pytest.mark.parametrize(
    ("statement", "seq", "why"),
    [
        (
            "UPDATE audit_event SET purpose = 'none' WHERE chain = 'system:one' AND seq = 2",
            2,
            "it has been changed",
        ),
        (
            "UPDATE audit_event SET subjects = '[]' WHERE chain = 'system:one' AND seq = 1",
            1,
            "it has been changed",
        ),
        ("DELETE FROM audit_event WHERE chain = 'system:one' AND seq = 2", 3, "event 2 is missing"),
        ("DELETE FROM audit_event WHERE chain = 'system:one' AND seq = 3", 3, "the last 1 of 3 events are missing"),
        ("DELETE FROM audit_event WHERE chain = 'system:one'", 1, "the last 3 of 3 events are missing"),
        ("UPDATE audit_event SET hash = md5(hash) WHERE chain = 'system:one' AND seq = 2", 2, "does not follow"),
        ("DELETE FROM audit_chainhead WHERE chain = 'system:one'", 1, "head is missing"),
    ],
)
def test_each_kind_of_tampering_is_named_and_the_other_chain_stays_whole(three, statement, seq, why):
    tamper(statement)

    found = list(queries.breaks())

    assert [(b.chain, b.seq) for b in found] == [("system:one", seq)]
    assert why in found[0].why


@pytest.mark.django_db
def test_events_can_be_neither_changed_nor_removed(three):
    for change in (lambda: Event.objects.update(purpose=""), lambda: Event.objects.all().delete()):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_an_act_without_a_transaction_is_refused(noon):
    with pytest.raises(TransactionManagementError, match="transaction that did it"):
        services.record(actor=ACTOR, act=Act.CONSULTATION, action="person.seen", subjects=[], now=noon)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_trace_and_no_gap(noon):
    record(noon)
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012  the act and its failure are one
        services.record(actor=ACTOR, act=Act.CONSULTATION, action="person.seen", subjects=[], now=noon)
        raise RuntimeError
    record(noon)

    assert ChainHead.objects.get().seq == 2
    assert list(queries.breaks()) == []


@pytest.mark.django_db
def test_the_export_is_of_its_period_in_ecs_names_and_json(three, noon):
    exported = list(queries.exported(since=noon + timedelta(minutes=1), until=noon + timedelta(minutes=2)))

    assert [line["event"]["action"] for line in exported] == ["person.seen"]
    assert exported[0]["ecs"] == {"version": "8.11.0"}
    assert exported[0]["@timestamp"] == "2026-11-20T12:01:00.000000+00:00"
    json.dumps(exported)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=5))
def test_a_digest_does_not_depend_on_the_order_of_keys(content):
    backwards = dict(reversed(content.items()))

    assert chain.digest(chain.FIRST, 1, content) == chain.digest(chain.FIRST, 1, backwards)


def test_a_digest_depends_on_what_came_before_and_on_its_place():
    assert chain.digest("a" * 64, 1, {"x": 1}) != chain.digest("b" * 64, 1, {"x": 1})
    assert chain.digest("a" * 64, 1, {"x": 1}) != chain.digest("a" * 64, 2, {"x": 1})


@pytest.mark.django_db
@pytest.mark.parametrize("content", [{"x": "é — \U0001f622 'quoted' \\ back \u202e"}, {}, {"a": [1, None, True]}])
def test_the_database_makes_the_same_digest(content):
    statement = chain.IN_SQL.format(previous="%s", seq="7", content="%s")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {statement}", ["f" * 64, chain.canonical(content)])

        assert cursor.fetchone()[0] == chain.digest("f" * 64, 7, content)
