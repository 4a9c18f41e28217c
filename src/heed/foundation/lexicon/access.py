"""Who may change what Heed listens for. Proposing and publishing are one right, and never one person."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

EDIT_LEXICON = action("edit the lexicon", Role.SUPERVISOR)
PUBLISH_LEXICON = action("publish the lexicon", Role.SUPERVISOR)
