"""heed linkage: train, list, use, relink, refile."""

import json

import pytest

from heed.backrecord import modelling
from heed.backrecord.models import TrainedModel
from heed.domain.people import services as people
from heed.domain.people.terms import LinkSource
from heed.engines.linkage.model import Model
from heed.engines.linkage.national import national
from heed.foundation.accounts.terms import system
from heed.simulation.examination import examine


@pytest.fixture
def register(force, noon):
    """Put the descriptions of some hundred simulated people on record."""
    persons = {}
    for recorded in examine(people=120, seed=9, questions=1).register:
        said = recorded.said
        if recorded.person not in persons:
            persons[recorded.person] = people.record_person(
                force=force, given_name=said.given, family_name=said.family, born_on=None, actor=system("t"), now=noon
            )
        people.mention(
            person=persons[recorded.person], said=said, place=None, call=None, source=LinkSource.SAID, now=noon
        )
    return persons


def test_a_model_is_trained_kept_written_and_put_in_use(heed, force, register, tmp_path, monkeypatch):
    monkeypatch.setattr(modelling, "FEWEST", 50)
    out = tmp_path / "model.json"

    trained = heed("linkage", "train", "--out", str(out), "--json").json

    model = Model.from_json(out.read_text())
    assert trained["label"] == model.label == TrainedModel.objects.get().label
    assert model.records == trained["records"] > 100
    assert "<h2>Given name</h2>" in out.with_suffix(".html").read_text()
    assert heed("linkage", "list", "--json").json[0]["put_in_use_at"] is None

    assert heed("linkage", "use", model.label, "--json").json == {"in_use": model.label}
    assert heed("linkage", "list", "--json").json[0]["put_in_use_at"] is not None
    assert heed("linkage", "use", "national", "--json").json == {"in_use": national().model.label}


def test_too_few_records_are_not_trained_on(heed, force):
    said = heed("linkage", "train")

    assert said.code == 2
    assert "too few to learn from" in said.err
    assert not TrainedModel.objects.exists()


def test_a_simulated_training_is_written_and_never_kept(heed, force, tmp_path, monkeypatch):
    monkeypatch.setattr(modelling, "FEWEST", 50)
    out = tmp_path / "model.json"

    assert heed("linkage", "train", "--simulated", "150", "--seed", "4", "--out", str(out)).code == 0

    assert "invented people" in Model.from_json(out.read_text()).trained_on
    assert not TrainedModel.objects.exists()
    assert heed("linkage", "train", "--simulated", "150").code == 2


def test_a_model_that_a_force_does_not_have_cannot_be_put_in_use(heed, force):
    said = heed("linkage", "use", "nobody's@12345678")

    assert said.code == 2
    assert "heed linkage list names them" in said.err


def test_relink_proposes_and_says_how_many_decisions_by_people_were_kept(heed, force, register):
    found = heed("linkage", "relink", "--json").json

    assert found["descriptions"] > 100
    assert found["linked"] == 0
    assert found["humans_kept"] == found["humans"]
    assert "Decisions by people kept: 0 of 0." in heed("linkage", "relink").out


def test_refile_counts_the_descriptions(heed, force, register):
    assert json.loads(heed("linkage", "refile", "--json").out)["refiled"] > 100
