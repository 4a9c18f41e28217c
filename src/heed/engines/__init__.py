"""Pure decisions: no Django, no database, no clock, no input or output."""
