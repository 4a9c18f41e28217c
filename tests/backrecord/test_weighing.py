"""The batch and a call weigh the same evidence the same way, to a millionth."""

from itertools import product
from random import Random

import pytest

from heed.backrecord import emitting, standards, weighing
from heed.backrecord.engine import Duck
from heed.engines.linkage.conditions import Dialect
from heed.engines.linkage.levels import PERSON
from heed.engines.linkage.national import national
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import COLUMNS, Standard
from tests.backrecord.register import FAMILY, GIVEN, STREETS

RECORDS, EVERY = 2_000, 30
PAIRS = 60_000


def said(rng: Random) -> Said:
    """Draw a description from so few values that many agree."""
    maybe = lambda value: value if rng.random() > 0.25 else ""  # noqa: E731
    given, family = rng.choice(GIVEN[:9]), rng.choice(FAMILY[:9])
    given = given[: rng.choice([1, 99, 99, 99])] if rng.random() > 0.1 else f"{given} {rng.choice(GIVEN)}"
    family = family.replace("a", "e", 1) if rng.random() < 0.1 else family
    born = f"19{rng.randrange(50, 54)}-0{rng.randrange(1, 4)}-0{rng.randrange(1, 5)}"
    return Said(
        *((given, family) if rng.random() > 0.05 else (family, given)),
        born=maybe(born[: rng.choice([4, 7, 10, 10, 10])]),
        address=maybe(f"{rng.choice(['', 'Flat 2, '])}{rng.randrange(1, 4)} {rng.choice(STREETS[:3])}, Mallow"),
        postcode=maybe(f"ZZ1 {rng.randrange(1, 3)}A{rng.choice('AB')}"),
        e164=maybe(f"+44770090000{rng.randrange(6)}"),
        email=maybe(f"{given.split()[0].lower()}{rng.randrange(3)}@example.{rng.choice(['com', 'org'])}"),
    )


@pytest.fixture
def engine(tmp_path):
    rng = Random(7)
    standards.write_said((said(rng) for _ in range(RECORDS)), tmp_path / "records.parquet")
    found = Duck(tmp_path)
    found.read(tmp_path / "records.parquet")
    yield found
    found.close()


def test_splink_and_the_scorer_of_a_call_agree_on_sixty_thousand_pairs(engine):
    scorer = national()
    weighing.candidates(engine, [f"l.record % {EVERY} = r.record % {EVERY}"])
    weighing.weigh(engine, PERSON, scorer.model, least=0.0)
    weighed = engine.rows("select one, other, bits, chance from weighed_pairs")
    rows = engine.rows(f"select record, {', '.join(COLUMNS)} from records")
    known = {record: Standard(*values) for record, *values in rows}

    assert len(weighed) >= PAIRS
    levels = set()
    for one, other, bits, chance in weighed:
        score = scorer.score(known[one], known[other])
        levels |= {(step.comparison, step.level) for step in score.steps}
        assert abs(score.bits - bits) < 1e-6
        assert abs(score.probability - chance) < 1e-6
    # The agreement would say little of levels that no pair reached.
    every = {(c.name, level.name) for c in PERSON for level in c.levels}
    assert len(every & levels) >= 0.8 * len(every), every - levels


def test_settings_for_splink_alone_hold_every_level_in_full(engine):
    settings = emitting.of_model(national().model, PERSON, blocking=["l.phone = r.phone"], dialect=Dialect.SPARK)

    assert [c["output_column_name"] for c in settings["comparisons"]] == [c.name for c in PERSON]
    for comparison, written in product(PERSON, settings["comparisons"]):
        if comparison.name == written["output_column_name"]:
            assert len(written["comparison_levels"]) == len(comparison.levels) + 2
