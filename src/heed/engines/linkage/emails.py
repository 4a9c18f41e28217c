"""Reads an e-mail address into the one form in which two spellings of the same mailbox are equal."""

import re
import unicodedata
from functools import lru_cache
from typing import Final


def _plain(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LONGEST: Final = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3)."""

_ADDRESS: Final = re.compile(r"[^\s@<>()\[\]:;,\"\\]+@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")
_BETWEEN: Final = re.compile(r"[\s;,<>()\[\]\"]+")
_AROUND_AT: Final = re.compile(r"\s*@\s*")

_GMAIL: Final = frozenset({"gmail.com", "googlemail.com"})
"""Google's mailboxes: dots do not count, and what follows a plus is the owner's label."""

_NOBODYS: Final = _plain(
    "none noone nobody noemail nomail noaddress noreply donotreply na nil null unknown notknown notgiven notprovided refused"
    " declined withheld test tester testing email mail anon anonymous example sample dummy fake asdf abc xyz"
)
"""What is typed before the @ when a form insists on an address and nobody has one."""


@lru_cache(maxsize=65_536)
def read_email(text: str) -> str:
    """
    Return the address in its normal form, or nothing when there is none or only a placeholder.

    Lower case; out of `mailto:` and `Name <address>`; the first when there are several. For Gmail without dots and labels.
    A shared mailbox, info@ or admin@, is an address: whether it tells people apart is for its frequency to say.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    for word in _BETWEEN.split(_AROUND_AT.sub("@", folded)):
        address = word.rsplit("mailto:", 1)[-1].split("?")[0].strip(".'")
        if _ADDRESS.fullmatch(address) and len(address) <= _LONGEST:
            return _normal(address)
    return ""


def _normal(address: str) -> str:
    local, _, domain = address.rpartition("@")
    if domain in _GMAIL:
        domain = "gmail.com"
        local = local.split("+")[0].replace(".", "")
    bare = re.sub(r"[\W\d_]", "", local)
    if not local or bare in _NOBODYS or not bare.strip("x"):
        # Digits alone are somebody's number at a provider; x, xx and xxx are nobody.
        return f"{local}@{domain}" if local and not bare and any(map(str.isdigit, local)) else ""
    return f"{local}@{domain}"
