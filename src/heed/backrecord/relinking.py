"""
A force's own records looked over at once: who on file may be one person, proposed, and linked only where the pack allows.

What people decided goes before any evidence: those told apart are never proposed, those on whom nobody could tell are
left alone, and the run is undone as a whole should a single decision of a person not stand as it stood.
"""

import json
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, transaction

from heed.backrecord import blocking, grouping, standards, weighing
from heed.backrecord.engine import Duck, Engine
from heed.backrecord.fields import Columns
from heed.backrecord.models import Proposal, Run
from heed.domain.people.identity import queries as decided
from heed.domain.people.identity import services as identity
from heed.domain.people.identity.services import Basis, Contradicts
from heed.domain.people.terms import Judgement
from heed.engines.linkage.choice import NAMED, because
from heed.engines.linkage.levels import PERSON
from heed.engines.linkage.model import Model
from heed.engines.linkage.scoring import Score, Scorer, probability
from heed.engines.linkage.standard import COLUMNS, Standard
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

AT_ONCE: Final = 20_000
ENGINE: Final = "duckdb"

Tell = Callable[[str], None]
Pair = tuple[uuid.UUID, uuid.UUID]


class NotKept(Exception):
    """A run would have changed what people decided: nothing of it was kept. kept, total: how many would have stood."""

    def __init__(self, kept: int, total: int) -> None:
        """Keep both numbers."""
        super().__init__(f"Decisions by people kept: {kept} of {total}. Nothing was changed.")
        self.kept, self.total = kept, total


@dataclass(frozen=True, slots=True)
class RelinkRule:
    """The pack's part: from what chance a pair is proposed, and whether, and from what chance, the machine may link it."""

    propose: float
    may_link: bool
    link_at: float


@dataclass(frozen=True, slots=True)
class _Found:
    """Two people who may be one: the smaller id first, with the score of their likest descriptions."""

    pair: Pair
    score: Score
    bits: float


def relink(
    *, force: Force, model: Model, rule: RelinkRule, policy: str, actor: Actor, now: Callable[[], datetime], tell: Tell
) -> Run:
    """
    Look over everybody a force has described. now: asked at the start and at the end. Returns the run, undoable as one.

    Raises NotKept, and then nothing has changed.
    """
    began = now()
    scorer = Scorer(model, PERSON)
    count, candidates, found = _find(force, model, scorer, rule, tell)
    with transaction.atomic():
        run = uuid.uuid4()
        _, humans = decided.humans_kept(force.pk)
        linked = [one for one in found if rule.may_link and _may_link(one, rule)]
        tell(f"{len(found):,} pairs of people may be one; {len(linked):,} of them the machine may link.")
        made = {one.pair for one in linked if _link(one, run, model, actor=actor, now=began)}
        kept, total = decided.humans_kept(force.pk)
        if (kept, total) != (humans, humans):
            raise NotKept(kept, humans)
        row = Run.objects.create(
            id=run,
            force=force,
            started_at=began,
            ended_at=now(),
            started_by=actor.reference,
            model=model.label,
            engine=ENGINE,
            descriptions=count,
            pairs=candidates,
            proposed=len(found) - len(made),
            linked=len(made),
            humans_kept=kept,
            humans_all=total,
            policy_version=policy,
        )
        Proposal.objects.bulk_create(
            (
                Proposal(
                    run=row,
                    one_id=one.pair[0],
                    other_id=one.pair[1],
                    probability=probability(one.bits),
                    because=list(because(one.score, most=5)),
                )
                for one in found
                if one.pair not in made
            ),
            batch_size=5_000,
        )
        audit.record(
            actor=actor,
            act=Act.COMBINATION,
            action="people.relinked",
            subjects=[f"identity_run:{run}"],
            detail={"proposed": row.proposed, "linked": row.linked, "humans_kept": kept},
            now=row.ended_at,
        )
    return row


def _find(force: Force, model: Model, scorer: Scorer, rule: RelinkRule, tell: Tell) -> tuple[int, int, list[_Found]]:
    """Weigh everybody against everybody who shares something; return descriptions, pairs compared, and who may be one."""
    with tempfile.TemporaryDirectory(prefix="heed-relink-") as folder:
        records = Path(folder) / "records.parquet"
        leads = _write(force.pk, records)
        tell(f"{len(leads):,} descriptions of {len(set(leads)):,} people.")
        engine: Engine = Duck(Path(folder))
        try:
            engine.read(records)
            candidates, pairs = _weigh(engine, len(leads), model, rule)
            tell(f"{candidates:,} pairs of descriptions were compared.")
            return len(leads), candidates, _people(engine, pairs, leads, force.pk, scorer)
        finally:
            engine.close()


def _write(force_id: int, to: Path) -> list[uuid.UUID]:
    """Write every description in standard form; return for each, in order, who stands for the person described."""
    leads: list[uuid.UUID] = []
    layout = standards.schema(Columns(None, {}))
    with pq.ParquetWriter(to, layout, compression="zstd") as out:
        for batch in _described(force_id):
            numbers = range(len(leads), len(leads) + len(batch))
            leads += [lead for lead, _ in batch]
            rows = [(number, *standard, None) for number, (_, standard) in zip(numbers, batch, strict=True)]
            out.write_batch(pa.record_batch([list(column) for column in zip(*rows, strict=True)], schema=layout))
    return leads


def _described(force_id: int) -> Iterator[list[tuple[uuid.UUID, list[Any]]]]:
    """Read every description of a force, thousands at a time."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT person.lead_id, said.standard FROM people_mention said JOIN people_person person"
            " ON person.id = said.person_id WHERE said.force_id = %s ORDER BY said.id",
            [force_id],
        )
        while rows := cursor.fetchmany(AT_ONCE):
            yield [(lead, _whole(json.loads(standard))) for lead, standard in rows]


def _whole(row: list[Any]) -> list[Any]:
    """Fill a description up that was kept before there were so many columns."""
    return [*row, *[None] * (len(COLUMNS) - len(row))]


def _weigh(engine: Engine, count: int, model: Model, rule: RelinkRule) -> tuple[int, list[grouping.Pair]]:
    """Compare what may be alike; return how many pairs were compared, and those likely enough."""
    blocking.hide_shared_lines(engine)
    rules = blocking.choose(engine, count, list(COLUMNS), {}) if count else []
    if not rules:
        return 0, []
    _, candidates = weighing.candidates(engine, blocking.file(engine, rules))
    weighing.weigh(engine, PERSON, model, least=rule.propose)
    return candidates, grouping.pairs(engine, least=rule.propose)


def _people(
    engine: Engine, pairs: Sequence[grouping.Pair], leads: Sequence[uuid.UUID], force_id: int, scorer: Scorer
) -> list[_Found]:
    """Turn pairs of descriptions into pairs of people about whom nobody has decided, the likeliest first."""
    best: dict[Pair, tuple[float, int, int]] = {}
    for a, b, bits in pairs:
        one, other = leads[a], leads[b]
        if one != other:
            pair = min(one, other), max(one, other)
            best[pair] = max(best.get(pair, (bits, a, b)), (bits, a, b))
    settled = decided.kept_apart(force_id) | decided.left_alone(force_id)
    wanted = {pair: bits for pair, (bits, *_) in best.items() if pair not in settled}
    standard = _standards(engine, {record for pair in wanted for record in best[pair][1:]})
    found = [
        _Found(pair, scorer.score(standard[best[pair][1]], standard[best[pair][2]]), bits)
        for pair, bits in wanted.items()
    ]
    return sorted(found, key=lambda one: (-one.bits, one.pair))


def _standards(engine: Engine, records: set[int]) -> dict[int, Standard]:
    """Read some descriptions back."""
    if not records:
        return {}
    engine.put("wanted", ["record"], [(record,) for record in sorted(records)])
    rows = engine.rows(f"select record, {', '.join(COLUMNS)} from records join wanted using (record)")  # noqa: S608
    return {row[0]: Standard(*row[1:]) for row in rows}


def _may_link(found: _Found, rule: RelinkRule) -> bool:
    """Say whether the machine may link without asking (linkage.md 4): sure, the first name agrees, and birth or e-mail too."""
    named = found.score.level("given_name") in NAMED
    proven = found.score.level("birth") == "same" or found.score.level("email") == "same"
    return probability(found.bits) >= rule.link_at and named and proven


def _link(found: _Found, run: uuid.UUID, model: Model, *, actor: Actor, now: datetime) -> bool:
    """Link two people, unless what somebody decided stands against it; say whether it was done."""
    basis = Basis(
        why="Linked by the machine, as the policy allows",
        shown=because(found.score, most=5),
        probability=probability(found.bits),
        model=model.label,
        run=run,
    )
    try:
        with transaction.atomic():
            identity.decide(
                one=found.pair[0],
                other=found.pair[1],
                judgement=Judgement.SAME,
                basis=basis,
                user=None,
                actor=actor,
                now=now,
            )
    except Contradicts:
        return False
    return True
