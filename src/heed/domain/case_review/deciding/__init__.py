"""What becomes of an application: the threshold, the panel, its meeting, its actions, the outcome, and the second look."""
