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
    said_channel: Channel | None
    usual_channel: Channel
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
    if happening.is_new:
        channel = happening.said_channel or happening.usual_channel
        line = read_line(happening, channel=channel, force=force) if happening.says_who else NOT_SAID
        call = calls.open_call(
            call_id=happening.call_id,
            force=force,
            unit=unit,
            channel=channel,
            queue=happening.queue,
            line=line,
            actor=actor,
            now=now,
        )
        learned = happening.says_who
    elif happening.event == "answer":
        # Events of one call take turns on its leg, and this one changes a single fact: the call is not read.
        calls.telephone_answered(call_id=happening.call_id, desk=happening.answering, now=now)
        return
    else:
        call = Call.objects.get(pk=happening.call_id)
        learned = happening.says_who and _learn(call, happening, force=force, actor=actor, now=now)
    if happening.event == "answer":
        calls.telephone_answered(call_id=call.pk, desk=happening.answering, now=now)
    if happening.event == "hangup":
        ended_as = Ended(happening.cause) if happening.cause in Ended.values else Ended.NORMAL
        if calls.telephone_ended(call=call, ended_as=ended_as, actor=actor, now=now) and _gave_up(call, ended_as):
            app.configure_task("watch_unheard_call").defer(call_id=str(call.pk))
    if learned and call.ended_at is None:
        app.configure_task("recognise_call").defer(call_id=str(call.pk))
    elif learned and _gave_up(call, Ended(call.ended_as)):
        # The hang-up overtook the ring: what follows was decided without the number, and is decided again.
        app.configure_task("watch_unheard_call").defer(call_id=str(call.pk))
    if happening.is_new or learned or happening.event == "hangup":
        calls.announce(force.pk)


NOT_SAID = Line(
    line_class=LineClass.UNAVAILABLE,
    e164="",
    shown_e164="",
    received="",
    extension="",
    may_show=False,
    may_match=False,
)
"""The line of a call of which only an answer or a hang-up is known: those carry no privacy, so no number is believed."""


def _gave_up(call: Call, ended_as: Ended) -> bool:
    """Say whether a call that ended was given up before anybody spoke to the caller."""
    return call.taken_at is None and (ended_as in ABANDONED or call.answered_at is None)


def _learn(call: Call, happening: Happening, *, force: Force, actor: Actor, now: datetime) -> bool:
    """Put on a call what a ring that came late, or an update, says of its line; say whether it said anything new."""
    channel = happening.said_channel or Channel(call.channel)
    line = read_line(happening, channel=channel, force=force)
    if call.line_class == LineClass.WITHHELD and line.line_class != LineClass.WITHHELD:
        line = _still_withheld(line, channel)
    held = (call.line_class, call.e164, call.may_match, call.channel)
    knows_nothing = not line.e164 and line.line_class != LineClass.WITHHELD
    if knows_nothing or (line.line_class, line.e164, line.may_match, channel) == held:
        return False
    calls.learn_line(call=call, line=line, channel=channel, actor=actor, now=now)
    return True


def _still_withheld(line: Line, channel: Channel) -> Line:
    """Take a number that arrives for a withheld call: once somebody has hidden it, nothing later shows it."""
    service = Service.EMERGENCY if channel == Channel.EMERGENCY else Service.NON_EMERGENCY
    may_match = line.may_match and policy.in_use().caller_line.may_match(LineClass.WITHHELD, service)
    return Line(
        line_class=LineClass.WITHHELD,
        e164=line.e164 if may_match else "",
        shown_e164="",
        received="",
        extension="",
        may_show=False,
        may_match=may_match,
    )


def read_line(happening: Happening, *, channel: Channel, force: Force) -> Line:
    """
    Say what a call's line is, and what may be done with its number.

    A number that may be neither shown nor matched is not kept on the call (DPA 2018 s.37: no more than is needed).
    """
    pack = policy.in_use()
    service = Service.EMERGENCY if channel == Channel.EMERGENCY else Service.NON_EMERGENCY
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
