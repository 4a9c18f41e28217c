"""Problem plans, evidence and both sides."""
