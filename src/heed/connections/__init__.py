"""Other systems, one folder each; nothing below this layer talks to the outside."""
