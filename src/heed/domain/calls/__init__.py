"""
Somebody gets in touch: the call from its first ring to its last word, its log, and the proof of what was checked.

The log opens at the ring. Entries are appended and chained; what is still being typed is a draft, not yet a record.
Knows nothing of incidents.
"""
