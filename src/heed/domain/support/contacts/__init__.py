"""How often a victim is kept in touch with, and how that went."""
