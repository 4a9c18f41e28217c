"""What goes out: messages, what became of them, and the queue."""
