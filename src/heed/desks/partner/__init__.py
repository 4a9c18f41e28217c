"""The desk of the partner officer: what has been shared with their agency, and nothing else."""
