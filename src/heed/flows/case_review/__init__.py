"""How near somebody is to an ASB case review, and that they are told of it."""
