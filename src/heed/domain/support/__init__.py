"""
What a victim was promised and offered, the plan made with them, and the contact agreed and had.

Who does the work is tasking's.
"""
