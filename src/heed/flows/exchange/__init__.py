"""To and from systems of partners."""
