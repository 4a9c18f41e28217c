"""Signing in: local accounts with a second factor, through django-allauth, on our own pages. Nobody signs up."""
