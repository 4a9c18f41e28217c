"""Cases handed to another agency, which the sender keeps until they are accepted."""
