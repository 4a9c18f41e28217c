"""Every address there is, every number that may stand in one, and one try of one of them, which is undone."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from itertools import islice, product
from math import prod
from operator import or_

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from heed.domain.agencies.models import Agency

SCOPED = "partner/"
"""Where the pages of partner officers stand; every other page behind a sign-in is the force's own."""
MOST_TRIES = 5_000
"""Of one address: a page that could take more numbers than these needs fewer in its address."""
UNWRITTEN = re.compile(r'"?(?:audit_|django_session|mfa_|account_)')
"""Tables that any request may write: the trail of what was tried, and the session."""
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|WITH)\b")


def addresses(resolver: URLResolver | None = None, prefix: str = "", converters=()) -> Iterator[tuple]:
    """Yield every address with its view and the converters of what stands in it, in order."""
    for entry in (resolver or get_resolver()).url_patterns:
        found = (*converters, *entry.pattern.converters.items())
        if isinstance(entry, URLResolver):
            yield from addresses(entry, prefix + str(entry.pattern), found)
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback, found


def numbers_near_agencies() -> dict[str, set[str]]:
    """
    Return the numbers of all rows that have to do with an agency: those that name one, what they name, and what names them.

    Of the last two some alone: in every table numbers start at 1, so that many more would be the same.
    """
    direct = {model for model in apps.get_models() if Agency in _related(model)}
    named = {other for model in direct for other in _related(model)} - direct
    about = {model for model in apps.get_models() if _related(model) & (direct | named)} - direct - named
    found: dict[str, set[str]] = {"int": set(), "uuid": set()}
    for model in direct | named | about:
        if not model.__module__.startswith("heed.domain"):
            continue
        rows = model._base_manager.order_by("pk").values_list("pk", flat=True)
        pks = [*rows[:4], *(rows.filter(_of_any_agency(model))[:30] if model in direct else ())]
        for pk in pks:
            found["int" if isinstance(pk, int) else "uuid"].add(str(pk))
    return found


def _of_any_agency(model):
    """Return the condition under which a row names an agency."""
    keys = [field.name for field in model._meta.concrete_fields if field.related_model is Agency]
    return reduce(or_, (Q(**{f"{name}__isnull": False}) for name in keys))


def _related(model):
    return {field.related_model for field in model._meta.concrete_fields if isinstance(field, ForeignKey)}


def filled(address, converters, pool, *, most=None):
    """
    Return an address with every combination of what may stand in it.

    most: about so many of them, spread over all; None for each.
    """
    slots = [_slot(name, converter, pool) for name, converter in converters]
    there_are = prod(len(slot) for slot in slots)
    assert there_are <= MOST_TRIES, f"{address} takes too much to try all of it"
    found = []
    for chosen in islice(product(*slots), 0, None, max(1, there_are // (most or there_are or 1))):
        one = address
        for (name, _), value in zip(converters, chosen, strict=True):
            one = re.sub(rf"<[^<:>]+:{name}>", str(value), one)
        found.append(one)
    return found


def _slot(name, converter, pool):
    """Return what may stand in one place: a list of words where the converter is one, else what the pool has for it."""
    kind = {"IntConverter": "int", "UUIDConverter": "uuid"}.get(type(converter).__name__)
    if kind:
        return sorted(pool[kind], key=lambda value: (len(value), value))
    if re.fullmatch(r"\w+(\|\w+)+", converter.regex):
        return converter.regex.split("|")
    return sorted(value for value in pool["str"] | pool.get(name, set()) if re.fullmatch(converter.regex, value))


@contextmanager
def undone():
    """Undo whatever a try writes, and hold what it wrote."""
    with transaction.atomic(), CaptureQueriesContext(connection) as said:
        yield said
        transaction.set_rollback(True)


class Tried:
    """One try: what came back, and what it wrote."""

    def __init__(self, cookie, method, address, data=None) -> None:
        """Try it with a client of its own, so that signing out ends nothing."""
        client = Client()
        client.cookies = SimpleCookie(cookie)
        self.address, self.method = address, method
        with undone() as said:
            answer = getattr(client, method)(f"/{address}", data)
            body = b"" if answer.streaming else answer.content
        self.status = answer.status_code
        self.to = answer.headers.get("Location", "")
        self.html = body.decode("utf-8", "replace")
        self.body = f"{html.unescape(self.html)} {self.to}".lower()
        self.wrote = [
            query["sql"][:160]
            for query in said.captured_queries
            if WRITES.match(query["sql"]) and not UNWRITTEN.search(query["sql"][:400])
        ]

    @property
    def refused(self):
        """Say whether the answer gives nothing."""
        return self.status in {403, 404, 405} or (self.status == 302 and self.to.split("?")[0] in {"/", "/partner/"})

    def __str__(self) -> str:
        """Name it as a failure should."""
        return f"{self.method.upper()} /{self.address}: {self.status} {self.to}"


class Pressed(HTMLParser):
    """The links of a page, and its forms filled as somebody in a hurry fills them: the first of every choice, some words."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.links: set[str] = set()
        self.forms: list[tuple[str, str, dict[str, str]]] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Keep what can be followed, filled or pressed."""
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and found.get("href", "").startswith("/"):
            self.links.add(found["href"].split("#")[0])
        elif tag == "form":
            self.forms.append((found.get("method", "get").lower(), found.get("action", ""), {}))
        elif self.forms and found.get("name") and tag in {"input", "textarea", "button"}:
            kind = found.get("type", "text")
            plain = {"hidden", "radio", "checkbox", "submit", "button"}
            value = found.get("value") or ("" if kind in plain or tag == "button" else "1")
            self.forms[-1][2].setdefault(found["name"], value)
        elif tag == "select" and self.forms:
            self._select = found.get("name", "")
        elif tag == "option" and self._select and found.get("value"):
            self.forms[-1][2].setdefault(self._select, found["value"])

    def handle_endtag(self, tag):
        """Leave a list that opens."""
        if tag == "select":
            self._select = ""


def walked(cookie, *, most=150):
    """Follow every link from the partner desk, within it; return the pages by address, and all links that stand on them."""
    waiting, pages, links = [SCOPED], {}, set()
    while waiting and len(pages) < most:
        address = waiting.pop()
        if address in pages:
            continue
        pages[address] = Tried(cookie, "get", address)
        found = Pressed(pages[address].html).links if pages[address].status == 200 else set()
        links |= found
        waiting += [link[1:] for link in found if link.startswith(f"/{SCOPED}")]
    return pages, links
