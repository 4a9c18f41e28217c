"""`heed agency endpoint`: where an agency's system is, for machines that set up machines."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from heed.commands import who
from heed.domain.agencies.models import Agency
from heed.domain.exchange import queries
from heed.domain.exchange.models import Endpoint
from heed.domain.exchange.services import Settings
from heed.domain.exchange.terms import Protocol
from heed.flows.exchange import endpoints

SUMMARY = "say where an agency's system is; without an address, show what is set"


def add_arguments(verb: CommandParser) -> None:
    """Everything that can be set, and an end."""
    verb.add_argument("--protocol", choices=Protocol.values, default=Protocol.OPEN311.value, help="%(default)s")
    verb.add_argument("--address", default="", help="up to the last slash: https://example.gov.uk/open311/v2/")
    verb.add_argument(
        "--key-file",
        metavar="FILE",
        default="",
        help="file that holds the key by which it knows us; - for standard input",
    )
    verb.add_argument("--jurisdiction", default="", help="jurisdiction_id, where an Open311 server wants one")
    for name, example in (
        ("code", "ASB_NUISANCE=noise, or *=asb for any other"),
        ("attribute", "team=asb, which the server wants with every case"),
        ("status", "SITE_VISIT=IN_PROGRESS, its word and what it means"),
    ):
        verb.add_argument(
            f"--{name}", metavar="THIS=THAT", action="append", default=[], help=f"{example}; again for more"
        )
    verb.add_argument("--end", metavar="WHY", default="", help="do not use it any more, and say why")


def answer(agency: Agency, options: dict[str, Any]) -> dict[str, Any]:
    """Set it, end it, or show it; return what stands. Raises CommandError."""
    actor, now = who.command_line(force=agency.force.code), timezone.now()
    standing = queries.endpoint_of(agency.pk)
    if options["end"]:
        if standing is None:
            raise CommandError(f"{agency.name} has no system.")
        endpoints.end(endpoint=standing, why=options["end"], actor=actor, now=now)
        return {"agency": agency.name, "address": None}
    if not options["address"]:
        return _row(agency, standing)
    try:
        wanted = Settings(
            protocol=Protocol(options["protocol"]),
            address=options["address"],
            key=_key(options["key_file"]),
            jurisdiction=options["jurisdiction"],
            codes=endpoints.pairs("\n".join(options["code"]), field="code"),
            attributes=endpoints.pairs("\n".join(options["attribute"]), field="attribute"),
            statuses=endpoints.pairs("\n".join(options["status"]), field="status"),
        )
        made = endpoints.set_up(
            agency=agency, settings=wanted, without_tls=settings.HEED_PARTNERS_WITHOUT_TLS, actor=actor, now=now
        )
    except endpoints.Unfit as error:
        raise CommandError(f"{error}.") from None
    return _row(agency, made)


def _key(name: str) -> str:
    """Read the key: never from the command line, which every account of the machine can list."""
    if not name:
        return ""
    try:
        return (sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The key cannot be read from {name}: {error}.") from None


def _row(agency: Agency, endpoint: Endpoint | None) -> dict[str, Any]:
    """Return what is set: everything but the key."""
    if endpoint is None:
        return {"agency": agency.name, "address": None}
    return {
        "agency": agency.name,
        "protocol": endpoint.protocol,
        "address": endpoint.address,
        "key_is_set": bool(endpoint.key),
        "jurisdiction": endpoint.jurisdiction,
        "codes": endpoint.codes,
        "attributes": endpoint.attributes,
        "statuses": endpoint.statuses,
        "set_at": endpoint.set_at,
    }
