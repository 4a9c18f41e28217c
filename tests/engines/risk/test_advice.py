"""What to do now."""

from heed.engines.risk.advice import Advice, Condition, choose

WITHHELD = Advice("withheld", "Ask who.", when=frozenset({Condition.WITHHELD}), unless=frozenset())
VICTIM = Advice(
    "victim", "Say that you know.", when=frozenset({Condition.REPEAT_VICTIM}), unless=frozenset({Condition.SHARED_LINE})
)
BOTH = Advice("both", "Both.", when=frozenset({Condition.WITHHELD, Condition.REPEAT_VICTIM}), unless=frozenset())


def test_a_sentence_needs_all_its_conditions():
    assert choose([BOTH], [Condition.WITHHELD], at_most=3) == ()
    assert choose([BOTH], [Condition.WITHHELD, Condition.REPEAT_VICTIM], at_most=3) == (BOTH,)


def test_one_exception_is_enough_to_leave_a_sentence_out():
    assert choose([VICTIM], [Condition.REPEAT_VICTIM, Condition.SHARED_LINE], at_most=3) == ()


def test_the_order_is_the_packs_and_the_rest_is_left_out():
    conditions = [Condition.REPEAT_VICTIM, Condition.WITHHELD]

    assert choose([WITHHELD, VICTIM, BOTH], conditions, at_most=2) == (WITHHELD, VICTIM)
    assert choose([BOTH, VICTIM, WITHHELD], conditions, at_most=1) == (BOTH,)


def test_nothing_known_gives_no_advice():
    assert choose([WITHHELD, VICTIM, BOTH], [], at_most=3) == ()
