"""
Who it may be, as the page shows it: suggestions with their reasons, what was decided, and, once known, history and home.

Nothing of what somebody suffered, and no address of theirs, goes onto the page before a handler has said that it is them:
the household may hold whoever does the harm.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from heed.domain.calls.models import Call, CallerDecision, Check
from heed.domain.calls.terms import About, Decision
from heed.domain.incidents import queries as incidents
from heed.domain.people.models import Person
from heed.flows import proof
from heed.foundation.accounts.models import User

SHOWN = 3
"""People shown at once; more, who can only have been seen on the line, are folded."""

KEYS = {Decision.SAME: "1", Decision.DIFFERENT: "2", Decision.HOUSEHOLD: "3", Decision.UNSURE: "4"}
"""The keys that act on whoever has them."""

PICK = {About.CALLER: ("5", "6", "7"), About.VICTIM: ("8", "9", "0")}
"""The keys that give those keys to somebody else on the page."""

NONE_OF_THESE, UNDO = "-", "z"

TITLES = {About.CALLER: "Who is calling", About.VICTIM: "For whom they ring"}
SURE = {"confirmed": ("Confirmed", "good"), "probable": ("Probably", "note"), "possible": ("Possibly", "quiet")}
YEAR = "365"
CERTAIN = 0.99
"""A probability beyond which its decimals tell a handler nothing."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: the decision, its words, and what it posts. key: what presses it once the person has the keys."""

    label: str
    key: str
    posts: str


@dataclass(frozen=True, slots=True)
class Who:
    """
    Somebody it may be. sure, tone: how sure, as a tag. steps: the sum behind the probability, in words and bits.

    has_keys: the keys that decide act on them; pick: what gives them those keys, empty when there is nobody else.
    victim_in: incidents of a year, None while it is not known that it is them.
    """

    person: str
    name: str
    born: str
    sure: str
    tone: str
    decided: str
    because: list[str]
    not_said: list[str]
    likely: str
    steps: list[tuple[str, str]]
    all_steps: str
    choices: list[Choice]
    has_keys: bool
    pick: str
    confirmed: bool
    victim_in: int | None


@dataclass(frozen=True, slots=True)
class Panel:
    """
    Those who may be ringing, or whom they may ring for. folded: more of them.

    decided: what was decided and about whom, each with the button that takes it back.
    """

    about: About
    title: str
    shown: list[Who]
    folded: list[Who]
    none_of_these: Choice | None
    has_keys: bool
    decided: list[tuple[str, str, Choice]]


@dataclass(frozen=True, slots=True)
class Act:
    """Something decided that still stands: when, what, about whom."""

    at: datetime
    about: About
    decision: Decision
    people: list[Person]


def panels_of(call: Call, check: Check | None) -> list[Panel]:
    """Return a panel for the caller and, where they ring for somebody else, one for that person."""
    found: Mapping[str, Any] = check.found if check else {}
    rows = list(CallerDecision.objects.filter(call=call).order_by("id").select_related("person"))
    abouts = list(About) if found.get("for_another") else [About.CALLER]
    listed = {about: found.get("candidates" if about == About.CALLER else "victims", []) for about in abouts}
    holder = _holder([person for about in abouts for person in listed[about][:SHOWN]])
    alone = sum(len(listed[about][:SHOWN]) for about in abouts) == 1
    acts = [act for about in abouts for act in _acts(about, [row for row in rows if row.about == about])]
    last = max((act.at for act in acts), default=None)
    panels = []
    for about in abouts:
        decided = proof.newest_of(row for row in rows if row.about == about)
        people = [
            _who(about, found, place, listed[about], decided, holder=holder, alone=alone)
            for place in range(len(listed[about]))
        ]
        # Who stands on the page with the decision beside their name is decided about again, not undone.
        still = {who.person for who in people if not who.confirmed}
        done = [act for act in acts if act.about == about and not still & {str(person.pk) for person in act.people}]
        panels.append(_panel(about, people, done, last=last))
    return panels


def posts(about: About, decision: Decision, people: Iterable[object]) -> str:
    """Write what a button posts: of whom, what, and about which people."""
    return " ".join([about, decision, *map(str, people)])


def read_posted(text: str) -> tuple[About, Decision, list[uuid.UUID]]:
    """Read what a button posted. Raises ValueError for what no button of ours posts."""
    about, decision, *people = text.split(" ")
    return About(about), Decision(decision), [uuid.UUID(person) for person in people]


def at_home(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return who else lives there: their names once somebody of the home is known, until then only how many."""
    if found.get("known_person"):
        counts, notes = found.get("household_counts", {}), found.get("household_notes", {})
        others = [
            {**person, "note": notes.get(person["person"], ""), "year": counts.get(person["person"], {}).get(YEAR, 0)}
            for person in found.get("household", [])
        ]
        return {"others": others} if others else None
    living = found.get("living_there", 0)
    return {"living": living} if living else None


def place_of(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what was reported at the place: with its address only where that was said, or is a confirmed person's."""
    place = found.get("place")
    if not place:
        return None
    told = found.get("place_told", False)
    return {
        "address": place["address"] if told else "",
        "year": place["counts"].get(YEAR, 0),
        "counts": place["counts"],
        "page": _page_of_place(place["place"]) if told else "",
    }


def open_incidents(user: User, found: Mapping[str, Any]) -> tuple[list[Any], int]:
    """Return the open incidents of whoever is known; while nobody is, only how many the line has."""
    references = found.get("open_incidents", [])
    return (incidents.named(user, references), 0) if found.get("known_person") else ([], len(references))


def confirmed(found: Mapping[str, Any]) -> bool:
    """Say whether it is known who rings."""
    return any(person["kind"] == "confirmed" for person in found.get("candidates", []))


def known_people(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of the proof's table that are about a person: whoever is known, and nobody else."""
    both = [*found.get("candidates", []), *found.get("victims", [])]
    return [person for person in both if person["person"] == found.get("known_person")][:1]


def _holder(shown: list[Mapping[str, Any]]) -> str:
    """Return who has the keys to begin with: the first about whom it is still to be decided."""
    first = next((person for person in shown if person["kind"] != "confirmed"), shown[0] if shown else None)
    return str(first["person"]) if first else ""


def _panel(about: About, people: list[Who], done: list[Act], *, last: datetime | None) -> Panel:
    """Put one panel together; the newest decision of the page is taken back by a key."""
    shown = people[:SHOWN]
    open_ones = [who.person for who in shown if not who.confirmed]
    none = Choice("None of these", NONE_OF_THESE, posts(about, Decision.DIFFERENT, open_ones))
    return Panel(
        about=about,
        title=TITLES[about],
        shown=shown,
        folded=people[SHOWN:],
        none_of_these=none if len(open_ones) > 1 else None,
        has_keys=any(who.has_keys for who in shown),
        decided=[
            (
                act.decision.label,
                ", ".join(person.name for person in act.people),
                Choice(
                    "Undo",
                    UNDO if act.at == last else "",
                    posts(about, Decision.UNSURE, [person.pk for person in act.people]),
                ),
            )
            for act in done
        ],
    )


def _who(
    about: About,
    found: Mapping[str, Any],
    place: int,
    listed: list[Mapping[str, Any]],
    decided: Mapping[uuid.UUID, str],
    *,
    holder: str,
    alone: bool,
) -> Who:
    """Put one person with what may be said of them; place: where they stand in the list."""
    person = listed[place]
    pk, is_confirmed = person["person"], person["kind"] == "confirmed"
    words, tone = SURE.get(person["kind"], SURE["possible"])
    made = decided.get(uuid.UUID(pk))
    steps = found.get("why", {}).get(pk, [])
    return Who(
        person=pk,
        name=person["name"],
        born=found.get("born", {}).get(pk, ""),
        sure=words,
        tone=tone,
        decided=Decision(made).label if made and not is_confirmed else "",
        because=person["because"],
        not_said=found.get("not_said", {}).get(pk, []) if not is_confirmed else [],
        likely=_likely(person["probability"]),
        steps=[(said, _bits(bits)) for said, bits in steps],
        all_steps=_bits(sum(bits for _, bits in steps)),
        choices=_choices(about, found, pk, listed, is_confirmed=is_confirmed),
        has_keys=pk == holder,
        pick=PICK[about][place] if place < SHOWN and not alone else "",
        confirmed=is_confirmed,
        victim_in=person["counts"].get(YEAR, 0) if pk == found.get("known_person") else None,
    )


def _choices(
    about: About, found: Mapping[str, Any], pk: str, listed: list[Mapping[str, Any]], *, is_confirmed: bool
) -> list[Choice]:
    """Return the buttons for one person; “someone else in the household” is said of all who share the address at once."""
    if is_confirmed:
        return [Choice(Decision.DIFFERENT.label, KEYS[Decision.DIFFERENT], posts(about, Decision.DIFFERENT, [pk]))]
    homes = found.get("homes", {})
    home = [other["person"] for other in listed[:SHOWN] if homes.get(pk) and homes.get(other["person"]) == homes[pk]]
    together = home if pk in home else [pk]
    of_all = f" (of these {len(together)})" if len(together) > 1 else ""
    return [
        Choice(
            decision.label + (of_all if decision == Decision.HOUSEHOLD else ""),
            key,
            posts(about, decision, together if decision == Decision.HOUSEHOLD else [pk]),
        )
        for decision, key in KEYS.items()
    ]


def _acts(about: About, rows: list[CallerDecision]) -> list[Act]:
    """Return what was decided and still stands, the newest first; what one key decided of several people is one act."""
    decided = proof.newest_of(rows)
    newest = {row.person_id: row for row in rows}
    together: dict[tuple[datetime, str], list[Person]] = {}
    for row in newest.values():
        if row.decision != Decision.UNSURE and decided.get(row.person_id) == row.decision:
            together.setdefault((row.at, row.decision), []).append(row.person)
    acts = [Act(at, about, Decision(what), people) for (at, what), people in together.items()]
    return sorted(acts, key=lambda act: act.at, reverse=True)


def _likely(probability: float | None) -> str:
    """Write a probability in words that never say that it is certain; nothing where none was reckoned."""
    if probability is None:
        return ""
    return "more than 99 % likely" if probability > CERTAIN else f"{max(1, round(probability * 100))} % likely"


def _bits(bits: float) -> str:
    """Write bits with their sign."""
    return f"{bits:+.1f}".replace("-", "\N{MINUS SIGN}")


def _page_of_place(place: str) -> str:
    """Return the address of a place's own page, where there is one."""
    try:
        return reverse("call_handler:place", args=[place])
    except NoReverseMatch:
        return ""
