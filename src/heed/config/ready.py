"""What a web process makes once, so that no page has to wait for it."""

import gc

from django.urls import get_resolver

from heed.engines.cues.lexicon import national
from heed.foundation.policy import services as policy


def make() -> None:
    """
    Compile what every page uses, and take it out of what the garbage collector looks through.

    Some hundreds of thousands of objects stay for as long as the process does. Looking through them again for every few pages
    stopped every thread for 135 ms, measured (docs/board.md). What is made later is collected as before.
    """
    national()
    policy.in_use()
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
