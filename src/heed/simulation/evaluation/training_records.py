"""Descriptions of invented people to train on: what the models that come with Heed were made of."""

from collections.abc import Iterator
from dataclasses import replace

from heed.engines.linkage.said import Said
from heed.simulation.examination import examine

NOT_REAL = "this model has seen invented people only; train one on your own records, and look at it before you use it"


def simulated(*, people: int, seed: int) -> Iterator[Said]:
    """Yield every description of so many simulated people; a shared line tells nobody apart."""
    made = examine(people=people, seed=seed, questions=1)
    for recorded in made.register:
        said = recorded.said
        yield replace(said, e164="") if said.e164 in made.shared_lines else said
