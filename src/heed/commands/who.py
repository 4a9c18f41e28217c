"""Who types a command, and for which force."""

import getpass
from argparse import ArgumentParser

from django.core.management.base import CommandError

from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor, ActorKind


def command_line(*, force: str = "") -> Actor:
    """Return whoever is signed in to this machine, as the actor on the command line."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "a user without a name"
    return Actor(ActorKind.SYSTEM, "command line", f"{name} on the command line", force=force)


def add_force(parser: ArgumentParser) -> None:
    """Add --force, which is needed where there are several."""
    parser.add_argument("--force", metavar="CODE", help="which force; needed where there are several")


def force_named(code: str | None) -> Force:
    """Return the force with a code, or the only one there is. Raises CommandError with one sentence."""
    forces = list(Force.objects.order_by("code"))
    if not forces:
        raise CommandError("There is no force yet: make one with `heed accounts add-force CODE NAME`.")
    codes = ", ".join(force.code for force in forces)
    if code is None:
        if len(forces) > 1:
            raise CommandError(f"There are several forces ({codes}): say which with --force CODE.")
        return forces[0]
    found = next((force for force in forces if force.code == code), None)
    if found is None:
        raise CommandError(f"There is no force {code}; there is {codes}.")
    return found
