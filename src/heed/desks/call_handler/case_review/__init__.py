"""The offer of an ASB case review."""
