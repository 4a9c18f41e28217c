"""The pages, one folder for each person at work."""
