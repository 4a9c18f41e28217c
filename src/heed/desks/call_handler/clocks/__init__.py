"""The clocks of an incident."""
