"""
What is known already, put into an instrument's answers, for a person to confirm.

Only where it follows plainly: "lives alone" answers what support there is, and a disability does not answer how much somebody
is affected. An instrument or answer that a pack has not, or names otherwise, is left out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from heed.engines.risk.factors import Axis, place
from heed.engines.risk.instruments import Instrument


@dataclass(frozen=True, slots=True)
class Noted:
    """An indicator of the victim's side: its category, empty when it has none, its axis, and the words it was noted in."""

    category: str
    axis: str
    words: str


@dataclass(frozen=True, slots=True)
class Prefilled:
    """An answer that follows from something known. source: what from, in words."""

    value: str
    source: str


ALONE = frozenset({"ALONE_ISOL"})
HATE = frozenset({"HATE"})
IN_DANGER = frozenset({"DOMESTIC", "SUICIDE_SH", "HATE"})
HARD_TO_TELL = frozenset({"SENSORY", "LANGUAGE", "DIS_LEARN", "DEMENTIA"})
WHERE_THEY_LIVE = frozenset({"ALONE_ISOL", "HOMELESS", "DOMESTIC"})

BY_CATEGORY: Mapping[tuple[str, str], tuple[str, frozenset[str]]] = MappingProxyType({
    ("ram", "support"): ("alone", ALONE),
    ("ram", "hate"): ("yes", HATE),
    ("vaf", "communication"): ("yes", HARD_TO_TELL),
    ("vaf", "danger"): ("yes", IN_DANGER),
    ("vaf", "environment"): ("yes", WHERE_THEY_LIVE),
})  # fmt: skip
"""Instrument and question → the answer, and the categories of which any one gives it."""

BY_ANSWER: Mapping[tuple[str, str], Mapping[tuple[str, str], str]] = MappingProxyType({
    ("before", "yes"): {("ram", "linked"): "yes"},
    ("before", "no"): {("ram", "linked"): "no", ("ram", "how_often"): "first_time"},
})  # fmt: skip
"""A question of the call and its answer → the answers that follow."""

RISK_IS_HIGHER = ("ram", "personal_risk")
LINKED = ("ram", "linked")
WORSE = ("ram", "worse")


def prefill(
    instruments: Collection[Instrument],
    *,
    noted: Collection[Noted],
    answers: Mapping[str, str],
    incidents: int = 1,
    closer_together: bool = False,
) -> dict[str, dict[str, Prefilled]]:
    """
    Give the answers that follow plainly from what is known, by instrument and question.

    answers: what was answered on the call, by question id. incidents: of the victim, this one included, in the pack's window.
    """
    found: dict[tuple[str, str], Prefilled] = {}
    for (question, given), follow in BY_ANSWER.items():
        if answers.get(question) == given:
            found |= {where: Prefilled(value, "what the caller answered") for where, value in follow.items()}
    for where, (value, categories) in BY_CATEGORY.items():
        if one := next((one for one in noted if one.category in categories), None):
            found[where] = Prefilled(value, f"“{one.words}”")
    if personal := next((one for one in noted if one.axis == Axis.PERSONAL), None):
        found[RISK_IS_HIGHER] = Prefilled("yes", f"“{personal.words}”")
    if incidents > 1:
        found[LINKED] = Prefilled("yes", f"{incidents} incidents on record")
        if found.get(("ram", "how_often"), Prefilled("", "")).value == "first_time":
            del found["ram", "how_often"]
    if closer_together:
        found[WORSE] = Prefilled("yes", "incidents that come closer together")
    return _as_asked(instruments, found)


def headings(noted: Collection[Noted]) -> dict[str, str]:
    """Give the headings that indicators belong under, each with the words that put it there."""
    found: dict[str, str] = {}
    for one in noted:
        try:
            heading = place(one.category).heading
        except ValueError:
            continue
        found.setdefault(str(heading), f"“{one.words}”")
    return found


def _as_asked(
    instruments: Collection[Instrument], found: Mapping[tuple[str, str], Prefilled]
) -> dict[str, dict[str, Prefilled]]:
    """Keep what these instruments really ask, and can be answered so."""
    return {
        instrument.id: {
            item.id: known
            for item in instrument.items
            if (known := found.get((instrument.id, item.id))) and any(c.id == known.value for c in item.choices)
        }
        for instrument in instruments
    }
