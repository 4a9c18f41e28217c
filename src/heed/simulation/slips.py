"""What tired fingers do: the wrong key, a letter left out, doubled or changed over."""

from random import Random

BESIDE = "sqz vn xv sfe wr dg fh gj uo hk jl k n bm ip o wa et ad ry yi cb qe zc tu x 9 2 13 24 35 46 57 68 79 80"
NEIGHBOURS = dict(zip("abcdefghijklmnopqrstuvwxyz0123456789", BESIDE.split(), strict=True))
"""Keys beside each key, on a British keyboard."""


def slip(rng: Random, text: str) -> str:
    """Return a text with one slip in it, never in an empty text, never one that leaves nothing."""
    letters = [at for at, letter in enumerate(text) if letter.isalnum()]
    if not letters:
        return text
    # The first letter is watched more closely than the rest.
    at = rng.choice(letters[1:] or letters) if rng.random() < 0.85 else letters[0]
    draw = rng.random()
    if draw < 0.3:
        near = NEIGHBOURS.get(text[at].lower(), "")
        other = rng.choice(near) if near else ""
        return text[:at] + (other.upper() if text[at].isupper() else other) + text[at + 1 :] if other else text
    if draw < 0.55:
        return text[:at] + text[at + 1 :] if len(text) > 1 else text
    if draw < 0.75:
        return text[: at + 1] + text[at].lower() + text[at + 1 :]
    if at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[: at - 1] + text[at] + text[at - 1] if at else text


def other_digit(rng: Random, text: str) -> str:
    """Return a text with one of its digits wrong."""
    digits = [at for at, letter in enumerate(text) if letter in "0123456789"]
    if not digits:
        return text
    at = rng.choice(digits)
    return text[:at] + str((int(text[at]) + rng.randrange(1, 10)) % 10) + text[at + 1 :]


def wrong_in_postcode(rng: Random, code: str) -> str:
    """Return a postcode with one character wrong: another letter for a letter, another digit for a digit."""
    places = [at for at, letter in enumerate(code) if letter.isalnum()]
    if not places:
        return code
    at = rng.choice(places)
    alike = "0123456789" if code[at].isdigit() else "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return code[:at] + rng.choice(alike.replace(code[at], "")) + code[at + 1 :]
