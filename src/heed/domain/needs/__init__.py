"""
What helps somebody, what warns whoever goes to them, and what they wrote about themselves.

A need serves the person and a warning serves staff: two tables, never one list. Either is gone from every screen the day
after it runs out, and somebody is asked beforehand. Knows people and places; a call only by its id.
"""
