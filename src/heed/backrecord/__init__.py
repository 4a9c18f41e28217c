"""Years at once: import, link, re-read. Empty until there is a back-record to read."""
