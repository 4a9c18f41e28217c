"""Incidents and all that hangs on them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from heed.domain.beats.models import Beat
from heed.domain.calls.models import Call
from heed.domain.calls.terms import Channel
from heed.domain.incidents.terms import Given, LinkKind, NoticeKind, PartyRole, Safe
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.foundation.accounts.models import CommandUnit, Force, User
from heed.foundation.accounts.terms import Retention, handling


class Incident(models.Model):
    """
    One event that somebody reported. Its log is the log of the call that reported it.

    closed_at: since when a closing stands; the closing itself says why. It is here so that what is open is found at once.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force unit call channel opening_code place beat recorded_at closed_at policy_version",
        staff="recorded_by recorded_by_name",
        special="summary",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    unit = models.ForeignKey(CommandUnit, null=True, blank=True, on_delete=models.PROTECT)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="incidents")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    opening_code = models.CharField(max_length=40)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT)
    beat = models.ForeignKey(Beat, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    summary = models.TextField(blank=True)
    recorded_at = models.DateTimeField(db_index=True)
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    recorded_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Looked up by place at every ring, by beat on every patch; what is open by the board."""

        indexes: ClassVar = [
            models.Index("place", "recorded_at", name="incident_by_place"),
            models.Index("beat", "recorded_at", name="incident_by_beat"),
            models.Index("force", "recorded_at", condition=Q(closed_at=None), name="incident_open"),
        ]

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference

    @property
    def reference(self) -> str:
        """Return what is read out to the caller, for example `HD-26-0001234`."""
        return f"HD-{self.recorded_at:%y}-{self.pk:07d}"


class Qualifier(models.Model):
    """That an incident carries a qualifier, since when, by whom. Any number, added at any time (NSIR 1.15)."""

    handling = handling(Retention.WITH_INCIDENT, plain="id incident at", staff="added_by_name", special="code")

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="qualifiers")
    code = models.CharField(max_length=40)
    at = models.DateTimeField()
    added_by_name = models.CharField(max_length=160)

    class Meta:
        """Once is enough."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "code"], name="a_qualifier_stands_once")]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class Party(models.Model):
    """Somebody in an incident, in one role, as they were described then; person once it is known who it was."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident role at",
        staff="added_by_name",
        personal="person given_name family_name born_on age e164 address place relation",
        special="description",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=12, choices=PartyRole.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    born_on = models.DateField(null=True, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    e164 = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT)
    relation = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    at = models.DateTimeField()
    added_by_name = models.CharField(max_length=160)

    class Meta:
        """Found by person and role: the victim is counted, not the telephone."""

        indexes: ClassVar = [
            models.Index("person", "role", "at", condition=Q(person__isnull=False), name="party_by_person"),
        ]

    def __str__(self) -> str:
        """Name the role."""
        return f"{self.role} in {self.incident_id}"

    @property
    def name(self) -> str:
        """Return the name as it was given, or the description."""
        return f"{self.given_name} {self.family_name}".strip() or self.description or "Not named"


class Answer(models.Model):
    """
    What came of one of the pack's questions. A new answer is a new row.

    known_already: Heed had the answer, and the handler confirmed it. wording_version, asked_in: in which words it was asked,
    and in which language, "en" or "cy"; empty on answers of before these were kept.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident question given known_already wording_version asked_in at policy_version",
        staff="asked_by_name",
        special="text",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    given = models.CharField(max_length=12, choices=Given.choices)
    text = models.TextField(blank=True)
    known_already = models.BooleanField(default=False)
    wording_version = models.CharField(max_length=40, blank=True, default="", db_default="")
    asked_in = models.CharField(max_length=2, blank=True, default="", db_default="")
    at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Not asking needs a reason, and the database asks for it."""

        constraints: ClassVar = [
            models.CheckConstraint(name="not_asked_has_a_reason", condition=~Q(given=Given.NOT_ASKED) | ~Q(text=""))
        ]
        indexes: ClassVar = [models.Index("incident", "question", name="answer_by_question")]

    def __str__(self) -> str:
        """Name the question."""
        return f"{self.question} of {self.incident_id}"


class Approval(models.Model):
    """A second person's yes or no to something that the pack does not let one person decide."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident asked_at answered_at agreed because",
        staff="asked_by answered_by",
        special="why",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="approvals")
    because = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        """Whoever asks cannot answer."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="approval_answered_at_by_and_what_go_together",
                condition=Q(answered_at=None, answered_by=None, agreed=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, agreed__isnull=False),
            ),
            models.CheckConstraint(
                name="the_second_person_is_somebody_else",
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
            ),
        ]
        indexes: ClassVar = [models.Index("asked_at", condition=Q(answered_at=None), name="approval_waiting")]

    def __str__(self) -> str:
        """Name the incident."""
        return f"approval for {self.incident_id}"


class Grading(models.Model):
    """How soon to attend, decided when, by whom and why. The newest that stands is the incident's grade."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident grade attend_by graded_at approval policy_version",
        staff="graded_by_name",
        special="rationale",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="gradings")
    grade = models.CharField(max_length=40)
    rationale = models.TextField()
    attend_by = models.DateTimeField(null=True, blank=True)
    graded_at = models.DateTimeField()
    graded_by_name = models.CharField(max_length=160)
    approval = models.OneToOneField(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="grading")
    policy_version = models.CharField(max_length=80)

    class Meta:
        """A grade without its reason is refused (NSIR 1.2, 2.2)."""

        constraints: ClassVar = [models.CheckConstraint(name="a_grade_has_a_rationale", condition=~Q(rationale=""))]
        indexes: ClassVar = [models.Index("incident", F("id").desc(), name="grading_newest")]

    def __str__(self) -> str:
        """Return the grade."""
        return self.grade


class Closing(models.Model):
    """That an incident was closed: with what code, what came of it, and why. Stands once nobody else need agree."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident closing_code result closed_at approval policy_version",
        staff="closed_by_name",
        special="rationale",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="closings")
    closing_code = models.CharField(max_length=40)
    result = models.CharField(max_length=40)
    rationale = models.TextField()
    closed_at = models.DateTimeField()
    closed_by_name = models.CharField(max_length=160)
    approval = models.OneToOneField(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="closing")
    policy_version = models.CharField(max_length=80)

    class Meta:
        """The closing code is justified (NSIR 1.17)."""

        constraints: ClassVar = [models.CheckConstraint(name="a_closing_has_a_rationale", condition=~Q(rationale=""))]

    def __str__(self) -> str:
        """Return the result."""
        return self.result


class IncidentLink(models.Model):
    """That two incidents hang together. Both stay as they are: whoever is in one stays a victim or witness there."""

    handling = handling(
        Retention.WITH_INCIDENT, plain="id incident other kind at removed_at", staff="linked_by_name", special="why"
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links_from")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    why = models.CharField(max_length=500)
    at = models.DateTimeField()
    linked_by_name = models.CharField(max_length=160)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Nothing is its own duplicate, nor a duplicate of two."""

        constraints: ClassVar = [
            models.CheckConstraint(name="an_incident_is_not_linked_to_itself", condition=~Q(incident=F("other"))),
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(kind=LinkKind.DUPLICATE, removed_at=None),
                name="an_incident_duplicates_one_other",
            ),
        ]

    def __str__(self) -> str:
        """Name the kind."""
        return self.kind


class Unlinking(models.Model):
    """That a link was wrong, and why. Stands once nobody else need agree; the link's removed_at then says since when."""

    handling = handling(Retention.WITH_INCIDENT, plain="id link at approval", staff="unlinked_by_name", special="why")

    link = models.ForeignKey(IncidentLink, on_delete=models.PROTECT, related_name="unlinkings")
    why = models.CharField(max_length=500)
    at = models.DateTimeField()
    unlinked_by_name = models.CharField(max_length=160)
    approval = models.OneToOneField(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="unlinking")

    class Meta:
        """Taking a link back needs a reason."""

        constraints: ClassVar = [models.CheckConstraint(name="an_unlinking_has_a_reason", condition=~Q(why=""))]

    def __str__(self) -> str:
        """Name the link."""
        return f"unlinking of {self.link_id}"


class CallerSafety(models.Model):
    """What came of asking the caller of one call whether they are safe. Appended; the newest stands."""

    handling = handling(Retention.WITH_INCIDENT, plain="id call safe at", staff="asked_by_name", special="words")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="safety")
    safe = models.CharField(max_length=8, choices=Safe.choices)
    words = models.CharField(max_length=500)
    at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=160)

    class Meta:
        """How it is known is part of the answer."""

        constraints: ClassVar = [models.CheckConstraint(name="safety_says_how_it_is_known", condition=~Q(words=""))]
        indexes: ClassVar = [models.Index("call", F("id").desc(), name="safety_newest")]

    def __str__(self) -> str:
        """Return the answer."""
        return self.safe


class CallBack(models.Model):
    """That a later call was about an incident already recorded: shown, and never counted as another."""

    handling = handling(Retention.WITH_INCIDENT, plain="id call incident at", staff="linked_by_name")

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="call_back")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="call_backs")
    at = models.DateTimeField()
    linked_by_name = models.CharField(max_length=160)

    def __str__(self) -> str:
        """Name the incident."""
        return f"call-back about {self.incident_id}"


class Notice(models.Model):
    """Something a supervisor must see at once, and who saw it."""

    handling = handling(
        Retention.WITH_INCIDENT, plain="id force incident kind because raised_at seen_at", staff="seen_by"
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    because = models.JSONField(default=list)
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Who saw it goes with when."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="notice_seen_at_and_by_go_together",
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
            )
        ]
        indexes: ClassVar = [models.Index("force", "raised_at", condition=Q(seen_at=None), name="notice_unseen")]

    def __str__(self) -> str:
        """Name the kind."""
        return self.kind


# Last, because it needs the tables above: Django looks for tables here alone.
from heed.domain.incidents.online import models as online  # noqa: E402, F401
from heed.domain.incidents.reopenings import models as reopenings  # noqa: E402, F401
