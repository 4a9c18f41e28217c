"""
How often recognition names the right person, measured against the simulation's truth.

Plays an examination (simulation/examination.py) through the very keys, scores and choices of a call: only the database's
part, finding descriptions by key, is done in memory. tests/simulation/test_evaluation.py holds both to the same answers.
"""
