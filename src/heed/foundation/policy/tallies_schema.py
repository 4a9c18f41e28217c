"""
The shape of tallies.toml: how far back reports of other agencies are counted, and what keeps a count from being a search.

A pack made before this was read has none, and then goes by the national one.
"""

from heed.foundation.policy.leaves import Leaf, Part, Positive


class Tallies(Part):
    """
    tallies.toml.

    days: how far back a report counts; older ones are erased. home_least: how few reports from a home, by nobody who is known
    by name, are not shown. accept_days: how long a key takes tokens; it counts for `days` longer. looks_an_hour: people whose
    counts one person at work is shown. rows_most: of one file. answer_days: working days in which an agency answers.
    """

    days: Leaf[Positive]
    home_least: Leaf[Positive]
    accept_days: Leaf[Positive]
    looks_an_hour: Leaf[Positive]
    rows_most: Leaf[Positive]
    answer_days: Leaf[Positive]
