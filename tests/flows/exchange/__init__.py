"""What goes to partners' systems and comes from them."""
