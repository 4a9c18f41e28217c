"""The agenda of a conference: what is on it and why, who sees it, what was said and decided."""
