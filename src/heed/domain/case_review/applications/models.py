"""Applications, their complaints, the links by which applicants read what was decided, and who knocks too often."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.agencies.models import Agency
from heed.domain.case_review.terms import Applicant, Body, Channel, Consent, Source
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Retention, handling

WRITTEN_LATER = ["person", "identified_at", "identified_by_name", "withdrawn_at", "withdrawn_by_name", "withdrawn_why"]


class Application(models.Model):
    """
    That somebody asked for an ASB case review, in their own words. What they wrote stays as they wrote it.

    key: made with the form, so that one sent twice is kept once. reference: what they keep; it opens nothing.
    made_on: the date that the statute counts from, in the force's own time zone; received_at: when it was entered here, later
    for a letter. name: whoever applies; victim_name: whoever suffers, where that is somebody else. safe_ways: terms.Way, by
    which the applicant says it is safe to reach them; nothing else is used. person: whoever suffers, once an officer has
    said who that is.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain=(
            "id force key reference made_on received_at channel language applicant consent shares policy_version"
            " identified_at withdrawn_at"
        ),
        personal="person name victim_name address email telephone safe_ways safe_words",
        special="about effect withdrawn_why",
        staff="received_by_name identified_by_name withdrawn_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    reference = models.CharField(max_length=16, unique=True)
    made_on = models.DateField()
    received_at = models.DateTimeField()
    received_by_name = models.CharField(max_length=160)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    language = models.CharField(max_length=2, default="en")
    applicant = models.CharField(max_length=8, choices=Applicant.choices)
    consent = models.CharField(max_length=8, choices=Consent.choices)
    shares = models.BooleanField()
    name = models.CharField(max_length=160)
    victim_name = models.CharField(max_length=160, blank=True)
    address = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    safe_ways = models.JSONField(default=list)
    safe_words = models.CharField(max_length=500, blank=True)
    about = models.CharField(max_length=4000)
    effect = models.CharField(max_length=2000, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    identified_at = models.DateTimeField(null=True, blank=True)
    identified_by_name = models.CharField(max_length=160, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=160, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Made before it is entered; somebody else applies with consent; identified and withdrawn once, each by somebody."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="whoever_applies_for_another_says_how_they_consent",
                condition=Q(applicant=Applicant.VICTIM, consent=Consent.OWN, victim_name="")
                | (Q(applicant=Applicant.OTHER, consent__in=[Consent.AGREED, Consent.LAWFUL]) & ~Q(victim_name="")),
            ),
            models.CheckConstraint(name="an_application_says_who_and_what", condition=~Q(name="") & ~Q(about="")),
            models.CheckConstraint(
                name="application_person_identified_at_and_by_go_together",
                condition=Q(person=None, identified_at=None, identified_by_name="")
                | (Q(person__isnull=False, identified_at__isnull=False) & ~Q(identified_by_name="")),
            ),
            models.CheckConstraint(
                name="application_withdrawn_at_by_and_why_go_together",
                condition=Q(withdrawn_at=None, withdrawn_by_name="", withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="") & ~Q(withdrawn_why="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index("force", "made_on", name="applications_by_day"),
            models.Index("person", name="applications_of_a_person", condition=Q(person__isnull=False)),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="what_was_applied_for_stays", exclude=WRITTEN_LATER),
            pgtrigger.Protect(name="applications_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Return the reference, never the name."""
        return self.reference

    @property
    def sufferer(self) -> str:
        """Name whoever suffers."""
        return self.victim_name or self.name


class Complaint(models.Model):
    """
    One complaint as one agency took it: the police, a council, a landlord. Several about one incident count once.

    body: who took it, as terms.Body; agency: which partner that is, where it is one of the force's; None for the police.
    incident: the police incident, where there is one. same_as: the first complaint of the same incident, to whichever agency;
    None for that first one itself. happened_on: date of the behaviour; None where nobody knows. set aside: why it does not
    count, or under which other complaint it was entered again.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id application body agency incident same_as happened_on made_on source entered_at set_aside_at",
        personal="their_reference",
        special="words set_aside_why",
        staff="entered_by_name set_aside_by_name",
    )

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="complaints")
    body = models.CharField(max_length=8, choices=Body.choices)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    same_as = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="others")
    happened_on = models.DateField(null=True, blank=True)
    made_on = models.DateField()
    their_reference = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    entered_at = models.DateTimeField()
    entered_by_name = models.CharField(max_length=160)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by_name = models.CharField(max_length=160, blank=True)
    set_aside_why = models.CharField(max_length=500, blank=True)

    class Meta:
        """Nobody complains before it happens; an incident of the police is taken by the police; set aside once, with why."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="nobody_complains_before_it_happens",
                condition=Q(happened_on=None) | Q(made_on__gte=F("happened_on")),
            ),
            models.CheckConstraint(
                name="what_an_agency_took_the_police_did_not", condition=~Q(body=Body.POLICE) | Q(agency=None)
            ),
            models.CheckConstraint(
                name="only_the_police_took_an_incident_of_theirs", condition=Q(incident=None) | Q(body=Body.POLICE)
            ),
            models.CheckConstraint(name="a_complaint_is_the_same_as_another", condition=~Q(same_as=F("id"))),
            models.CheckConstraint(
                name="complaint_set_aside_at_by_and_why_go_together",
                condition=Q(set_aside_at=None, set_aside_by_name="", set_aside_why="")
                | (Q(set_aside_at__isnull=False) & ~Q(set_aside_by_name="") & ~Q(set_aside_why="")),
            ),
            models.UniqueConstraint(
                fields=["application", "incident"],
                condition=Q(set_aside_at=None, incident__isnull=False),
                name="an_incident_is_one_complaint_of_an_application",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_was_complained_of_stays", exclude=["set_aside_at", "set_aside_by_name", "set_aside_why"]
            ),
            pgtrigger.Protect(name="complaints_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the row and who took it."""
        return f"complaint {self.pk} to {self.get_body_display()}"

    @property
    def took(self) -> str:
        """Name who took it."""
        return self.agency.name if self.agency else str(self.get_body_display())

    @property
    def event(self) -> str:
        """Name the incident it is about: the same for every complaint of it."""
        return str(self.same_as_id or self.pk)


class ReadingLink(models.Model):
    """
    That a message holds a link by which an applicant may read what was decided, without signing in, until it runs out.

    token_hash: SHA-256 of the link's 128 random bits; the token itself stands in the message alone.
    """

    handling = handling(
        Retention.WITH_PERSON, plain="id application made_at expires_at", secret="token_hash"  # noqa: S106  the field's name
    )  # fmt: skip

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the row, not the token."""
        return f"reading link {self.pk}"


class Knock(models.Model):
    """
    How often one door was knocked at within an hour, from one address or altogether. Deleted when the hour is over.

    who: a keyed digest of the address and the hour, so that nobody can read the address from it, nor join two hours.
    """

    handling = handling(Retention.WHILE_IN_USE, plain="id hour count", personal="who")

    who = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """Counted once for each address and hour."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["who", "hour"], name="one_count_for_each_hour")]
        indexes: ClassVar = [models.Index("hour", name="knocks_by_hour")]

    def __str__(self) -> str:
        """Name the hour."""
        return f"knocks of {self.hour:%H}"
