"""What a force changed in the lexicon, and the versions that were proposed and put in force."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling
from heed.foundation.lexicon.terms import EditKind


class OverlayEdit(models.Model):
    """
    What somebody did to one row, and why. The newest edit of a row stands; nothing is in force before it is published.

    cells: of a changed row those that change, of an added one all that hold anything.
    """

    handling = handling(Retention.AUDIT, plain="id force row kind cells why at", staff="by")

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    row = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=EditKind.choices)
    cells = models.JSONField(default=dict)
    why = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Append only: taking an edit back is another edit."""

        constraints: ClassVar = [
            models.CheckConstraint(name="an_edit_of_the_lexicon_says_why", condition=~Q(why="")),
        ]
        indexes: ClassVar = [models.Index("force", "row", F("id").desc(), name="overlay_edit_standing")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="lexicon_edits_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the row and what was done to it."""
        return f"{self.row}: {self.get_kind_display()}"


class LexiconVersion(models.Model):
    """
    All rows of a lexicon as somebody proposed them, whole, so that an old finding can be read by the row it came from.

    label: the hash that findings store. national: the hash of the national lexicon it was laid on. rows: JSON, one
    object of cells a row, compressed. edits: the overlay alone. The newest published version of a force is in force;
    a force with none goes by the national one. again: the earlier version that this one goes back to.
    """

    handling = handling(
        Retention.AUDIT,
        plain="id force label national rows edits note proposed_at published_at again",
        staff="proposed_by published_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    label = models.CharField(max_length=64)
    national = models.CharField(max_length=64)
    rows = models.BinaryField()
    edits = models.JSONField(default=list)
    note = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    again = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Two people put a version in force, unless it goes back: to what two had put in force, or to the national one."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="lexicon_published_at_and_by_go_together",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_lexicon_is_published_by_a_second_person",
                condition=Q(published_by=None)
                | ~Q(published_by=F("proposed_by"))
                | Q(again__isnull=False)
                | Q(label=F("national")),
            ),
            models.CheckConstraint(name="a_lexicon_version_says_what_it_is_for", condition=~Q(note="")),
        ]
        indexes: ClassVar = [
            models.Index(
                "force", F("published_at").desc(), name="lexicon_in_force", condition=Q(published_at__isnull=False)
            )
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="a_lexicon_version_is_never_changed",
                fields=["force", "label", "national", "rows", "edits", "note", "proposed_at", "proposed_by", "again"],
            ),
            pgtrigger.Protect(
                name="a_lexicon_is_published_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
            pgtrigger.Protect(name="lexicon_versions_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Return the label."""
        return self.label
