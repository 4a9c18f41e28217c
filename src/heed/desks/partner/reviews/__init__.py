"""Case reviews and tasks of the agency."""
