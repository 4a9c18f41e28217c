"""What goes out to partners' systems: messages, their order, tries, and what became of them."""
