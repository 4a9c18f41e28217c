"""Writing a passport with somebody: what it says, and the telephone line by which they want to be found too."""

from datetime import datetime

from django.db import transaction

from heed.domain.needs.models import Passport
from heed.domain.needs.passports import services
from heed.domain.needs.passports.services import Said
from heed.domain.people import services as people
from heed.domain.people.models import Person
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor


@transaction.atomic
def write(*, person: Person, said: Said, pin: str, line: str, user: User, actor: Actor, now: datetime) -> Passport:
    """Make a passport with somebody; line: a number in E.164 by which they want to be found too. Raises HasOne, Unfit."""
    made = services.write(person=person, said=said, pin=pin, user=user, actor=actor, now=now)
    if line:
        people.confirm_line(person=person, e164=line, user=user, actor=actor, now=now)
    return made


@transaction.atomic
def confirm(
    *, person: Person, passport_id: int, said: Said, pin: str | None, line: str, user: User, actor: Actor, now: datetime
) -> Passport:
    """Keep what somebody says now for another six months, and the number they ring from. Raises Revoked, Unfit."""
    kept = services.confirm(passport_id=passport_id, said=said, pin=pin, user=user, actor=actor, now=now)
    if line:
        people.confirm_line(person=person, e164=line, user=user, actor=actor, now=now)
    return kept
