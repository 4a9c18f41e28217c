"""heed demo."""

import os
import queue
import threading
import time
import urllib.error
import urllib.request
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from heed.commands.base import HeedCommand
from heed.commands.management.commands.serve import listen
from heed.commands.processes import Processes
from heed.simulation import beats, helping, loading, partnering
from heed.simulation.personas import password, personas
from heed.simulation.services import ensure_personas

PEOPLE, YEARS, SEED = 12_000, 2, 1
RATE: Final = 0.05
"""Calls a second: one every twenty seconds, for one person who tries Heed."""
READY_WITHIN: Final = 90.0
LOOKS_EVERY: Final = 0.2


class Command(HeedCommand):
    """Everything at once, on this machine alone: a force that does not exist, its callers, the pages, the jobs."""

    help = "Try Heed with a force that does not exist"
    lasts = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and how often it rings."""
        parser.add_argument("--port", type=int, default=settings.HEED_PORT, help="port (HEED_PORT, %(default)s)")
        parser.add_argument("--rate", type=float, default=RATE, help="calls a second; 0 for none (%(default)s)")
        parser.add_argument(
            "--people", type=int, default=PEOPLE, help="people of a force still to be made (%(default)s)"
        )
        parser.add_argument("--years", type=int, default=YEARS, help="years of its history (%(default)s)")
        parser.add_argument("--seed", type=int, default=SEED, help="which force (%(default)s)")
        actions = parser.add_subparsers(dest="action", metavar="ACTION")
        listing = actions.add_parser("personas", help="print who can sign in, and with what password")
        listing.set_defaults(needs_database=False)
        self.add_json(listing)

    def handle(self, **options: Any) -> None:
        """Print the personas, or run until interrupted."""
        if options["action"] == "personas":
            self.print_personas(as_json=options["json"])
            return
        # For this process, whose settings are read already, and for the children, who inherit it.
        os.environ["HEED_DEMO"] = "1"
        settings.HEED_DEMO = True
        listen("127.0.0.1", options["port"]).close()
        ensure_personas()
        if loading.simulated() is None:
            self.say("Making a force that does not exist.")
            words = [word for name in ("people", "years", "seed") for word in (f"--{name}", str(options[name]))]
            call_command("simulate", "force", *words, stdout=self.stdout, stderr=self.stderr)
        now = timezone.now()
        if beat := beats.name_personas(personas(), now=now):
            helping.let_help_come(beat, now=now)
            partnering.let_partners_in(beat, now=now)
        self.run_until_interrupted(f"http://127.0.0.1:{options['port']}", options)

    def run_until_interrupted(self, address: str, options: dict[str, Any]) -> None:
        """Start the others, say when they are ready, and stop them all together."""
        ended: queue.Queue[tuple[str, int]] = queue.Queue()
        try:
            with Processes() as processes:
                processes.start("serve", "--port", str(options["port"]))
                processes.start("work")
                threading.Thread(target=lambda: ended.put(processes.wait()), daemon=True).start()
                wait_until_ready(address, ended)
                if options["rate"] > 0:
                    processes.start("simulate", "calls", "--rate", str(options["rate"]), "--url", address)
                self.print_ready(address)
                words, code = ended.get()
                raise CommandError(f"`heed {words}` ended with {code}, so everything was stopped.")
        except KeyboardInterrupt:
            self.say("Stopped.")

    def print_ready(self, address: str) -> None:
        """Say where it is and who can sign in."""
        self.stdout.write(f"Heed is ready at {address}")
        self.print_personas(as_json=False)
        self.stdout.write(f"What callers say: {address}/simulated/   Ctrl-C stops everything.")
        self.stdout.flush()

    def print_personas(self, *, as_json: bool) -> None:
        """Print who can sign in."""
        if as_json:
            self.write_json(
                [
                    {
                        "username": persona.username,
                        "password": password(),
                        "name": persona.name,
                        "role": str(persona.role),
                    }
                    for persona in personas()
                ]
            )
            return
        for persona in personas():
            self.stdout.write(f"  {persona.title:<34} {persona.username:<24} {password()}")


def wait_until_ready(address: str, ended: "queue.Queue[tuple[str, int]]") -> None:
    """Wait until the pages answer. Raises CommandError when a process ends first, or when it takes too long."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if not ended.empty():
            words, code = ended.get()
            raise CommandError(f"`heed {words}` ended with {code} before Heed was ready.")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(LOOKS_EVERY)
    raise CommandError(f"Heed did not answer at {address} within {READY_WITHIN:.0f} seconds.")
