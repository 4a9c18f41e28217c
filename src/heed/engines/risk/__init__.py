"""
Decisions with dates, counts and grades, made from values alone.

Knows: who is a repeat, how near the case review line is, when someone must attend, when one person's decision
is not enough, which answers are missing, what follows a silent call, which advice to show. Every threshold is
passed in; `foundation.policy` keeps them. Leaves to others: where the values come from and what is then done.
"""
