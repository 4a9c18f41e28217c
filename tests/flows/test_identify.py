"""Two people turn out to be one, one to be two: everything follows, and everything can be undone."""

import uuid
from datetime import timedelta
from typing import ClassVar

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from heed.domain.calls.models import Call
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.services import NotInThese
from heed.domain.incidents.terms import PartyRole
from heed.domain.people import queries, services
from heed.domain.people.identity import queries as identity_read
from heed.domain.people.identity import services as identity
from heed.domain.people.identity.services import Basis, Contradicts, PartOfASplit
from heed.domain.people.models import IdentityDecision, LineUse, Mention, Person, Residence, Split
from heed.domain.people.splits.services import CannotSplit, Moved
from heed.domain.people.terms import APART, Judgement, LinkSource
from heed.domain.places.services import place_at
from heed.engines.linkage.said import Said
from heed.flows import identify
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import system
from heed.foundation.audit.models import Event
from tests.conftest import NOON

DAY = timedelta(days=1)
LINE = "+447700900123"
NAMES = ("Ada", "Bea", "Cyd", "Dot", "Eve")
PEOPLE = len(NAMES)


def by(user, now=NOON + 30 * DAY):
    return {"user": user, "actor": user.actor(), "now": now}


@pytest.fixture
def cast(force):
    """Return five people with homes, lines, descriptions and parts in eight incidents that they partly share."""
    people = []
    for n, name in enumerate(NAMES):
        # Two were first known at one moment: who leads is then a matter of their ids.
        at = NOON + min(n, 3) * DAY
        person = services.record_person(
            force=force, given_name=name, family_name="Marlow", born_on=None, actor=system("t"), now=at
        )
        for more in range(2):
            said = Said(given=name, family="Marlow", postcode=f"ZZ{n} {more}AA")
            services.mention(person=person, said=said, place=None, call=None, source=LinkSource.SAID, now=at)
        services.use_line(person=person, e164=LINE if n < 3 else f"{LINE}{n}", confirmed_by=None, now=at)
        home = place_at(force=force, address=f"{n // 2} Acacia Road, Mallow", now=NOON)
        services.lives_at(person=person, place=home, now=at)
        people.append(person)
    for n in range(8):
        call = Call.objects.create(
            force=force, channel="101", line_class="available", may_show=True, may_match=True, rang_at=NOON
        )
        incident = Incident.objects.create(
            force=force, call=call, channel="101", opening_code="X", recorded_at=NOON + n * DAY, policy_version="t"
        )
        for who in {n % PEOPLE, (n * 3 + 1) % PEOPLE}:
            Party.objects.create(incident=incident, role=PartyRole.VICTIM, person=people[who], at=NOON + n * DAY)
    return people


def suffered(person_ids):
    found = incidents.reports_of_people(person_ids, roles=(PartyRole.VICTIM,), since=NOON - DAY, excluding=None)
    return {person: {report.incident for report in reports} for person, reports in found.items()}


def everything(people, user):
    """Return all that hangs on some people: as it is stored, and as it is read."""
    ids = [person.pk for person in people]
    return {
        "people": list(Person.objects.filter(pk__in=ids).order_by("pk").values()),
        "mentions": list(Mention.objects.order_by("pk").values()),
        "uses": list(LineUse.objects.order_by("pk").values()),
        "residences": list(Residence.objects.order_by("pk").values()),
        "parties": list(Party.objects.order_by("pk").values()),
        "suffered": suffered(ids),
        "lines": {pk: [(use.pk, use.e164, use.times) for use in queries.lines_of(pk)] for pk in ids},
        "homes": {pk: queries.homes_ever(pk) for pk in ids},
        "parts": {pk: [found["part"].pk for found in incidents.of_person(user, pk)] for pk in ids},
        "on the line": [
            (use.pk, use.person_id) for use in queries.uses_of_line(user.force_id, LINE, since=NOON.date())
        ],
        "by name": list(queries.search_by_name(user, words="marlow")),
    }


class Identities(RuleBasedStateMachine):
    """Merges, tellings apart, splits and undoings in any order; at the end of each run all of it is undone."""

    cast: ClassVar[list[Person]]
    supervisor: ClassVar[User]
    done: ClassVar[set[str]]

    def __init__(self) -> None:
        super().__init__()
        self.by = by(self.supervisor)
        self.before = everything(self.cast, self.supervisor)
        self.block = transaction.atomic()
        self.block.__enter__()
        self.people = [person.pk for person in self.cast]
        self.decisions: list[int] = []
        self.splits: list[int] = []

    def pick(self, n):
        return self.people[n % len(self.people)]

    @rule(
        one=st.integers(0, 20),
        other=st.integers(0, 20),
        judgement=st.sampled_from([Judgement.SAME] * 4 + [*Judgement]),
    )
    def decide(self, one, other, judgement):
        if self.pick(one) == self.pick(other):
            return
        try:
            made = identify.tell_apart(
                one=self.pick(one), other=self.pick(other), judgement=judgement, why="", shown=[], **self.by
            )
        except Contradicts:
            self.done.add("contradicted")
        else:
            self.done.add(judgement)
            self.decisions.append(made.pk)

    @rule(n=st.integers(0, 100))
    def undo(self, n):
        if self.decisions:
            self.undone(self.decisions[n % len(self.decisions)])

    def undone(self, decision):
        try:
            identify.undo(decision_id=decision, why="", **self.by)
        except Contradicts:
            self.done.add("undoing contradicted")
            return False
        self.decisions.remove(decision)
        self.done.add("undone")
        return True

    @rule(who=st.integers(0, 20), chance=st.randoms(use_true_random=False))
    def split(self, who, chance):
        def some(model):
            rows = list(model.objects.filter(person=self.pick(who)).order_by("pk").values_list("pk", flat=True))
            return tuple(pk for pk in rows if chance.random() < 0.5)

        moved = Moved(some(Mention), some(LineUse), some(Residence), some(Party))
        try:
            made = identify.split(person=self.pick(who), moved=moved, why="two", **self.by)
        except CannotSplit:
            return
        self.done.add("split")
        self.people.append(made.new_person_id)
        self.splits.append(made.pk)

    @rule(n=st.integers(0, 100))
    def undo_split(self, n):
        if self.splits:
            self.put_back(self.splits[n % len(self.splits)])

    def put_back(self, split):
        try:
            identify.undo_split(split_id=split, why="", **self.by)
        except CannotSplit:
            self.done.add("moved on")
            return False
        except Contradicts:
            return False
        self.splits.remove(split)
        self.done.add("put back")
        return True

    @invariant()
    def leads_are_as_worked_out_from_nothing(self):
        stored = dict(Person.objects.values_list("pk", "lead"))
        assert stored == identity_read.leads_as_recomputed(self.supervisor.force_id)

    @invariant()
    def nobody_stands_with_whom_they_were_told_apart_from(self):
        leads = dict(Person.objects.values_list("pk", "lead"))
        for made in identity_read.holding_among(self.people):
            assert (leads[made.one_id] == leads[made.other_id]) is (made.decision == Judgement.SAME) or (
                made.decision not in {*APART, Judgement.SAME}
            )
        assert len(set(identity_read.humans_kept(self.supervisor.force_id))) == 1

    @invariant()
    def every_count_is_that_of_the_group(self):
        leads = dict(Person.objects.values_list("pk", "lead"))
        of_atoms = {}
        for person, incident in Party.objects.values_list("person", "incident"):
            of_atoms.setdefault(leads[person], set()).add(str(incident))
        assert suffered(self.people) == {pk: of_atoms.get(leads[pk], set()) for pk in self.people}

    def teardown(self):
        try:
            while self.decisions or self.splits:
                undone = [self.undone(made) for made in reversed(self.decisions)]
                undone += [self.put_back(made) for made in reversed(self.splits)]
                assert any(undone), "something can never be undone"
            assert everything(self.cast, self.supervisor) == self.before
            assert not identity_read.standing().exists()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)


def test_whatever_is_done_and_undone_leaves_everything_as_it_was(cast, supervisor):
    Identities.cast, Identities.supervisor, Identities.done = cast, supervisor, set()

    run_state_machine_as_test(
        Identities,
        settings=settings(
            max_examples=30, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert {Judgement.SAME, "undone", "split", "put back"} <= Identities.done


def test_everything_that_names_a_person_follows_or_is_moved():
    """A new table that names people must be counted over the group, moved by splits, or be told to stay, here."""
    named = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.model is Person
    }

    assert named == {
        # read over the group, moved by a split
        "people.Mention.person",
        "people.LineUse.person",
        "people.Residence.person",
        "incidents.Party.person",
        # what was decided about this very person, and stays with them
        "calls.CallerDecision.person",
        "people.IdentityDecision.one",
        "people.IdentityDecision.other",
        "people.Split.person",
        "people.Split.new_person",
        "people.Person.lead",
        "backrecord.Proposal.one",
        "backrecord.Proposal.other",
        "vulnerability.Indicator.person",
        # read over the group; a split leaves them with whom they were made with, for a person to look at
        "needs.Need.person",
        "needs.StaffWarning.person",
        "needs.ReviewDue.person",
        "needs.Passport.person",
        "contact.ContactRule.person",
        "support.Promise.person",
        "support.Offer.person",
        "support.SupportPlan.person",
        "support.ContactAgreed.person",
        "support.ContactMade.person",
        "case_review.Offer.person",
        "problems.Power.person",
        "problems.ProblemPlan.victim",
        "sharing.Lock.person",
        "sharing.Glass.person",
        "tallies.Asked.person",
        # of an incident, a visit or a message that named this very person, and stays with it
        "contact.Message.person",
        "aftermath.FollowUp.person",
        "tasking.Task.person",
        "tasking.Visit.person",
        "tasking.Query.person",
        "timers.Timer.person",
        "timers.CodeStatus.person",
        "timers.CodeEvent.person",
        "tallies.Look.person",
        "case_review.Application.person",
        "conferences.Item.person",
        # asked of the group as it stood then: looked at again every night
        "conduct.Prompt.victim",
        "conduct.Prompt.other",
    }


def test_both_sides_are_shown_with_what_a_merge_changes(cast, supervisor):
    ada, bea, *_ = cast
    Person.objects.filter(pk=ada.pk).update(born_on="1961-05-02")
    Person.objects.filter(pk=bea.pk).update(born_on="1990-01-01")
    mine, theirs = suffered([ada.pk, bea.pk]).values()

    shown = identify.preview(one=bea.pk, other=ada.pk, purpose="test", **by(supervisor))

    assert (shown.one.names, shown.other.names, shown.lead) == (("Bea Marlow",), ("Ada Marlow",), ada)
    assert shown.one.homes == shown.other.homes == ("0 Acacia Road, Mallow",)
    assert shown.other.as_victim[365] == len(mine)
    assert shown.one.as_victim[365] == len(theirs)
    assert shown.victim_after[365] == len(mine | theirs) < len(mine) + len(theirs)
    assert "Ada Marlow, on record since 20 November 2026, will stand for both." in shown.changes
    assert any("one household" in warning for warning in shown.warnings)
    assert shown.contradictions == ()
    assert Event.objects.filter(action="people.compared").count() == 1


def test_what_is_shown_after_is_what_is_counted_after(cast, supervisor):
    ada, bea, cyd, *_ = cast
    identify.merge(one=bea.pk, other=cyd.pk, why="x", shown=[], **by(supervisor))
    shown = identify.preview(one=ada.pk, other=cyd.pk, purpose="test", **by(supervisor))

    identify.merge(one=ada.pk, other=cyd.pk, why="x", shown=shown.words, **by(supervisor))

    after = identify.preview(one=bea.pk, other=cast[4].pk, purpose="test", **by(supervisor)).one
    assert after.as_victim == shown.victim_after
    assert (after.lead, after.on_record) == (ada, 3)
    assert IdentityDecision.objects.order_by("pk").last().shown == shown.words


def test_what_forbids_a_merge_is_shown_before_it_is_tried(cast, supervisor):
    ada, bea, cyd, *_ = cast
    identify.tell_apart(one=ada.pk, other=bea.pk, why="seen both", shown=[], **by(supervisor))
    identify.merge(one=bea.pk, other=cyd.pk, why="x", shown=[], **by(supervisor))

    shown = identify.preview(one=cyd.pk, other=ada.pk, purpose="test", **by(supervisor))

    assert len(shown.contradictions) == 1
    assert "Simon Price decided on 20 December 2026 that" in shown.contradictions[0]
    with pytest.raises(Contradicts):
        identify.merge(one=cyd.pk, other=ada.pk, why="x", shown=[], **by(supervisor))


def test_two_who_are_one_already_are_said_to_be(cast, supervisor):
    ada, bea, *_ = cast
    identify.merge(one=ada.pk, other=bea.pk, why="x", shown=[], **by(supervisor))

    shown = identify.preview(one=ada.pk, other=bea.pk, purpose="test", **by(supervisor))

    assert shown.contradictions == ("They stand as one person already.",)


def test_parts_in_incidents_are_split_and_come_back(cast, supervisor):
    ada = cast[0]
    part = Party.objects.filter(person=ada).first()
    before = suffered([ada.pk])
    made = identify.split(person=ada.pk, moved=Moved(parties=(part.pk,)), why="two", **by(supervisor))

    assert suffered([ada.pk, made.new_person_id])[made.new_person_id] == {str(part.incident_id)}
    assert suffered([ada.pk])[ada.pk] == before[ada.pk] - {str(part.incident_id)}

    identify.undo_split(split_id=made.pk, why="one after all", **by(supervisor))
    assert suffered([ada.pk]) == before


def test_a_split_moves_what_it_names_of_every_kind_and_nothing_else(cast, supervisor):
    ada = cast[0]

    def rows():
        tables = {"mentions": Mention, "line_uses": LineUse, "residences": Residence, "parties": Party}
        return {name: dict(table.objects.values_list("pk", "person")) for name, table in tables.items()}

    before = rows()
    chosen = {name: min(pk for pk, whose in of.items() if whose == ada.pk) for name, of in before.items()}
    made = identify.split(
        person=ada.pk, moved=Moved(**{name: (pk,) for name, pk in chosen.items()}), why="two", **by(supervisor)
    )

    new = made.new_person_id
    assert rows() == {name: {**of, chosen[name]: new} for name, of in before.items()}


def test_a_split_that_cannot_move_all_of_it_moves_none(cast, supervisor):
    ada, bea, *_ = cast
    theirs = Party.objects.filter(person=bea).first()

    with pytest.raises(NotInThese):
        identify.split(
            person=ada.pk,
            moved=Moved(
                line_uses=tuple(LineUse.objects.filter(person=ada).values_list("pk", flat=True)), parties=(theirs.pk,)
            ),
            why="two",
            **by(supervisor),
        )

    assert not Split.objects.exists()
    assert LineUse.objects.filter(person=ada).count() == 1


def test_a_call_handler_does_not_merge_on_a_record_page(cast, handler):
    with pytest.raises(PermissionDenied, match="may not decide identity"):
        identify.merge(one=cast[0].pk, other=cast[1].pk, why="x", shown=[], **by(handler))
    assert not IdentityDecision.objects.exists()


@pytest.fixture
def officer(person_at_work):
    return person_at_work("neighbourhood_officer", "nell", first_name="Nell", last_name="Ash")


@pytest.mark.parametrize(
    ("who", "later", "may"),
    [("officer", 0, True), ("officer", 1, False), ("handler", 0, False), ("supervisor", 90, True)],
)
def test_who_may_undo_and_until_when(cast, request, officer, who, later, may):
    user = request.getfixturevalue(who)
    made = identify.merge(one=cast[0].pk, other=cast[1].pk, why="x", shown=[], **by(officer, NOON))

    if may:
        identify.undo(decision_id=made.pk, why="wrong", **by(user, NOON + later * DAY))
    else:
        with pytest.raises(PermissionDenied, match="Only whoever decided"):
            identify.undo(decision_id=made.pk, why="wrong", **by(user, NOON + later * DAY))
    assert hasattr(IdentityDecision.objects.get(), "undo") is may


def test_a_relinking_is_undone_by_a_supervisor_alone(cast, supervisor, officer):
    run = uuid.uuid4()
    machine = system("linkage")
    for one, other in ((0, 1), (2, 3)):
        identity.decide(
            one=cast[one].pk,
            other=cast[other].pk,
            judgement=Judgement.SAME,
            basis=Basis(run=run, probability=0.9995, model="m1"),
            user=None,
            actor=machine,
            now=NOON,
        )

    with pytest.raises(PermissionDenied):
        identify.undo_run(run=run, why="bad", **by(officer))
    assert identify.undo_run(run=run, why="bad", **by(supervisor)) == 2
    assert identify.undo_run(run=run, why="bad", **by(supervisor)) == 0


def test_nobody_of_another_force_is_compared_or_merged(cast, supervisor):
    for act in (
        lambda: identify.preview(one=cast[0].pk, other=uuid.uuid4(), purpose="t", **by(supervisor)),
        lambda: identify.merge(one=cast[0].pk, other=uuid.uuid4(), why="x", shown=[], **by(supervisor)),
        lambda: identify.merge(one=cast[0].pk, other=cast[0].pk, why="x", shown=[], **by(supervisor)),
    ):
        with pytest.raises(Person.DoesNotExist):
            act()


def test_each_act_leaves_its_trace(cast, supervisor):
    ada, bea, *_ = cast
    made = identify.merge(one=ada.pk, other=bea.pk, why="x", shown=[], **by(supervisor))
    identify.undo(decision_id=made.pk, why="wrong", **by(supervisor))
    part = Party.objects.filter(person=ada).first()
    split = identify.split(person=ada.pk, moved=Moved(parties=(part.pk,)), why="two", **by(supervisor))
    identify.undo_split(split_id=split.pk, why="one", **by(supervisor))

    actions = list(
        Event.objects.filter(chain=supervisor.actor().reference).order_by("seq").values_list("action", flat=True)
    )
    assert actions == [
        "identity.decided_same",
        "identity.undone",
        "person.split",
        "party.moved",
        "split.undone",
        "party.moved",
    ]


def test_what_belongs_to_a_split_is_not_undone_alone(cast, supervisor):
    part = Party.objects.filter(person=cast[0]).first()
    made = identify.split(person=cast[0].pk, moved=Moved(parties=(part.pk,)), why="two", **by(supervisor))

    with pytest.raises(PartOfASplit):
        identify.undo(decision_id=made.decision_id, why="x", **by(supervisor))
