"""The truth: the force that does not exist, everybody in it, and who really rang about whom."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Retention, handling
from heed.simulation.terms import Relation, Scenario


class SimulatedForce(models.Model):
    """A force that was made up: the order that made it, and what came of it. The same order makes it again."""

    handling = handling(
        Retention.WHILE_IN_USE, plain="id force seed people years incidents until counts made_at seconds"
    )

    force = models.OneToOneField(Force, on_delete=models.PROTECT)
    seed = models.BigIntegerField()
    people = models.PositiveIntegerField()
    years = models.PositiveSmallIntegerField()
    incidents = models.PositiveIntegerField()
    until = models.DateTimeField()
    counts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        """A force without people is none."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_simulated_force_has_people", condition=Q(people__gt=0, years__gt=0))
        ]

    def __str__(self) -> str:
        """Name the force and its seed."""
        return f"{self.force_id} from seed {self.seed}"


class SimulatedPerson(models.Model):
    """
    Somebody who does not exist, whether the force has heard of them or not. Once it has, people.Person has the same id.

    mobile and landline are those of the last day of the history, empty where none was needed; landline is shared at home.
    """

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id simulated household role origin known hides_number moved_on",
        personal="given_name family_name woman born_on address earlier_address mobile landline institution institution_line",
        special="vulnerable because",
    )

    id = models.UUIDField(primary_key=True)
    simulated = models.ForeignKey(SimulatedForce, on_delete=models.CASCADE, related_name="world")
    household = models.PositiveIntegerField()
    role = models.CharField(max_length=20)
    given_name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    woman = models.BooleanField()
    born_on = models.DateField()
    origin = models.CharField(max_length=24)
    address = models.CharField(max_length=300)
    earlier_address = models.CharField(max_length=300, blank=True)
    moved_on = models.DateField(null=True, blank=True)
    mobile = models.CharField(max_length=16, blank=True)
    landline = models.CharField(max_length=16, blank=True)
    institution = models.CharField(max_length=120, blank=True)
    institution_line = models.CharField(max_length=16, blank=True)
    hides_number = models.BooleanField()
    vulnerable = models.BooleanField()
    because = models.CharField(max_length=200, blank=True)
    known = models.BooleanField()

    class Meta:
        """Nobody is vulnerable without a reason, and nobody has moved from nowhere."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="vulnerable_people_are_so_for_a_reason",
                condition=Q(vulnerable=False, because="") | (Q(vulnerable=True) & ~Q(because="")),
            ),
            models.CheckConstraint(
                name="whoever_moved_lived_elsewhere_before",
                condition=Q(moved_on=None, earlier_address="") | (Q(moved_on__isnull=False) & ~Q(earlier_address="")),
            ),
        ]
        indexes: ClassVar = [models.Index("simulated", "household", name="simulated_household")]

    def __str__(self) -> str:
        """Return the id: even an invented name is not for a log."""
        return str(self.id)

    @property
    def name(self) -> str:
        """Return given and family name."""
        return f"{self.given_name} {self.family_name}"


class SimulatedCall(models.Model):
    """
    Who really rang, about whom, and why. id is the call's own.

    e164 is where the call really came from, also when the number was withheld. event: calls with the same one, other
    than 0, are about the same happening. nth: which report of this trouble by this other party. caller_known: the force had
    the caller on record before this call, as a caller or a victim; household_known: somebody at home had rung before and
    given a name.
    """

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id simulated live at service withheld relation scenario event caller_known household_known vulnerable trouble nth",
        personal="e164 caller victims address other_party",
        special="because script",
    )

    id = models.UUIDField(primary_key=True)
    simulated = models.ForeignKey(SimulatedForce, on_delete=models.CASCADE, related_name="calls")
    live = models.BooleanField()
    at = models.DateTimeField()
    service = models.CharField(max_length=3)
    e164 = models.CharField(max_length=16)
    withheld = models.BooleanField()
    # No constraint in the database: a world of a million people is loaded in any order.
    caller = models.ForeignKey(SimulatedPerson, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    victims = models.JSONField(default=list)
    relation = models.CharField(max_length=12, choices=Relation.choices)
    scenario = models.CharField(max_length=28, choices=Scenario.choices)
    vulnerable = models.BooleanField()
    because = models.TextField(blank=True)
    address = models.CharField(max_length=300)
    event = models.PositiveBigIntegerField(default=0)
    trouble = models.CharField(max_length=20)
    other_party = models.CharField(max_length=120)
    nth = models.PositiveIntegerField()
    caller_known = models.BooleanField()
    household_known = models.BooleanField()
    script = models.JSONField(default=list)

    class Meta:
        """Labels are known ones, and hidden means hidden."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_scenario_is_a_known_one", condition=Q(scenario__in=Scenario.values)),
            models.CheckConstraint(name="a_relation_is_a_known_one", condition=Q(relation__in=Relation.values)),
            models.CheckConstraint(
                name="a_withheld_call_is_withheld", condition=~Q(scenario=Scenario.WITHHELD) | Q(withheld=True)
            ),
            models.CheckConstraint(
                name="a_vulnerable_victim_is_so_for_a_reason",
                condition=Q(vulnerable=False, because="") | (Q(vulnerable=True) & ~Q(because="")),
            ),
        ]
        indexes: ClassVar = [models.Index("simulated", "live", F("at").desc(), name="simulated_call_newest")]

    def __str__(self) -> str:
        """Name the call and its label."""
        return f"{self.id}: {self.scenario}"
