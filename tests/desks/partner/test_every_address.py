"""
A partner officer tries every address there is, with the number of every record there is, and gets what is theirs alone.

The addresses come from the resolver and the numbers from the tables: a page is tried the day it is added. One force is
furnished for all of them (furnished.py); each try is undone.
"""

from functools import cache
from itertools import product

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from heed.foundation.accounts.terms import Role
from tests.desks.partner.furnished import OF_COUNCIL, OF_HOMES, furnish
from tests.desks.partner.trying import SCOPED, Pressed, Tried, addresses, filled, numbers_near_agencies, walked

pytestmark = pytest.mark.django_db

OFFICERS = ("council", "homes", "ended", "nobody", "elsewhere")
EVERY = list(addresses())
GUARDED = [
    entry
    for entry in EVERY
    if (asked := getattr(entry[1], "heed_action", None)) is not None and Role.PARTNER_OFFICER not in asked.roles
]
PUBLIC = [entry for entry in EVERY if getattr(entry[1], "heed_public", False)]
SIGNED_IN = [entry for entry in EVERY if entry not in GUARDED and entry not in PUBLIC]
ROOMS = [entry for entry in SIGNED_IN if entry[0].startswith(SCOPED)]
NUMBERED = [entry for entry in ROOMS if entry[2]]


def each(entries):
    """Return the parameters of a test of each address."""
    return pytest.mark.parametrize(
        ("address", "converters"), [(one[0], one[2]) for one in entries], ids=[e[0] for e in entries]
    )


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker):
    """Furnish one force for the whole file, with numbers that start at 1 in every table; undo it at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            for model in apps.get_models():
                if model.__module__.startswith("heed.") and isinstance(model._meta.pk, models.AutoField):
                    table, pk = model._meta.db_table, model._meta.pk.column
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{pk}'), coalesce(max(\"{pk}\"), 0) + 1, false)"
                        f' FROM "{table}"'
                    )
        yield furnish(timezone.now())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def cookies(furnished):
    """Return the cookies of each officer who is signed in."""
    kept = {}
    for who in OFFICERS:
        client = Client()
        client.force_login(furnished.officers[who])
        kept[who] = client.cookies.output(header="", sep=";")
    return kept


@pytest.fixture(scope="module")
def ways(cookies):
    """Return what the council's and the housing association's officers find by following links: pages, and all links."""
    return {who: walked(cookies[who]) for who in ("council", "homes")}


@pytest.fixture(scope="module")
def pool(furnished, ways):
    """Return what may stand in an address: numbers of rows, and for a word what stands there in addresses on somebody's pages."""
    found = numbers_near_agencies() | {"str": {"x"}}
    for pages, links in ways.values():
        pressed = {action for page in pages.values() for _, action, _ in Pressed(page.html).forms}
        for address in links | pressed:
            try:
                known = resolve(address.split("?")[0]).kwargs if address.startswith("/") else {}
            except Resolver404:
                continue
            for name, value in known.items():
                if isinstance(value, str):
                    found.setdefault(name, set()).add(value)
    return found


@pytest.fixture(scope="module")
def tries(cookies):
    """Return a trier that tries nothing twice: `tries(who, method, address)`."""

    @cache
    def tries(who, method, address):
        return Tried(cookies[who], method, address)

    return tries


def leaks(furnished, who, tried):
    """Return the words in an answer that are for other eyes."""
    return sorted(word for word in furnished.forbidden(who) if word in tried.body)


@each(GUARDED)
def test_a_page_of_the_force_is_closed_to_every_partner_officer(furnished, pool, tries, address, converters):
    for who, method in product(("council", "nobody"), ("get", "post")):
        for one in filled(address, converters, pool, most=1):
            tried = tries(who, method, one)
            assert tried.refused, f"{who}: {tried}"
            assert not leaks(furnished, who, tried), f"{who}: {tried}"
            assert not tried.wrote, f"{who}: {tried}: {tried.wrote}"


def some(who):
    """Return of how many numbers somebody tries a page: of all, unless nothing at all is theirs and every number the same."""
    return None if who in {"council", "homes"} else 5


@each(SIGNED_IN)
def test_no_page_that_a_partner_officer_may_open_says_a_word_for_other_eyes(
    furnished, pool, tries, address, converters
):
    for who, method in product(OFFICERS, ("get", "post")):
        for one in filled(address, converters, pool, most=some(who)):
            tried = tries(who, method, one)
            assert not leaks(furnished, who, tried), f"{who}: {tried}: {leaks(furnished, who, tried)}"
            assert tried.status < 500, str(tried)


@each(PUBLIC)
def test_no_page_that_is_open_to_all_says_a_word_to_a_key_that_is_not_the_agencys(furnished, pool, address, converters):
    for who, method in product(("homes", "ended", "elsewhere", "nobody"), ("get", "post")):
        key = furnished.keys.get(who, "nobody's")
        asked = {"api_key": key, "jurisdiction_id": "HAR" if who == "elsewhere" else "MAL"}
        own = pool | {"str": {key, *furnished.references(who)}, "uuid": set(sorted(pool["uuid"])[:2])}
        for one in filled(address, converters, own):
            tried = Tried("", method, one, asked)
            assert not leaks(furnished, who, tried), f"{who}: {tried}: {leaks(furnished, who, tried)}"
            assert tried.status < 500, str(tried)


@each(ROOMS)
def test_whoever_works_for_no_agency_that_stands_is_turned_away_from_every_room(
    furnished, pool, tries, address, converters
):
    for who, method in product(("ended", "nobody"), ("get", "post")):
        for one in filled(address, converters, pool, most=some(who)):
            tried = tries(who, method, one)
            assert tried.status in {403, 404, 405}, f"{who}: {tried}"
            assert not tried.wrote, f"{who}: {tried}: {tried.wrote}"


@each(NUMBERED)
def test_what_one_agency_reaches_by_its_number_no_other_does(furnished, pool, tries, address, converters):
    """Also: that the furnished force has something for the page, so that the tries of the other tests are no empty ones."""
    reached = {who: set() for who in ("council", "homes", "elsewhere")}
    for who, method in product(reached, ("get", "post")):
        for one in filled(address, converters, pool, most=some(who)):
            tried = tries(who, method, one)
            if not tried.refused:
                reached[who].add(one)

    assert reached["council"], f"nothing in furnished.py opens {address}: furnish it"
    assert not reached["elsewhere"]
    assert not (reached["council"] & reached["homes"]) - furnished.together


def test_what_one_agency_presses_nobody_else_can(furnished, pool, cookies, ways):
    """Every form on every page of the council's officer, filled, is sent by each of the others as well."""
    sent, numbered = 0, {one for entry in NUMBERED for one in filled(entry[0], entry[2], pool)} - furnished.together
    for address, page in ways["council"][0].items():
        for method, action, fields in Pressed(page.html).forms:
            to = (action or f"/{address}").split("?")[0]
            if method != "post" or to[1:] not in numbered:
                continue
            sent += 1
            own = Tried(cookies["council"], "post", to[1:], fields)
            assert own.status in {200, 302, 303, 422}, str(own)
            for who in ("homes", "ended", "nobody", "elsewhere"):
                tried = Tried(cookies[who], "post", to[1:], fields)
                assert tried.status in {403, 404, 405}, f"{who}: {tried}"
                assert not tried.wrote, f"{who}: {tried}: {tried.wrote}"

    assert sent


def test_every_link_on_a_partners_page_leads_where_they_may_go(cookies, ways):
    for who, (pages, links) in ways.items():
        assert all(page.status == 200 for page in pages.values()), [str(p) for p in pages.values() if p.status != 200]
        for link in links:
            tried = Tried(cookies[who], "get", link[1:])
            assert tried.status == 200 or link == "/", f"{who}: {tried}"


def test_the_officers_see_what_is_shared_with_them_and_only_theirs(furnished, ways):
    """A force that shows nothing to anybody would pass all the rest."""
    for who, marks in (("council", OF_COUNCIL), ("homes", OF_HOMES)):
        seen = " ".join(page.body for page in ways[who][0].values())
        assert furnished.incidents[marks].reference.lower() in seen
        assert marks.shown.lower() in seen
        assert not [word for word in furnished.forbidden(who) if word in seen]


def test_the_resolver_knows_the_pages_of_partners():
    """The lists above are made when the file is read; empty ones would test nothing."""
    assert len(GUARDED) > 150
    assert {address for address, *_ in SIGNED_IN} >= {"", "partner/"}
    assert NUMBERED
