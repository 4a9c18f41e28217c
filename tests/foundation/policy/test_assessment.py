"""A pack's instruments, uplift and triggers: its own, or the national ones; and what can be wrong with them."""

import shutil

import pytest

from heed.engines.risk.instruments import assess
from heed.engines.risk.reassess import Trigger
from heed.foundation.policy.checking import check
from heed.foundation.policy.packs import NATIONAL, load, national
from heed.foundation.policy.reading import FROM_NATIONAL

FILES = ("instruments.toml", "uplift.toml", "reassess.toml")


@pytest.fixture
def own(tiny):
    """The tiny pack with rules of its own for assessment: the national ones, with its grades."""
    for name in FILES:
        text = (NATIONAL / name).read_text(encoding="utf-8")
        (tiny / name).write_text(
            text.replace('"PRIORITY"', '"NOW"').replace('"SCHEDULED"', '"LATER"'), encoding="utf-8"
        )
    return tiny


@pytest.fixture
def check_own(own):
    """Give a function that puts new text in place of old in one file of that pack, and checks it."""

    def change(name, old, new):
        text = (own / name).read_text(encoding="utf-8")
        assert old in text
        (own / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return check(own)

    return change


def test_a_pack_made_before_assesses_as_the_national_one_does(tiny):
    pack = load(tiny)

    assert not FROM_NATIONAL & set(pack.files)
    assert pack.assessment.instruments == national().assessment.instruments
    assert pack.assessment.reassess == national().assessment.reassess
    assert check(tiny) == []


def test_a_rule_lent_by_the_national_pack_tells_a_supervisor_where_the_grade_does_not_exist(tiny):
    lent = {rule.id: rule for rule in load(tiny).assessment.uplift}
    ours = {rule.id: rule for rule in national().assessment.uplift}

    assert lent.keys() == ours.keys()
    for name, rule in lent.items():
        assert rule.raise_to is None
        assert rule.tell_supervisor or ours[name].raise_to is None
        assert (rule.incidents, rule.contact_within_hours) == (ours[name].incidents, ours[name].contact_within_hours)


def test_a_pack_may_have_its_own(own, check_own):
    assert check_own("instruments.toml", "at_least = 25", "at_least = 22") == []

    assert load(own).assessment.band_from.band("HIGH").at_least == 22
    assert "NOW" in {rule.raise_to for rule in load(own).assessment.uplift}


@pytest.mark.parametrize("name", FILES)
def test_each_file_may_come_alone(tiny, own, name):
    for other in set(FILES) - {name}:
        (own / other).unlink()

    assert check(own) == []


def test_what_is_placeholder_says_so_and_a_force_that_validates_it_too(own, check_own):
    assert load(own).assessment.instruments["ram"].unvalidated
    text = (own / "instruments.toml").read_text(encoding="utf-8")
    (own / "instruments.toml").write_text(
        text.replace('"unvalidated default"', '"one force\'s practice"'), encoding="utf-8"
    )

    assert not load(own).assessment.instruments["ram"].unvalidated


def test_thrive_is_national_guidance_and_its_variants_are_one_forces():
    known = national().assessment.instruments

    assert [known[name].unvalidated for name in ("thrive", "thrive_plus", "ram", "vaf")] == [False, False, True, True]
    assert national().assessment.thrive is known["thrive"]
    assert national().assessment.band_from is known["ram"]


def test_every_value_of_the_instruments_is_plain_for_a_screen():
    values = {value.name: value for value in national().values()}

    bands = values["instruments.instrument.ram.bands"]
    assert bands.value[2] == {"code": "HIGH", "label": "High", "at_least": 25}
    assert bands.status == "unvalidated default"
    assert values["uplift.rule.repeat_and_vulnerable"].value["raise_to"] == "PRIORITY"
    assert values["reassess.trigger.attendance_delayed"].status == "national guidance"


def test_an_outcome_carries_that_nobody_has_tested_it():
    assert assess(national().assessment.band_from, {}).unvalidated


MISTAKES = [
    pytest.param(
        "instruments.toml", "at_least = 0 },", "at_least = 1 },",
        "instruments.toml: instrument.“ram”.bands must begin with 0, not 1",
        id="a score without a band",
    ),
    pytest.param(
        "instruments.toml", "at_least = 25", "at_least = 15",
        "instruments.toml: instrument.“ram”.bands must grow from one to the next, not [0, 15, 15].",
        id="bands that do not grow",
    ),
    pytest.param(
        "instruments.toml", "at_least = 25", "at_least = 43",
        "instruments.toml: instrument.“ram”.bands: HIGH begins at 43, and no answers give more than 42.",
        id="a band that nobody can reach",
    ),
    pytest.param(
        "instruments.toml", 'code = "HIGH"', 'code = "MEDIUM"',
        "instruments.toml: a band of “ram” 'MEDIUM' is used 2 times.",
        id="a band used twice",
    ),
    pytest.param(
        "instruments.toml", "points = 5", "points = -5",
        "instruments.toml: instrument.“ram”.question.“how_often”.answers.value.“daily”.points must be greater than or "
        "equal to 0, not -5.",
        id="an answer that takes risk away",
    ),
    pytest.param(
        "instruments.toml", 'id = "most_days"', 'id = "daily"',
        "instruments.toml: an answer of “ram.how_often” 'daily' is used 2 times.",
        id="an answer used twice",
    ),
    pytest.param(
        "instruments.toml", 'id = "worse"', 'id = "linked"',
        "instruments.toml: a question of “ram” 'linked' is used 2 times.",
        id="a question used twice",
    ),
    pytest.param(
        "instruments.toml", 'id = "vaf"', 'id = "thrive"',
        "instruments.toml: instrument id 'thrive' is used 2 times.",
        id="an instrument used twice",
    ),
    pytest.param(
        "instruments.toml", 'value = "ram"', 'value = "thrive"',
        "instruments.toml: band_from names 'thrive', which is not a scored instrument here.",
        id="a band from what is not scored",
    ),
    pytest.param(
        "instruments.toml", "value = []", 'value = ["think"]',
        "instruments.toml: complete_first names 'think', which is not an instrument here.",
        id="an instrument that does not exist",
    ),
    pytest.param(
        "instruments.toml", 'value = "thrive"', 'value = "thinc"',
        "instruments.toml: thrive.in_use names 'thinc', which is not a variant here.",
        id="a variant that does not exist",
    ),
    pytest.param(
        "instruments.toml", '"engagement", "prevention",', '"engagement", "patience",',
        "instruments.toml: thrive.variant.thrive_plus.elements names 'patience', which is not an element here.",
        id="an element that does not exist",
    ),
    pytest.param(
        "instruments.toml", 'label = "Investigation"', 'label = "Investigation"\nwords = false',
        "instruments.toml: thrive.element.investigation asks for neither a level nor words.",
        id="an element that asks nothing",
    ),
    pytest.param(
        "uplift.toml", 'raise_to = "NOW"', 'raise_to = "SOON"',
        "uplift.toml: rule.repeat_and_vulnerable.raise_to names the grade SOON, which does not exist; there are NOW, LATER.",
        id="a grade that does not exist",
    ),
    pytest.param(
        "uplift.toml", "vulnerable = true, contact_within_hours = 48", "contact_within_hours = 48",
        "uplift.toml: rule.vulnerable has no condition: it would hold for everybody.",
        id="a rule for everybody",
    ),
    pytest.param(
        "uplift.toml", "vulnerable = true, contact_within_hours = 48, contact_every_days = 28", "vulnerable = true",
        "uplift.toml: rule.vulnerable does nothing",
        id="a rule that does nothing",
    ),
    pytest.param(
        "uplift.toml", "vulnerable = true, contact", 'vulnerable = true, lower_to = "LATER", contact',
        "uplift.toml: rule.vulnerable.value.lower_to is not a key that belongs there.",
        id="a rule that would lower",
    ),
    pytest.param(
        "uplift.toml", "incidents = 2", "incidents_at_most = 2",
        "uplift.toml: rule.repeat_and_indicator.value.incidents_at_most is not a key that belongs there.",
        id="a rule for those who ring little",
    ),
    pytest.param(
        "reassess.toml", "[trigger.code_status]", "[trigger.bad_mood]",
        "reassess.toml: trigger.bad_mood must be 'new_call', 'called_back'",
        id="a trigger that does not exist",
    ),
    pytest.param(
        "cases.toml", "[[case]]",
        '[[case]]\nabout = "instrument"\nname = "x"\ninstrument = "ram"\nanswers = { shoe_size = "9" }\n\n[[case]]',
        "cases.toml: case.“x”: ASB risk assessment matrix does not ask 'shoe_size'",
        id="a case with a question that is not asked",
    ),
    pytest.param(
        "cases.toml", "[[case]]",
        '[[case]]\nabout = "instrument"\nname = "x"\ninstrument = "thinc"\nanswers = {}\n\n[[case]]',
        "cases.toml: case.“x” names the instrument 'thinc', which does not exist; there are ram, vaf, thrive",
        id="a case about an instrument that does not exist",
    ),
    pytest.param(
        "cases.toml", "[[case]]",
        '[[case]]\nabout = "uplift"\nname = "x"\ngrade = "SOON"\nexpect_grade = "NOW"\nexpect_tell_supervisor = true\n\n[[case]]',
        "cases.toml: case.“x” names the grade SOON, which does not exist; there are NOW, LATER.",
        id="a case about a grade that does not exist",
    ),
    pytest.param(
        "cases.toml", "[[case]]",
        '[[case]]\nabout = "uplift"\nname = "x"\ngrade = "LATER"\nexpect_grade = "NOW"\n'
        "expect_tell_supervisor = true\n\n[[case]]",
        "cases.toml: case “x” expects NOW, no contact hastened and a supervisor told, "
        "and the pack decides LATER, no contact hastened and no supervisor told.",
        id="a case of uplift that fails",
    ),
    pytest.param(
        "cases.toml", "[[case]]",
        '[[case]]\nabout = "instrument"\nname = "x"\ninstrument = "vaf"\nanswers = { danger = "yes" }\n'
        'expect_score = 3\nexpect_band = "LIKELY"\n\n[[case]]',
        "cases.toml: case “x” expects a score of 3, LIKELY, with 0 unanswered, "
        "and the pack decides a score of 1, FEWER, with 4 unanswered.",
        id="a case of an instrument that fails",
    ),
    pytest.param(
        "cases.toml", "[[case]]",
        '[[case]]\nabout = "reassess"\nname = "x"\ntrigger = "new_call"\nat = 2026-11-22T12:00:00Z\n'
        "expect_demanded = false\n\n[[case]]",
        "cases.toml: case “x” expects no new assessment, and the pack decides a new assessment.",
        id="a case of a demand that fails",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "sentence"), MISTAKES)
def test_each_mistake_gives_one_clear_sentence(check_own, name, old, new, sentence):
    problems = check_own(name, old, new)

    assert len(problems) == 1
    assert problems[0].startswith(sentence)
    assert problems[0].endswith(".")


@pytest.mark.parametrize("trigger", Trigger)
def test_a_trigger_left_out_is_missed(check_own, trigger):
    text = (NATIONAL / "reassess.toml").read_text(encoding="utf-8")
    whole = next(part for part in text.split("\n\n") if part.startswith(f"[trigger.{trigger}]"))

    assert check_own("reassess.toml", whole, "") == [f"reassess.toml: trigger.{trigger} is missing."]


@pytest.mark.parametrize("answers", ['{ shoe_size = "9" }', '{ danger = "perhaps" }'])
def test_a_case_against_lent_instruments_that_do_not_ask_it_fails_and_does_not_break(tiny, answers):
    with (tiny / "cases.toml").open("a", encoding="utf-8") as cases:
        cases.write(f'\n[[case]]\nabout = "instrument"\nname = "x"\ninstrument = "vaf"\nanswers = {answers}\n')

    (problem,) = check(tiny)
    assert problem.startswith("cases.toml: case “x” expects an answer to what is asked, and the pack decides by other")


def test_a_case_about_an_instrument_that_is_not_lent_fails_and_does_not_break(tiny):
    with (tiny / "cases.toml").open("a", encoding="utf-8") as cases:
        cases.write('\n[[case]]\nabout = "instrument"\nname = "x"\ninstrument = "thinc"\nanswers = {}\n')

    (problem,) = check(tiny)
    assert problem == (
        "cases.toml: case “x” expects an instrument thinc, "
        "and the pack decides by ram, vaf, thrive, thrive_plus, thriives, thrive_sp."
    )


def test_the_digest_of_a_pack_covers_its_instruments(own, check_own):
    before = load(own).digest
    check_own("instruments.toml", "points = 5", "points = 6")

    assert load(own).digest != before


def test_copying_the_national_files_changes_nothing_but_where_they_stand(tiny):
    for name in ("instruments.toml", "reassess.toml"):
        shutil.copy(NATIONAL / name, tiny / name)

    assert load(tiny).assessment.reassess == national().assessment.reassess
