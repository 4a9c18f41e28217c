"""
Published code lists, word for word stable: the National Standard for Incident Recording (NSIR).

Knows: categories, themes, qualifiers, and the older ASB headings some forces still use. Leaves to `foundation.policy`
what a force adds, and to `domain.incidents` which code an incident has.
"""
