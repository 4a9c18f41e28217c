"""What comes in from partners' systems: each message once, kept as it came, until it is applied or refused."""
