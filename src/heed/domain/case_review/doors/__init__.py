"""How often the public form may be sent and a reading link opened, without keeping anybody's address."""
