"""Heed: records anti-social behaviour, and recognises who has suffered before while they are still on the line."""
