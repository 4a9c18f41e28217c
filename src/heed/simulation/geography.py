"""
Mallowshire: a county that is on no map.

Names are made of syllables, postcodes lie in the area ZZ, which Royal Mail does not use, and coordinates lie on the Dogger
Bank, under the North Sea.
"""

from dataclasses import dataclass
from random import Random

COUNTY = "Mallowshire"
FORCE_CODE = "MALLOW"
FORCE_NAME = "Mallowshire Police"

STEMS = (
    "Mallow", "Ostrel", "Quillan", "Vennor", "Tansel", "Brackel", "Maddlow", "Corvan", "Wystan", "Elver", "Penden",
    "Tharrow", "Mistle", "Ambry", "Cobbel", "Dunnet", "Fenna", "Gorrel", "Hassel", "Ivel", "Jessam", "Kettis",
    "Larken", "Merlin", "Nessel", "Oxlip", "Pippen", "Quarrel", "Rooken", "Sorrel", "Tessel", "Umber", "Vetchel",
    "Wagtail", "Yarrel", "Zinnel",
)  # fmt: skip
TOWN_ENDINGS = ("hithe", "combe", "stow", "wick", "mere", "holt", "den", "ford", "ley", "thorpe")
STREET_STEMS = (
    "Tansy", "Lamplighter", "Cooperage", "Bellwether", "Kestrel", "Saltmarsh", "Wheelwright", "Teasel",
    "Candlemaker", "Otterpool", "Larkspur", "Ropewalk", "Millrace", "Foxglove", "Cordwainer", "Hopgarden",
    "Thimble", "Pennywort", "Greengage", "Fulling", "Nightjar", "Quillfeather", "Sallow", "Tinderbox", "Updraught",
    "Verderer", "Whitlow", "Yaffle", "Zephyr", "Almoner", "Besom", "Chandler", "Drover", "Eyebright", "Flaxen",
    "Gannet", "Heron", "Inkberry", "Juniper", "Knapweed", "Lapwing", "Medlar", "Nuthatch", "Osprey", "Pargeter",
    "Quince", "Redstart", "Sexton", "Turnstone",
)  # fmt: skip
STREET_ENDINGS = (
    "Rise",
    "Row",
    "Way",
    "Lane",
    "Close",
    "Road",
    "Gardens",
    "Crescent",
    "Terrace",
    "Drive",
    "Street",
    "Avenue",
)
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"

PEOPLE_PER_TOWN = 9_000
HOMES_PER_POSTCODE = 15
HOMES_PER_WARD = 2_000
FLATS_SHARE = 0.16
RURAL_SHARE = 0.12
SOUTH, WEST = 54.6, 1.9


@dataclass(frozen=True, slots=True)
class Street:
    """A street, or one block of flats in it: block is empty for houses. first_postcode counts from the county's first."""

    name: str
    town: str
    ward: str
    block: str
    number: int
    homes: int
    first_postcode: int
    rural: bool
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Site:
    """A place that is nobody's home, or a home with staff. kind as places.terms spells it; residents: homes within it."""

    name: str
    kind: str
    what: str
    address: str
    postcode: str
    town: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class County:
    """All streets and sites. A home is a number: `first_home[i]` is the first home in street i."""

    towns: tuple[str, ...]
    wards: tuple[str, ...]
    streets: tuple[Street, ...]
    street_of_home: tuple[int, ...] | list[int]
    first_home: tuple[int, ...]
    sites: tuple[Site, ...]

    @property
    def homes(self) -> int:
        """Count the homes."""
        return len(self.street_of_home)

    def address(self, home: int) -> str:
        """Write a home's address as a letter would have it."""
        street_number = self.street_of_home[home]
        street = self.streets[street_number]
        within = home - self.first_home[street_number]
        door = f"Flat {within + 1}, {street.block}, {street.number}" if street.block else str(within + 1)
        return f"{door} {street.name}, {street.town}, {self.postcode(home)}"

    def postcode(self, home: int) -> str:
        """Return a home's postcode."""
        street_number = self.street_of_home[home]
        return postcode(
            self.streets[street_number].first_postcode + (home - self.first_home[street_number]) // HOMES_PER_POSTCODE
        )

    def street(self, home: int) -> Street:
        """Return the street of a home."""
        return self.streets[self.street_of_home[home]]

    def neighbour_of(self, home: int, rng: Random) -> int:
        """Return a home near another, never itself."""
        street_number = self.street_of_home[home]
        first, count = self.first_home[street_number], self.streets[street_number].homes
        if count == 1:
            return (home + 1) % self.homes
        near = home + rng.choice((-2, -1, -1, 1, 1, 2))
        return near if first <= near < first + count else (home - 1 if home > first else home + 1)


def postcode(count: int) -> str:
    """Write the count-th postcode of the area ZZ."""
    letters = len(INWARD_LETTERS)
    outward, rest = divmod(count, 10 * letters * letters)
    digit, pair = divmod(rest, letters * letters)
    return f"ZZ{outward % 99 + 1} {digit}{INWARD_LETTERS[pair // letters]}{INWARD_LETTERS[pair % letters]}"


def make_county(rng: Random, *, people: int, homes: int) -> County:
    """Lay out a county with at least so many homes, and the sites that so many people have."""
    towns = _towns(rng, max(3, people // PEOPLE_PER_TOWN))
    per_town = -(-homes // len(towns))
    streets: list[Street] = []
    first_home: list[int] = []
    street_of_home: list[int] = []
    wards: list[str] = []
    next_postcode = 0
    for town in towns:
        used: set[str] = set()
        laid = 0
        ward = ""
        latitude, longitude = SOUTH + rng.random() * 0.5, WEST + rng.random() * 0.9
        while laid < per_town:
            if laid // HOMES_PER_WARD >= sum(w.startswith(f"{town} ") for w in wards):
                ward = f"{town} {('North', 'South', 'East', 'West', 'Central')[laid // HOMES_PER_WARD % 5]}"
                ward += f" {laid // HOMES_PER_WARD // 5 + 1}" if laid // HOMES_PER_WARD >= 5 else ""
                wards.append(ward)
            flats = rng.random() < FLATS_SHARE
            count = rng.randrange(8, 41) if flats else rng.randrange(12, 71)
            streets.append(
                Street(
                    name=_street(rng, used),
                    town=town,
                    ward=ward,
                    block=f"{rng.choice(STREET_STEMS)} {rng.choice(('Court', 'House', 'Point'))}" if flats else "",
                    number=rng.randrange(1, 90),
                    homes=count,
                    first_postcode=next_postcode,
                    rural=rng.random() < RURAL_SHARE,
                    latitude=round(latitude + (rng.random() - 0.5) * 0.05, 6),
                    longitude=round(longitude + (rng.random() - 0.5) * 0.08, 6),
                )
            )
            first_home.append(len(street_of_home))
            street_of_home += [len(streets) - 1] * count
            laid += count
            next_postcode += -(-count // HOMES_PER_POSTCODE)
    sites = _sites(rng, people=people, streets=streets, next_postcode=next_postcode)
    return County(towns, tuple(wards), tuple(streets), street_of_home, tuple(first_home), tuple(sites))


def _towns(rng: Random, count: int) -> tuple[str, ...]:
    """Name towns, each once."""
    names = [stem + ending for stem in STEMS for ending in TOWN_ENDINGS]
    rng.shuffle(names)
    return tuple(names[: min(count, len(names))])


def _street(rng: Random, used: set[str]) -> str:
    """Name a street that its town does not have yet."""
    name = f"{rng.choice(STREET_STEMS)} {rng.choice(STREET_ENDINGS)}"
    while name in used:
        name = f"{rng.choice(STREET_STEMS)} {rng.choice(STREET_STEMS)} {rng.choice(STREET_ENDINGS)}"
    used.add(name)
    return name


SITES = (
    # what it is, kind, one for so many people, names
    ("care home", "care_home", 2_000, ("{} Lodge Care Home", "{} House Residential Home", "The {} Nursing Home")),
    ("sheltered housing", "care_home", 2_500, ("{} Court Sheltered Housing", "{} Gardens Extra Care")),
    ("hostel", "building", 8_000, ("{} House Hostel", "{} Foyer")),
    ("shop", "shop", 900, ("{} Stores", "{} Mini Market", "{} Off Licence", "{} Pharmacy", "{} Chip Shop")),
    ("park", "public", 1_800, ("{} Park", "{} Recreation Ground", "{} Play Area", "{} Green")),
    ("school", "school", 3_000, ("{} Primary School", "{} Academy")),
    ("surgery", "shop", 5_000, ("{} Surgery", "{} Medical Centre")),
    ("pub", "licensed", 2_500, ("The {} Arms", "The {} and Compass", "The {} Tap")),
    ("station", "public", 20_000, ("{} Bus Station", "{} Interchange")),
)


def _sites(rng: Random, *, people: int, streets: list[Street], next_postcode: int) -> list[Site]:
    """Place the sites, at least two of each kind."""
    sites: list[Site] = []
    used: set[str] = set()
    for what, kind, one_for, patterns in SITES:
        for _ in range(max(2, people // one_for)):
            street = rng.choice(streets)
            name = rng.choice(patterns).format(rng.choice(STREET_STEMS))
            while name in used:
                name = rng.choice(patterns).format(f"{rng.choice(STREET_STEMS)} {rng.choice(STEMS)}")
            used.add(name)
            code = postcode(next_postcode)
            next_postcode += 1
            address = f"{name}, {street.name}, {street.town}, {code}"
            sites.append(Site(name, kind, what, address, code, street.town, street.latitude, street.longitude))
    return sites
