"""
How somebody can be contacted without putting them at risk, and every message that goes out to them.

The sender stands in connections.
"""
