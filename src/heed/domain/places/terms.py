"""The words of places."""

from django.db import models


class Kind(models.TextChoices):
    """What sort of place it is: a home and a park are read differently when they repeat."""

    HOME = "home", "Home"
    BUILDING = "building", "Building with several homes"
    CARE_HOME = "care_home", "Care home or supported housing"
    SHOP = "shop", "Shop or business"
    PUBLIC = "public", "Park, square or other public place"
    SCHOOL = "school", "School"
    LICENSED = "licensed", "Licensed premises"
    UNKNOWN = "unknown", "Not yet known"
