"""
The recognition card: three lines, always in the same place, read without a click (features.md #1).

Who it may be and how sure; the pattern; what to do now. Pure: a recognition in, words out.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from heed.engines.numbers.terms import LineClass
from heed.engines.risk.advice import Condition, choose
from heed.engines.risk.case_review import Standing
from heed.engines.risk.repeat import Trend
from heed.flows.recognition import Candidate, LineFound, Recognition, as_candidate, as_json
from heed.foundation.policy.packs import Pack

HIDDEN = frozenset({LineClass.WITHHELD, LineClass.UNAVAILABLE})
"""Lines without a number to look up: that nothing is known says nothing of the caller."""

YEAR = 365
"""Days of the window in which the pattern is told first."""

NAMED_MOST = 3
"""Names on the first line; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Card:
    """The card's three lines, and how sure the first one is: confirmed, possible, line, shared, hidden or new."""

    sure: str
    who: str
    pattern: str
    do: tuple[str, ...]
    because: tuple[str, ...] = ()


def card_of(found: Recognition, *, pack: Pack) -> Card:
    """Word the card."""
    sure, who = _who(found)
    first = found.candidates[0] if len(found.candidates) == 1 else None
    advice = choose(pack.advice, _conditions(found), at_most=pack.advice_at_most)
    return Card(
        sure=sure,
        who=who,
        pattern=_pattern(found) + _more_exists(found),
        do=tuple(line.sentence for line in advice),
        because=first.because if first else (),
    )


def as_kept(found: Recognition, *, pack: Pack) -> dict[str, Any]:
    """Put a recognition as the proof of check keeps it: what was found, and the very words that were shown."""
    kept = as_json(found)
    return kept | {
        "card": asdict(card_of(found, pack=pack)),
        # Only what was confirmed is said on a screen.
        "flags": kept["flags"] | {"repeat_victim": found.repeat_victim_known},
        "victims": [as_candidate(victim) for victim in found.victims],
        "why": {
            str(c.person): [[step.words, round(step.bits, 1)] for step in c.steps if step.words]
            for c in (*found.candidates, *found.victims)
        },
        "not_said": {str(c.person): list(c.not_said) for c in (*found.candidates, *found.victims)},
        "household_notes": {str(r.person): r.note for r in found.household},
        "living_there": found.living_there,
        "homes": {str(person): str(home) for person, home in found.homes.items()},
        "for_another": found.for_another,
        "known_person": str(found.known.person) if found.known else None,
        "place_told": found.place is not None and found.place.told,
        "case_review": _case_review(found.case_review),
        "trend": str(found.trend),
        "open_incidents": list(found.open_incidents),
        "known": known_already(found),
        "born": {str(c.person): c.born_on[:4] for c in (*found.candidates, *found.victims) if c.born_on},
        "household_counts": {str(r.person): {str(d): n for d, n in r.counts.items()} for r in found.household},
        "silent_calls": found.line.silent if found.line else 0,
        "abandoned_calls": found.line.abandoned if found.line else 0,
        "line_calls": found.line.calls if found.line else 0,
        "line_since": found.line.first_at.isoformat() if found.line and found.line.first_at else None,
        "line_last": found.line.last_at.isoformat() if found.line and found.line.last_at else None,
        "subjects": found.subjects,
        "more_exists": [str(person) for person in found.more_exists],
    }


def _case_review(near: Standing | None) -> dict[str, Any] | None:
    """Put how near a case review is; None where nobody was confirmed."""
    return {"count": near.count, "needed": near.needed, "reached": near.reached} if near else None


def known_already(found: Recognition) -> dict[str, str]:
    """
    Answer what the check has answered: question of the pack to the words to confirm with the caller.

    “before” is known once whoever was confirmed, the line, the household or the address has a report in the last year. The
    home of people who were only seen on the line answers nothing: it may not be the caller's.
    """
    if found.place and not found.place.told:
        found = replace(found, place=None)
    line = found.line.counts if found.line and not found.line.shared else {}
    place = found.place.counts if found.place else {}
    home = found.household if found.known else ()
    people = [known.counts for known in (found.known,) if known] + [resident.counts for resident in home]
    happened = any(counts.get(YEAR) for counts in (line, place, *people))
    return {"before": f"Known to Heed: {_pattern(replace(found, promises=(), line_broken=0))}."} if happened else {}


def _who(found: Recognition) -> tuple[str, str]:
    """Say who it may be, named for what it is; where the call is for somebody else, for whom as well."""
    sure, who = _caller(found)
    if not found.victims:
        return sure, who
    first = found.victims[0]
    words = {"confirmed": "", "probable": "probably "}.get(first.kind, "possibly ")
    return sure if not found.confirmed_victim else "confirmed", f"For {words}{first.name}{_born(first)}. {who}"


def _caller(found: Recognition) -> tuple[str, str]:  # noqa: C901, PLR0911  one answer for each thing it can be
    """Say who may be ringing: confirmed, probably or possibly this person, else this line, else nothing."""
    if found.confirmed:
        return "confirmed", f"{found.confirmed.name}{_born(found.confirmed)}: confirmed on this call"
    names = [candidate.name for candidate in found.candidates]
    if names and found.candidates[0].kind == "probable":
        return "probable", f"Probably {names[0]}{_born(found.candidates[0])}: ask, then choose"
    if len(names) == 1:
        return "possible", f"Possibly {names[0]}{_born(found.candidates[0])}: ask, do not assume"
    if names and any(candidate.probability is not None for candidate in found.candidates):
        return "possible", f"Possibly {' or '.join(names[:NAMED_MOST])}: ask, do not assume"
    if names:
        more = f" and {len(names) - NAMED_MOST} more" if len(names) > NAMED_MOST else ""
        return "possible", f"This line has been used by {len(names)} people: {', '.join(names[:NAMED_MOST])}{more}"
    if found.line and found.line.shared:
        label = found.line.label or "many people use it"
        return "shared", f"Shared line: {label}. It says nothing of who is calling"
    if found.said and found.line_class in HIDDEN and not found.line:
        return "hidden", "Nobody on file fits what was said of the caller"
    if found.line_class == LineClass.WITHHELD and not found.line:
        return "hidden", "Number withheld: nothing can be looked up until you have a name or an address"
    if found.line_class == LineClass.UNAVAILABLE and not found.line:
        return "hidden", "No number came with this call: nothing can be looked up until you have a name or an address"
    if found.line:
        return "line", "This line has rung before, and nobody on it has been confirmed"
    return "new", "This line is new to us. The caller may not be: ask whether this has happened before"


def _born(candidate: Candidate) -> str:
    """Say the year of birth, when it is known: enough to tell father from son, and nothing to read out."""
    return f", born {candidate.born_on[:4]}" if candidate.born_on else ""


def _pattern(found: Recognition) -> str:
    """Say what has happened: to whoever was confirmed, else on the line. A suggestion carries no history."""
    parts = _not_kept(found)
    known = found.known
    if known and known.counts.get(YEAR):
        parts.append(f"victim in {_incidents(known.counts)}")
    elif found.line and not found.line.shared and found.line.counts.get(YEAR):
        parts.append(f"this line reported {_incidents(found.line.counts)}")
    if found.trend == Trend.CLOSER_TOGETHER:
        parts.append("getting closer together")
    if found.line:
        parts += _unheard(found.line)
    if found.place and found.place.counts.get(YEAR):
        parts.append(f"at this address {_incidents(found.place.counts)}")
    others = [resident for resident in found.household if resident.counts.get(YEAR)] if found.known else []
    if others:
        parts.append(f"{len(others)} other {'person' if len(others) == 1 else 'people'} at the address suffered before")
    if known and found.case_review and found.case_review.reached:
        parts.append(f"with this one {found.case_review.count} reports in six months: a case review may be asked for")
    if not parts:
        return _no_pattern(found)
    text = "; ".join(parts)
    return text[0].upper() + text[1:]


def _more_exists(found: Recognition) -> str:
    """Say that a locked record may be theirs, and whom to ask; nothing else of it (features.md #14)."""
    asks = " or ".join(dict.fromkeys(found.more_exists.values()))
    return f". More exists: ask {asks}" if asks else ""


def _not_kept(found: Recognition) -> list[str]:
    """Say first what was promised to whoever is known and not kept; of a line only how often (features.md #36)."""
    own = found.known.person if found.known else None
    broken = [one for one in found.promises if one.broken and one.person == own]
    if broken:
        more = f", and {len(broken) - 1} more" if len(broken) > 1 else ""
        return [f"{broken[0].what} promised by {broken[0].by}: not kept{more}"]
    if found.line_broken == 1:
        return ["a promise to somebody on this line was not kept"]
    if found.line_broken:
        return [f"{found.line_broken} promises to people on this line were not kept"]
    return []


def _no_pattern(found: Recognition) -> str:
    """Say that nothing was found, or that nothing could be looked for."""
    if found.for_another and not found.known:
        return "What happened before is told once you have chosen for whom they ring"
    if found.candidates and not found.known:
        return "What happened before is told once you have chosen who it is"
    if found.line:
        return "No report from this line in the last year"
    hidden = found.line_class in HIDDEN and not found.known
    return "Nothing could be looked up" if hidden else "No earlier report is known"


def _promised(found: Recognition, *, broken: bool) -> bool:
    """Say whether whoever is known was promised something that was not kept, or that is still due."""
    return found.known is not None and any(
        one.broken == broken and one.person == found.known.person for one in found.promises
    )


def _unheard(line: LineFound) -> list[str]:
    """Say which earlier calls nobody was heard on."""
    said = []
    if line.silent:
        said.append(f"{line.silent} silent {'call' if line.silent == 1 else 'calls'}")
    if line.abandoned:
        said.append(f"{line.abandoned} abandoned {'call' if line.abandoned == 1 else 'calls'}")
    return said


def _incidents(counts: dict[int, int]) -> str:
    """Say the count of a year, and of the shortest window in which something happened."""
    year = counts[YEAR]
    shortest = min((days for days in counts if counts[days]), default=YEAR)
    recent = f", {counts[shortest]} of them in {shortest} days" if shortest < YEAR and counts[shortest] < year else ""
    if shortest < YEAR and counts[shortest] == year:
        recent = f", all in {shortest} days" if year > 1 else f", within {shortest} days"
    return f"{year} {'incident' if year == 1 else 'incidents'} in 12 months{recent}"


def _conditions(found: Recognition) -> set[Condition]:
    """Name everything that is true of this call, in the words that a pack's advice may use."""
    line = found.line
    # Several people on the line, of whom no word that was typed has singled one out.
    several = len(found.candidates) > 1 and all(candidate.probability is None for candidate in found.candidates)
    truths: Sequence[tuple[Condition, bool]] = (
        (Condition.FIRST_CALL, line is None and not found.candidates and found.line_class not in HIDDEN),
        (Condition.KNOWN_LINE, line is not None and not line.shared),
        (Condition.SHARED_LINE, line is not None and line.shared),
        (Condition.SEVERAL_PEOPLE, several),
        (Condition.WITHHELD, found.line_class == LineClass.WITHHELD),
        (Condition.UNAVAILABLE, found.line_class == LineClass.UNAVAILABLE),
        (Condition.FLAGGED_LINE, line is not None and bool(line.watched)),
        (Condition.PERSON_CONFIRMED, found.confirmed is not None),
        (Condition.PERSON_POSSIBLE, bool(found.candidates) and found.confirmed is None and not several),
        (Condition.THIRD_PARTY, bool(found.victims)),
        (Condition.REPEAT_CALLER, found.repeat_caller),
        (Condition.REPEAT_VICTIM, found.repeat_victim_known),
        (Condition.REPEAT_LOCATION, found.repeat_location),
        (Condition.CLOSER_TOGETHER, found.trend == Trend.CLOSER_TOGETHER),
        (Condition.CASE_REVIEW_LINE, found.case_review is not None and found.case_review.reached),
        (
            Condition.HOUSEHOLD_AT_RISK,
            found.known is not None and any(resident.counts.get(YEAR) for resident in found.household),
        ),
        (Condition.SAFE_CONTACT_RULE, found.safe_contact),
        (Condition.BROKEN_PROMISE, _promised(found, broken=True)),
        (Condition.OPEN_PROMISE, _promised(found, broken=False)),
        (Condition.OPEN_INCIDENT, bool(found.open_incidents) and found.known is not None),
    )
    return {condition for condition, holds in truths if holds}
