"""The one gate to a victim by message: what is safe, what waits to go out, and what became of it."""
