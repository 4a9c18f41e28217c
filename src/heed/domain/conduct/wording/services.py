"""Changes: entries drawn, and what a supervisor made of one."""

from collections.abc import Mapping
from datetime import date, datetime

from heed.domain.conduct.models import Drawn, Marked
from heed.domain.conduct.terms import Mark
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


def keep_draw(
    *, force: Force, week: date, entries: Mapping[int, list[str]], policy_version: str, actor: Actor, now: datetime
) -> list[Drawn]:
    """Keep the entries drawn for a week, in their order: entry to the phrases in it. A week is drawn once."""
    if Drawn.objects.filter(force=force, week=week).exists():
        return []
    drawn = Drawn.objects.bulk_create(
        [
            Drawn(
                force=force,
                week=week,
                entry_id=entry,
                position=position,
                phrases=phrases,
                drawn_at=now,
                policy_version=policy_version,
            )
            for position, (entry, phrases) in enumerate(entries.items(), 1)
        ]
    )
    audit.record(
        actor=actor,
        act=Act.COMBINATION,
        action="wording_sample.drawn",
        subjects=[f"log_entry:{entry}" for entry in entries],
        detail={"week": week.isoformat()},
        now=now,
    )
    return drawn


def mark(*, drawn: Drawn, what: Mark, note: str, user: User, actor: Actor, now: datetime) -> Marked:
    """Keep what a supervisor made of an entry's wording; marking again is a new row."""
    made = Marked.objects.create(drawn=drawn, mark=what, note=note[:500], marked_at=now, marked_by=user)
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="wording.marked",
        subjects=[f"log_entry:{drawn.entry_id}"],
        detail={"mark": str(what)},
        now=now,
    )
    return made
