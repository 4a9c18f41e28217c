import shutil

import pytest

from heed.foundation.policy.checking import check
from heed.foundation.policy.packs import NATIONAL, load, national


@pytest.fixture
def with_identity(tiny):
    """The tiny pack with the national rules of identity."""
    shutil.copy(NATIONAL / "identity.toml", tiny / "identity.toml")
    return tiny


def test_a_pack_without_rules_of_identity_names_people_as_the_national_one_does(tiny):
    assert load(tiny).identity == national().identity


def test_a_pack_may_set_its_own_thresholds(with_identity):
    text = (with_identity / "identity.toml").read_text()
    (with_identity / "identity.toml").write_text(
        text.replace(
            "probable = { value = ",
            "probable = { value = 0.999, status = 'statute', source = 'test' }\n# { value = ",
            1,
        )
    )

    assert check(with_identity) == []
    assert load(with_identity).identity.suggest.rule.probable == 0.999


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        pytest.param("possible", "0.9999", "suggest.possible is 0.9999, above probable", id="possible above probable"),
        pytest.param("on_file", "0.9", "leave no chance that nobody at home is on file", id="no room for a stranger"),
        pytest.param("probable", "1.0", "suggest.probable.value must be less than 1", id="certainty"),
        pytest.param("probable", "'high'", "suggest.probable.value must be a number, such as 0.5", id="a word"),
        pytest.param("at_most", "0", "suggest.at_most.value must be greater than or equal to 1", id="nobody shown"),
    ],
)
def test_a_mistake_gives_one_clear_sentence(with_identity, name, value, sentence):
    file = with_identity / "identity.toml"
    lines = file.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{name} = "))
    lines[at] = f'{name} = {{ value = {value}, status = "statute", source = "test" }}'
    file.write_text("\n".join(lines))

    problems = check(with_identity)

    assert len(problems) == 1
    assert sentence in problems[0]
