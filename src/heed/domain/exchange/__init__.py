"""What goes to systems of partners and comes from them: each once, in order, nothing lost."""
