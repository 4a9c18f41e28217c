"""The ASB case review: when it can be asked for, and what was offered. Applications come from partners too (later)."""
