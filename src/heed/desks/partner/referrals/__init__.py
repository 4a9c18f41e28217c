"""What the agency is asked to take on, what it said, and what it says now."""
