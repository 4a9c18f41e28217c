"""The desk of the data-protection officer: agreements, disclosures, broken glass."""
