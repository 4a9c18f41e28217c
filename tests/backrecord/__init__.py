"""The tests of linking."""
