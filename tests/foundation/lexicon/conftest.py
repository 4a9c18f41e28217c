"""Two supervisors and a row to add."""

import pytest
from tests.foundation.lexicon import small

ROW = "CARER-zebra-keeper"
CELLS = {
    "category": "CARER",
    "psi": "P",
    "pattern": "keeps zebras going",
    "strength": "strong",
    "examples_yes": "she keeps zebras going",
    "examples_no": "zebras at the zoo",
}
NATIONAL_ROW = small.FIRST


@pytest.fixture
def sound(monkeypatch):
    """Go by a national lexicon of a few rows."""
    small.use(monkeypatch)


@pytest.fixture
def second(person_at_work):
    """Return Sara, the second person."""
    return person_at_work("supervisor", "sara", first_name="Sara", last_name="Lund")


@pytest.fixture
def edit(supervisor, noon):
    """Return Simon's editor: `edit()` adds the row; arguments change what is done."""
    from heed.foundation.lexicon import services
    from heed.foundation.lexicon.terms import EditKind

    def edit(row=ROW, kind=EditKind.ADD, cells=CELLS, why="Heard on calls", user=supervisor, now=noon):
        return services.edit(
            force=user.force, row=row, kind=kind, cells=cells, why=why, user=user, actor=user.actor(), now=now
        )

    return edit


@pytest.fixture
def propose(supervisor, noon):
    """Return Simon's proposer."""
    from heed.foundation.lexicon import services

    def propose(note="Zebras", user=supervisor, now=noon):
        return services.propose(force=user.force, note=note, user=user, actor=user.actor(), now=now)

    return propose


@pytest.fixture
def publish(second, noon):
    """Return Sara's publisher."""
    from heed.foundation.lexicon import services

    def publish(version, user=second, now=noon):
        return services.publish(force=user.force, label=version.label, user=user, actor=user.actor(), now=now)

    return publish


@pytest.fixture
def go_back(second, noon):
    """Return Sara's way back."""
    from heed.foundation.lexicon import services

    def go_back(label, why="It finds too much", user=second, now=noon):
        return services.roll_back(force=user.force, label=label, why=why, user=user, actor=user.actor(), now=now)

    return go_back


@pytest.fixture
def published(edit, propose, publish):
    """Return a first version, in force: the row added."""
    edit()
    return publish(propose())
