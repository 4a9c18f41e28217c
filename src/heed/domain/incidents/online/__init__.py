"""Reports that a partner's system sent: as they came, what was said of them since, and what was told in return."""
