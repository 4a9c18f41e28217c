"""Changes to what is known of the simulated world."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from heed.foundation.accounts.models import CommandUnit, Force, User
from heed.simulation.geography import FORCE_CODE, FORCE_NAME
from heed.simulation.loading import CONTROL_ROOM
from heed.simulation.personas import Persona, password, personas


class NotADemonstration(Exception):
    """HEED_DEMO is not set: accounts with a password that is printed are made in a demonstration alone."""


@transaction.atomic
def ensure_personas() -> tuple[Persona, ...]:
    """
    Make an account for each persona, or give it its password back; return them. Raises NotADemonstration.

    They belong to the force that does not exist and see nothing of another.
    """
    if not settings.HEED_DEMO:
        raise NotADemonstration
    force, _ = Force.objects.get_or_create(code=FORCE_CODE, defaults={"name": FORCE_NAME})
    code, name = CONTROL_ROOM
    unit, _ = CommandUnit.objects.get_or_create(force=force, code=code, defaults={"name": name})
    made = personas()
    word = password()
    # Hashing is slow by design. One password serves all, so one account shows whether it is still the right one.
    first = User.objects.filter(username=made[0].username).first()
    right = first is not None and first.check_password(word)
    hashed = first.password if first is not None and right else make_password(word)
    for persona in made:
        User.objects.update_or_create(
            username=persona.username,
            defaults={
                "first_name": persona.given_name,
                "last_name": persona.family_name,
                "role": persona.role,
                "rank": persona.rank,
                "force": force,
                "unit": unit,
                "email": f"{persona.username}@mallowshire.example",
                "password": hashed,
                "is_active": True,
            },
        )
    return made
