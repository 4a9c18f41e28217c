"""The words of referrals."""

from django.db import models


class State(models.TextChoices):
    """How far a referral has come. The case is the force's in every one of them but ACCEPTED."""

    SENT = "sent", "Sent, not answered yet"
    ASKED = "asked", "They ask for more"
    ACCEPTED = "accepted", "Accepted: they hold it"
    REFUSED = "refused", "Refused: it stays with us"
    RETURNED = "returned", "Given back to us"
    CLOSED = "closed", "They have finished"
    TAKEN_BACK = "taken_back", "Taken back by us"


OPEN = (State.SENT, State.ASKED, State.ACCEPTED)
"""The agency has still to say or do something, or may."""

CAME_BACK = (State.REFUSED, State.RETURNED, State.CLOSED)
"""It is the force's again, and the force must say what it does now."""

BOUNCED = (State.REFUSED, State.RETURNED)
"""An agency did not keep it: of these a case may not collect many without a supervisor."""


class StepKind(models.TextChoices):
    """What was said or done on a referral."""

    SENT = "sent", "Referred"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    ASKED = "asked", "Asked for more"
    GAVE_MORE = "gave_more", "Gave more"
    RETURNED = "returned", "Gave it back"
    UPDATED = "updated", "Said how it goes"
    CLOSED = "closed", "Finished with it"
    TAKEN_BACK = "taken_back", "Took it back"
    KEPT = "kept", "Kept it"
    LATE = "late", "A time ran out"


BY_AGENCY = frozenset(
    {StepKind.ACCEPTED, StepKind.REFUSED, StepKind.ASKED, StepKind.RETURNED, StepKind.UPDATED, StepKind.CLOSED}
)
"""What an agency says; everything else the force does."""

CODED = {StepKind.REFUSED: "refused", StepKind.RETURNED: "returned", StepKind.CLOSED: "closed"}
"""What needs a reason of the pack, with the part of referrals.toml in which those stand."""


class Holder(models.TextChoices):
    """Who answers for the case."""

    FORCE = "force", "The police"
    AGENCY = "agency", "The agency"


class Settled(models.TextChoices):
    """What the force did with a case that came back."""

    KEPT = "kept", "Kept by us"
    REFERRED = "referred", "Referred to another door"
    INCIDENT_CLOSED = "closed", "The incident was closed"
