"""Cases referred to the agency."""
