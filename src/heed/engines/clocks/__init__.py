"""
Clocks: what a working day is, when a period ends, and who has enhanced rights. Pure decisions.

Every moment has a time zone, and answers are in UTC: two moments of one local zone compare by the clock on the wall, which
is wrong for an hour each autumn.
"""
