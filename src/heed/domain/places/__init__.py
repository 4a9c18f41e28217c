"""
Where things happen: addresses, flats and their buildings, streets, parks, shops, care homes.

Knows nothing of who lives there (people) or what happened there (incidents).
"""
