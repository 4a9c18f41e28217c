"""The agenda of a conference, item by item: why it is there, who sees it, what was said and decided."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.conferences.models import APPEND_ONLY, Conference, frozen
from heed.domain.conferences.terms import ForWhom, ItemKind, Moved
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.sharing.models import Disclosure
from heed.domain.tasking.models import Task
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Retention, handling


class Item(models.Model):
    """
    Something on the agenda. key: what it is about, in words of the code that put it there ("person:<uuid>").

    incident: the one it is shared by; None for something that was added in words alone. because: why it is there, a sentence
    for each reason. carried_from: the item of an earlier conference that was deferred.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id conference kind at incident carried_from",
        personal="person key",
        special="title because",
        staff="by_name",
    )

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    because = models.JSONField()
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        """On an agenda once, saying why; nothing is added once the minutes are signed."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "key"], name="something_is_on_an_agenda_once"),
            models.CheckConstraint(name="an_item_says_why_it_is_there", condition=~Q(because=[]) & ~Q(title="")),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="agenda_items_are_append_only", operation=APPEND_ONLY),
            frozen("the_agenda_is_frozen_when_signed"),
        ]

    def __str__(self) -> str:
        """Name the rows."""
        return f"item {self.pk} of conference {self.conference_id}"


class ItemMove(models.Model):
    """That an item was deferred or brought back, and why. Appended; the newest stands."""

    handling = handling(Retention.WITH_INCIDENT, plain="id item moved at", special="why", staff="by_name")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="moves")
    moved = models.CharField(max_length=12, choices=Moved.choices)
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        """Never without a reason, and not once the minutes are signed."""

        constraints: ClassVar = [models.CheckConstraint(name="moving_an_item_says_why", condition=~Q(why=""))]
        triggers: ClassVar = [
            pgtrigger.Protect(name="moves_of_items_are_append_only", operation=APPEND_ONLY),
            frozen("moves_are_frozen_when_signed", of_item=True),
        ]

    def __str__(self) -> str:
        """Return what was done."""
        return self.moved


class ItemShare(models.Model):
    """
    That an agency sees an item. disclosure: by which it sees the incident; None where the item names none.

    Where the incident is no longer shared with the agency, the item is not visible to it either, whatever stands here.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id item agency agreement disclosure at withdrawn_at",
        staff="by_name withdrawn_by_name",
    )

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="shares")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        """An item is shared with an agency once at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "agency"], condition=Q(withdrawn_at=None), name="an_item_is_shared_with_an_agency_once"
            ),
            models.CheckConstraint(
                name="item_share_withdrawn_at_and_by_go_together",
                condition=Q(withdrawn_at=None, withdrawn_by_name="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="what_was_shared_of_an_item_stays", exclude=["withdrawn_at", "withdrawn_by_name"]),
            pgtrigger.Protect(name="item_shares_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the rows."""
        return f"item {self.item_id} shared with agency {self.agency_id}"


class Note(models.Model):
    """What was said on an item, as the minutes have it. Appended."""

    handling = handling(Retention.WITH_INCIDENT, plain="id item for_whom at", special="words", staff="by_name")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="notes")
    words = models.CharField(max_length=2000)
    for_whom = models.CharField(max_length=8, choices=ForWhom.choices)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        """Never empty, and not once the minutes are signed."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_note_of_the_minutes_says_something", condition=~Q(words=""))
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="notes_of_minutes_are_append_only", operation=APPEND_ONLY),
            frozen("notes_are_frozen_when_signed", of_item=True),
        ]

    def __str__(self) -> str:
        """Name the item, not the words."""
        return f"note on item {self.item_id}"


class Decision(models.Model):
    """
    What was decided on an item, who does it, and by when. Appended; it is a task from the same moment on.

    owner: of the force; agency: whose task it is otherwise. for_whom: whether the other agencies of the item read it too.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id item agency due_by for_whom task at policy_version",
        special="words",
        staff="owner by_name",
    )

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions")
    words = models.CharField(max_length=500)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_by = models.DateTimeField()
    for_whom = models.CharField(max_length=8, choices=ForWhom.choices)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Somebody has it: an officer, or an agency; not once the minutes are signed."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_decision_is_somebodys",
                condition=Q(owner__isnull=False, agency=None) | Q(owner=None, agency__isnull=False),
            ),
            models.CheckConstraint(name="a_decision_says_what", condition=~Q(words="")),
            models.CheckConstraint(name="a_decision_is_for_later", condition=Q(due_by__gt=F("at"))),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="decisions_of_conferences_are_append_only", operation=APPEND_ONLY),
            frozen("decisions_are_frozen_when_signed", of_item=True),
        ]

    def __str__(self) -> str:
        """Name the item, not the words."""
        return f"decision on item {self.item_id}"
