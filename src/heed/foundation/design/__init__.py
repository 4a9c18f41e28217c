"""
How pages look and behave: templates, form fields, styles, keys, error pages.

Knows who is signed in, nothing of calls or incidents: desks add their own navigation and fill the blocks of base.jinja.
"""
