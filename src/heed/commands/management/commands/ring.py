"""heed ring."""

import json
import urllib.error
import urllib.request
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from heed.commands import who
from heed.commands.base import HeedCommand
from heed.commands.management.commands.telephony import url_of
from heed.connections.telephony import services
from heed.engines.numbers.terms import Service

SOURCE = "heed ring"
ANSWER_SECONDS = 10


class Command(HeedCommand):
    """
    Let a telephone ring, over HTTP, as an exchange does.

    Without --token it posts as a telephone system of its own, called "heed ring", whose token is made anew each time:
    tokens are not kept, so the last one cannot be looked up.
    """

    help = "Post one ring to the running server, for trying by hand"

    def parse(self, noun: str, words: list[str]) -> dict[str, Any]:
        """With a token, no database is needed."""
        options = super().parse(noun, words)
        return options | {"needs_database": False} if options["token"] else options

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who rings whom, and where to post it."""
        parser.add_argument("--number", required=True, help="the caller's number, for example 07700900123")
        parser.add_argument("--withheld", action="store_true", help="the caller has withheld it")
        parser.add_argument(
            "--service", choices=[s.value for s in Service], default="101", help="the number rung (%(default)s)"
        )
        parser.add_argument("--hangup", action="store_true", help="then hang up before anybody answers")
        parser.add_argument("--url", default="", help="address of the server (this machine's)")
        parser.add_argument("--token", default="", help="token of a telephone system that is known already")
        who.add_force(parser)
        self.add_json(parser)

    def handle(self, **options: Any) -> None:
        """Post the ring, and with --hangup what follows; print the call's id."""
        address = url_of(options["token"] or self._own_token(options["force"]), base=options["url"])
        ring = {
            "event": "newCall",
            "direction": "in",
            "callId": str(uuid.uuid4()),
            "from": options["number"],
            "to": options["service"],
            "x_service": options["service"],
            "x_at": timezone.now().isoformat(),
        } | ({"x_privacy": "id"} if options["withheld"] else {})
        call = post(address, ring)
        if options["hangup"]:
            post(address, ring | {"event": "hangup", "cause": "cancel", "x_at": timezone.now().isoformat()})
        if options["json"]:
            self.write_json({"call": call})
        else:
            self.stdout.write(call)

    def _own_token(self, code: str | None) -> str:
        """Return a fresh token of our own telephone system, which is made at the first ring."""
        force = who.force_named(code)
        actor, now = who.command_line(force=force.code), timezone.now()
        name = f"{SOURCE} {force.code}"
        token = services.new_token(name=name, actor=actor, now=now)
        return token or services.add_source(force=force, name=name, actor=actor, now=now)[1]


def post(address: str, event: dict[str, str]) -> str:
    """Post one event and return the call's id. Raises CommandError with the server's own sentence."""
    if not address.startswith(("http://", "https://")):
        raise CommandError("--url must begin with http:// or https://")
    request = urllib.request.Request(  # noqa: S310  the scheme is checked above
        address, data=json.dumps(event).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310  as above
            return str(json.load(answer)["call"])
    except urllib.error.HTTPError as error:
        raise CommandError(f"The server refused the event ({error.code}): {_reason(error)}.") from None
    except (OSError, ValueError, KeyError) as error:
        server = address.partition("/api/")[0]
        reason = getattr(error, "reason", None) or error
        raise CommandError(f"Heed does not answer at {server} ({reason}): is `heed serve` running?") from None


def _reason(error: urllib.error.HTTPError) -> str:
    """Return the sentence in a refusal."""
    try:
        return str(json.load(error)["error"])
    except (ValueError, KeyError, TypeError):
        return error.reason
