"""
What a force has decided, as data: packs of TOML files, checked, versioned, with their own test cases.

Knows: the shape of a pack, how to read one, whether it is sound. Leaves the decisions to `engines.risk`, and the
national code lists to `foundation.reference`. See docs/policy.md.
"""
