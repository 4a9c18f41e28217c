"""What an applicant was told, and where they asked for a second look."""
