"""The victim's own pages, reached by a link."""
