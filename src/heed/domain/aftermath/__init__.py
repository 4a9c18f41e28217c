"""
Whether it stopped: who is asked after an incident was closed, how, and what they said.

What an answer does to the incident is decided in flows.
"""
