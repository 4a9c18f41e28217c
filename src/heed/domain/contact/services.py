"""
Changes to the rules by which people are contacted safely. What goes out is in outbox/.

Whoever narrows does so alone, at once. Whatever would permit more needs a second person, and until they agree the rule stands:
the two rules then hold together, and the stricter wins.
"""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.contact import rules
from heed.domain.contact.models import ContactRule, Loosening
from heed.domain.contact.queries import rule_of, span_of
from heed.domain.needs.terms import Basis, Source
from heed.domain.people.models import Person
from heed.engines.risk.safe_contact import Channel, Rule, widens
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class Gone(Exception):
    """The rule has ended, or somebody has answered; the words say so, for the screen."""


class NotASecondPerson(Exception):
    """Whoever asked that more be permitted cannot agree to it."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule says. Channels as engines/risk spells them; hours: (day, from, until), None for any time."""

    source: Source
    basis: Basis
    review_on: date
    forbidden: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    hours: tuple[tuple[int, str, str], ...] | None = None
    voicemail: bool | None = None
    safe_number: str = ""
    safe_email: str = ""
    safe_address: str = ""
    code_word: str = ""
    who_may_answer: str = ""
    words: str = ""
    consent_at: datetime | None = None


@transaction.atomic
def note_rule(
    *, person: Person, rule: RuleWords, call: uuid.UUID | None = None, user: User, actor: Actor, now: datetime
) -> ContactRule:
    """Write down how somebody is contacted safely. It holds from now on, beside any other. Raises rules.Unfit."""
    made = _write(person=person, rule=rule, call=call, owner=user, follows=None, user=user, now=now)
    audit.record(actor=actor, act=Act.COLLECTION, action="safe_contact.noted", subjects=_subjects(made), now=now)
    return made


@transaction.atomic
def change_rule(
    *, rule_id: int, rule: RuleWords, why: str, user: User, actor: Actor, now: datetime
) -> tuple[ContactRule, bool]:
    """
    Put a rule in the place of another; say whether it took that place at once.

    One that permits nothing more, and drops no words for staff, does. Otherwise both stand, and a second person is asked
    to end the first.
    Raises rules.Unfit, Gone, ContactRule.DoesNotExist.
    """
    before = _standing(rule_id, user=user)
    made = _write(
        person=before.person, rule=rule, call=before.call, owner=before.owner, follows=before, user=user, now=now
    )
    at_once = (
        not widens(rule_of(before), rule_of(made))
        and (not before.code_word or made.code_word == before.code_word)
        and (not before.words or bool(made.words))
    )
    if at_once:
        _end(before, why=why or "Changed", user=user, now=now)
    else:
        _ask(before, why=why, user=user, now=now)
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="safe_contact.changed",
        subjects=[*_subjects(made), f"contact_rule:{before.pk}"],
        detail={"at_once": at_once},
        now=now,
    )
    return made, at_once


@transaction.atomic
def confirm_rule(*, rule_id: int, review_on: date, user: User, actor: Actor, now: datetime) -> ContactRule:
    """
    Say that a rule was gone through with the person and stands as it is, and when to ask again.

    Raises Unfit, and Gone where it has ended, or a second person is still to say whether it does.
    """
    before = _standing(rule_id, user=user)
    if before.loosenings.filter(answered_at=None).exists():
        raise Gone("Somebody asked that it ends: a second person must answer first")
    same = RuleWords(
        source=Source(before.source),
        basis=Basis(before.basis),
        review_on=review_on,
        forbidden=tuple(before.forbidden),
        only=None if before.only is None else tuple(before.only),
        hours=None if before.hours is None else tuple((day, start, end) for day, start, end in before.hours),
        consent_at=before.consent_at,
        **{name: getattr(before, name) for name in PLAIN},
    )
    made = _write(
        person=before.person, rule=same, call=before.call, owner=before.owner, follows=before, user=user, now=now
    )
    _end(before, why="Gone through again: it stands", user=user, now=now)
    audit.record(actor=actor, act=Act.ALTERATION, action="safe_contact.confirmed", subjects=_subjects(made), now=now)
    return made


@transaction.atomic
def ask_to_end(*, rule_id: int, why: str, user: User, actor: Actor, now: datetime) -> Loosening:
    """Ask a second person to end a rule. It stands until they agree. Raises rules.Unfit, Gone, ContactRule.DoesNotExist."""
    rule = _standing(rule_id, user=user)
    asked = _ask(rule, why=why, user=user, now=now)
    audit.record(
        actor=actor, act=Act.ALTERATION, action="safe_contact.end_asked", subjects=_subjects(rule), purpose=why, now=now
    )
    return asked


@transaction.atomic
def answer_loosening(
    *, loosening_id: int, agreed: bool, answer: str, user: User, actor: Actor, now: datetime
) -> Loosening:
    """
    Agree as the second person that a rule ends, or refuse. Raises NotASecondPerson, Gone, Loosening.DoesNotExist.

    A rule that followed the one that stays keeps holding as well: the stricter of both wins.
    """
    asked = Loosening.objects.select_for_update(of=("self",)).select_related("rule").get(
        pk=loosening_id, rule__force=user.force_id
    )  # fmt: skip
    rule = ContactRule.rows.select_for_update(of=("self",)).get(pk=asked.rule_id)
    if asked.answered_at or rule.ended_at:
        raise Gone("Somebody has answered this already")
    if asked.asked_by_id == user.pk:
        raise NotASecondPerson
    asked.answered_at, asked.answered_by, asked.agreed, asked.answer = now, user, agreed, answer[:300]
    asked.save(update_fields=["answered_at", "answered_by", "agreed", "answer"])
    if agreed:
        _end(rule, why=asked.why, user=user, now=now)
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="safe_contact.loosened" if agreed else "safe_contact.kept",
        subjects=_subjects(rule),
        purpose=answer,
        now=now,
    )
    return asked


@transaction.atomic
def show_code_word(*, rule_id: int, purpose: str, user: User, actor: Actor, now: datetime) -> str:
    """Return a code word; that it was shown, to whom and why, is on the trail. Raises Gone, ContactRule.DoesNotExist."""
    rule = _standing(rule_id, user=user)
    audit.record(
        actor=actor, act=Act.CONSULTATION, action="code_word.shown", subjects=_subjects(rule), purpose=purpose, now=now
    )
    return rule.code_word


def rule_from(said: RuleWords) -> Rule:
    """Put what a rule says as engines.risk.safe_contact has it. Raises rules.Unfit for what is no number."""
    return Rule(
        only=None if said.only is None else frozenset(map(Channel, said.only)),
        forbidden=frozenset(map(Channel, said.forbidden)),
        hours=None if said.hours is None else tuple(span_of(*one) for one in said.hours),
        number=rules.number_of(said.safe_number),
        email=said.safe_email,
        address=said.safe_address,
        voicemail=said.voicemail,
        code_word=bool(said.code_word),
        who_may_answer=said.who_may_answer,
    )


PLAIN = ("voicemail", "safe_number", "safe_email", "safe_address", "code_word", "who_may_answer", "words")
"""Fields that are on the row as they are said."""


def _write(
    *,
    person: Person,
    rule: RuleWords,
    call: uuid.UUID | None,
    owner: User,
    follows: ContactRule | None,
    user: User,
    now: datetime,
) -> ContactRule:
    """Write the row, once it is known to be fit. Hours are kept as lists, as JSON has them."""
    rules.check_rule(
        channels=(*rule.forbidden, *(rule.only or ())),
        hours=rule.hours,
        says_something=any(
            value not in ((), None, "") for name, value in asdict(rule).items() if name not in rules.ABOUT_THE_RULE
        ) or rule.only == (),
        consent=(rule.basis == Basis.CONSENT, rule.consent_at is not None),
        review_on=rule.review_on,
        today=localdate(now),
    )  # fmt: skip
    return ContactRule.rows.create(
        force_id=person.force_id,
        person=person,
        call=call,
        owner=owner,
        noted_at=now,
        noted_by=user,
        follows=follows,
        forbidden=sorted(rule.forbidden),
        only=None if rule.only is None else sorted(rule.only),
        hours=None if rule.hours is None else [list(span) for span in sorted(rule.hours)],
        source=rule.source,
        basis=rule.basis,
        consent_at=rule.consent_at,
        review_on=rule.review_on,
        **{name: getattr(rule, name) for name in PLAIN} | {"safe_number": rules.number_of(rule.safe_number)},
    )


def _standing(rule_id: int, *, user: User) -> ContactRule:
    """Return a rule that stands, locked. Raises Gone, ContactRule.DoesNotExist."""
    found = ContactRule.rows.select_for_update(of=("self",)).select_related("person", "owner")
    rule = found.get(pk=rule_id, force=user.force_id)
    if rule.ended_at:
        raise Gone("This rule has ended: nothing was changed")
    return rule


def _ask(rule: ContactRule, *, why: str, user: User, now: datetime) -> Loosening:
    """Ask a second person, unless somebody is asked already."""
    if not why.strip():
        raise rules.Unfit("Say why more may be permitted")
    waiting = Loosening.objects.filter(rule=rule, answered_at=None).first()
    return waiting or Loosening.objects.create(rule=rule, asked_at=now, asked_by=user, why=why[:300])


def _end(rule: ContactRule, *, why: str, user: User, now: datetime) -> None:
    """Write that a rule ended."""
    rule.ended_at, rule.ended_by, rule.ended_why = now, user, why[:300] or "No reason given"
    rule.save(update_fields=["ended_at", "ended_by", "ended_why"])


def _subjects(rule: ContactRule) -> list[str]:
    """Name what it is about, for the trail."""
    return [f"person:{rule.person_id}", f"contact_rule:{rule.pk}"]
