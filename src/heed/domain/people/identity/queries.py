"""Reading what was decided about who is who."""

import uuid
from collections.abc import Collection, Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from heed.domain.people.models import IdentityDecision, Person, Split
from heed.domain.people.rules import Member, Pair, groups_of, leader_of
from heed.domain.people.terms import APART, Judgement


def standing() -> QuerySet[IdentityDecision]:
    """Return the decisions that nobody has taken back."""
    return IdentityDecision.objects.filter(undo=None)


def about(one: uuid.UUID, other: uuid.UUID) -> list[IdentityDecision]:
    """Return the standing decisions about a pair, in whatever order it is named, the one that holds first."""
    pair = Q(one=min(one, other), other=max(one, other))
    return list(standing().filter(pair).select_related("decided_by", "one", "other").order_by("-id"))


def holding_among(person_ids: Collection[uuid.UUID]) -> list[IdentityDecision]:
    """Return the decision that holds about each pair of these people: the newest that stands, oldest first."""
    among = standing().filter(one__in=person_ids, other__in=person_ids)
    newest = among.order_by("one", "other", "-id").distinct("one", "other")
    return sorted(newest.select_related("decided_by", "one", "other"), key=lambda decision: decision.pk)


def against(one: uuid.UUID, other: uuid.UUID) -> list[IdentityDecision]:
    """Return the decisions that hold and keep anybody who is one with the first apart from anybody one with the second."""
    leads = dict(Person.objects.filter(lead__atoms__in=(one, other)).values_list("pk", "lead"))
    return [
        made
        for made in holding_among(leads.keys())
        if made.decision in APART and leads[made.one_id] != leads[made.other_id]
    ]


def same_pairs(decisions: Iterable[IdentityDecision]) -> list[Pair]:
    """Return the pairs that decisions hold to be the same."""
    return [(made.one_id, made.other_id) for made in decisions if made.decision == Judgement.SAME]


def history_of(person_id: uuid.UUID) -> list[IdentityDecision]:
    """Return everything decided about a person and whoever is one with them, undone or not, the newest first."""
    group = Person.objects.filter(lead__atoms=person_id).values("pk")
    named = IdentityDecision.objects.filter(Q(one__in=group) | Q(other__in=group))
    return list(named.select_related("one", "other", "decided_by", "undo__undone_by", "split").order_by("-id"))


def splits_of(person_id: uuid.UUID) -> list[Split]:
    """Return the splits that took something off a person or brought them about, undone or not, the newest first."""
    group = Person.objects.filter(lead__atoms=person_id).values("pk")
    named = Split.objects.filter(Q(person__in=group) | Q(new_person__in=group))
    return list(named.select_related("person", "new_person", "split_by", "undone_by").order_by("-id"))


def humans_kept(force_id: int) -> tuple[int, int]:
    """
    Return how many of the decisions that people made and that hold are kept, and how many there are.

    Kept: the same stand as one, those told apart do not, and no machine has decided since about a pair on which a person
    could not tell.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            HUMANS_KEPT,
            {"force": force_id, "same": str(Judgement.SAME), "apart": [str(apart) for apart in APART]},
        )
        kept, total = cursor.fetchone()
    return int(kept), int(total)


HUMANS_KEPT = """
    WITH stands AS (
        SELECT d.* FROM people_identitydecision d
         WHERE d.force_id = %(force)s
           AND NOT EXISTS (SELECT FROM people_identityundo u WHERE u.decision_id = d.id)
    ), theirs AS (
        SELECT DISTINCT ON (one_id, other_id) * FROM stands WHERE NOT by_machine ORDER BY one_id, other_id, id DESC
    )
    SELECT count(*) FILTER (WHERE NOT overruled AND CASE
               WHEN decision = %(same)s THEN one_lead = other_lead
               WHEN decision = ANY(%(apart)s) THEN one_lead <> other_lead
               ELSE TRUE END),
           count(*)
      FROM (SELECT theirs.decision, one.lead_id AS one_lead, other.lead_id AS other_lead,
                   EXISTS (SELECT FROM stands m WHERE m.by_machine AND m.one_id = theirs.one_id
                            AND m.other_id = theirs.other_id AND m.id > theirs.id) AS overruled
              FROM theirs
              JOIN people_person one ON one.id = theirs.one_id
              JOIN people_person other ON other.id = theirs.other_id) AS judged
"""


def leads_as_recomputed(force_id: int) -> dict[uuid.UUID, uuid.UUID]:
    """Return who ought to stand for whom by the decisions that hold, worked out from nothing: what a check compares."""
    known = {pk: Member(pk, at) for pk, at in Person.objects.filter(force=force_id).values_list("pk", "first_known_at")}
    newest = standing().filter(force=force_id).order_by("one", "other", "-id").distinct("one", "other")
    pairs = [
        (one, other) for one, other, what in newest.values_list("one", "other", "decision") if what == Judgement.SAME
    ]
    return {
        member: leader
        for group in groups_of(known.keys(), pairs)
        for leader in [leader_of([known[member] for member in group])]
        for member in group
    }


def kept_apart(force_id: int) -> set[Pair]:
    """Return who may never be proposed as one: the leads of everybody told apart, the smaller id first."""
    return _lead_pairs(force_id, APART)


def left_alone(force_id: int) -> set[Pair]:
    """Return the leads of every pair about whom a person could not tell: the machine has nothing to add."""
    return _lead_pairs(force_id, {Judgement.UNSURE})


def _lead_pairs(force_id: int, judgements: Collection[Judgement]) -> set[Pair]:
    """Return the leads of the pairs about whom one of these judgements holds."""
    newest = standing().filter(force=force_id).order_by("one", "other", "-id").distinct("one", "other")
    found = newest.values_list("decision", "one__lead", "other__lead")
    return {(min(a, b), max(a, b)) for decision, a, b in found if decision in judgements and a != b}
