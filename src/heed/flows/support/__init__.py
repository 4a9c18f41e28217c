"""What a victim was promised, offered and agreed, and whether it came."""
