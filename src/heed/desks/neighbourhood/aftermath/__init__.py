"""Follow-ups: the call list and the survey."""
