"""What an answer of a partner's system means for a message, in what order messages go, and to which addresses."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from heed.domain.exchange.terms import Result

TOOK, MOVED, FAULTS = range(200, 300), range(300, 400), range(500, 600)
MENDED_BY_HAND = range(300, 500)
WORDS = {
    400: "The partner's system could not read the message",
    401: "The partner's system does not know our key",
    403: "The partner's system does not let us in with our key",
    404: "The partner's system has nothing at this address, or does not know the case",
    405: "The partner's system takes no messages at this address",
    409: "The partner's system already has another message under this number",
    410: "The partner's system says that the case is gone",
    413: "The message is too long for the partner's system",
    415: "The partner's system does not take messages of this form",
    422: "The partner's system found something wrong in the message",
    429: "The partner's system takes no more for now",
    503: "The partner's system is closed for now",
}
AGAIN = frozenset({408, 425, 429})
"""Answers of 400 to 499 that trying again can mend: timeout, too early, too many (RFC 9110 15.5, RFC 8470, RFC 6585)."""


def result_of(status: int) -> Result:
    """
    Say what an HTTP status means for the message that was sent.

    200 to 299 took it. A redirect is refused: names do not go to an address that nobody here set. 400 to 499 are mended by
    a person, with the exceptions of AGAIN; anything else, above all 500 to 599, by time.
    """
    if status in TOOK:
        return Result.TAKEN
    if status in MENDED_BY_HAND and status not in AGAIN:
        return Result.REFUSED
    return Result.AGAIN


def words_of(status: int) -> str:
    """Say in a sentence what an HTTP status means, for somebody who has never seen one."""
    if status in WORDS:
        return f"{WORDS[status]} ({status})"
    if status in MOVED:
        return f"The partner's system has moved, and Heed follows to no address that nobody has set here ({status})"
    if status in FAULTS:
        return f"The partner's system has a fault ({status})"
    return f"The partner's system turned the message down ({status})"


def next_place(last: int) -> int:
    """Return the place of the message after the newest of a case; the first is 1."""
    return last + 1


LOOPBACK = frozenset({"localhost", "ip6-localhost"})
LONGEST_ADDRESS = 300
NO_ADDRESS = "Enter an address of the web, such as https://example.gov.uk/open311/v2/"


def why_not_address(address: str, *, without_tls: bool) -> str:
    """
    Say why an address cannot be that of a partner's system; empty where it can.

    without_tls: whether this installation lets names go over the network unencrypted; to this machine itself they may always.
    An address in itself names no user, no query and no fragment, and ends in a slash.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return NO_ADDRESS
    odd = any(letter.isspace() or not letter.isprintable() or letter == "\\" for letter in address)
    stands_against = {
        NO_ADDRESS: parts.scheme not in ("https", "http") or not host or port == 0 or odd,
        "The address must not name a user: the key has a field of its own": "@" in parts.netloc,
        "The address must end before any “?” or “#”": "?" in address or "#" in address,
        "The address must end in a slash": not parts.path.endswith("/"),
        f"The address must be at most {LONGEST_ADDRESS} characters": len(address) > LONGEST_ADDRESS,
        "The address must begin with https: names of victims do not go over the network unencrypted": (
            parts.scheme == "http" and not without_tls and not is_this_machine(host)
        ),
    }
    return next((why for why, stands in stands_against.items() if stands), "") or why_not_host(host)


def why_not_host(host: str) -> str:
    """Say why nothing is sent to a host that is written as a number; empty for a name, and for a number that may be."""
    try:
        number = ip_address(host.strip("[]"))
    except ValueError:
        return ""
    return "" if number.is_loopback else why_not_number(number)


def why_not_number(number: IPv4Address | IPv6Address) -> str:
    """
    Say why nothing is sent to an address of the network; empty where it may be.

    Private networks are allowed, because partners are reached over them. The machine itself is not, whatever a name says, nor
    what only machines beside it can reach (where clouds keep their credentials), nor what is no single machine.
    """
    inner = number.ipv4_mapped if isinstance(number, IPv6Address) else None
    one = inner or number
    if one.is_loopback or one.is_unspecified:
        return "The address leads back to this machine"
    if one.is_link_local or one.is_multicast or one.is_reserved:
        return "The address leads to no partner: it is one that only this machine's own network knows"
    return ""


def is_this_machine(host: str) -> bool:
    """Say whether a host is this machine, written as such."""
    if host in LOOPBACK:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
