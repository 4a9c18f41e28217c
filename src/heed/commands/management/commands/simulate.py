"""heed simulate."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from heed.commands.base import HeedCommand
from heed.connections.telephony.models import Source
from heed.connections.telephony.services import add_source, token_digest
from heed.foundation.accounts.terms import system
from heed.simulation import loading, queries, removing
from heed.simulation.choosing import Choosing, NobodyToRing
from heed.simulation.exchange import Exchange, Refused
from heed.simulation.live import Callers, ring_on
from heed.simulation.models import SimulatedForce
from heed.simulation.world import Order

TOKEN_FILE = "simulated_exchange.token"  # noqa: S105  the file's name
SOURCE = "simulated exchange"
NONE_LOADED = "No simulated force is loaded: run `heed simulate force --people 12000 --years 2 --seed 1`."


class Command(HeedCommand):
    """A force that does not exist: load its history, let its people ring, print the truth about every call."""

    help = "Load a force that does not exist, and let its people ring"

    def add_arguments(self, parser: CommandParser) -> None:
        """Three verbs."""
        actions = self.actions(parser)
        force = actions.add_parser("force", help="load a force with years of history")
        force.add_argument("--people", type=int, required=True, help="people who live there")
        force.add_argument("--years", type=int, default=2, help="years of history (%(default)s)")
        force.add_argument("--seed", type=int, default=1, help="the same seed gives the same force (%(default)s)")
        force.add_argument("--incidents", type=int, help="incidents in all (48 for each 1,000 people and year)")
        force.add_argument("--until", type=_day, help="last day of the history, not included (today)")
        force.add_argument("--replace", action="store_true", help="remove the simulated force that is loaded first")
        calls = actions.add_parser("calls", help="let people ring now")
        calls.add_argument("--rate", type=float, required=True, help="calls a second, on average; may be a fraction")
        calls.add_argument("--seconds", type=float, help="how long (until interrupted)")
        calls.add_argument(
            "--url", default=f"http://127.0.0.1:{settings.HEED_PORT}", help="where Heed is (%(default)s)"
        )
        calls.add_argument("--token", help="of a telephone source (one is made when not given)")
        calls.add_argument("--seed", type=int, help="who rings next (a different one each time)")
        calls.add_argument("--patience", type=float, default=1.0, help="stretches how long callers wait (%(default)s)")
        truth = actions.add_parser("truth", help="print who really rang about whom, one JSON line a call")
        self.add_json(truth)
        truth.add_argument("--live", action="store_true", help="calls made by `heed simulate calls`, not past ones")

    def handle(self, **options: Any) -> None:
        """Do what was asked."""
        match options["action"]:
            case "force":
                self.load(**options)
            case "calls":
                self.ring(**options)
            case _:
                for row in queries.truth(live=options["live"]):
                    self.write_json(row)

    def load(self, **options: Any) -> None:
        """Load a force."""
        now = timezone.now()
        until = options["until"] or now.replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            order = Order(options["people"], options["years"], options["seed"], until, options["incidents"])
        except ValueError as error:
            raise CommandError(f"{error}.") from error
        there = loading.simulated()
        if there is not None and options["replace"]:
            self.say(f"Removing {there.force.name} as it was loaded on {there.made_at:%-d %B %Y}.")
            self.say(f"{removing.remove(there, now=now):,} rows removed.")
        try:
            made = loading.load(order, now=now, progress=self.progress)
        except loading.AlreadySimulated as error:
            raise CommandError(str(error)) from error
        self.say_loaded(made)

    def progress(self, incidents: int, wanted: int, seconds: float) -> None:
        """Say how far it is."""
        self.say(f"{incidents:,} of {wanted:,} incidents, {incidents / seconds:,.0f} a second")

    def say_loaded(self, made: SimulatedForce) -> None:
        """Say what came of it."""
        rows = sum(count for count in made.counts.values() if isinstance(count, int))
        self.say(
            f"{made.force.name}: {made.people:,} people, {made.incidents:,} incidents, {rows:,} rows in {made.seconds:,.1f} s "
            f"({rows / max(made.seconds, 0.001):,.0f} rows a second)."
        )
        twice = made.counts.get("numbers_given_twice", 0)
        if twice:
            self.say(
                f"Ofcom's numbers for drama ran out: {twice:,} were given to a second person while the first still had them."
            )

    def ring(self, **options: Any) -> None:
        """Let people ring."""
        if options["rate"] <= 0 or options["patience"] <= 0:
            raise CommandError("--rate and --patience must be more than 0.")
        made = loading.simulated()
        if made is None:
            raise CommandError(NONE_LOADED)
        # A seed of one's own is wanted for a repeatable run alone.
        rng = Random(options["seed"])  # noqa: S311  who rings next is no secret
        try:
            choosing = Choosing(rng, made, now=timezone.now())
        except NobodyToRing as error:
            raise CommandError("Nobody in the simulated force has rung yet: load one with more incidents.") from error
        self.say(f"Ringing {options['url']} {options['rate']:g} times a second. Ctrl-C ends it.")
        with _exchange(options["url"], options["token"] or own_token(made)) as exchange:
            callers = Callers(made, exchange, choosing, rng, patience=options["patience"])
            try:
                ring_on(callers, rate=options["rate"], seconds=options["seconds"], rng=rng)
            except Refused as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                reason = error.strerror or str(error)
                raise CommandError(f"Nobody answers at {options['url']}: {reason}.") from error
            except KeyboardInterrupt:
                self.say("Interrupted: every caller has hung up.")
        tally = callers.tally
        self.say(
            f"{tally.calls} calls, {tally.answered} answered, {tally.given_up} given up, {tally.refused} events refused."
        )
        for scenario, count in sorted(tally.rang.items()):
            self.say(f"  {scenario}: {count}")


def own_token(made: SimulatedForce) -> str:
    """Return the token of the simulated exchange; it is kept beside the data, and made again where it is lost."""
    kept = Path(settings.HEED_DATA_DIR) / TOKEN_FILE
    if kept.exists():
        token = kept.read_text(encoding="ascii").strip()
        if Source.objects.filter(token_digest=token_digest(token), ended_at=None, force=made.force_id).exists():
            return token
    others = Source.objects.filter(name__startswith=SOURCE).count()
    name = SOURCE if not others else f"{SOURCE} {others + 1}"
    _, token, _ = add_source(
        force=made.force, name=name, actor=system("simulation", force=made.force.code), now=timezone.now()
    )
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(f"{token}\n", encoding="ascii")
    return token


@contextmanager
def _exchange(url: str, token: str) -> Iterator[Exchange]:
    """Open the exchange; a url that cannot be one is said in a sentence."""
    try:
        made = Exchange(url, token)
    except ValueError as error:
        raise CommandError(f"--url: {error}.") from error
    with made:
        yield made


def _day(written: str) -> datetime:
    """Read a day as the moment at which it begins, in UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)
