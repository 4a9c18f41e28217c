"""
What victims said afterwards, as shares with their intervals, beside what the inspectorate published in 2010 and 2012.

Pure. Small groups are left out, and with them one more wherever the totals would give a single one away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from heed.engines.risk.manners import Share

ITEMS: Final[Mapping[str, str]] = MappingProxyType({
    "stopped": "It has stopped",
    "call_handling": "Satisfied with how the call was handled",
    "treatment": "Satisfied with treatment",
    "took_action": "Say the police took action",
    "action": "Satisfied with the action taken",
    "informed": "Satisfied with being kept informed",
    "difference": "Say their call made a difference",
    "overall": "Satisfied overall",
})  # fmt: skip
"""What a share is of, by item; named after the inspectorate's (inspections.md 1.4)."""

GOOD: Final = frozenset({"stopped", "very_satisfied", "fairly_satisfied", "yes"})
"""Answers that count towards the share."""
COUNTED: Final = GOOD | {
    "same", "worse", "stopped_then_back", "neither", "fairly_dissatisfied", "very_dissatisfied", "no"
}  # fmt: skip
"""Answers that a share is of: whoever does not know, would not say or left it out is in neither number."""


@dataclass(frozen=True, slots=True)
class Published:
    """One figure for England and Wales that the inspectorate published: per cent, of which year, in its words, and where."""

    item: str
    year: int
    percent: int
    words: str
    source: str


_EADT_2010: Final = "https://www.eadt.co.uk/news/police-praised-over-drop-in-anti-social-offences-1994614"
_EADT_2012: Final = (
    "https://www.eadt.co.uk/news/suffolk-essex-police-improvements-required-for-vulnerable-victims-2040850"
)
_SURREY_2012: Final = "https://guildford-dragon.com/surrey-residents-satsfied-with-police-action-anti-social-behaviour/"
_ASB_HELP_2012: Final = "https://asbhelp.co.uk/step-right-direction-policing-anti-social-behaviour-hmic-2012/"
_CUMBRIA_2012: Final = "http://chnmt.blogspot.com/2012/06/hmic-inspection-report-shows-cumbria-is.html"
_TRADE_2012: Final = (
    "https://www.conveniencestore.co.uk/police-treatment-of-anti-social-behaviour-improving/230176.article"
)

PUBLISHED: Final[Sequence[Published]] = (
    Published("call_handling", 2010, 65, "satisfied with how the call was handled overall", _EADT_2010),
    Published("call_handling", 2012, 63, "the same, as quoted by one force", _SURREY_2012),
    Published("treatment", 2012, 80, "satisfied with treatment, about", _EADT_2012),
    Published("took_action", 2012, 49, "felt that police took action", _ASB_HELP_2012),
    Published("action", 2012, 84, "satisfied where action was taken", _ASB_HELP_2012),
    Published("informed", 2010, 56, "satisfied with information afterwards", _EADT_2010),
    Published("informed", 2012, 61, "the same, from the trade press: its wording is unsafe", _TRADE_2012),
    Published("difference", 2010, 53, "the call made a difference", _EADT_2010),
    Published("difference", 2012, 55, "the call made a difference", _CUMBRIA_2012),
    Published("overall", 2012, 55, "satisfied with how police deal with anti-social behaviour locally", _ASB_HELP_2012),
)
"""Not the same survey: callers of one month, asked by telephone by somebody else (inspections.md 1.1, 1.4)."""


def share(answers: Iterable[str]) -> Share:
    """Return how many of those who said anything that counts said something good."""
    counted = [answer for answer in answers if answer in COUNTED]
    return Share(sum(answer in GOOD for answer in counted), len(counted))


def shown(groups: Mapping[str, Share], *, least: int) -> dict[str, Share | None]:
    """
    Return what of a breakdown may be shown: None for a group of fewer than least, who could be told from it.

    Where one group alone is left out, it could be reckoned from the total: then the smallest other is left out as well. A
    group of nobody tells nothing of anybody, and stays.
    """
    small = {name for name, one in groups.items() if 0 < one.whole < least}
    if len(small) == 1:
        others = [name for name, one in groups.items() if name not in small and one.whole]
        small |= {min(others, key=lambda name: (groups[name].whole, name))} if others else set()
    return {name: None if name in small else one for name, one in groups.items()}
