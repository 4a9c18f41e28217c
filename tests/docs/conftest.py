"""What the examples of the documentation start from."""

from tests.commands.conftest import heed
from tests.flows.conftest import hear, reported, ring, say

__all__ = ["hear", "heed", "reported", "ring", "say"]
