"""Gives some of the people whom a simulated force knows needs, passports and warnings, so that a demonstration shows them."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate

from heed.domain.needs import rules
from heed.domain.needs.models import Need, Passport, PassportVersion, StaffWarning
from heed.domain.needs.passports.services import new_number
from heed.domain.needs.reviews.services import ask_owners
from heed.domain.needs.terms import Agreed, Basis, NeedKind, Source, WarningKind
from heed.domain.people.models import Residence
from heed.foundation.accounts.models import User
from heed.simulation.models import SimulatedForce, SimulatedPerson
from heed.simulation.terms import Need as Vulnerability

NEEDS_MOST, PASSPORTS_MOST, WARNINGS_MOST = 240, 12, 12
DEMO_PIN = "2468"
"""The PIN of every passport in a demonstration that has one."""

HELPS: dict[str, tuple[NeedKind, str, str, str]] = {
    Vulnerability.DEMENTIA: (
        NeedKind.LEARNING,
        "Forgets what was just said",
        "Say who you are each time. One question, then wait. Ring their daughter before anybody comes.",
        "",
    ),
    Vulnerability.MOBILITY: (
        NeedKind.MOBILITY,
        "Slow to the door",
        "Ring, and wait two minutes. Say through the letter box who it is. Silence does not mean that nobody is home.",
        "",
    ),
    Vulnerability.DEAFNESS: (
        NeedKind.HEARING,
        "Hears little on the telephone",
        "Text, do not ring. Face them when you speak; a written note helps.",
        "",
    ),
    Vulnerability.SIGHT: (
        NeedKind.SIGHT,
        "Cannot read letters",
        "Read it out, or send large print. Say your name and collar number at the door.",
        "",
    ),
    Vulnerability.LEARNING_DISABILITY: (
        NeedKind.COMMUNICATION,
        "Easy words",
        "Short sentences, no if and when. Ask them to say it back. Their support worker may sit in.",
        "",
    ),
    Vulnerability.MENTAL_HEALTH: (
        NeedKind.MENTAL_WELLBEING,
        "Frightened of uniforms",
        "Ring before coming, and say how long it will take. Sirens off.",
        "",
    ),
    Vulnerability.LONG_TERM_ILLNESS: (
        NeedKind.TIME,
        "Rests in the afternoon",
        "Ring before noon. Ten minutes at a time are enough.",
        "",
    ),
    Vulnerability.LITTLE_ENGLISH: (
        NeedKind.INTERPRETER,
        "",
        "Book the interpreter first, then ring. Not their children.",
        "Polish",
    ),
    Vulnerability.FRAIL_AND_ALONE: (
        NeedKind.SAFE_CONTACT,
        "Alone at night",
        "Ring the landline and let it ring. A neighbour has a key.",
        "",
    ),
}
"""What helps, by what the simulation knows of somebody: kind, what it is, what helps, language."""

WARNINGS = (
    (WarningKind.DOGS, "Two large dogs loose in the yard. Ring before you go in."),
    (WarningKind.HAZARD, "No light on the stairs and the third step is gone. Take a torch."),
    (WarningKind.DRUGS, "Needles behind the door of the hall. Gloves, and watch where you put your hands."),
    (WarningKind.IN_TWOS, "Somebody there threw a bottle at an officer. Go in twos."),
)


def give(simulated: SimulatedForce, *, seed: int, now: datetime) -> None:
    """Write a few hundred rows at most, whatever the size of the force; some are due for review already."""
    rng, today = Random(f"{seed}/needs"), localdate(now)
    staff = list(
        User.objects.filter(force=simulated.force, is_active=True, role__in=("call_handler", "supervisor")).order_by(
            "pk"
        )
    )
    staff += list(User.objects.filter(force=simulated.force).order_by("pk")[:2])
    owner, second = staff[0], next((user for user in staff if user != staff[0]), None)
    in_need = SimulatedPerson.objects.filter(simulated=simulated, known=True, vulnerable=True).order_by("pk")[
        :NEEDS_MOST
    ]
    needs, people = [], []
    labels = {kind.label: kind for kind in Vulnerability}
    for person in in_need:
        kinds = [labels[label] for label in person.because.split("; ") if label in labels]
        known = [HELPS[kind] for kind in kinds if kind in HELPS][:2]
        people += [person.pk] if known else []
        for kind, what, helps, language in known:
            left = rng.choice((5, 40, 200, 500))
            needs.append(
                Need(
                    force=simulated.force, person_id=person.pk, kind=kind, what=what, what_helps=helps, language=language,
                    source=rng.choice((Source.PERSON, Source.FAMILY, Source.PROFESSIONAL)), basis=Basis.SAFEGUARDING,
                    owner=owner, noted_by=owner, noted_at=now - timedelta(days=200),
                    review_on=today + timedelta(days=left // 2), expires_on=today + timedelta(days=left),
                )
            )  # fmt: skip
    Need.rows.bulk_create(needs)
    _passports(simulated, people[:PASSPORTS_MOST], owner=owner, now=now)
    if second:
        _warn(simulated, rng, owner=owner, second=second, now=now)
    ask_owners(now=now)


def _passports(simulated: SimulatedForce, people: Sequence[uuid.UUID], *, owner: User, now: datetime) -> None:
    """Write passports, every second one with a PIN, confirmed longer and longer ago: the last is out of view."""
    pin = make_password(DEMO_PIN) if people else ""
    for number, person in enumerate(people):
        at = now - timedelta(days=19 * number)
        passport = Passport.rows.create(
            force=simulated.force, person_id=person, number=new_number(simulated.force_id), pin=pin if number % 2 else "",
            owner=owner, made_at=at, made_by=owner, confirm_by=rules.confirm_by(localdate(at)),
            shown_until=rules.shown_until(localdate(at)),
        )  # fmt: skip
        PassportVersion.objects.create(
            passport=passport, at=at, written_by=owner, agreed=Agreed.TELEPHONE,
            what_helps="Speak slowly, and let me finish. I am not drunk, it is how I talk.",
            own_words="When it is bad I may say nothing for a while. Please stay on the line.",
        )  # fmt: skip


def _warn(simulated: SimulatedForce, rng: Random, *, owner: User, second: User, now: datetime) -> None:
    """Write warnings about homes; a third of them wait for a second person."""
    today = localdate(now)
    homes = Residence.objects.filter(person__force=simulated.force, until_on=None).order_by("place")
    places = list(homes.values_list("place", flat=True).distinct()[: WARNINGS_MOST * 5 : 5])
    rows = []
    for number, place in enumerate(places):
        kind, words = rng.choice(WARNINGS)
        approved = number % 3 != 0
        rows.append(
            StaffWarning(
                force=simulated.force, place_id=place, kind=kind, words=words, basis="An officer saw it",
                source=Source.HANDLER, owner=owner, noted_by=owner, noted_at=now - timedelta(days=30),
                review_on=today + timedelta(days=60), expires_on=today + timedelta(days=120),
                approved_at=now - timedelta(days=29) if approved else None, approved_by=second if approved else None,
            )
        )  # fmt: skip
    StaffWarning.rows.bulk_create(rows)
