"""Numbers are given out, rest, and come back."""

from random import Random

from heed.simulation.drama import MOBILES, RESTS_DAYS, Pool, is_drama


def test_mobiles_are_given_out_once_each() -> None:
    pool = Pool(Random(1), MOBILES)

    assert len({pool.take(1) for _ in range(1_000)}) == 1_000
    assert pool.given_twice == 0


def test_when_all_are_gone_the_oldest_is_shared_and_counted() -> None:
    pool = Pool(Random(1), MOBILES)
    first, *_ = [pool.take(1) for _ in range(1_000)]

    assert pool.take(1) == first
    assert pool.given_twice == 1


def test_a_number_given_up_is_not_a_strangers_before_it_has_rested() -> None:
    pool = Pool(Random(1), MOBILES)
    given = [pool.take(1) for _ in range(1_000)]
    pool.give_up(given[500], 1)

    assert pool.take(RESTS_DAYS) != given[500]
    assert pool.take(1 + RESTS_DAYS) == given[500]


def test_a_number_one_digit_off_is_not_for_drama() -> None:
    assert is_drama("+447700900123")
    assert not is_drama("+447700901123")
    assert not is_drama("+4477009001234")
