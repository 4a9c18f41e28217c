"""Referral without bouncing: the right door, a case with its sender until it is accepted, and what the victim hears."""
