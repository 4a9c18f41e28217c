"""The desk of the partner officer, and what nobody else may reach through it."""
