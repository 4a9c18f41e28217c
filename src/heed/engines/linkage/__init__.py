"""
Is this the same person? What was said of somebody is put into one form, filed under keys, compared and weighed.

Knows: names, births, addresses, e-mail; levels of likeness, weights and what they mean in words; which records hang
together under people's decisions. Leaves where the records are kept, how weights are trained and what is shown to others.
"""
