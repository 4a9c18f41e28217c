"""What follows what: each flow reads as the list of its steps, in one transaction."""
