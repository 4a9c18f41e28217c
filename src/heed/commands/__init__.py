"""The command line: one heed NOUN for each noun; parse, one call, print."""
