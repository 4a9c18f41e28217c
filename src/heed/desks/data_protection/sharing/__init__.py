"""The register of disclosures, and of broken glass."""
