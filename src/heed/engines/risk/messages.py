"""
What a message says: templates, the words put into them, and what must not be seen on a screen that others look at.

Templates are the pack's (contact.toml), in English and in Welsh.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from heed.engines.risk.safe_contact import Channel

LANGUAGES: Final = ("en", "cy")
PREVIEW_MOST: Final = 160
"""Characters of an e-mail's beginning that a locked telephone may show under the subject."""

PLACE: Final = re.compile(r"\{([a-z_]+)\}")
WORD_MOST: Final = 400
"""Characters of one word put into a template."""

_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_WRITTEN: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-") | dict.fromkeys("\u2018\u2019\u02bc", "'")
)
"""Hyphens and apostrophes as a word processor has them, to those of a keyboard."""


class Unfit(ValueError):
    """The words do not fit the template; the sentence says how."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a template says in one language by one channel; subject is empty but for e-mail."""

    body: str
    subject: str = ""

    @property
    def places(self) -> frozenset[str]:
        """Name what is put into it."""
        return frozenset(PLACE.findall(self.subject + self.body))


@dataclass(frozen=True, slots=True)
class Template:
    """
    One message, in the ways in which it may be sent.

    title: what staff call it. words: what may be put into it. discreet: what shows before it is opened says nothing of the
    police, or of why. wordings: by channel and language.
    """

    id: str
    version: str
    title: str
    discreet: bool
    words: tuple[str, ...]
    wordings: Mapping[tuple[Channel, str], Wording]

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Give the channels it is written for, in the order in which they are tried."""
        return tuple(dict.fromkeys(channel for channel, _ in self.wordings))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as it goes out."""

    subject: str
    body: str


def render(
    template: Template, words: Mapping[str, str], *, channel: Channel, language: str, giveaways: Collection[str] = ()
) -> Rendered:
    """
    Put words into a template. Raises Unfit.

    A word is one line of text: control characters and direction marks become spaces. giveaways: what a discreet message must
    not show, in its words as little as in the template.
    """
    wording = template.wordings.get((channel, language))
    if wording is None:
        raise Unfit(f"“{template.title}” is not written for {channel} in {language}")
    if unknown := sorted(words.keys() - set(template.words)):
        raise Unfit(f"“{template.title}” has no place for {', '.join(unknown)}")
    clean = {name: " ".join(_UNSEEN.sub(" ", word).split()) for name, word in words.items()}
    if missing := sorted(name for name in wording.places if not clean.get(name)):
        raise Unfit(f"“{template.title}” lacks {', '.join(missing)}")
    if long := sorted(name for name in wording.places if len(clean[name]) > WORD_MOST):
        raise Unfit(f"{', '.join(long)} must be {WORD_MOST} characters or fewer")
    # In one pass: what stands in a word is never read as a place of its own.
    made = Rendered(*(PLACE.sub(lambda found: clean[found[1]], part) for part in (wording.subject, wording.body)))
    if template.discreet and (told := gives_away(made, channel=channel, giveaways=giveaways)):
        raise Unfit(f"“{told}” would show on a screen that others may see: say it in other words, or ring")
    return made


def gives_away(made: Rendered, *, channel: Channel, giveaways: Collection[str]) -> str:
    """
    Return the first word that tells, in what shows before a message is opened; empty where none does. A text shows whole.

    Read as an eye reads it: soft hyphens and the like are not seen, and wide or curly letters are the plain ones.
    """
    shown = made.body if channel == Channel.TEXT else f"{made.subject}\n{made.body[:PREVIEW_MOST]}"
    shown = unicodedata.normalize("NFKC", "".join(one for one in shown if unicodedata.category(one) != "Cf"))
    shown = shown.translate(_WRITTEN)
    found = (re.search(rf"(?<!\w){re.escape(word)}(?!\w)", shown, re.IGNORECASE) for word in giveaways)
    return next((one[0] for one in found if one), "")
