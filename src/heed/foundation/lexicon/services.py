"""Changing what a force listens for: edits, proposals, publishing by a second person, going back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from heed.engines.cues import examples
from heed.engines.cues.lexicon import Lexicon, fingerprint, national
from heed.engines.cues.overlay import Edit, Kind, Laid, lay
from heed.engines.cues.tables import Cells, Problem, national_cells
from heed.foundation.accounts.access import refuse_unless_allowed
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.lexicon import queries
from heed.foundation.lexicon.access import EDIT_LEXICON, PUBLISH_LEXICON
from heed.foundation.lexicon.models import LexiconVersion, OverlayEdit
from heed.foundation.lexicon.terms import EditKind, Standing

NATIONAL = "national"
"""What the lexicon that comes with Heed is called where a label is asked for."""


class Refused(Exception):
    """The lexicon stays as it is; the message says why."""


class Unsound(Refused):
    """Rows that cannot be used, or examples that fail."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the list."""
        self.problems = problems
        super().__init__("; ".join(map(str, problems)))


def laid(edits: Sequence[Edit]) -> tuple[Laid, Lexicon]:
    """Lay an overlay on the national rows and compile the whole."""
    found = lay(national_cells(), edits)
    return found, queries.compiled_rules(found.rules) if edits else national()


def problems_of(edits: Sequence[Edit]) -> list[Problem]:
    """List what is wrong with an overlay, laid on the national lexicon."""
    found, lexicon = laid(edits)
    return [*found.problems, *examples.check(national(), lexicon, found.touched)]


def problems_of_edit(force_id: int, edit: Edit) -> list[Problem]:
    """List what is wrong with one edit, laid on the force's overlay as it stands in place of any other of the row."""
    before = queries.overlay(force_id)
    found, lexicon = laid([*(one for one in before if one.id != edit.id), edit])
    wrong = [problem for problem in found.problems if problem.id == edit.id]
    return wrong or examples.check(laid(before)[1], lexicon, found.touched & {edit.id})


@transaction.atomic
def edit(
    *, force: Force, row: str, kind: EditKind, cells: Cells, why: str, user: User, actor: Actor, now: datetime
) -> OverlayEdit:
    """
    Put an edit on the overlay; it is in force once it is proposed and published.

    Raises Unsound where the row cannot be read, its examples fail, or another row's examples change.
    """
    _own(force, user)
    refuse_unless_allowed(user, EDIT_LEXICON)
    _locked(force)
    if kind is EditKind.WITHDRAW:
        if all(one.id != row for one in queries.overlay(force.pk)):
            raise Refused(f"{row} is as in the national lexicon already")
    elif wrong := problems_of_edit(force.pk, Edit(Kind(kind), row, cells, why)):
        raise Unsound(wrong)
    return _append(force=force, row=row, kind=kind, cells=cells, why=why, user=user, actor=actor, now=now)


def _append(
    *, force: Force, row: str, kind: EditKind, cells: Cells, why: str, user: User, actor: Actor, now: datetime
) -> OverlayEdit:
    made = OverlayEdit.objects.create(force=force, row=row, kind=kind, cells=dict(cells), why=why, by=user, at=now)
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="lexicon.edited",
        subjects=[f"lexicon row:{row}"],
        purpose=why,
        detail={"kind": str(kind)},
        now=now,
    )
    return made


@transaction.atomic
def replace_overlay(
    *, force: Force, edits: Iterable[Edit], why: str, user: User, actor: Actor, now: datetime
) -> list[str]:
    """Make the overlay exactly these edits, appending what differs; return the rows that changed, by id."""
    _own(force, user)
    refuse_unless_allowed(user, EDIT_LEXICON)
    _locked(force)
    stands = {edit.id: edit for edit in queries.overlay(force.pk)}
    wanted = {edit.id: edit for edit in edits}
    changed = []
    for row in sorted(stands.keys() | wanted.keys()):
        was, will = stands.get(row), wanted.get(row)
        if was and will and (was.kind, dict(was.cells)) == (will.kind, dict(will.cells)):
            continue
        kind = EditKind(will.kind) if will else EditKind.WITHDRAW
        cells = dict(will.cells) if will else {}
        said = (will.why if will else "") or why
        _append(force=force, row=row, kind=kind, cells=cells, why=said, user=user, actor=actor, now=now)
        changed.append(row)
    return changed


@transaction.atomic
def propose(*, force: Force, note: str, user: User, actor: Actor, now: datetime) -> LexiconVersion:
    """
    Propose the overlay as it stands, on the national lexicon of this release, for a second person to publish.

    Raises Unsound where anything is wrong with it, and Refused where it would change nothing.
    """
    _own(force, user)
    refuse_unless_allowed(user, EDIT_LEXICON)
    _locked(force)
    edits = queries.overlay(force.pk)
    if wrong := problems_of(edits):
        raise Unsound(wrong)
    found = lay(national_cells(), edits)
    label = _label(found)
    in_force = queries.version_in_force(force.pk)
    if queries.kept(edits) == (in_force.edits if in_force else []) and label == _label_of(in_force):
        raise Refused("Nothing differs from the lexicon in force")
    made = LexiconVersion.objects.create(
        force=force,
        label=label,
        national=national().version,
        rows=queries.packed(found.cells),
        edits=queries.kept(edits),
        note=note,
        proposed_at=now,
        proposed_by=user,
    )
    _record("lexicon.proposed", made, actor=actor, purpose=note, now=now)
    return made


@transaction.atomic
def propose_overlay(
    *, force: Force, edits: Sequence[Edit], note: str, user: User, actor: Actor, now: datetime
) -> tuple[LexiconVersion, list[str]]:
    """
    Make the overlay exactly these edits, and propose it; return the version, and the rows that were taken back.

    Raises as propose does, with nothing changed.
    """
    changed = replace_overlay(force=force, edits=edits, why=note, user=user, actor=actor, now=now)
    named = {edit.id for edit in edits}
    made = propose(force=force, note=note, user=user, actor=actor, now=now)
    return made, [row for row in changed if row not in named]


@transaction.atomic
def publish(*, force: Force, label: str, user: User, actor: Actor, now: datetime) -> LexiconVersion:
    """
    Put the proposal that waits in force, as a second person.

    Raises Refused for the proposer, for any other label, and for a proposal that a later version has overtaken.
    """
    _own(force, user)
    refuse_unless_allowed(user, PUBLISH_LEXICON)
    _locked(force)
    waits = queries.waiting(force.pk)
    if waits is None or waits.label != label:
        raise Refused(_why_not(force, label, waits))
    if waits.proposed_by_id == user.pk:
        raise Refused("Whoever proposed a lexicon cannot publish it: a second person must")
    waits.published_at, waits.published_by = now, user
    waits.save(update_fields=["published_at", "published_by"])
    _record("lexicon.published", waits, actor=actor, purpose=waits.note, now=now)
    return waits


def _why_not(force: Force, label: str, waits: LexiconVersion | None) -> str:
    known = LexiconVersion.objects.filter(force=force, label=label).order_by("-id").defer("rows").first()
    if known is None:
        return f"{force.code} has no version {label}"
    if known.published_at:
        return f"{label} has been published already; to put it in force again, go back to it"
    later = f": {waits.label} was proposed after it" if waits else ": another was put in force after it"
    return f"{label} has been overtaken{later}"


@transaction.atomic
def roll_back(*, force: Force, label: str, why: str, user: User, actor: Actor, now: datetime) -> LexiconVersion:
    """
    Put an earlier version in force again, at once and alone: two people agreed on it when it was published.

    label: of a version that was in force and is not now, or NATIONAL for the lexicon that comes with Heed. The overlay
    becomes what it was then, by further edits. Raises Refused for any other.
    """
    _own(force, user)
    refuse_unless_allowed(user, PUBLISH_LEXICON)
    _locked(force)
    earlier = None if label == NATIONAL else _earlier(force, label)
    if earlier is None and _label_of(queries.version_in_force(force.pk)) == national().version:
        raise Refused("The national lexicon is in force now")
    made = LexiconVersion.objects.create(
        force=force,
        label=earlier.label if earlier else national().version,
        national=earlier.national if earlier else national().version,
        rows=bytes(earlier.rows) if earlier else queries.packed(national_cells()),
        edits=earlier.edits if earlier else [],
        note=why,
        proposed_at=now,
        proposed_by=user,
        published_at=now,
        published_by=user,
        again=earlier,
    )
    replace_overlay(force=force, edits=queries.overlay_of(earlier), why=why, user=user, actor=actor, now=now)
    _record("lexicon.rolled_back", made, actor=actor, purpose=why, now=now)
    return made


def _earlier(force: Force, label: str) -> LexiconVersion:
    """Return the version to go back to. Raises Refused where there is none of that label."""
    listed = [one for one in queries.versions(force.pk, most=None) if one.version.label == label]
    if any(one.standing is Standing.IN_FORCE for one in listed):
        raise Refused(f"{label} is in force now")
    found = next((one.version for one in listed if one.may_go_back_to), None)
    if found is None:
        raise Refused(
            f"{label} was never in force in {force.code}" if listed else f"{force.code} has no version {label}"
        )
    return found


def _label_of(in_force: LexiconVersion | None) -> str:
    return in_force.label if in_force else national().version


def _label(found: Laid) -> str:
    """Return the hash that findings of these rows store: the same as of the compiled lexicon, without compiling it."""
    return fingerprint(tuple(sorted(found.rules, key=lambda rule: rule.id)))


def _own(force: Force, user: User) -> None:
    if user.force_id != force.pk:
        raise Refused(f"{user.username} does not belong to {force.code}")


def _locked(force: Force) -> None:
    """Let one change of a force's lexicon wait for another."""
    Force.objects.select_for_update().get(pk=force.pk)


def _record(action: str, version: LexiconVersion, *, actor: Actor, purpose: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action=action,
        subjects=[f"lexicon:{version.label}"],
        purpose=purpose,
        detail={
            "edits": len(version.edits),
            "national": version.national,
            "proposed_by": version.proposed_by_id,
            "published_by": version.published_by_id,
        },
        now=now,
    )
