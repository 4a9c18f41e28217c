"""The crime decision: the sequence an incident stands in, and what a person decides of it."""
