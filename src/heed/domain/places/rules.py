"""When two typed addresses are the same place."""

import re
import unicodedata

ABBREVIATIONS = {
    "RD": "ROAD",
    "ST": "STREET",
    "AVE": "AVENUE",
    "AV": "AVENUE",
    "CL": "CLOSE",
    "CT": "COURT",
    "CRES": "CRESCENT",
    "DR": "DRIVE",
    "GDNS": "GARDENS",
    "LN": "LANE",
    "PL": "PLACE",
    "SQ": "SQUARE",
    "TER": "TERRACE",
    "FLT": "FLAT",
    "APT": "FLAT",
    "APARTMENT": "FLAT",
}
"""Short forms that handlers type, each with its word. “St Mary” becomes “STREET MARY” in every spelling alike."""

POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b")
"""A UK postcode's shape (BS 7666), already in capitals."""


def postcode_in(address: str) -> str:
    """Return the last postcode in an address as `NN1 1AA`, or nothing."""
    found = POSTCODE.findall(_plain(address))
    return " ".join(found[-1]) if found else ""


def address_key(address: str) -> str:
    """
    Return what two spellings of one address share: capitals, no punctuation, no accents, words written out.

    `flat 2, 14 St. Mary's Rd, ZZ1 1AA` and `Flat 2 14 ST MARYS ROAD zz11aa` give the same key. Flats stay apart.
    An address of punctuation alone gives an empty key.
    """
    plain = _plain(address)
    postcode = postcode_in(plain)
    words = POSTCODE.sub(" ", plain).split()
    return " ".join(
        [*(ABBREVIATIONS.get(word, word) for word in words), *([postcode.replace(" ", "")] if postcode else [])]
    )


def _plain(text: str) -> str:
    """Return text in capitals, without accents, apostrophes or punctuation, single-spaced."""
    folded = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in folded if not unicodedata.combining(c)).replace("'", "").replace("\u2019", "")
    return " ".join(re.sub(r"[\W_]+", " ", letters).upper().split())
