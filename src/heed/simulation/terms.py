"""The words of the simulated world: how a call really came about, and what makes somebody vulnerable."""

from django.db import models


class Scenario(models.TextChoices):
    """How a call really came about. One label a call; where several fit, the first in this list that does."""

    SILENT = "silent", "Nobody speaks"
    ABANDONED = "abandoned", "Given up before an answer"
    WITHHELD = "withheld", "The caller hides the number"
    INSTITUTION = "institution", "From the line of a care home, school, surgery or shop"
    THIRD_PARTY = "third_party", "Somebody outside the household rings for the victim"
    NEW_CALLER = "new_caller", "Nobody in the household has rung before"
    NEW_CALLER_KNOWN_HOUSEHOLD = "new_caller_known_household", "The caller has not rung before, the household has"
    MOVED_HOUSE = "moved_house", "The caller has moved since the last call"
    NEW_NUMBER = "new_number", "The caller has a number that the force has not seen with them"
    HOUSEHOLD_MEMBERS_NUMBER = "household_members_number", "On the mobile of somebody else at home"
    SHARED_LANDLINE = "shared_landline", "On the landline of the household"
    OWN_NUMBER = "own_number", "On the caller's own mobile, known to the force"


class Relation(models.TextChoices):
    """What the caller is to the victim."""

    SELF = "self", "The victim"
    PARTNER = "partner", "Husband, wife or partner"
    PARENT = "parent", "Mother or father"
    CHILD = "child", "Daughter or son"
    FAMILY = "family", "Relative at the same address"
    SHARER = "sharer", "Shares the home"
    CARER = "carer", "Carer"
    WARDEN = "warden", "Warden or staff of the home"
    NEIGHBOUR = "neighbour", "Neighbour"
    COUNCILLOR = "councillor", "Councillor"
    STAFF = "staff", "Works there"
    PASSER_BY = "passer_by", "Passer-by"


class Need(models.TextChoices):
    """A circumstance that, with the situation, makes somebody vulnerable (procedure.md 3.1)."""

    DEMENTIA = "dementia", "dementia"
    LEARNING_DISABILITY = "learning_disability", "a learning disability"
    MENTAL_HEALTH = "mental_health", "mental ill-health"
    MOBILITY = "mobility", "limited mobility"
    DEAFNESS = "deafness", "deafness"
    SIGHT = "sight", "sight loss"
    LONG_TERM_ILLNESS = "long_term_illness", "a long-term illness"
    FRAIL_AND_ALONE = "frail_and_alone", "frail and living alone"
    YOUNG = "young", "a child or young person on their own"
    LITTLE_ENGLISH = "little_english", "little English and nobody to ask"
