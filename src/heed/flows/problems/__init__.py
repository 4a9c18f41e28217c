"""Problem plans and what they rest on: scanning, work, evidence, and both sides of a history."""
