"""Problem plans: opened by a rule or by hand, written into, measured, signed off."""
