"""What the words of a call seem to say, as chips to reply to: whose, how sure, why; few at a time, the weightiest first."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heed.domain.calls.models import Call
from heed.domain.vulnerability import rules
from heed.domain.vulnerability.access import REPLY_TO_FINDINGS
from heed.domain.vulnerability.findings.queries import Shown, findings_of
from heed.domain.vulnerability.models import Finding
from heed.domain.vulnerability.terms import Experiencer, Reply, Whose
from heed.engines.cues.terms import LABELS, Category, Strength
from heed.flows.cues_in_draft import Draft, Said
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.policy import services as policy

PANELS = (
    ("ours", "Victim and household", (Experiencer.VICTIM, Experiencer.HOUSEHOLD)),
    ("party", "The other party", (Experiencer.SUSPECT,)),
    ("others", "Somebody else", (Experiencer.OTHER,)),
)
WHOSE = {
    Experiencer.VICTIM: "victim or caller",
    Experiencer.HOUSEHOLD: "household",
    Experiencer.SUSPECT: "other party",
    Experiencer.OTHER: "somebody else",
}
HEAVIEST = (
    Category.SUICIDE_SH,
    Category.DOMESTIC,
    Category.HATE,
    Category.VULN_FLAG,
    Category.DEMENTIA,
    Category.DIS_LEARN,
    Category.MENTAL_HEALTH,
    Category.AGE_ELDER,
    Category.DIS_PHYS,
    Category.ALONE_ISOL,
    Category.SENSORY,
    Category.FEAR_HEALTH,
)
"""What is asked about first; the others follow, and what happened before comes last: a question of the pack asks for it."""

CHOICES = ((Reply.ACCEPTED, "Yes", "y"), (Reply.NOT_TRUE, "Not true", "f"), (Reply.NOT_RELEVANT, "Not relevant", "i"))
OTHERS_KEY = "o"
LONGEST_WORDS = 90


@dataclass(frozen=True, slots=True)
class Chip:
    """
    One thing the words seem to say. assumed: nothing says whose it is. doubts: "said not to be", "in the past", "perhaps".

    because: whose and why, step by step. replied: what the handler made of it, in words; empty while nobody has.
    """

    pk: int
    label: str
    words: str
    whose: str
    named: str
    assumed: bool
    doubts: tuple[str, ...]
    because: tuple[str, ...]
    read_as: str
    replied: str
    accepted: bool
    weight: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One side's chips: those that stand open, those folded, and those replied to."""

    name: str
    title: str
    open: tuple[Chip, ...]
    more: tuple[Chip, ...]
    replied: tuple[Chip, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to show."""
        return not (self.open or self.more or self.replied)


def panels(user: User, call: Call, draft: Draft, *, all_open: bool = False) -> dict[str, Any]:
    """
    Return what cues.jinja reads: a panel for each side, and where to mark the words in the boxes.

    At most as many chips stand open as the pack allows; what is denied or past is folded first.
    """
    by_kind = {rules.alike(one.finding): one for one in draft.said}
    shown = findings_of(user, call, among=[one.finding for one in draft.said]) if draft.said else []
    chips = [(one, _chip(one, by_kind[rules.alike(one.finding)])) for one in shown]
    waiting = sorted((chip for one, chip in chips if one.reply is None), key=lambda chip: chip.weight)
    budget = len(waiting) if all_open else policy.in_use().asking.cues_open
    opened = {chip.pk for chip in waiting[:budget] if not chip.doubts or chip.doubts == ("perhaps",)}
    put = [
        _panel(name, title, [chip for one, chip in chips if one.finding.experiencer in sides], opened, waiting)
        for name, title, sides in PANELS
    ]
    return {
        "cue_panels": [panel for panel in put if not panel.is_empty],
        "cues_waiting": len(waiting),
        "cues_unsettled": draft.unsettled,
        "cue_choices": [(reply.value, label, key) for reply, label, key in CHOICES],
        "cue_others": [(whose.value, whose.label, str(number)) for number, whose in enumerate(Whose, 1)],
        "cue_marks": json.dumps(_marks(draft.said)),
        "may_reply": allowed(user, REPLY_TO_FINDINGS),
    }


def read_posted(text: str) -> tuple[int, Reply, Whose | None]:
    """Read what a button posted: which finding, the reply, and whose it is. Raises ValueError for nonsense."""
    pk, reply, *whose = text.split(" ")
    if len(pk) > len(str(2**63)) or len(whose) > 1 or not pk.isascii():
        raise ValueError(text)
    replied, named = Reply(reply), Whose(whose[0]) if whose else None
    if (named is not None) != (replied == Reply.WRONG_PERSON) or int(pk) >= 2**63:
        raise ValueError(text)
    return int(pk), replied, named


def _panel(name: str, title: str, chips: Iterable[Chip], opened: set[int], waiting: Sequence[Chip]) -> Panel:
    mine = {chip.pk: chip for chip in chips}
    ours = [chip for chip in waiting if chip.pk in mine]
    return Panel(
        name=name,
        title=title,
        open=tuple(chip for chip in ours if chip.pk in opened),
        more=tuple(chip for chip in ours if chip.pk not in opened),
        replied=tuple(sorted((chip for chip in mine.values() if chip.replied), key=lambda chip: not chip.accepted)),
    )


def _chip(shown: Shown, said: Said) -> Chip:
    finding, reply = shown.finding, shown.reply
    label = LABELS[Category(finding.category)] if finding.category in set(Category) else finding.category
    replied = ""
    if reply:
        replied = Whose(reply.whose).label if reply.whose else Reply(reply.reply).label
    return Chip(
        pk=finding.pk,
        label=label,
        words=_short(finding.text),
        whose=WHOSE[Experiencer(finding.experiencer)],
        named="" if said.assumed else said.words,
        assumed=said.assumed,
        doubts=_doubts(finding),
        because=tuple(str(line) for line in finding.because[1:]),
        read_as=finding.read_as,
        replied=replied,
        accepted=shown.indicator is not None,
        weight=_weight(finding, said.strength),
    )


def _doubts(finding: Finding) -> tuple[str, ...]:
    pairs = ((finding.negated, "said not to be"), (finding.historic, "in the past"), (finding.uncertain, "perhaps"))
    return tuple(words for holds, words in pairs if holds)


def _weight(finding: Finding, strength: str) -> tuple[int, ...]:
    """Weigh a finding: the smaller, the sooner. What is so and now, then the victim's side, then sure, then by category."""
    category = finding.category
    heavy = HEAVIEST.index(Category(category)) if category in set(HEAVIEST) else len(HEAVIEST)
    return (
        int(finding.negated or finding.historic),
        list(WHOSE).index(Experiencer(finding.experiencer)) // 2,
        int(finding.uncertain),
        int(strength != Strength.STRONG),
        heavy + (category == Category.REPEAT),
        finding.pk,
    )


def _marks(said: Iterable[Said]) -> Mapping[str, list[tuple[int, int]]]:
    """Return where words stand in each box, in characters, each stretch once."""
    marks: dict[str, set[tuple[int, int]]] = {}
    for one in said:
        if one.box:
            marks.setdefault(one.box, set()).add((one.finding.start, one.finding.end))
    return {box: sorted(places) for box, places in marks.items()}


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= LONGEST_WORDS else flat[: LONGEST_WORDS - 1] + "…"
