"""
Proof of check: what Heed itself searched for a call, and what it found, kept each time anything new was asked.

Nobody can type one. The words of a search are not kept in it, only what kinds of words there were.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from heed.domain.calls import queries as calls_read
from heed.domain.calls import services as calls
from heed.domain.calls.models import Call, CallerDecision, Check
from heed.domain.calls.terms import About, Decision
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.places import services as places
from heed.domain.places.models import Place
from heed.engines.linkage.said import Said
from heed.engines.numbers.reading import read
from heed.flows import asking, card, needs_shown
from heed.flows.messages import safe_contact
from heed.flows.recognise import Asked, recognise
from heed.flows.support import shown as promises_shown
from heed.foundation.policy import services as policy

RULED_OUT = frozenset({Decision.DIFFERENT, Decision.HOUSEHOLD})


@dataclass(frozen=True, slots=True)
class Typed:
    """What the handler has typed so far: of whoever rings, of whomever they ring for, and where it happened."""

    caller: Said | None = None
    victim: Said | None = None
    address: str = ""

    @property
    def kinds(self) -> dict[str, list[str]]:
        """Name the kinds of words there are, never the words."""
        fields = ("given", "family", "born", "age", "address", "postcode", "email")
        return {
            about: [name for name in fields if getattr(said, name) not in {"", None}]
            for about, said in (("caller", self.caller), ("victim", self.victim))
            if said
        }


@transaction.atomic
def recognise_ringing(*, call_id: uuid.UUID, now: datetime) -> None:
    """
    Search for a call, once for each line it turns out to have, and keep the proof.

    A number that comes after the call was taken is searched as well: the handler's page shows it when it next asks. The call
    is locked, as for every other search: none is kept that began before the newest decision.
    """
    keep(Call.objects.select_for_update(no_key=True).get(pk=call_id), occasion="ring", now=now)


def is_about(check: Check, call: Call) -> bool:
    """Say whether a check searched the line that the call has now."""
    return (check.searched["line"], check.searched["line_class"]) == (bool(call.e164), call.line_class)


@transaction.atomic
def keep(call: Call, *, occasion: str, now: datetime, typed: Typed | None = None) -> Check:
    """Search and keep the proof. What was searched already, and found the same, is not kept twice."""
    typed = typed or Typed()
    # Nobody decides about a call that nobody has taken.
    rows = list(CallerDecision.objects.filter(call=call).order_by("id")) if call.taken_at else []
    decided = {about: newest_of(row for row in rows if row.about == about) for about in About}
    chosen = {about: _chosen(decided[about]) for about in About}
    ruled_out = {
        about: frozenset(person for person, made in decided[about].items() if made in RULED_OUT) for about in About
    }
    place = _place(call, typed.address)
    for_another = typed.victim is not None
    asked = Asked(
        force_id=call.force_id,
        number=read(call.e164) if call.e164 else None,
        line_class=call.line_class,
        may_match=call.may_match,
        call=call.pk,
        chosen=chosen[About.CALLER],
        chosen_victim=chosen[About.VICTIM] if for_another else None,
        # Whoever was ruled out stays so under the name of somebody who has come to stand for them since.
        not_them=ruled_out[About.CALLER] | people.leads_of(ruled_out[About.CALLER]),
        not_victim=ruled_out[About.VICTIM] | people.leads_of(ruled_out[About.VICTIM]),
        place=place,
        home=_place(call, typed.caller.address if typed.caller else ""),
        victim_home=_place(call, typed.victim.address if typed.victim else ""),
        caller=typed.caller,
        victim=typed.victim,
        seen_by=call.taken_by,
    )
    searched = {
        "line": bool(call.e164),
        "line_class": call.line_class,
        "may_match": call.may_match,
        "confirmed": str(asked.chosen.pk) if asked.chosen else None,
        "confirmed_victim": str(asked.chosen_victim.pk) if asked.chosen_victim else None,
        "ruled_out": sorted(map(str, ruled_out[About.CALLER] | ruled_out[About.VICTIM])),
        "place": str(place.pk) if place else None,
        "words": typed.kinds,
    }
    newest = calls_read.newest_check(call.pk)
    if occasion == "ring" and newest and newest.searched == searched:
        return newest
    pack = policy.in_use()
    found = recognise(asked, now=now)
    kept = (
        card.as_kept(found, pack=pack)
        | needs_shown.as_kept(found, force_id=call.force_id, now=now)
        | asking.as_kept(found, force_id=call.force_id, now=now)
        | promises_shown.as_kept(found)
        | safe_contact.as_kept(found)
    )
    if occasion == "refined" and newest and newest.searched == searched and _same(newest.found, kept):
        return newest
    policy.remember(pack, now=now)
    return calls.keep_check(
        call_id=call.pk,
        occasion=occasion,
        searched=searched,
        found=kept,
        policy_version=found.policy,
        took_ms=found.ms,
        now=now,
    )


def decisions(call_id: uuid.UUID, *, about: About = About.CALLER) -> dict[uuid.UUID, str]:
    """Return what was decided about each person on a call; the newest decision holds, and only one person is meant."""
    return newest_of(CallerDecision.objects.filter(call=call_id, about=about).order_by("id"))


def newest_of(rows: Iterable[CallerDecision]) -> dict[uuid.UUID, str]:
    """Fold decisions of one kind, the oldest first, into what holds now about each person."""
    decided: dict[uuid.UUID, str] = {}
    for row in rows:
        if row.decision == Decision.SAME:
            decided = {person: held for person, held in decided.items() if held != Decision.SAME}
        decided[row.person_id] = row.decision
    return decided


def confirmed(call_id: uuid.UUID, *, about: About = About.CALLER) -> Person | None:
    """Return the person whom the handler has confirmed on a call: who rings, or for whom."""
    return _chosen(decisions(call_id, about=about))


def _chosen(decided: dict[uuid.UUID, str]) -> Person | None:
    """Return the one who was said to be the same."""
    same = [person for person, decision in decided.items() if decision == Decision.SAME]
    return Person.objects.get(pk=same[0]) if same else None


def _place(call: Call, address: str) -> Place | None:
    """Return the place an address names, if it is known; a search makes none."""
    return places.place_known_at(force_id=call.force_id, address=address) if address else None


def _same(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Say whether two searches found the same, however long each took. The first was read back from the database."""
    return bool({**before, "ms": 0} == json.loads(json.dumps({**after, "ms": 0})))
