"""heed agency."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from heed.commands import agency_count_key, agency_endpoint, agency_tokens, who
from heed.commands.base import HeedCommand
from heed.domain.agencies import services
from heed.domain.agencies.models import Agency
from heed.domain.agencies.queries import agencies_of
from heed.domain.agencies.rules import Unfit
from heed.domain.agencies.services import AgencyNameTaken, AlreadyEnded, Reached
from heed.domain.agencies.terms import AgencyKind
from heed.flows import agencies


class Command(HeedCommand):
    """Add the agencies the force works with, make keys for their systems, list them, end one."""

    help = "Add partner agencies, make keys for their systems, list and end them"

    def add_arguments(self, parser: CommandParser) -> None:
        """Seven verbs."""
        actions = self.actions(parser)
        add = actions.add_parser("add", help="add an agency")
        add.add_argument("name", metavar="NAME", help="as people call it")
        add.add_argument("--kind", choices=AgencyKind.values, default=AgencyKind.COUNCIL.value, help="%(default)s")
        add.add_argument("--api-key", action="store_true", help="make a key for its system, and print it, this once")
        add.add_argument("--telephone", default="", help="the agency's own, no person's")
        add.add_argument("--email", default="", help="the agency's own, no person's")
        add.add_argument("--asked-for", default="", help='whom to ask for, and when: "ASB team, Mon to Fri 9 to 5"')
        add.add_argument("--body", default="", help='the name other systems know it by, such as "la:E06000062"')
        listing = actions.add_parser("list", help="list the agencies, one a line")
        listing.add_argument("--ended", action="store_true", help="those that have ended too")
        key = actions.add_parser("key", help="make another key, and print it, this once; those before go on")
        end_key = actions.add_parser("end-key", help="end one key, or all of an agency")
        which = end_key.add_mutually_exclusive_group(required=True)
        which.add_argument("--key", metavar="NUMBER", type=int, help="its number, as `heed agency list --json` has it")
        which.add_argument("--all", action="store_true", help="every key of the agency")
        tokens = actions.add_parser("tokens", help=agency_tokens.SUMMARY, needs_database=False)
        agency_tokens.add_arguments(tokens)
        count_key = actions.add_parser("count-key", help=agency_count_key.SUMMARY)
        endpoint = actions.add_parser("endpoint", help=agency_endpoint.SUMMARY)
        agency_endpoint.add_arguments(endpoint)
        end = actions.add_parser("end", help="end an agency: its agreements, its keys and its accounts")
        end.add_argument("--why", required=True, help="kept with what ends")
        for verb in (key, end_key, count_key, endpoint, end):
            verb.add_argument("name", metavar="NAME")
        for verb in (add, listing, key, end_key, count_key, endpoint, end):
            who.add_force(verb)
            self.add_json(verb)

    def handle(self, **options: Any) -> None:
        """Do what the verb says; what the force's rules refuse is a sentence and exit 2."""
        verbs: dict[str, Callable[[dict[str, Any]], None]] = {
            "add": self._add,
            "list": self._list,
            "key": self._key,
            "end-key": self._end_key,
            "end": self._end,
            "tokens": agency_tokens.answer,
            "count-key": self._count_key,
            "endpoint": self._endpoint,
        }
        try:
            verbs[options["action"]](options)
        except (Unfit, AlreadyEnded) as error:
            raise CommandError(f"{error}.") from None

    def _add(self, options: dict[str, Any]) -> None:
        """Add an agency, with a key where one is asked for: both or neither."""
        force, now = who.force_named(options["force"]), timezone.now()
        actor = who.command_line(force=force.code)
        reached = Reached(options["telephone"], options["email"], options["asked_for"], options["body"])
        try:
            with transaction.atomic():
                agency = services.add_agency(
                    force=force,
                    name=options["name"],
                    kind=AgencyKind(options["kind"]),
                    reached=reached,
                    actor=actor,
                    now=now,
                )
                made = services.make_key(agency=agency, actor=actor, now=now) if options["api_key"] else None
        except AgencyNameTaken:
            raise CommandError(f"{force.name} works with {' '.join(options['name'].split())} already.") from None
        self._print(_row(agency) | {"key": made[0].pk if made else None, "api_key": made[1] if made else None}, options)
        if made:
            self.say("The key is shown this once: Heed keeps only its digest.")

    def _list(self, options: dict[str, Any]) -> None:
        """List the agencies of a force, with the numbers of the keys that stand."""
        force = who.force_named(options["force"])
        found = Agency.objects.filter(force=force).order_by("name", "pk") if options["ended"] else agencies_of(force.pk)
        for agency in found.select_related("force").prefetch_related("api_keys", "agreements").iterator(chunk_size=200):
            keys = [key.pk for key in agency.api_keys.all() if key.ended_at is None]
            standing = [agreement for agreement in agency.agreements.all() if agreement.ended_at is None]
            row = _row(agency) | {"keys": keys, "agreements": len(standing), "ended_at": agency.ended_at}
            if options["json"]:
                self.write_json(row)
            else:
                state = "ended" if agency.ended_at else f"{len(keys)} keys"
                self.stdout.write(f"{agency.name}\t{agency.kind}\t{agency.force.code}\t{state}")

    def _key(self, options: dict[str, Any]) -> None:
        """Make another key."""
        agency = agency_named(options["name"], options["force"])
        actor = who.command_line(force=agency.force.code)
        made, key = services.make_key(agency=agency, actor=actor, now=timezone.now())
        self._print(_row(agency) | {"key": made.pk, "api_key": key}, options)
        self.say("The key is shown this once: Heed keeps only its digest.")

    def _end_key(self, options: dict[str, Any]) -> None:
        """End one key, or every one that stands."""
        agency, now = agency_named(options["name"], options["force"]), timezone.now()
        standing = agency.api_keys.filter(ended_at=None).order_by("pk")
        keys = list(standing if options["all"] else standing.filter(pk=options["key"]))
        if not keys:
            wanted = "no key that stands" if options["all"] else f"no key {options['key']} that stands"
            raise CommandError(f"{agency.name} has {wanted}.")
        with transaction.atomic():
            for key in keys:
                services.end_key(key=key, actor=who.command_line(force=agency.force.code), now=now)
        self._print(_row(agency) | {"ended": [key.pk for key in keys]}, options)

    def _endpoint(self, options: dict[str, Any]) -> None:
        """Say where an agency's system is, or show it."""
        self._print(agency_endpoint.answer(agency_named(options["name"], options["force"]), options), options)

    def _count_key(self, options: dict[str, Any]) -> None:
        """Make a key for counting reports together."""
        agency = agency_named(options["name"], options["force"])
        self._print(_row(agency) | agency_count_key.answer(agency), options)
        self.say("The key is shown this once: hand it over in person, or by the secure mail of the agreement.")

    def _end(self, options: dict[str, Any]) -> None:
        """End an agency."""
        agency = agency_named(options["name"], options["force"])
        actor = who.command_line(force=agency.force.code)
        ended = agencies.end_agency(agency=agency, why=options["why"], actor=actor, now=timezone.now())
        self._print(_row(agency) | {"ended_at": ended.ended_at}, options)

    def _print(self, row: dict[str, Any], options: dict[str, Any]) -> None:
        """Print one answer, for a script or for a person."""
        if options["json"]:
            self.write_json(row)
            return
        for name, value in row.items():
            if value not in (None, ""):
                words = ", ".join(str(one) for one in value) if isinstance(value, list) else value
                self.stdout.write(f"{name:<10}{words}")


def agency_named(name: str, force_code: str | None) -> Agency:
    """Return the agency of a name, however it is written, that a force works with. Raises CommandError."""
    force = who.force_named(force_code)
    tidy = " ".join(name.split())
    found = agencies_of(force.pk).select_related("force").filter(name__iexact=tidy).first()
    if found is None:
        names = ", ".join(agencies_of(force.pk).values_list("name", flat=True)) or "none yet"
        raise CommandError(f"{force.name} works with no agency {tidy!r}; there is {names}.")
    return found


def _row(agency: Agency) -> dict[str, Any]:
    """Return what every answer says of an agency."""
    return {
        "name": agency.name,
        "kind": agency.kind,
        "force": agency.force.code,
        "body": agency.body,
    }
