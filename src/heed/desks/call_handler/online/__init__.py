"""Reports that came from a partner's system: what waits to be read, one of them opened, and a word to whoever reported."""
