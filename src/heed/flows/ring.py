"""A telephone rings, is picked up, is put down: what each event means for the call."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from procrastinate.contrib.django import app

from heed.domain.calls import services as calls
from heed.domain.calls.models import Call
from heed.domain.calls.services import Line
from heed.domain.calls.terms import ABANDONED, Channel, Ended
from heed.domain.people import queries as people
from heed.engines.numbers.caller_line import CallerLine, MatchRules, caller_line
from heed.engines.numbers.reading import identifies
from heed.engines.numbers.terms import LineClass
from heed.engines.numbers.terms import Service as NumberService
from heed.engines.risk.silent import Service
from heed.foundation.accounts.models import CommandUnit, Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

KEPT_AS_RECEIVED = 200
"""Characters of a number as it was received that are kept beside the number itself."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, in Heed's words. is_new: nothing was known of the call; says_who: it carries the caller's line."""

    call_id: uuid.UUID
    is_new: bool
    event: str
    channel: Channel
    from_: str
    network_number: str
    presentation_number: str
    privacy: str
    cli_status: str
    trusted: bool
    queue: str
    answering: str
    cause: str
    says_who: bool


def follow(happening: Happening, *, force: Force, unit: CommandUnit | None, actor: Actor, now: datetime) -> None:
    """
    Carry out what an event means. Runs in the transaction that keeps the event.

    The first event of a call opens it, even a hang-up that overtook its ring. A ring that comes late only adds the
    line. Recognition is a job in this transaction, so that an answer to the telephone system never waits for it.
    """
    line = read_line(happening, force=force) if happening.says_who else None
    if happening.is_new:
        call = calls.open_call(
            call_id=happening.call_id,
            force=force,
            unit=unit,
            channel=happening.channel,
            queue=happening.queue,
            line=line or read_line(happening, force=force),
            actor=actor,
            now=now,
        )
    elif happening.event == "answer":
        # Events of one call take turns on its leg, and this one changes a single fact: the call is not read.
        calls.telephone_answered(call_id=happening.call_id, desk=happening.answering, now=now)
        return
    else:
        call = Call.objects.get(pk=happening.call_id)
        if line and _tells_more(line, call):
            calls.learn_line(call=call, line=line, actor=actor, now=now)
        else:
            line = None
    if happening.event == "answer":
        calls.telephone_answered(call_id=call.pk, desk=happening.answering, now=now)
    if happening.event == "hangup":
        ended_as = Ended(happening.cause) if happening.cause in Ended.values else Ended.NORMAL
        ended = calls.telephone_ended(call=call, ended_as=ended_as, actor=actor, now=now)
        if ended and call.taken_at is None and (ended_as in ABANDONED or call.answered_at is None):
            app.configure_task("watch_unheard_call").defer(call_id=str(call.pk))
    if line and call.ended_at is None:
        app.configure_task("recognise_call").defer(call_id=str(call.pk))
    if happening.is_new or line or happening.event == "hangup":
        calls.announce(force.pk)


def read_line(happening: Happening, *, force: Force) -> Line:
    """
    Say what a call's line is, and what may be done with its number.

    A number that may be neither shown nor matched is not kept on the call (DPA 2018 s.37: no more than is needed).
    """
    pack = policy.in_use()
    service = Service.EMERGENCY if happening.channel == Channel.EMERGENCY else Service.NON_EMERGENCY
    said = _caller_line(happening, service=service, known_class=None)
    if said.number and said.number.e164 and (listed := people.known_line(force.pk, said.number.e164)):
        said = _caller_line(happening, service=service, known_class=LineClass(listed.known_as))
    number, shown = said.number, said.shown
    may_show = said.show and pack.caller_line.may_show(said.line_class, service)
    may_match = (
        said.match and bool(number and identifies(number)) and pack.caller_line.may_match(said.line_class, service)
    )
    e164 = (number.e164 or "") if number else ""
    return Line(
        line_class=said.line_class,
        e164=e164 if may_match or may_show else "",
        shown_e164=(shown.e164 or "") if shown and may_show else "",
        received=happening.from_[:KEPT_AS_RECEIVED] if may_show else "",
        extension=(number.extension or "")[:16] if number and may_show else "",
        may_show=may_show,
        may_match=may_match,
    )


def _caller_line(happening: Happening, *, service: Service, known_class: LineClass | None) -> CallerLine:
    """Read the caller's line by the rules of the pack."""
    may_match = policy.in_use().caller_line.may_match
    return caller_line(
        from_=happening.from_,
        network_number=happening.network_number,
        presentation_number=happening.presentation_number,
        privacy=happening.privacy,
        cli_status=happening.cli_status,
        trusted=happening.trusted,
        service=NumberService(service),
        known_class=known_class,
        rules=MatchRules(
            withheld_on_emergency=may_match(LineClass.WITHHELD, Service.EMERGENCY),
            withheld_on_non_emergency=may_match(LineClass.WITHHELD, Service.NON_EMERGENCY),
            international=may_match(LineClass.INTERNATIONAL, service),
            shared=bool(known_class) and may_match(known_class or LineClass.SWITCHBOARD, service),
        ),
    )


def _tells_more(line: Line, call: Call) -> bool:
    """Say whether a later event says something of the line that the call does not hold."""
    held = (call.line_class, call.e164, call.may_match)
    return (line.line_class, line.e164, line.may_match) != held and not (call.e164 and not line.e164)
