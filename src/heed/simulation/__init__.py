"""
A force that does not exist: its county, its people, years of calls, and the truth about every one of them.

Knows: who really rang about whom, and everybody the force has never heard of. Leaves what the force itself knows to the
domain, into which it is loaded; nothing in the domain reads the truth. Everything but loading.py, removing.py, live.py,
services.py, queries.py and the page is pure: the same seed gives the same world on every machine.
"""
