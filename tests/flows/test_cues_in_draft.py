"""The words of a call, read in one piece and kept by where they stand; and what is known of whoever rings."""

import pytest

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.vulnerability.models import Finding
from heed.flows import asking, cues_in_draft, take_call


@pytest.fixture
def taken(ring, handler, noon):
    """Return a call that Harriet has just taken."""
    call, _ = take_call.take(call_id=ring(now=noon).pk, user=handler, actor=handler.actor(), now=noon)
    return call


@pytest.fixture
def read(taken, handler, noon):
    """Return a reader of boxes: the form's names and what stands in them."""

    def read(settled=True, **boxes):
        named = {name.replace("__", "-"): text for name, text in boxes.items()}
        return cues_in_draft.read_draft(
            call=taken, boxes=named, actor=handler.actor(), now=noon, settled=settled
        )  # fmt: skip

    return read


def said(draft):
    return {(one.finding.category, one.finding.text, one.box) for one in draft.said}


def test_a_finding_is_kept_by_its_place_in_its_own_box(read):
    draft = read(summary="Stones at the window.", log_text="Caller is 81.")

    assert said(draft) == {("AGE_ELDER", "81", "log_text")}
    assert (draft.said[0].finding.start, draft.said[0].finding.end) == (10, 12)


def test_typing_in_another_box_moves_nothing(read):
    read(summary="Noise.", log_text="Caller is 81.")
    read(summary="Noise every night since we moved here.", log_text="Caller is 81.")

    assert Finding.objects.filter(category="AGE_ELDER").count() == 1


def test_who_is_meant_in_one_box_is_known_from_another(read):
    draft = read(party__0__description="drunk and has dementia.", party__0__role="other_party")

    assert [one.finding.experiencer for one in draft.said if one.finding.category == "DEMENTIA"] == ["suspect"]


def test_the_words_of_a_question_are_nobodys_and_the_answer_is_theirs(read):
    draft = read(q__disability__text="bad chest, copd")

    assert draft.said
    assert {one.finding.text for one in draft.said} <= {"bad chest", "copd"}
    assert {one.finding.source for one in draft.said} == {"answers"}


def test_a_word_that_may_go_on_is_not_kept_until_it_is_whole(read):
    assert read(settled=False, summary="She is 8").unsettled
    assert not Finding.objects.exists()
    assert not read(settled=False, summary="She is 81 ").unsettled
    assert Finding.objects.get().text == "81"


def test_what_stands_in_the_log_counts_too(read, taken, handler, noon):
    entry = calls.append_entry(
        call_id=taken.pk, kind=EntryKind.SAID, text="She is deaf", actor=handler.actor(), now=noon
    )
    cues_in_draft.keep_entry(call=taken, entry=entry, actor=handler.actor(), now=noon)

    kept = Finding.objects.get()
    assert (kept.entry, kept.source) == (entry.seq, "entry")
    assert said(read()) == {("SENSORY", "deaf", "")}


def test_offsets_stay_those_of_the_screen_with_line_breaks_of_either_kind(read):
    draft = read(summary="  Noise.\r\nShe is deaf. ")

    one = draft.said[0].finding
    assert "  Noise.\nShe is deaf. "[one.start : one.end] == one.text == "deaf"


def test_more_than_is_read_at_a_pause_does_not_stop_the_page(read):
    assert read(summary="word " * 20_000, log_text="She is deaf.").said == ()


def test_the_log_of_the_service_never_has_the_words(read, capfd):
    read(summary="She is deaf and lives alone in Quince Lane.")

    assert "Quince" not in "".join(capfd.readouterr())


def test_nobody_is_known_before_somebody_was_confirmed(taken, handler, noon):
    assert asking.from_before(call=taken, check=None, accepted=None, user=handler, now=noon) == ()
