"""Where somebody lives, as it is written down: cut short, spelt three ways, with a postcode that is not always theirs."""

from random import Random

from heed.simulation.slips import slip, wrong_in_postcode

MISSING = 0.08
SHORTENED = 0.45
SHORT = {
    "Road": "Rd", "Street": "St", "Avenue": "Ave", "Close": "Cl", "Crescent": "Cres", "Drive": "Dr", "Gardens": "Gdns",
    "Terrace": "Terr", "Lane": "Ln", "Court": "Ct", "House": "Hse",
}  # fmt: skip
NO_TOWN, NO_POSTCODE, NO_STREET = 0.3, 0.2, 0.02
FLAT_LEFT_OUT = 1 / 12
BLOCK_LEFT_OUT = 0.15
STREET_SLIP = 1 / 30
POSTCODE_WRONG, O_FOR_0 = 1 / 40, 1 / 50
NO_SPACE, LOWER_CASE, WITHIN = 0.2, 0.1, 0.3


def described(rng: Random, home: str, *, careless: float = 1.0) -> tuple[str, str]:
    """
    Return address and postcode as they are typed, each empty where it was not given.

    home: as County.address or a site writes it: parts joined by a comma and a space, the last the postcode, the last but one
    the town. The postcode stands apart, or at the end of the address. Text of another shape is kept whole.
    """
    parts = home.split(", ")
    if len(parts) < 3:
        return home, ""
    if rng.random() < MISSING:
        return "", ""
    *lines, town, code = parts
    lines = _lines(rng, lines, careless)
    if rng.random() >= NO_TOWN:
        lines.append(town)
    code = "" if rng.random() < NO_POSTCODE else _postcode(rng, code, careless)
    address = rng.choice((", ", ", ", ", ", " ", ",")).join(lines)
    if rng.random() < NO_STREET and code:
        # "Number 12, ZZ1 0AA": all a sat-nav needs.
        address = lines[0].split(" ")[0] if lines[0][:1].isdigit() else lines[0]
    if code and address and rng.random() < WITHIN:
        return f"{address}, {code}", ""
    return address, code


def _lines(rng: Random, lines: list[str], careless: float) -> list[str]:
    """Return flat, block and street as they are typed."""
    told = list(lines)
    if told[0].startswith("Flat ") and len(told) > 2:
        number, block, street = told[0][5:], told[1], told[2]
        door = rng.choice((f"Flat {number}", f"Flat {number}", f"Flt {number}", f"Apt {number}", f"{number}"))
        told = [street] if rng.random() < BLOCK_LEFT_OUT else [block, street]
        if rng.random() >= FLAT_LEFT_OUT:
            # "5 Teasel Court", "Flat 5, Teasel Court", "5/12 Tansy Rise"
            if len(told) == 1:
                told = [f"{number}/{street}"] if rng.random() < 0.3 else [door, street]
            else:
                told = [f"{number} {block}", street] if door == number else [door, block, street]
    if rng.random() < SHORTENED:
        first, _, last = told[-1].rpartition(" ")
        told[-1] = f"{first} {SHORT.get(last, last)}".strip()
    if rng.random() < STREET_SLIP * careless:
        # The number is read back; the name of the street is not.
        door, _, street = told[-1].partition(" ")
        told[-1] = f"{door} {slip(rng, street)}" if street else told[-1]
    return told


def _postcode(rng: Random, code: str, careless: float) -> str:
    """Return a postcode as it is typed."""
    if rng.random() < POSTCODE_WRONG * careless:
        code = wrong_in_postcode(rng, code)
    if "0" in code and rng.random() < O_FOR_0:
        code = code.replace("0", "O")
    if rng.random() < NO_SPACE:
        code = code.replace(" ", "")
    return code.lower() if rng.random() < LOWER_CASE else code
