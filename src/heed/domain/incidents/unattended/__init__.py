"""Open incidents that somebody must attend, who suffers in them, and how much work the room has had."""
