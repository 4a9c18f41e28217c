"""
Who is who: what people and the machine decided about pairs, the groups that follow, splits, and how all of it is undone.

A person on record is never deleted or merged away: only who stands for whom changes, and can be changed back.
"""
