"""Clocks that run on an incident: by when something must be done, whether law or policy says so, and what came of it."""
