"""Partner agencies, who works there, and the agreements under which something may be shared."""
