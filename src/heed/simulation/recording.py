"""
How a tired handler writes down what a caller says: names misheard, dates in part, addresses cut short.

Where the shares come from. What is published on linked hospital, school and register data (recalled for this, not looked up
again; the English HES ids stand in linkage.md) agrees on the kinds of error and on two directions: family names are wrong more
often than given ones, and names foreign to whoever writes them more often than others. None of it measured a control room.
*Every share below is an assumption of ours*: a slip in one of 25 given and one of 18 family names; minority names misheard two
to three times as often; short forms in one of seven; a date of birth missing in 35 and only an age in 25 of a hundred
descriptions.

Two things belong to the person and not to the moment, and come back each time: the short form somebody goes by, and an
e-mail address. 1 January in somebody's papers is the person's own too (names.Origin.papers).
"""

from collections.abc import Callable
from datetime import date
from random import Random

from heed.engines.linkage.said import Said
from heed.simulation import addresses, births, sounds
from heed.simulation.nicknames import SHORT_FORMS
from heed.simulation.population import DAYS, Person
from heed.simulation.slips import slip

EVERYTHING = frozenset({"given", "family", "birth", "address", "email"})
"""What a caller may be asked. The number comes with the call."""

SLIP_GIVEN, SLIP_FAMILY = 1 / 25, 1 / 18
MISHEARD_GIVEN, MISHEARD_FAMILY = 1 / 50, 1 / 35
HARDER = {
    "british": 1.0, "irish": 1.2, "caribbean": 1.1, "portuguese": 2.0, "romanian": 2.2, "polish": 2.5,
    "south_asian_muslim": 2.2, "south_asian_hindu_sikh": 2.2, "west_african": 2.6, "chinese": 2.8,
}  # fmt: skip
"""How many times as often a name of an origin is misheard."""
OTHER_SPELLING = 0.05
"""Share of names with a twin in spelling (Clark, Clarke) that are written as the twin; times HARDER."""
ACCENTS_LEFT_OUT = 0.85
GOES_BY, SHORT_NOW = 0.08, 0.07
SWAPPED, SWAPPED_CHINESE = 1 / 150, 1 / 12
MIDDLE_FIRST, INITIAL_ONLY, BOTH_NAMES = 1 / 60, 1 / 60, 1 / 30
MIDDLE_FIRST_MOHAMMED = 1 / 5
EARLIER_NAME = ((365, 0.45), (3 * 365, 0.2), (10 * 365, 0.06))
"""Share that still give the earlier family name, by the days since the change below which it holds."""
HALF_A_DOUBLE, NO_HYPHEN = 0.2, 0.25
EMAIL, EMAIL_SLIP, SECOND_EMAIL = 0.2, 0.03, 0.08
EMAIL_FROM, EMAIL_UNTIL = 16, 70
"""0.2 of those between these ages, and next to nobody else, make about 15 of a hundred adults."""
EMAIL_OLD = 0.03
PROVIDERS = ("example.com", "example.org", "example.net", "mail.example.com", "post.example.org")


class Recorder:
    """Writes people down, each time anew. The same source of chance gives the same descriptions."""

    def __init__(self, rng: Random) -> None:
        """Take a source of chance of its own."""
        self.rng = rng

    def said(
        self, person: Person, *, day: int, home: str, e164: str = "", fields: frozenset[str] = EVERYTHING,
        careless: float = 1.0,
    ) -> Said:  # fmt: skip
        """
        Describe somebody as it is typed on a day.

        home: where they live, as County.address writes it. e164: the line when it shows and is nobody's institution's.
        fields: what was asked. careless: times as many slips and mishearings as usual.
        """
        rng = self.rng
        given, family = self._name(person, day, careless)
        born, age = (
            births.described(rng, date.fromordinal(person.born), person.age(day)) if "birth" in fields else ("", None)
        )
        address = postcode = ""
        if "address" in fields:
            address, postcode = addresses.described(rng, home, careless=careless)
        return Said(
            given=given if "given" in fields else "",
            family=family if "family" in fields else "",
            born=born,
            age=age,
            on=date.fromordinal(day) if age is not None else None,
            address=address,
            postcode=postcode,
            e164=e164,
            email=self._email(person, day) if "email" in fields else "",
        )

    def _name(self, person: Person, day: int, careless: float) -> tuple[str, str]:
        """Return given and family name as they are written down."""
        rng = self.rng
        given, family = self._given(person), self._family(person, day)
        harder = HARDER[person.origin] * careless
        given = self._heard(given, MISHEARD_GIVEN * harder, SLIP_GIVEN * careless, OTHER_SPELLING * harder)
        family = self._heard(family, MISHEARD_FAMILY * harder, SLIP_FAMILY * careless, OTHER_SPELLING * harder)
        if rng.random() < (SWAPPED_CHINESE if person.origin == "chinese" else SWAPPED):
            return family, given
        return given, family

    def _given(self, person: Person) -> str:
        """Return what somebody says their first name is."""
        rng, given = self.rng, person.given
        draw = rng.random()
        if person.middles:
            first = MIDDLE_FIRST_MOHAMMED if person.origin == "south_asian_muslim" else MIDDLE_FIRST
            if draw < first:
                return person.middles[0]
            if draw > 1 - BOTH_NAMES:
                return f"{given} {person.middles[0]}"
        if given in SHORT_FORMS:
            given = self._short(person)
        if rng.random() < INITIAL_ONLY:
            return given[:1]
        if " " in given.strip():
            # Mei Ling, Mei-Ling, Meiling, Mei
            joined = (given.replace(" ", "-"), given.replace(" ", "").capitalize(), given.split()[0])
            return rng.choice((given, given, given, *joined))
        return given

    def _short(self, person: Person) -> str:
        """Return the short form of a first name, or the name: low bits of the person's own key say who is always Maggie."""
        shorts = SHORT_FORMS[person.given]
        own = (person.key >> 8) % 1_000
        if own < GOES_BY * 1_000:
            return shorts[0] if own % 4 else shorts[-1]
        return self.rng.choice(shorts) if self.rng.random() < SHORT_NOW else person.given

    def _family(self, person: Person, day: int) -> str:
        """Return the family name somebody gives on a day: for a while, some give the one they had."""
        rng, family = self.rng, person.family_on(day)
        if person.changes and day >= person.changes:
            since = day - person.changes
            share = next((share for until, share in EARLIER_NAME if since < until), 0.0)
            if rng.random() < share:
                family = person.family
        if "-" in family:
            draw = rng.random()
            if draw < HALF_A_DOUBLE:
                return family.split("-")[rng.randrange(2)]
            if draw < HALF_A_DOUBLE + NO_HYPHEN:
                return family.replace("-", " ")
        if "'" in family and rng.random() < 0.4:
            return rng.choice((family.replace("'", ""), family.replace("'", " "), family.partition("'")[2]))
        if family.startswith(("da ", "dos ")) and rng.random() < 0.4:
            return family.partition(" ")[2]
        return family

    def _heard(self, name: str, misheard: float, slips: float, spelling: float) -> str:
        """Return a name as it was heard and typed."""
        rng = self.rng
        if name in sounds.VARIANTS and rng.random() < spelling:
            name = rng.choice(sounds.VARIANTS[name])
        if len(name) > 2 and rng.random() < misheard:
            name = sounds.misheard(rng, name)
        if not name.isascii() and rng.random() < ACCENTS_LEFT_OUT:
            name = sounds.plain(name)
        if len(name) > 2 and rng.random() < slips:
            name = slip(rng, name)
        return name

    def _email(self, person: Person, day: int) -> str:
        """Return an e-mail address, mostly none."""
        rng = self.rng
        years = (day - person.born) / DAYS
        if rng.random() >= (EMAIL if EMAIL_FROM <= years < EMAIL_UNTIL else EMAIL_OLD * (years >= EMAIL_UNTIL)):
            return ""
        address = email_of(person, second=rng.random() < SECOND_EMAIL)
        return slip(rng, address) if rng.random() < EMAIL_SLIP else address


def email_of(person: Person, *, second: bool = False) -> str:
    """Return one of somebody's two e-mail addresses, always the same."""
    own = person.key >> (44 if second else 24)
    given = sounds.plain(person.given).lower().replace(" ", "")
    family = sounds.plain(person.family).lower().replace(" ", "").replace("'", "")
    number = str(own % 97) if own % 3 else str(date.fromordinal(person.born).year)
    shapes: tuple[Callable[[], str], ...] = (
        lambda: f"{given}.{family}{number}",
        lambda: f"{given[:1]}{family}{number}",
        lambda: f"{given}{number}",
        lambda: f"{family}.{given}{number}",
        lambda: f"{given}_{family}{own % 10}",
    )
    return f"{shapes[own % 5]()}@{PROVIDERS[own // 7 % len(PROVIDERS)]}"
