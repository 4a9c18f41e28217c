"""Work that somebody owns and must do by a time: tasks, visits, queries to named officers, and who is on leave or on shift."""
