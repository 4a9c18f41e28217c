"""
Who works here: accounts, forces, command units, roles, and what each role may do.

Knows nothing of calls or incidents: every domain package names its own actions in its `access.py`.
"""
