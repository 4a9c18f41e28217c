"""What an other party is called in a heading: the name, else the relation, else the beginning of the description."""

from heed.domain.incidents.models import Party
from heed.flows.conduct.reading import called

LONGEST = 60


def short_name(party: Party) -> str:
    """Return what somebody is called in a line; the whole description stands where they are described."""
    named = f"{party.given_name} {party.family_name}".strip() or party.relation or called(party)
    return named if len(named) <= LONGEST else f"{named[:LONGEST].rsplit(' ', 1)[0]} …"
