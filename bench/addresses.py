"""
Measures how often a typed address brings up the place that is meant, kind of variation by kind, and how fast.

Run `python -m bench.addresses`; JSON on standard output. Homes are those of the simulation's county; every tenth of them is
unknown to the force, so that a wrong suggestion can show. Beside it stands exact equality of the text as the first release
normalised it.
"""

import json
import os
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from bench.figures import spread
from heed.simulation.geography import County, make_county
from heed.simulation.slips import slip, wrong_in_postcode

HOMES = 20_000
PEOPLE = 50_000
TYPED = 1_000
"""Addresses typed for each kind of variation."""
UNKNOWN_EVERY = 10
SEED = 211
FORCE = "BENCHADR"
SURE = 0.6
"""Score from which a suggestion names one door; below it are buildings and other postcodes."""

SHORT = {
    "Road": "Rd", "Street": "St", "Avenue": "Ave", "Close": "Cl", "Crescent": "Cres", "Drive": "Dr", "Gardens": "Gdns",
    "Terrace": "Terr", "Lane": "Ln", "Court": "Ct", "House": "Hse",
}  # fmt: skip


class Home:
    """One home's address in its parts, as the county writes it."""

    def __init__(self, county: County, home: int) -> None:
        """Take the parts of a home."""
        street = county.street(home)
        door = str(home - county.first_home[county.street_of_home[home]] + 1)
        self.flat, self.block = (door, street.block) if street.block else ("", "")
        self.number = str(street.number) if street.block else door
        self.street, self.town, self.postcode = street.name, street.town, county.postcode(home)

    def lines(self, *, street: str = "", flat: str = "") -> list[str]:
        """Return flat, block and street."""
        return [
            *([flat or f"Flat {self.flat}", self.block] if self.flat else []),
            f"{self.number} {street or self.street}",
        ]

    def __str__(self) -> str:
        """Write the address as a letter would have it."""
        return ", ".join([*self.lines(), self.town, self.postcode])


def short(text: str) -> str:
    """Shorten the words that people shorten."""
    return " ".join(SHORT.get(word, word) for word in text.split(" "))


def _flat_led(home: Home, _: Random) -> str:
    return f"{home.flat} {home.block}, {home.number} {home.street}, {home.town}, {home.postcode}"


def _flat_after(home: Home, _: Random) -> str:
    return f"{short(home.block)} flat {home.flat}, {home.number} {home.street}, {home.postcode}"


def _flat_slash(home: Home, _: Random) -> str:
    return f"{home.flat}/{home.number} {short(home.street)}, {home.postcode}"


def _no_flat(home: Home, _: Random) -> str:
    return f"{home.block}, {home.number} {home.street}, {home.town}, {home.postcode}"


def _much(home: Home, rng: Random) -> str:
    lines = home.lines(street=short(slip(rng, home.street)), flat=f"apt {home.flat}")
    return " ".join([*lines, wrong_in_postcode(rng, home.postcode)]).lower()


VARIATIONS: dict[str, Callable[[Home, Random], str]] = {
    "as written": lambda home, _: str(home),
    "abbreviations": lambda home, _: ", ".join([*map(short, home.lines()), home.town, home.postcode]),
    "lower case, no commas": lambda home, _: str(home).replace(",", "").lower(),
    "no town": lambda home, _: ", ".join([*home.lines(), home.postcode]),
    "no postcode": lambda home, _: ", ".join([*home.lines(), home.town]),
    "neither town nor postcode": lambda home, _: ", ".join(home.lines()),
    "slip in the street": lambda home, rng: ", ".join(
        [*home.lines(street=slip(rng, home.street)), home.town, home.postcode]
    ),
    "slip in the street, no postcode": lambda home, rng: ", ".join(
        [*home.lines(street=slip(rng, home.street)), home.town]
    ),
    "one wrong postcode character": lambda home, rng: ", ".join(
        [*home.lines(), home.town, wrong_in_postcode(rng, home.postcode)]
    ),
    "wrong order": lambda home, _: ", ".join([home.postcode, home.town, *reversed(home.lines())]),
    "number and postcode alone": lambda home, _: (
        f"{f'Flat {home.flat}, ' if home.flat else ''}{home.number}, {home.postcode}"
    ),
    "flat as “2 Tansy Court”": _flat_led,
    "flat after its block": _flat_after,
    "flat as “2/14”": _flat_slash,
    "flat left out": _no_flat,
    "short, lower case, a slip, no town, wrong postcode": _much,
}
OF_FLATS = {"flat as “2 Tansy Court”", "flat after its block", "flat as “2/14”", "flat left out"}


def first_release(address: str) -> str:
    """Normalise a text as the first release did."""
    folded = unicodedata.normalize("NFKD", address)
    letters = "".join(c for c in folded if not unicodedata.combining(c)).replace("'", "").replace("\u2019", "")
    plain = " ".join(re.sub(r"[\W_]+", " ", letters).upper().split())
    shape = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b")
    found = shape.findall(plain)
    whole = {written.upper(): word.upper() for word, written in SHORT.items()} | {"FLT": "FLAT", "APT": "FLAT"}
    words = [whole.get(word, word) for word in shape.sub(" ", plain).split()]
    return " ".join([*words, *(["".join(found[-1])] if found else [])])


def run(database_url: str, folder: Path) -> dict[str, Any]:
    """Make the places and measure every kind of variation. The database is migrated already."""
    os.environ.update(
        DATABASE_URL=database_url, HEED_DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="heed.config.settings"
    )
    import django  # noqa: PLC0415  it reads the environment that was just set

    django.setup()
    county = make_county(Random(SEED), people=PEOPLE, homes=HOMES)
    homes = [Home(county, home) for home in range(county.homes)]
    force, ids = _make_places(homes)
    baseline = {first_release(str(home)): n for n, home in enumerate(homes) if n % UNKNOWN_EVERY}
    rng = Random(SEED + 1)
    found = {kind: _measure(kind, homes, ids, baseline=baseline, force=force, rng=rng) for kind in VARIATIONS}
    return {
        "name": "typed addresses",
        "homes": len(homes),
        "known": len(baseline),
        "typed_for_each_kind": TYPED,
        "kinds": found,
        "strangers": _strangers(homes, force, rng),
    }


def _make_places(homes: list[Home]) -> tuple[int, dict[int, Any]]:
    """Put nine homes of ten, and their blocks, on record; return the force and each home's place."""
    from datetime import UTC, datetime  # noqa: PLC0415  as below

    from heed.domain.places.models import Place  # noqa: PLC0415  Django is set up by now
    from heed.domain.places.rules import building_of, key_of, parts_of, written  # noqa: PLC0415
    from heed.domain.places.terms import Kind  # noqa: PLC0415
    from heed.engines.linkage.addresses import read_address  # noqa: PLC0415
    from heed.foundation.accounts.models import Force  # noqa: PLC0415

    force, _ = Force.objects.get_or_create(code=FORCE, defaults={"name": "Bench of addresses"})
    Place.objects.filter(force=force).update(parent=None)
    Place.objects.filter(force=force).delete()
    at, places, blocks, ids = datetime.now(tz=UTC), [], {}, {}
    for n, home in enumerate(homes):
        if n % UNKNOWN_EVERY == 0:
            continue
        read = read_address(str(home))
        place = Place(force=force, address=str(home), key=key_of(read), first_known_at=at, **parts_of(read))
        whole = building_of(read)
        if whole:
            block = (home.block, home.street, home.town)
            if block not in blocks:
                blocks[block] = Place(
                    force=force,
                    kind=Kind.BUILDING,
                    address=written(whole),
                    key=key_of(whole),
                    first_known_at=at,
                    **parts_of(whole),
                )
            place.parent = blocks[block]
        places.append(place)
        ids[n] = place.pk
    Place.objects.bulk_create(blocks.values(), batch_size=2_000)
    Place.objects.bulk_create(places, batch_size=2_000)
    from django.db import connection  # noqa: PLC0415  as above

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_place")
    return force.pk, ids


def _measure(
    kind: str, homes: list[Home], ids: dict[int, Any], *, baseline: dict[str, int], force: int, rng: Random
) -> dict[str, Any]:
    """Type known homes in one way, and count what comes up."""
    from heed.domain.places.models import Place  # noqa: PLC0415  Django is set up by now
    from heed.domain.places.queries import match  # noqa: PLC0415
    from heed.domain.places.services import place_known_at  # noqa: PLC0415

    known = [n for n in ids if homes[n].flat or kind not in OF_FLATS]
    counts = dict.fromkeys(
        ("right", "among_five", "wrong", "none", "same_right", "same_wrong", "old_right", "old_wrong"), 0
    )
    took, took_same = [], []
    for n in rng.choices(known, k=TYPED):
        typed = VARIATIONS[kind](homes[n], rng)
        meant = ids[n] if kind != "flat left out" else Place.objects.get(pk=ids[n]).parent_id
        began = perf_counter()
        matches = match(force, typed)
        took.append((perf_counter() - began) * 1e6)
        best = matches[0] if matches else None
        counts["right"] += bool(best and best.place.pk == meant)
        counts["among_five"] += any(one.place.pk == meant for one in matches)
        counts["wrong"] += bool(best and best.place.pk != meant and best.score >= SURE)
        counts["none"] += best is None
        began = perf_counter()
        same = place_known_at(force_id=force, address=typed)
        took_same.append((perf_counter() - began) * 1e6)
        counts["same_right"] += bool(same and same.pk == meant)
        counts["same_wrong"] += bool(same and same.pk != meant)
        old = baseline.get(first_release(typed))
        counts["old_right"] += old == n
        counts["old_wrong"] += old is not None and old != n
    return counts | {"match_us": spread(took), "same_us": spread(took_same)}


def _strangers(homes: list[Home], force: int, rng: Random) -> dict[str, Any]:
    """Type homes the force does not know: whatever comes up as one door is wrong."""
    from heed.domain.places.queries import match  # noqa: PLC0415  Django is set up by now
    from heed.domain.places.services import place_known_at  # noqa: PLC0415

    unknown = [home for n, home in enumerate(homes) if n % UNKNOWN_EVERY == 0]
    kinds = [kind for kind in VARIATIONS if kind not in OF_FLATS]
    suggested = same = 0
    for home in rng.choices(unknown, k=TYPED):
        typed = VARIATIONS[rng.choice(kinds)](home, rng)
        suggested += any(one.score >= SURE for one in match(force, typed))
        same += place_known_at(force_id=force, address=typed) is not None
    return {"typed": TYPED, "taken_for_a_known_door": suggested, "silently_the_same": same}


def main() -> None:
    """Measure on a database of its own."""
    from tests.live import Live  # noqa: PLC0415  only when run by itself
    from tests.server import url_of  # noqa: PLC0415

    from heed.config.embedded.server import Server  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="heed-bench-addresses-"))
    server = Server(folder)
    server.start()
    try:
        Live(url_of(server), folder).run("migrate")
        sys.stdout.write(json.dumps(run(url_of(server), folder), indent=1, ensure_ascii=False) + "\n")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
