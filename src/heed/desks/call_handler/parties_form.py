"""The other people in an incident: as many rows as are needed, each a person or a description."""

import re
from typing import Any

from django.http import QueryDict

from heed.desks.call_handler.fields import LONGEST_ADDRESS, Age, Line
from heed.desks.call_handler.forms import typed
from heed.domain.incidents.terms import PartyRole
from heed.flows.record import Someone
from heed.foundation.design.fields import SelectField
from heed.foundation.design.forms import Form

MOST = 20
"""Rows: more people than one call is ever about."""

ROW = re.compile(r"party-(\d{1,2})-\w+")
ROLES = (PartyRole.VICTIM, PartyRole.WITNESS, PartyRole.COMPLAINANT, PartyRole.OTHER_PARTY)


class PartyForm(Form):
    """One person, or a description of one."""

    role = SelectField(
        label="Role", choices=[(role.value, role.label) for role in ROLES], initial=PartyRole.VICTIM, required=False
    )
    given_name = Line("First name")
    family_name = Line("Last name")
    age = Age()
    address = Line("Address", longest=LONGEST_ADDRESS)
    description = Line("Description, if the name is not known", longest=2_000)

    @property
    def is_empty(self) -> bool:
        """Say whether the row says nothing of anybody."""
        return not any(
            self.cleaned_data.get(name) for name in ("given_name", "family_name", "age", "address", "description")
        )

    def someone(self) -> Someone:
        """Return the person."""
        found = self.cleaned_data
        return Someone(
            roles=(PartyRole(found["role"] or PartyRole.VICTIM),),
            given_name=found["given_name"],
            family_name=found["family_name"],
            age=found["age"],
            address=found["address"],
            description=found["description"],
        )


class Parties:
    """All rows of one form. Posted rows are checked; a draft's are only shown again."""

    def __init__(self, posted: QueryDict | None = None, *, draft: QueryDict | None = None, more: int = 0) -> None:
        """Make as many rows as came, at least one, and `more` empty ones."""
        given = posted if posted is not None else draft
        indexes = [int(match[1]) for name in given or () if (match := ROW.fullmatch(name))]
        count = min(max([0, *indexes]) + 1 + more, MOST)
        self.is_full = count == MOST
        self.rows = [self._row(f"party-{index}", posted, draft) for index in range(count)]

    @staticmethod
    def _row(prefix: str, posted: QueryDict | None, draft: QueryDict | None) -> PartyForm:
        known: dict[str, Any] = typed(PartyForm, draft, prefix) if draft is not None else {}
        return PartyForm(posted, prefix=prefix, initial=known)

    def is_valid(self) -> bool:
        """Say whether every row is sound; all of them are asked, so that all mistakes are listed at once."""
        sound = [row.is_valid() for row in self.rows]
        return all(sound)

    def people(self) -> tuple[Someone, ...]:
        """Return everybody of whom something was typed."""
        return tuple(row.someone() for row in self.rows if not row.is_empty)
