"""The invented people as whom somebody tries Heed: one for each role, more where two of one role meet."""

import base64
import hmac
from dataclasses import dataclass

from django.conf import settings

from heed.foundation.accounts.terms import Rank, Role


@dataclass(frozen=True, slots=True)
class Persona:
    """One invented person at work."""

    username: str
    given_name: str
    family_name: str
    role: Role
    rank: str = ""

    @property
    def name(self) -> str:
        """Return the name that colleagues read."""
        return f"{self.given_name} {self.family_name}"

    @property
    def title(self) -> str:
        """Return the role, and the rank where there is one."""
        return f"{self.role.label}, {Rank(self.rank).label.lower()}" if self.rank else str(self.role.label)


def personas() -> tuple[Persona, ...]:
    """Return one persona for each role; of the neighbourhood team one for each rank that reviews; of partners two."""
    return (
        Persona("call.handler", "Marguerite", "Oakenfold", Role.CALL_HANDLER),
        Persona("neighbourhood.officer", "Tomasz", "Wierzba", Role.NEIGHBOURHOOD_OFFICER, Rank.CONSTABLE),
        Persona("neighbourhood.sergeant", "Nadia", "Castlemaine", Role.NEIGHBOURHOOD_OFFICER, Rank.SERGEANT),
        Persona("neighbourhood.inspector", "Aurelio", "Brandreth", Role.NEIGHBOURHOOD_OFFICER, Rank.INSPECTOR),
        Persona("supervisor", "Philippa", "Thackrah", Role.SUPERVISOR),
        Persona("crime.registrar", "Gwendolen", "Adeyemi-Pike", Role.CRIME_REGISTRAR),
        Persona("partner.officer", "Ayodele", "Bankole", Role.PARTNER_OFFICER),
        Persona("partner.housing", "Marguerita", "Delacourt-Finch", Role.PARTNER_OFFICER),
        Persona("analyst", "Harjinder", "Sahota", Role.ANALYST),
        Persona("data.protection", "Eleri", "Gwilliam", Role.DATA_PROTECTION_OFFICER),
        Persona("inspector", "Cornelius", "Ashdown", Role.INSPECTOR),
        Persona("administrator", "Beatriz", "Valadares", Role.ADMINISTRATOR),
    )


def password() -> str:
    """Return the personas' password: one for each data directory, made from its secret key, so that it is kept nowhere."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"heed demonstration personas", "sha256")
    letters = base64.b32encode(digest).decode().lower()
    return "-".join(("demo", letters[:4], letters[4:8], letters[8:12]))
