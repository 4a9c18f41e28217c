"""Counts that leave the force: small ones are not given exactly, and the others are rounded, so that none can be worked out."""


def as_returned(count: int, *, small: int) -> str:
    """
    Write a count: 0 as it is, below small as "fewer than small", anything else to the nearest multiple of small.

    Totals are rounded the same way, so that what is withheld cannot be subtracted out of them. A half rounds up; nothing that
    is given is ever rounded down below small. Raises ValueError for less than nothing.
    """
    if count < 0:
        msg = f"A count is not {count}."
        raise ValueError(msg)
    if count == 0:
        return "0"
    if count < small:
        return f"fewer than {small}"
    return str((2 * count + small) // (2 * small) * small)
