"""What the words say, on the call page: read, replied to, asked about; closed to strangers and unmoved by nonsense."""

import json
import re

import pytest

from heed.domain.calls.models import Check, LogEntry
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Answer
from heed.domain.vulnerability import services
from heed.domain.vulnerability.models import Finding, FindingReply, Indicator
from heed.domain.vulnerability.terms import Reply, SourceKind, Whose
from heed.flows import take_call
from heed.foundation.policy import services as policy

FRAGMENT = {"X-Heed-Fragment": "yes"}
STORY = "She is 81, bad on her legs, and lives alone. The suspect is autistic."


def at(call, what=""):
    return f"/calls/{call.pk}/{what}"


@pytest.fixture
def said(as_, handler, taken):
    """Return what the page's script gets for what is typed: the fragment."""

    def said(text=STORY, **more):
        answer = as_(handler).post(at(taken, "said"), {"summary": text, "settled": "1", **more}, headers=FRAGMENT)
        assert answer.status_code == 200
        return answer.content.decode()

    return said


@pytest.fixture
def found(said):
    """Return a finding by its category, read from the story."""
    said()
    return lambda category: Finding.objects.get(category=category, experiencer="victim_or_caller")


def places(page):
    text = re.search(r'data-places="([^"]*)"', page).group(1)
    return {name: one["place"] for name, one in json.loads(text.replace("&#34;", '"').replace("&#39;", "'")).items()}


def side(page, name):
    _, _, after = page.partition(f"heed-cues__side--{name}")
    return re.split("heed-cues__side--|data-prompts", after)[0]


def test_each_side_has_a_panel_of_its_own_and_nothing_follows_unasked(said, taken):
    page = said()

    assert "Older person" in side(page, "ours")
    assert "Learning disability" not in side(page, "ours")
    assert "Learning disability" in side(page, "party") + side(page, "others")
    assert not Indicator.objects.exists()
    assert not FindingReply.objects.exists()


def test_a_reply_is_kept_at_once_and_only_a_yes_makes_an_indicator(as_, handler, taken, found):
    as_(handler).post(at(taken, "reply"), {"reply": f"{found('AGE_ELDER').pk} accepted"}, headers=FRAGMENT)
    as_(handler).post(at(taken, "reply"), {"reply": f"{found('DIS_PHYS').pk} not_true"}, headers=FRAGMENT)

    assert list(Indicator.objects.values_list("category", "about")) == [("AGE_ELDER", "victim")]
    assert set(FindingReply.objects.values_list("reply", flat=True)) == {"accepted", "not_true"}


def test_a_wrong_person_is_given_the_right_one(as_, handler, taken, found):
    as_(handler).post(
        at(taken, "reply"), {"reply": f"{found('AGE_ELDER').pk} wrong_person household"}, headers=FRAGMENT
    )

    assert list(Indicator.objects.values_list("category", "about")) == [("AGE_ELDER", "household")]


def test_without_a_script_a_reply_keeps_what_was_typed_and_goes_back_to_the_page(as_, handler, taken, found):
    answer = as_(handler).post(at(taken, "reply"), {"reply": f"{found('AGE_ELDER').pk} accepted", "summary": STORY})

    assert answer.status_code == 302
    page = as_(handler).get(at(taken)).content.decode()
    assert STORY in page
    assert "Take back" in page


@pytest.mark.parametrize(
    "nonsense",
    ["", "0 accepted", "999999 accepted", "x accepted", "1", "1 maybe", "1 wrong_person", "1 accepted victim",
     "1 wrong_person nobody", f"{2**63} accepted", "٣ accepted", "-1 accepted", "1 accepted x y", "9" * 5000 + " accepted"],
)  # fmt: skip
def test_nonsense_changes_nothing_and_says_so(as_, handler, taken, found, nonsense):
    answer = as_(handler).post(at(taken, "reply"), {"reply": nonsense}, headers=FRAGMENT)

    assert answer.status_code == 409
    assert not FindingReply.objects.exists()


def test_a_finding_of_another_call_is_refused(as_, handler, ring, taken, found, now):
    other, _ = take_call.take(call_id=ring("07700 900555", now=now).pk, user=handler, actor=handler.actor(), now=now)

    answer = as_(handler).post(at(other, "reply"), {"reply": f"{found('AGE_ELDER').pk} accepted"}, headers=FRAGMENT)

    assert answer.status_code == 409
    assert not Indicator.objects.exists()


def test_words_that_were_taken_out_can_still_be_replied_to_and_are_not_shown(as_, handler, taken, found, said):
    finding = found("AGE_ELDER")
    page = said("She is well")

    assert "Older person" not in page
    assert as_(handler).post(
        at(taken, "reply"), {"reply": f"{finding.pk} not_true"}, headers=FRAGMENT
    ).status_code == 200  # fmt: skip


@pytest.mark.parametrize("what", ["said", "reply", "still"])
def test_strangers_and_other_methods_are_refused(as_, handler, taken, stranger_to_the_force, person_at_work, what):
    colleague = person_at_work("call_handler", "hal")

    assert as_(stranger_to_the_force).post(at(taken, what), {}).status_code == 404
    assert as_(colleague).post(at(taken, what), {}).status_code == 403
    assert as_(handler).get(at(taken, what)).status_code == 405


def test_a_finished_call_is_not_read_any_more(as_, handler, taken):
    as_(handler).post(at(taken, "nothing"), {"why": "Wrong number"})

    for what in ("said", "reply", "still"):
        assert as_(handler).post(at(taken, what), {"summary": STORY}, headers=FRAGMENT).status_code == 409


def test_a_last_word_waits_until_it_is_whole(as_, handler, taken):
    typed = as_(handler).post(at(taken, "said"), {"summary": "She is 8"}, headers=FRAGMENT).content.decode()

    assert "data-unsettled" in typed
    assert not Finding.objects.exists()
    as_(handler).post(at(taken, "said"), {"summary": "She is 81."}, headers=FRAGMENT)
    assert list(Finding.objects.values_list("category", flat=True)) == ["AGE_ELDER"]


def test_reading_the_same_words_again_writes_nothing(said, taken, trail):
    said()
    kept, events = Finding.objects.count(), len(trail("finding.kept"))
    said()

    assert (Finding.objects.count(), len(trail("finding.kept"))) == (kept, events)


def test_no_more_cues_stand_open_than_the_pack_allows(said):
    words = "deaf, blind, autistic, pregnant, homeless, a carer, suicidal, has dementia, an alcoholic, bereaved, lives alone"
    page = said(". ".join(f"The victim is {word.strip()}" for word in words.split(",")) + ".")
    opened = page.partition("heed-cues__more")[0]

    assert opened.count("data-chip=") == policy.in_use().asking.cues_open < page.count("data-chip=")
    assert "Suicide or self-harm" in opened


def test_what_is_denied_past_or_doubted_is_said_in_words(said):
    page = said("She has no disability. Previously homeless. She may be deaf.")

    assert "said not to be" in page
    assert "in the past" in page
    assert "perhaps" in page


def test_an_accepted_cue_answers_its_question_to_be_confirmed(as_, handler, taken, found, said):
    assert places(said())["disability"] == "now"
    as_(handler).post(at(taken, "reply"), {"reply": f"{found('DIS_PHYS').pk} accepted"}, headers=FRAGMENT)

    assert places(said())["disability"] == "known"
    page = as_(handler).post(at(taken, "record"), {"confirm": "disability", "summary": STORY}).content.decode()
    assert re.search(r'name="q-disability-given"[^>]*value="yes"[^>]*checked', page)
    assert "bad on her legs (said on this call)" in page


def test_more_is_asked_only_where_the_risk_grows(as_, handler, taken, found, said):
    before = places(said())
    as_(handler).post(at(taken, "reply"), {"reply": f"{found('AGE_ELDER').pk} accepted"}, headers=FRAGMENT)
    one_axis = places(said())
    as_(handler).post(at(taken, "reply"), {"reply": f"{found('ALONE_ISOL').pk} accepted"}, headers=FRAGMENT)
    two_axes = places(said())

    assert [list(one.values()).count("now") for one in (before, one_axis, two_axes)] == [3, 3, 5]
    assert "later" not in two_axes.values()


def test_what_is_left_for_later_needs_one_reason_which_is_kept(as_, handler, taken, filled):
    later = {"q-how_likely-given": "low"} | {f"q-{name}-given": "" for name in ("targeted", "support")}
    refused = as_(handler).post(at(taken, "record"), filled | later)
    assert refused.status_code == 422
    reason = policy.in_use().asking.reasons[0]

    answer = as_(handler).post(at(taken, "record"), filled | later | {"rest": reason, "asked_in": "cy"})

    assert answer.status_code == 302, answer.content.decode()
    kept = {one.question: one for one in Answer.objects.all()}
    assert (kept["targeted"].given, kept["targeted"].text) == ("not_asked", reason)
    assert (kept["before"].asked_in, kept["before"].wording_version) == ("cy", "2026.11")


def test_a_question_to_ask_now_is_not_covered_by_the_reason_for_the_others(as_, handler, taken, filled):
    reason = policy.in_use().asking.reasons[0]

    answer = as_(handler).post(at(taken, "record"), filled | {"q-before-given": "", "rest": reason})

    assert answer.status_code == 422
    assert "Answer this question, or say why it was not asked" in answer.content.decode()


def test_what_is_on_record_is_kept_with_its_place_in_the_log(as_, handler, taken, filled):
    answer = as_(handler).post(at(taken, "record"), filled | {"log_text": "He says his mum is deaf", "summary": STORY})

    assert answer.status_code == 302
    for finding in Finding.objects.filter(call=taken, entry__isnull=False):
        entry = LogEntry.objects.get(call=taken, seq=finding.entry)
        assert entry.text[finding.start : finding.end] == finding.text
    recorded = LogEntry.objects.get(call=taken, kind=EntryKind.RECORDED)
    assert Finding.objects.filter(entry=recorded.seq, category="AGE_ELDER").exists()


def test_what_is_known_from_before_is_shown_once_it_is_them_and_confirmed_for_today(
    as_, handler, incident, ring, say, now
):
    jean = incident.parties.filter(person__isnull=False).first().person
    services.note_indicator(
        call=incident.call, incident=incident, about=Whose.VICTIM, person=jean, words="dialysis three times a week",
        source_kind=SourceKind.OBSERVED, category="DIS_PHYS", user=handler, actor=handler.actor(), now=now,
    )  # fmt: skip
    call, _ = take_call.take(call_id=ring(now=now).pk, user=handler, actor=handler.actor(), now=now)
    assert "dialysis" not in as_(handler).get(at(call)).content.decode()
    say(call, jean.pk, now=now)

    page = as_(handler).get(at(call)).content.decode()
    assert "Known since" in page
    assert "dialysis three times a week" in page
    old = Indicator.objects.get()
    assert Check.objects.filter(call=call).latest("id").found["indicators"] == [old.pk]
    for _ in range(2):
        as_(handler).post(at(call, "still"), {"still": str(old.pk)}, headers=FRAGMENT)

    today = Indicator.objects.get(call=call)
    assert (today.source_kind, today.words, today.person) == (SourceKind.HISTORY, old.words, jean)
    assert "Still so today" in as_(handler).get(at(call)).content.decode()


@pytest.mark.parametrize("nonsense", ["", "x", "0", "999999", "٣", "9" * 5000, str(2**63)])
def test_only_what_is_known_of_somebody_on_this_call_is_still_so(as_, handler, taken, nonsense):
    assert as_(handler).post(at(taken, "still"), {"still": nonsense}, headers=FRAGMENT).status_code == 409
    assert not Indicator.objects.exists()


def test_a_prompt_fits_what_is_said_and_the_others_are_one_key_away(said):
    page = said("She is deaf and only speaks Polish.")
    shown = re.search(r"data-prompts.*?<details", page, re.DOTALL).group(0)

    assert "They may not hear you" in shown
    assert "ask your supervisor" in page


def test_cues_of_every_length_and_script_are_read(said):
    for text in (
        "",
        " ",
        "a" * 20_000,
        "שלום 🐕 " * 500,
        "\r\n\r\nShe is 81\r\n",
        "<script>alert(1)</script> lives alone",
    ):
        assert "<script>" not in said(text)


def test_replies_are_those_that_the_buttons_give():
    from heed.desks.call_handler.cues_page import read_posted

    assert read_posted("7 accepted") == (7, Reply.ACCEPTED, None)
    assert read_posted("7 wrong_person caller") == (7, Reply.WRONG_PERSON, Whose.CALLER)
