"""The call handler's desk."""
