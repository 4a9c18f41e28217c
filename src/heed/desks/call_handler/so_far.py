"""
What the handler has typed so far, read as it stands: a half-typed date says nothing yet, and nobody is told off.

Recognition asks with these words while the forms are still being filled.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import QueryDict

from heed.desks.call_handler.fields import LONGEST_ADDRESS, LONGEST_EMAIL, LONGEST_NAME, OLDEST, Line
from heed.desks.call_handler.forms import NOBODY, SOMEONE, CallerForm, WhatForm, typed
from heed.desks.call_handler.parties_form import MOST, PartyForm
from heed.domain.incidents.terms import PartyRole
from heed.engines.linkage.said import Said
from heed.flows.proof import Typed

YEAR = re.compile(r"[0-9]{4}")
DAY = re.compile(r"[0-9]{1,2}")
AGE = re.compile(r"[0-9]{1,3}")

LENGTHS = {"home": LONGEST_ADDRESS, "address": LONGEST_ADDRESS, "email": LONGEST_EMAIL}


def typed_so_far(posted: QueryDict, *, today: date) -> Typed:
    """Return the words to search by: of the caller, of the first victim when they ring for somebody else, and the place."""
    caller = typed(CallerForm, posted)
    return Typed(
        caller=said(caller, home="home", today=today),
        victim=_rung_for(caller.get("victim"), posted, today=today),
        address=_text(typed(WhatForm, posted), "address"),
    )


def said(words: Mapping[str, Any], *, home: str, today: date) -> Said:
    """Read one person's boxes; home: the name of the box for their address."""
    return Said(
        given=_text(words, "given_name"),
        family=_text(words, "family_name"),
        born=_born(words.get("born")),
        age=_age(words.get("age")),
        on=today,
        address=_text(words, home),
        email=_text(words, "email"),
    )


def _rung_for(answer: object, posted: QueryDict, *, today: date) -> Said | None:
    """
    Return what was said of whom they ring for; None while they ring for themselves.

    Where the caller rings for nobody in particular, a victim on the form is whom the record takes them to ring for, and
    whoever was confirmed as that person must be on the screen: record.py looks at the rows, not at the answer.
    """
    victim = _victim(posted, today=today)
    return {SOMEONE: victim or Said(on=today), NOBODY: victim}.get(str(answer))


def _victim(posted: QueryDict, *, today: date) -> Said | None:
    """Return what was typed of the first victim; None while no row says anything of one."""
    for index in range(MOST):
        row = typed(PartyForm, posted, f"party-{index}")
        is_victim = (row.pop("role", "") or PartyRole.VICTIM) == PartyRole.VICTIM
        if is_victim and any(_text(row, name) for name in row):
            return said(row, home="address", today=today)
    return None


def _text(words: Mapping[str, Any], name: str) -> str:
    """Return a line as it can be kept, no longer than its box takes."""
    return Line(name).to_python(words.get(name))[: LENGTHS.get(name, LONGEST_NAME)]


def _born(boxes: object) -> str:
    """Return a date of birth as far as it is whole: the date, year and month, or the year; a year has four figures."""
    if not isinstance(boxes, Mapping):
        return str(boxes or "")
    day, month, year = (str(boxes.get(part) or "") for part in ("day", "month", "year"))
    if not YEAR.fullmatch(year):
        return ""
    if not DAY.fullmatch(month):
        return year
    return f"{year}-{month:0>2}-{day:0>2}" if DAY.fullmatch(day) else f"{year}-{month:0>2}"


def _age(text: object) -> int | None:
    """Return an age in years, or nothing."""
    found = str(text or "").strip()
    return int(found) if AGE.fullmatch(found) and int(found) <= OLDEST else None
