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


class How(models.TextChoices):
    """In what way a place is the address that was typed."""

    SAME = "same address", "Same address"
    DOOR = "same door at the postcode", "Same door at the postcode"
    NEAR_POSTCODE = "same door, postcode one character off", "Same door, postcode one character off"
    SPELLING = "same street and number, spelling differs", "Same street and number, spelling differs"
    OTHER_POSTCODE = "same street and number, another postcode", "Same street and number, another postcode"
    BUILDING = "building only", "The building, not the flat"
