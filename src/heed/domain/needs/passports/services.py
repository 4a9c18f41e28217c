"""Changes to passports: written with the person, confirmed, found by number and PIN, revoked."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.needs import rules
from heed.domain.needs.models import Passport, PassportTry, PassportVersion
from heed.domain.needs.services import settle
from heed.domain.needs.terms import Agreed, What
from heed.domain.people.models import Person
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class HasOne(Exception):
    """The person has a passport already."""


class Revoked(Exception):
    """The passport was revoked, or never was."""


class NotFound(Exception):
    """No passport answers to that number and PIN; the words do not say which of the two was wrong."""


class MustWait(Exception):
    """Too many tries went wrong."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a passport says, in the person's own terms, and how they agreed to it."""

    what_helps: str
    agreed: Agreed
    own_words: str = ""


@transaction.atomic
def write(*, person: Person, said: Said, pin: str = "", user: User, actor: Actor, now: datetime) -> Passport:
    """
    Make a passport with somebody, under a new number; pin: empty for none. Raises HasOne, Unfit.

    Whoever is one with them has the same passport.
    """
    group = list(Person.objects.select_for_update().filter(lead=person.lead_id).order_by("pk"))
    if Passport.rows.filter(person__in=group, revoked_at=None).exists():
        raise HasOne
    if pin:
        rules.check_pin(pin)
    today = localdate(now)
    made = Passport.rows.create(
        force_id=person.force_id,
        person=person,
        number=new_number(person.force_id),
        pin=make_password(pin) if pin else "",
        owner=user,
        made_at=now,
        made_by=user,
        confirm_by=rules.confirm_by(today),
        shown_until=rules.shown_until(today),
    )
    _add_version(made, said, user=user, now=now)
    _record("passport.written", Act.COLLECTION, made, actor=actor, now=now)
    return made


@transaction.atomic
def confirm(
    *, passport_id: int, said: Said, pin: str | None = None, user: User, actor: Actor, now: datetime
) -> Passport:
    """
    Keep what the person says now, changed or not, for another six months. pin: a new one, "" for none, None to leave it.

    A passport that has gone out of view comes back by this. Raises Revoked, Unfit, Passport.DoesNotExist.
    """
    passport = _locked(passport_id, user=user)
    if pin:
        rules.check_pin(pin)
    if pin is not None:
        passport.pin = make_password(pin) if pin else ""
    today = localdate(now)
    passport.confirm_by, passport.shown_until = rules.confirm_by(today), rules.shown_until(today)
    passport.save(update_fields=["pin", "confirm_by", "shown_until"])
    _add_version(passport, said, user=user, now=now)
    settle(What.PASSPORT, passport.pk, settled_as="Confirmed", user=user, now=now)
    _record("passport.confirmed", Act.ALTERATION, passport, actor=actor, now=now)
    return passport


@transaction.atomic
def revoke(*, passport_id: int, why: str, user: User, actor: Actor, now: datetime) -> Passport:
    """Revoke a passport: its number opens nothing any more and is never given again. Raises Revoked, Passport.DoesNotExist."""
    passport = _locked(passport_id, user=user)
    passport.revoked_at, passport.revoked_by, passport.revoked_why = now, user, why[:300] or "No reason given"
    passport.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    settle(What.PASSPORT, passport.pk, settled_as="Revoked", user=user, now=now)
    _record("passport.revoked", Act.ALTERATION, passport, purpose=why, actor=actor, now=now)
    return passport


def find(*, number: str, pin: str, purpose: str, user: User, actor: Actor, now: datetime) -> Passport:
    """
    Return the passport that a number and PIN said on the telephone open; that it was looked for is on the trail.

    A passport without a PIN opens by its number. Raises NotFound, or MustWait after too many wrong tries: of one passport
    by anybody, or of any by one person at work. What was tried is kept even where this raises.
    """
    with transaction.atomic():
        # One try at a time of each person at work: a burst is counted like a queue.
        User.objects.select_for_update().get(pk=user.pk)
        digits, today = rules.passport_number(number), localdate(now)
        found = Passport.rows.standing(on=today).filter(force=user.force_id, number=digits).first() if digits else None
        if _locked_out(found, user=user, now=now):
            _record_look(None, purpose, "must_wait", actor=actor, now=now)
            refusal: Exception = MustWait()
        else:
            right = found is not None and (not found.pin or check_password(pin, found.pin))
            PassportTry.objects.create(force_id=user.force_id, passport=found, tried_by=user, at=now, right=right)
            _record_look(found if right else None, purpose, "found" if right else "wrong", actor=actor, now=now)
            if found and right:
                return found
            refusal = NotFound()
    raise refusal


@transaction.atomic
def note_number_given(*, passport: Passport, recipient: str, actor: Actor, now: datetime) -> None:
    """Note that the number was shown, to be read out or printed for the person it belongs to."""
    audit.record(
        actor=actor, act=Act.DISCLOSURE, action="passport.number_given",
        subjects=[f"person:{passport.person_id}", f"passport:{passport.pk}"], recipient=recipient, now=now,
    )  # fmt: skip


def new_number(force_id: int) -> str:
    """Return a number that no passport of the force has or had."""
    while True:
        digits = str(secrets.randbelow(9 * 10 ** (rules.NUMBER_DIGITS - 2)) + 10 ** (rules.NUMBER_DIGITS - 2))
        number = rules.with_check_digit(digits)
        if not Passport.rows.filter(force=force_id, number=number).exists():
            return number


def _locked_out(passport: Passport | None, *, user: User, now: datetime) -> bool:
    """Say whether a try would be one too many."""
    wrong = PassportTry.objects.filter(right=False, at__gt=now - rules.TRIES_WITHIN)
    by_user = wrong.filter(tried_by=user).values_list("at", flat=True)
    if rules.must_wait(list(by_user), most=rules.GUESSES, now=now):
        return True
    of_it = wrong.filter(passport=passport).values_list("at", flat=True) if passport else ()
    return rules.must_wait(list(of_it), most=rules.TRIES, now=now)


def _locked(passport_id: int, *, user: User) -> Passport:
    """Return a passport that nobody revoked, locked. Raises Revoked, Passport.DoesNotExist."""
    passport = Passport.rows.select_for_update().get(pk=passport_id, force=user.force_id)
    if passport.revoked_at:
        raise Revoked
    return passport


def _add_version(passport: Passport, said: Said, *, user: User, now: datetime) -> None:
    """Append what it says. Raises Unfit."""
    if not said.what_helps.strip():
        raise rules.Unfit("Say what helps")
    PassportVersion.objects.create(passport=passport, at=now, written_by=user, **asdict(said))


def _record(action: str, act: Act, passport: Passport, *, actor: Actor, now: datetime, purpose: str = "") -> None:
    """Write the trail of a change."""
    subjects = [f"person:{passport.person_id}", f"passport:{passport.pk}"]
    audit.record(actor=actor, act=act, action=action, subjects=subjects, purpose=purpose, now=now)


def _record_look(passport: Passport | None, purpose: str, outcome: str, *, actor: Actor, now: datetime) -> None:
    """Write the trail of a look-up; never what was tried."""
    subjects: list[str] = [f"person:{passport.person_id}", f"passport:{passport.pk}"] if passport else []
    audit.record(
        actor=actor, act=Act.CONSULTATION, action="passport.looked_up", subjects=subjects, purpose=purpose,
        detail={"outcome": outcome}, now=now,
    )  # fmt: skip
