"""What stands under a record, each on one line: to be read, and to be ticked where it is somebody else's."""

from collections.abc import Collection
from datetime import date

from heed.domain.incidents.models import Party
from heed.domain.people.models import LineUse, Mention, Residence
from heed.engines.numbers.reading import display
from heed.foundation.design import dates


def said_words(said: Mention, numbers: Collection[str]) -> str:
    """Write what was said once of somebody; a number only where it may be shown."""
    parts = [
        f"{said.given_name} {said.family_name}".strip() or "Name not given",
        f"born {_born_words(said.born)}" if said.born else "",
        f"aged {said.age}" if said.age is not None else "",
        said.place.address if said.place else said.address or said.postcode,
        display(said.e164) if said.e164 in numbers else "",
        said.email,
    ]
    return ", ".join(filter(None, parts))


def mention_words(said: Mention, numbers: Collection[str]) -> str:
    """Write what was said once of somebody, by whom, and when."""
    return f"{said_words(said, numbers)}. {said.get_source_display()}, {dates.day(said.said_on)}"


def line_words(use: LineUse, numbers: Collection[str]) -> str:
    """Write a use of a line on one line."""
    number = display(use.e164) if use.e164 in numbers else "A number that was withheld"
    return f"{number}. {_from_to(use.first_used_on, use.last_used_on)}. {use.get_source_display()}"


def home_words(home: Residence) -> str:
    """Write a home on one line."""
    when = (
        f"{dates.day(home.from_on)} to {dates.day(home.until_on)}"
        if home.until_on
        else f"Since {dates.day(home.from_on)}"
    )
    return f"{home.place.address}. {when}. {home.get_source_display()}"


def part_words(part: Party) -> str:
    """Write a part in an incident on one line."""
    incident = part.incident
    where = f", {incident.place.address}" if incident.place else ""
    return f"{incident.reference}, {part.get_role_display().lower()}: {part.name}. {dates.day(incident.recorded_at)}{where}"


def _born_words(born: str) -> str:
    """Write a birth as a date where it was said whole, else as it was said."""
    try:
        return dates.day(date.fromisoformat(born))
    except ValueError:
        return born


def _from_to(first: date, last: date) -> str:
    """Write a span of days."""
    return dates.day(first) if first == last else f"{dates.day(first)} to {dates.day(last)}"
