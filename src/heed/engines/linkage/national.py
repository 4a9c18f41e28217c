"""The models that come with Heed: what it weighs by until a force has trained its own, and what it is measured against."""

from functools import cache
from importlib.resources import files

from heed.engines.linkage.levels import PERSON, Comparison
from heed.engines.linkage.model import Model
from heed.engines.linkage.scoring import Scorer
from heed.engines.linkage.stock import STOCK


@cache
def national() -> Scorer:
    """Read the default model, once for each process. It says itself on what it was trained."""
    return _shipped("national.json", PERSON)


@cache
def stock() -> Scorer:
    """Read the model of Splink's own comparisons, trained on the same records: for evaluations alone."""
    return _shipped("stock.json", STOCK)


def _shipped(name: str, comparisons: tuple[Comparison, ...]) -> Scorer:
    text = files("heed.engines.linkage").joinpath(name).read_text(encoding="utf-8")
    return Scorer(Model.from_json(text), comparisons)
