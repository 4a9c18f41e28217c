"""What the examples of the documentation start from."""

from tests.commands.conftest import heed
from tests.flows.conftest import reported, ring

__all__ = ["heed", "reported", "ring"]
