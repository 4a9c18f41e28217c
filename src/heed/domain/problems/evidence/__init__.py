"""Evidence: what was handed in, whether anybody looked at it, and to which case it belongs."""
