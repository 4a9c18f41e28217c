"""heed audit."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from heed.commands import who
from heed.commands.base import FOUND_WRONG, HeedCommand
from heed.domain.calls import queries as calls
from heed.foundation.audit import queries, services
from heed.foundation.audit.terms import Act


class Command(HeedCommand):
    """Walk the chains of the audit trail and of every log, or hand events of the trail on."""

    help = "Verify the audit trail and the logs, or export events"

    def add_arguments(self, parser: CommandParser) -> None:
        """Two verbs."""
        actions = self.actions(parser)
        verify = actions.add_parser(
            "verify", help="name the first broken entry of each chain; exit 1 when there is one"
        )
        self.add_json(verify)
        export = actions.add_parser("export", help="print events as JSON lines in the Elastic Common Schema")
        export.add_argument("--from", dest="since", type=moment, required=True, help="ISO 8601 date or time, included")
        export.add_argument(
            "--to", dest="until", type=moment, required=True, help="ISO 8601 date or time, not included"
        )
        export.add_argument("--purpose", default="exported on the command line", help="why, for the audit trail")

    def handle(self, **options: Any) -> None:
        """Do what the verb says."""
        if options["action"] == "verify":
            self._verify(as_json=options["json"])
        else:
            self._export(options["since"], options["until"], purpose=options["purpose"])

    def _verify(self, *, as_json: bool) -> None:
        """Walk everything, and print each chain's first break."""
        length = queries.size()
        events, logs = (
            list(queries.breaks(self._progress("events"))),
            list(calls.log_breaks(self._progress("log entries"))),
        )
        entries, of_calls = calls.log_size()
        found = [
            *({"chain": broken.chain, "entry": broken.seq, "why": broken.why} for broken in events),
            *({"chain": f"log of call {broken.call}", "entry": broken.seq, "why": broken.why} for broken in logs),
        ]
        counted = {"events": length.events, "chains": length.chains, "log_entries": entries, "logs": of_calls}
        if as_json:
            self.write_json({"whole": not found, **counted, "broken": found})
        else:
            for broken in found:
                self.stdout.write(f"{broken['chain']}, entry {broken['entry']}: {broken['why']}.")
            whole = "All are whole." if not found else f"{len(found)} are broken."
            self.say(
                f"{length.events} events in {length.chains} chains and {entries} entries in {of_calls} logs: {whole}"
            )
        if found:
            raise SystemExit(FOUND_WRONG)

    def _export(self, since: datetime, until: datetime, *, purpose: str) -> None:
        """Print the events of a period; that they were handed on is itself an event, first."""
        if until <= since:
            raise CommandError("--to must be later than --from.")
        with transaction.atomic():
            services.record(
                actor=who.command_line(),
                act=Act.DISCLOSURE,
                action="audit.exported",
                subjects=[],
                purpose=purpose,
                detail={"from": since.isoformat(), "to": until.isoformat()},
                now=timezone.now(),
            )
        count = 0
        for event in queries.exported(since=since, until=until):
            self.write_json(event)
            count += 1
        self.say(f"{count} events.")

    def _progress(self, what: str) -> Callable[[int], None]:
        """Return a teller of how far a walk has come."""

        def tell(count: int) -> None:
            if count % PROGRESS_EVERY == 0:
                self.say(f"{count:,} {what} so far.")

        return tell


PROGRESS_EVERY = 100_000


def moment(text: str) -> datetime:
    """Read a date or a time as ISO 8601 has it; without a zone it is the force's own."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            f"{text!r} is not an ISO 8601 date or time, such as 2026-11-22 or 2026-11-22T18:00Z"
        ) from None
    return at if timezone.is_aware(at) else timezone.make_aware(at)
