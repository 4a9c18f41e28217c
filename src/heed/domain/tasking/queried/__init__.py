"""What the public ask the named officers of a beat, and how soon they are answered."""
