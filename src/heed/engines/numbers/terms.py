"""The words for numbers and lines: what is stored, and what the screen says."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A stored value with the label that people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make the member its stored value, with a label beside it; looking one up by value needs no label."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        return term


class Kind(Term):
    """
    What a number is for.

    Source: Ofcom, National Telephone Numbering Plan. A number outside the United Kingdom and the Crown Dependencies is
    INTERNATIONAL, unless its own plan says that nobody's line answers there (freephone, premium, and so on).
    """

    MOBILE = "mobile", "Mobile"
    LANDLINE = "landline", "Landline"
    FREEPHONE = "freephone", "Freephone (0800, 0808)"
    SHARED_COST = "shared_cost", "Service number (084, 087)"
    UAN = "uan", "Organisation (03, 055)"
    VOIP = "voip", "Internet telephone (056)"
    PREMIUM = "premium", "Premium rate (09)"
    PERSONAL = "personal", "Personal number (070)"
    PAGER = "pager", "Pager (076)"
    SHORT = "short", "Short code"
    INTERNATIONAL = "international", "International"
    UNKNOWN = "unknown", "Kind not known"


class LineClass(Term):
    """What the caller's line permits. Source: reference/interop.md section 1.1, the event contract."""

    AVAILABLE = "available", "Number available"
    WITHHELD = "withheld", "Number withheld"
    UNAVAILABLE = "unavailable", "Number not available"
    PAYPHONE = "payphone", "Payphone"
    SWITCHBOARD = "switchboard", "Switchboard"
    CARE_HOME = "care-home", "Care home"
    PARTNER = "partner", "Partner agency"
    OWN_FORCE = "own-force", "Our own force"
    INTERNATIONAL = "international", "International number"


class Service(Term):
    """Which of the two public numbers was rung. A call to 112 or 18000 is an emergency call too."""

    EMERGENCY = "999", "999 emergency"
    NON_EMERGENCY = "101", "101 non-emergency"
