"""
Decides what the line of a call is, and keeps two rights apart: to show its number, and to match on it.

Privacy only ever adds up. Each thing that a switch says about a call puts a mark on it; showing and matching need the
leave of every mark, so nothing that is said later, or by another field, makes a withheld number available.
"""

import re
from dataclasses import dataclass
from typing import Final

from heed.engines.numbers import plan, spelling
from heed.engines.numbers.reading import Number, identifies, read
from heed.engines.numbers.terms import LineClass, Service

# id, user, header: RFC 3323, RFC 3325. full and uri: the older Remote-Party-ID, which trunks still send.
_HIDING_TOKENS: Final = frozenset({"id", "user", "header", "full", "uri"})

_HIDING_PRESENTATION: Final = "prohib"
"""Asterisk says prohib, prohib_not_screened, prohib_passed_screen and so on for CALLERID(num-pres)."""

_HIDING_WORDS: Final = frozenset(
    {"anonymous", "withheld", "private", "restricted", "number withheld", "withheld number", "private number"}
)

_HIDING_HOST: Final = "anonymous.invalid"

_AROUND_WORDS: Final = " \"'()[]<>"

_FOREMOST: Final = (LineClass.WITHHELD, LineClass.UNAVAILABLE)
_HINDMOST: Final = (LineClass.INTERNATIONAL, LineClass.AVAILABLE)


@dataclass(frozen=True, slots=True)
class MatchRules:
    """
    Which lines may be matched on: a force's policy.

    withheld_on_emergency: EISEC overrides withholding on 999 and 112 (reference/interop.md section 1.7).
    withheld_on_non_emergency: needs a legal basis that the force has recorded.
    shared: payphones, switchboards, care homes, partners and the force itself; True makes everyone who shares the line
    a repeat caller.
    """

    withheld_on_emergency: bool = True
    withheld_on_non_emergency: bool = False
    international: bool = True
    shared: bool = False


DEFAULT_RULES: Final = MatchRules()


@dataclass(frozen=True, slots=True)
class CallerLine:
    """
    The line that a call comes from, and what may be done with it.

    network: the number that the network vouches for; None when there is none, or its source is not trusted.
    presentation: the number that the caller's side wants to be called back on. Nobody vouches for it.
    number: the best number, network before presentation, even when it may not be shown. Match on this one: a
    presentation number is easily forged, and a forged one would bring up somebody else's history.
    show: whether the handler may see a number; then show `shown`.
    match: whether `number` may be looked up.
    """

    line_class: LineClass
    network: Number | None
    presentation: Number | None
    number: Number | None
    show: bool
    match: bool

    @property
    def shown(self) -> Number | None:
        """The number for the screen: the one to call back, which is the presentation number when there is one."""
        return (self.presentation or self.network) if self.show else None


def caller_line(
    *,
    from_: str,
    network_number: str = "",
    presentation_number: str = "",
    privacy: str = "",
    cli_status: str = "",
    service: Service = Service.NON_EMERGENCY,
    trusted: bool = True,
    known_class: LineClass | None = None,
    rules: MatchRules = DEFAULT_RULES,
) -> CallerLine:
    """
    Decide what a call's line is, from what the switch sent about it.

    from_: the From header, its user part, or a word such as `anonymous`.
    network_number: P-Asserted-Identity or what stands for it; dropped when the source is not trusted.
    presentation_number: the number in From, if the switch sends it apart; otherwise it is read from from_.
    privacy: the Privacy header, e.g. `id;critical`. Its absence says nothing.
    cli_status: the switch's own class. It can only add a mark; `available` and unknown words add none.
    known_class: what the force's list of shared lines says of the number; wins over what the number looks like.

    Source: reference/interop.md section 1.1.
    """
    network = _usable(network_number) if trusted else None
    presentation = _usable(presentation_number) or _usable(from_)
    number = network or presentation
    stated = _stated(cli_status)
    marks: list[LineClass] = []
    # An untrusted source may still ask for privacy, so every field is read for that.
    if number is None and stated is LineClass.UNAVAILABLE and not _hides(privacy):
        # A switch that has no number writes `anonymous` for want of anything else; it says itself that nobody hid one.
        marks.append(LineClass.UNAVAILABLE)
    elif _hides(privacy) or any(map(_is_hidden, (from_, network_number, presentation_number))):
        marks.append(LineClass.WITHHELD)
    elif number is None:
        marks.append(LineClass.UNAVAILABLE)
    marks += [mark for mark in (known_class, stated) if mark is not None]
    if number is not None and _is_foreign(number):
        marks.append(LineClass.INTERNATIONAL)
    return CallerLine(
        line_class=min(marks, key=_rank, default=LineClass.AVAILABLE),
        network=network,
        presentation=presentation,
        number=number,
        show=number is not None and not set(_FOREMOST) & set(marks),
        match=number is not None
        and identifies(number)
        and all(_may_match(mark, service=service, rules=rules) for mark in marks),
    )


def _usable(received: str) -> Number | None:
    number = read(received)
    return number if number.e164 is not None else None


def _hides(privacy: str) -> bool:
    tokens = re.split(r"[;,\s\"]+", privacy.casefold())
    return any(token in _HIDING_TOKENS or token.startswith(_HIDING_PRESENTATION) for token in tokens)


def _is_hidden(received: str) -> bool:
    """Say whether an address asks for privacy by its words: its host, its user part or its display name."""
    address = spelling.address(spelling.visible(received))
    return address.host == _HIDING_HOST or not _HIDING_WORDS.isdisjoint((_word(address.user), _word(address.name)))


def _word(text: str) -> str:
    return " ".join(text.casefold().split()).strip(_AROUND_WORDS)


def _stated(cli_status: str) -> LineClass | None:
    try:
        return LineClass(cli_status.strip().casefold().replace("_", "-"))
    except ValueError:
        return None


def _is_foreign(number: Number) -> bool:
    return number.e164 is not None and not number.e164.startswith(f"+{plan.COUNTRY_CODE}")


def _rank(mark: LineClass) -> int:
    """Order the marks for the label: privacy, then the lists (the force's before the switch's), then the rest."""
    if mark in _FOREMOST:
        return _FOREMOST.index(mark)
    return len(_FOREMOST) + 1 + _HINDMOST.index(mark) if mark in _HINDMOST else len(_FOREMOST)


def _may_match(mark: LineClass, *, service: Service, rules: MatchRules) -> bool:
    match mark:
        case LineClass.AVAILABLE:
            return True
        case LineClass.WITHHELD if service is Service.EMERGENCY:
            return rules.withheld_on_emergency
        case LineClass.WITHHELD:
            return rules.withheld_on_non_emergency
        case LineClass.UNAVAILABLE:
            return False
        case LineClass.INTERNATIONAL:
            return rules.international
        case _:
            return rules.shared
