"""
Reads from a call how somebody has to reach us: by text relay, by video in sign language, by text message, through an interpreter.

A channel is proposed as a need and never written down by itself: people borrow telephones, and a relay may be used once.
"""

import re
from dataclasses import dataclass
from typing import Final

from heed.engines.numbers.terms import Term


class Reached(Term):
    """How somebody reaches us, when it is not by speaking and hearing."""

    TEXT_RELAY = "text_relay", "Text relay (Relay UK)"
    SIGN_VIDEO = "sign_video", "British Sign Language by video (999 BSL)"
    TEXT_999 = "text_999", "Emergency text message (emergencySMS)"
    INTERPRETER = "interpreter", "Through an interpreter"
    WELSH = "welsh", "In Welsh"


@dataclass(frozen=True, slots=True)
class ProposedNeed:
    """
    A need that the channel of a call speaks for, in the words a form begins with. Nothing of it is on record.

    kind: as domain/needs spells it. now: what to do on this very call. because: what it was read from.
    """

    reached: Reached
    kind: str
    what_helps: str
    now: str
    language: str
    because: str


_HELPS: Final = {
    Reached.TEXT_RELAY: (
        "channel",
        "",
        (
            "Text relay. Type or speak short sentences, say “go ahead” (GA) at the end of each, wait for the answer, "
            "do not hang up on silence. Ring back as 18001 and the number."
        ),
        "Speak to the caller, not the relay assistant. One question at a time, then “go ahead”. Silence is typing: hold on.",
    ),
    Reached.SIGN_VIDEO: (
        "interpreter",
        "British Sign Language",
        (
            "British Sign Language by video. Ring back through the video relay service; in person, book a BSL interpreter. "
            "Writing English is not the same."
        ),
        "The voice is the interpreter's: ask the caller, not the interpreter, and allow for the delay.",
    ),
    Reached.TEXT_999: (
        "channel",
        "",
        (
            "Text messages. Answer in short plain messages, one question in each. Do not ring: they may not hear, or not be "
            "able to speak safely."
        ),
        "Ask first whether it is safe to go on writing. One short question in each message.",
    ),
    Reached.INTERPRETER: (
        "interpreter",
        "",
        "An interpreter on the line, in the language they name. No family member or child interprets.",
        "Ask the caller, not the interpreter, in short sentences. Ask which language, and keep it.",
    ),
    Reached.WELSH: (
        "language",
        "Welsh",
        "Speak Welsh with them, or find somebody who does, before asking whether English will do.",
        "Answer in Welsh, or transfer to somebody who speaks it.",
    ),
}

# 18000 and 18001 are dialled before or instead of a number: 18000 for 999 by relay, 18001 101, 18001 07700 900123. Numbers
# of Relay UK's that arrive as a caller are not published: nothing is guessed from them.
_RELAY_DIALLED: Final = re.compile(r"(?:sips?:|tel:)?1800[01]", re.IGNORECASE)

_SAYS: Final = {
    Reached.SIGN_VIDEO: r"(?:999 ?)?bsl|sign ?video|sign(?:ed)? language|video relay",
    Reached.TEXT_RELAY: r"relay ?uk|text ?relay|next generation text|ngt|typetalk|minicom|textphone",
    Reached.TEXT_999: r"emergency ?sms|999 ?(?:sms|text)|(?:sms|text) ?999",
    Reached.INTERPRETER: r"interpret(?:er|ers|ing)|language ?line|big ?word",
    Reached.WELSH: r"welsh(?: language)?|cymraeg",
}
_WORDS: Final = {reached: re.compile(rf"\b(?:{says})\b", re.IGNORECASE) for reached, says in _SAYS.items()}


def reached_by(
    *, received: str = "", dialled: str = "", queue: str = "", label: str = "", channel: str = ""
) -> tuple[ProposedNeed, ...]:
    """
    Say how a call reaches us where that speaks for a need; nothing for an ordinary call. Each way once, the surest first.

    received: the number as it came, with what was dialled before it. dialled: the number that was rung. queue: the name of the
    queue. label: what the force's list calls the line. channel: as calls are recorded (`relay`, `sms`, `999` …).

    Plain `sms` proposes nothing but care on this call: most people who text 101 can also speak.
    """
    found: dict[Reached, str] = {}
    if channel == "relay":
        found[Reached.TEXT_RELAY] = "the call came by Relay UK"
    for what, text in (("the number dialled", dialled), ("the number received", received)):
        if _RELAY_DIALLED.match(text.strip()):
            found.setdefault(Reached.TEXT_RELAY, f"{what} begins with 18000 or 18001")
    for what, text in (("the queue", queue), ("the line", label)):
        for reached, words in _WORDS.items():
            if words.search(text):
                found.setdefault(reached, f"{what} is called “{' '.join(text.split())[:80]}”")
    if Reached.SIGN_VIDEO in found and channel == "relay":
        # The same channel carries both: what the queue is called is the nearer of the two.
        del found[Reached.TEXT_RELAY]
    return tuple(_proposed(reached, because) for reached, because in found.items())


def proposed(reached: Reached) -> ProposedNeed:
    """Return what a form begins with for one way of reaching us."""
    return _proposed(reached, "")


def _proposed(reached: Reached, because: str) -> ProposedNeed:
    kind, language, helps, now = _HELPS[reached]
    return ProposedNeed(reached, kind, helps, now, language, because)
