"""What waits for an agency, on one page; what nobody else may reach is test_every_address.py."""

from datetime import timedelta

import pytest

from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.foundation.accounts.terms import system
from tests.partners import agreement, council, council_officer

pytestmark = pytest.mark.django_db
__all__ = ["agreement", "council", "council_officer"]


def give(council, now, words, *, hours=24, number=1):
    return tasking.make(
        force=council.force,
        kind=TaskKind.PARTNER,
        words=words,
        key=f"test:{words}:{number}",
        agency=council,
        actor=system("tests"),
        now=now - timedelta(days=9),
        due_by=now + timedelta(hours=hours),
    )


def test_where_nothing_waits_each_part_says_so(as_, council_officer, agreement):
    said = as_(council_officer).get("/partner/").content.decode()

    for words in ("No case waits for you", "Nothing is to be done", "You sit on no panel", "None is planned"):
        assert words in said
    assert "Nothing is shared with you now" in said
    assert "More exists" not in said


def test_what_is_late_says_so_in_words(as_, council_officer, council, now):
    give(council, now, "Mend the gate")
    give(council, now, "Light the alley", hours=-1)

    said = as_(council_officer).get("/partner/").content.decode()

    assert "What your agency is to do (2)" in said
    assert said.count("Late: was due by") == 1
    assert said.index("Light the alley") < said.index("Mend the gate")
    assert "Nobody of yours has it yet" in said


def test_a_long_list_is_cut_and_says_how_much_more_there_is(as_, council_officer, council, now):
    for number in range(28):
        give(council, now, "Mend the gate", number=number)

    said = as_(council_officer).get("/partner/").content.decode()

    assert "What your agency is to do (28)" in said
    assert said.count("Mend the gate") == 25
    assert "3 more" in said


def test_the_statements_do_not_grow_with_what_waits(as_, council_officer, council, now, django_assert_max_num_queries):
    for number in range(20):
        give(council, now, "Mend the gate", number=number)
    client = as_(council_officer)
    client.get("/partner/")

    with django_assert_max_num_queries(14):
        client.get("/partner/")


def test_whoever_works_for_no_agency_is_told_what_to_do(as_, person_at_work):
    answer = as_(person_at_work("partner_officer", "noa")).get("/partner/")

    assert answer.status_code == 403
    assert "Ask the force to add you to yours" in answer.content.decode()
