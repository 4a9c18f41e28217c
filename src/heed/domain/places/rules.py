"""When two typed addresses are the same place, what a place is part of, and how like each other two are."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from heed.domain.places.terms import How, Kind
from heed.engines.linkage.addresses import Address, one_character_apart, read_address, same_door
from heed.engines.linkage.streets import alike, kinds_agree, sound, tail

KEY_LENGTH: Final = 300
_MARK_LENGTH: Final = 32


def postcode_in(address: str) -> str:
    """Return the last postcode in an address as `NN1 1AA`, or nothing."""
    return read_address(address).postcode


def address_key(address: str) -> str:
    """
    Return what two spellings of one address share: capitals, no punctuation, no accents, words written out.

    `flat 2, 14 St. Mary's Rd, ZZ1 1AA` and `Flat 2 14 ST MARYS ROAD zz11aa` give the same key. Flats stay apart.
    An address of punctuation alone, and one that says there is none (`NFA`), give an empty key.
    """
    return key_of(read_address(address))


def key_of(read: Address) -> str:
    """
    Return the key of an address that was read, its parts in one order, whatever order they were typed in.

    At most KEY_LENGTH characters: of a longer one the end is replaced by a mark of the whole.
    """
    flat = f"FLAT {read.flat}" if read.flat else ""
    parts = (flat, read.building, read.number, read.street, read.locality, read.postcode.replace(" ", ""))
    key = " ".join(part for part in parts if part)
    if len(key) <= KEY_LENGTH:
        return key
    mark = sha256(key.encode()).hexdigest()[:_MARK_LENGTH].upper()
    return f"{key[: KEY_LENGTH - _MARK_LENGTH - 1]} {mark}"


def parts_of(read: Address) -> dict[str, str]:
    """Return the columns of a place that its address fills, each cut to its column."""
    return {
        "postcode": read.postcode,
        "flat": read.flat[:40],
        "building": read.building[:160],
        "number": read.number[:20],
        "street": read.street[:160],
        "locality": read.locality[:200],
        "street_sound": sound(read.street)[:60],
        "street_tail": tail(read.street),
        "building_sound": sound(read.building)[:60],
    }


def names_a_door(read: Address) -> bool:
    """
    Say whether an address names one door: a numbered house or a building, with or without a flat.

    A postcode, a street or a town alone, and a number of no street, are shared by people who have nothing to do with each
    other: nobody lives at them together.
    """
    return bool(read.building or (read.number and (read.street or read.postcode)))


def building_of(read: Address) -> Address | None:
    """Return the address of the building that a flat is in; None for what is no flat, or a flat of nobody knows what."""
    if not read.flat or not (read.building or read.number) or not (read.street or read.building or read.postcode):
        return None
    return replace(read, flat="")


def written(read: Address) -> str:
    """Write an address that was read, as a letter would have it."""
    flat = f"Flat {read.flat}" if read.flat else ""
    parts = (flat, read.building.title(), f"{read.number} {read.street.title()}".strip(), read.locality.title())
    return ", ".join(part for part in (*parts, read.postcode) if part)


def kind_named(building: str) -> Kind:
    """Tell from its name what sort of place a building is, as far as a name can: `Heron Lodge Care Home`, `Quince Park`."""
    ending = f" {building}"
    return next((kind for words, kind in _KINDS.items() if ending.endswith(words)), Kind.UNKNOWN)


_KINDS: Final = {
    (" CARE HOME", " NURSING HOME", " RESIDENTIAL HOME", " REST HOME", " SHELTERED HOUSING", " EXTRA CARE"): Kind.CARE_HOME,
    (" SCHOOL", " ACADEMY", " COLLEGE"): Kind.SCHOOL,
    (" PARK", " RECREATION GROUND", " PLAY AREA", " PLAYING FIELDS", " PLAYGROUND", " STATION", " INTERCHANGE"): Kind.PUBLIC,
    (" STORES", " SHOP", " MARKET", " SUPERMARKET", " OFF LICENCE", " PHARMACY", " CHEMIST", " NEWSAGENTS"): Kind.SHOP,
    (" ARMS", " TAVERN", " PUBLIC HOUSE", " NIGHTCLUB", " TAP"): Kind.LICENSED,
    (" FLATS", " HOSTEL", " FOYER", " APARTMENTS", " MANSIONS"): Kind.BUILDING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a known place a typed address is. score: 0 to 1, the higher the likelier the same; 1 only for one spelling."""

    how: How
    score: float


def likeness(asked: Address, known: Address) -> Likeness | None:
    """
    Say how like a known address a typed one is; None where they are two places, above all two flats.

    What the typist left out lowers the score a little, what differs lowers it more; the figures order suggestions and
    are no probabilities.
    """
    if key_of(asked) == key_of(known):
        return Likeness(How.SAME, 1.0)
    if same_door(asked, known):
        return _of_one_door(asked, known)
    if asked.flat != known.flat:
        return _of_its_building(asked, known)
    heard = _of_a_street_misheard(asked, known)
    if heard:
        return heard
    if asked.postcode and known.postcode and _says_the_same_street(asked, known):
        return Likeness(How.OTHER_POSTCODE, 0.5)
    return None


def contradict(one: Address, other: Address) -> bool:
    """Say whether two addresses of one flat and neighbourhood name two numbers, buildings or streets."""
    pairs = ((one.building, other.building), (one.street, other.street))
    unlike = any(first and second and not alike(first, second) for first, second in pairs)
    return unlike or bool(one.number and other.number and one.number != other.number)


def _of_its_building(asked: Address, known: Address) -> Likeness | None:
    """Say whether one address is the building of the other; two flats are nothing to each other."""
    if (asked.flat and known.flat) or not same_door(replace(asked, flat=""), replace(known, flat="")):
        return None
    # A flat asked for brings up its building before the building brings up its flats.
    return Likeness(How.BUILDING, 0.4 if asked.flat else 0.3)


def _of_a_street_misheard(asked: Address, known: Address) -> Likeness | None:
    """Score Akasia Road against Acacia Road, and Acacia Avenue where there is none at the postcode; None for other streets."""
    if not (asked.street and known.street) or sound(asked.street) != sound(known.street):
        return None
    heard = replace(asked, street=known.street)
    if not same_door(heard, known):
        return None
    if kinds_agree(asked.street, known.street):
        return Likeness(How.SPELLING, round(_of_one_door(heard, known).score - 0.2, 2))
    return Likeness(How.SPELLING, 0.5) if asked.postcode and asked.postcode == known.postcode else None


def _of_one_door(asked: Address, known: Address) -> Likeness:
    """Score two addresses that same_door takes for one."""
    spelt = asked.street == known.street and (
        asked.building == known.building or not (asked.building and known.building)
    )
    if asked.postcode and asked.postcode == known.postcode:
        return Likeness(How.DOOR, 0.98 if spelt else 0.95)
    if asked.postcode and known.postcode:
        return Likeness(How.NEAR_POSTCODE, 0.9 if spelt else 0.8)
    town = bool(set(asked.locality.split()) & set(known.locality.split()))
    return Likeness(How.SPELLING, (0.88 if spelt else 0.82) if town else (0.75 if spelt else 0.65))


def _says_the_same_street(asked: Address, known: Address) -> bool:
    """Say whether all but the postcode is the same: flat, number, street and a word of the town."""
    apart = replace(known, postcode=asked.postcode)
    town = set(asked.locality.split()) & set(known.locality.split())
    near = one_character_apart(asked.postcode, known.postcode)
    return same_door(asked, apart) and bool((town or near) and asked.street and alike(asked.street, known.street))
