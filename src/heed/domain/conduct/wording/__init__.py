"""The weekly sample of log entries to be read for their wording. No author is kept, nothing is counted by person."""
