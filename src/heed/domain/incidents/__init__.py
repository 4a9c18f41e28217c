"""
What was reported: incidents, the people in them by role, questions asked, grades, closings, links between incidents.

Counting who has suffered before is here; deciding who is at risk is not (vulnerability).
"""
