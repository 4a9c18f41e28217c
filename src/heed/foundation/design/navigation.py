"""Which pages a person finds at the top of the screen: desks add theirs when Heed starts, and access decides."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from heed.foundation.accounts.access import Action, allowed
from heed.foundation.accounts.models import User


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: its words, the name of its page, and the action a person must be allowed."""

    text: str
    page: str
    asked: Action


_items: dict[str, Item] = {}


def add(text: str, *, page: str, asked: Action) -> None:
    """Add an entry, from a desk's AppConfig.ready. The same page again replaces the first entry in its place."""
    _items[page] = Item(text, page, asked)


def entries(user: User, *, path: str) -> list[dict[str, str | bool]]:
    """
    Return the entries this person may open, in the order they were added, for govukServiceNavigation.

    path: the address asked for; the entry with the longest address at its start is marked as current.
    """
    found = [(item.text, _address(item)) for item in _items.values() if allowed(user, item.asked)]
    shown = [(text, address) for text, address in found if address]
    current = max((address for _, address in shown if path.startswith(address)), key=len, default="")
    return [
        {"text": text, "href": address, "current": path == address, "active": address == current}
        for text, address in shown
    ]


def _address(item: Item) -> str:
    """Return the address of an entry's page, or nothing where this installation leaves the desk out."""
    try:
        return reverse(item.page)
    except NoReverseMatch:
        return ""
