"""Names people: given and middle names as their generation had them, family names shared, kept, joined and changed."""

from bisect import bisect
from datetime import date
from random import Random

from heed.simulation import generations
from heed.simulation.names import BY_CODE, Origin, family_name, split, weights
from heed.simulation.surnames import TAILS

OTHER_GENERATION = 0.2
"""Share of British people whose name is one of the generation before or after."""
RARE_GIVEN = 0.1
GIVEN_FLAT, FAMILY_FLAT = 3, 20
"""How even names are (names.weights): given names are less so."""

KEEPS_HERS = ((1950, 0.03), (1970, 0.12), (1985, 0.3), (3000, 0.45))
"""Share of couples with two family names, by the year before which she was born; many are not married."""
JOINED = 0.05
MARRIED_LATELY, DIVORCED_LATELY = 0.12, 0.06
LATELY = 8 * 365
"""Days before today within which those took place (assumed; some 0.9 % of women a year)."""
SECOND_MIDDLE = 0.18

GENERATIONS = tuple(
    (tuple(split(women)), tuple(split(men))) for women, men in zip(generations.WOMEN, generations.MEN, strict=True)
)
RARE = split(generations.RARE_WOMEN), split(generations.RARE_MEN)
MIDDLES = split(generations.MIDDLE_WOMEN), split(generations.MIDDLE_MEN)


class Naming:
    """Draws names. today: as date.toordinal."""

    def __init__(self, today: int) -> None:
        """Say on which day the world ends."""
        self._today = today

    def base(self, rng: Random, origin: Origin) -> str:
        """Draw a family name, as a man bears it."""
        tail = TAILS[origin.code]
        if rng.random() * 100 < tail.share:
            return tail.draw(rng.random())
        return _pick(rng, origin.families, FAMILY_FLAT)

    def given(self, rng: Random, origin: Origin, *, woman: bool, born: int) -> str:
        """Draw a given name for somebody born on a day."""
        if origin.women:
            return _pick(rng, origin.women if woman else origin.men, GIVEN_FLAT)
        draw = rng.random()
        if draw < RARE_GIVEN:
            return _pick(rng, RARE[not woman], 40)
        place = generations.generation(date.fromordinal(born).year)
        if draw < RARE_GIVEN + OTHER_GENERATION:
            place = min(len(GENERATIONS) - 1, max(0, place + rng.choice((-1, 1))))
        return _pick(rng, GENERATIONS[place][not woman], GIVEN_FLAT + 3)

    def middles(self, rng: Random, origin: Origin, *, woman: bool, given: str) -> tuple[str, ...]:
        """Draw the names between; after Mohammed mostly the one by which he is called."""
        if origin.code == "south_asian_muslim" and given in {"Mohammed", "Muhammad", "Abdul"} and rng.random() < 0.6:
            return (_pick(rng, origin.men[2:], 6),)
        if rng.random() * 100 >= origin.middles:
            return ()
        names = (origin.women if woman else origin.men) or MIDDLES[not woman]
        first = _pick(rng, names if origin.code != "caribbean" else MIDDLES[not woman], 6)
        if rng.random() < SECOND_MIDDLE:
            return (first, _pick(rng, names, 10))
        return (first,)

    def family(self, rng: Random, base: str, origin: Origin, *, woman: bool) -> str:
        """Return a family name as one member bears it."""
        if woman and origin.wives and rng.random() * 100 < origin.wives_share:
            return _pick(rng, origin.wives, 1)
        return family_name(base, origin=origin, woman=woman)

    def partner(self, rng: Random, shared: str, code: str, born: int) -> tuple[str, str, int]:
        """Return what a woman in a couple is called, what from some day on, and that day, 0 where nothing changes."""
        year, origin = date.fromordinal(born).year, BY_CODE[code]
        own = family_name(self.base(rng, origin), origin=origin, woman=True)
        draw = rng.random()
        keeps = next(share for before, share in KEEPS_HERS if year < before)
        if draw < keeps:
            return own, "", 0
        now = f"{own}-{shared}" if draw < keeps + JOINED and " " not in own + shared and "-" not in shared else shared
        if year > 1960 and rng.random() < MARRIED_LATELY:
            return own, now, self._lately(rng)
        return now, "", 0

    def alone(self, rng: Random, married: str, code: str) -> tuple[str, str, int]:
        """Return the same for a woman without a partner: some went back to the name they were born with."""
        if rng.random() >= DIVORCED_LATELY:
            return married, "", 0
        origin = BY_CODE[code]
        return married, family_name(self.base(rng, origin), origin=origin, woman=True), self._lately(rng)

    def _lately(self, rng: Random) -> int:
        return self._today - rng.randrange(1, LATELY)


def _pick(rng: Random, names: tuple[str, ...], flat: int) -> str:
    """Draw one of a list from frequent to rare."""
    cumulative = weights(len(names), flat)
    return names[bisect(cumulative, int(rng.random() * cumulative[-1]))]
