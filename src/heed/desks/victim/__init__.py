"""The victim's own pages: opened by a link in a message, without signing in, and showing nothing of anybody."""
