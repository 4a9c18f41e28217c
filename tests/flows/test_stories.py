"""
The stories of inspections.md section 5 with invented people: at which call Heed speaks up, and what it says.

Each call rings, is taken and recorded through the real flows. Words are read by the lexicon in use; the handler accepts what
is said of the victim's side and is so, judges "not yet known" until something was accepted, and closes nothing. The results
stand in docs/stories.md.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from heed.domain.calls.models import LogEntry
from heed.domain.incidents import queries
from heed.domain.incidents.models import Notice
from heed.domain.incidents.services import AnswerReport, CannotLink
from heed.domain.incidents.terms import Given, LinkKind, PartyRole
from heed.domain.vulnerability.assessments.queries import demands_open
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.findings import services as findings
from heed.domain.vulnerability.findings.queries import unanswered
from heed.domain.vulnerability.models import Uplift
from heed.domain.vulnerability.terms import Judged, Reply
from heed.engines.risk.factors import place
from heed.flows import cues_in_draft, decide, duplicates, record, take_call, unheard
from heed.flows.conduct import prompting as conduct
from heed.flows.record import IncidentReport, Someone

pytestmark = pytest.mark.django_db

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
BOTH = (PartyRole.CALLER, PartyRole.VICTIM)


@dataclass
class Heard:
    """What Heed said at one call. do: the card's advice; cues: what was shown to the handler to accept; grade: as it ended."""

    incident: object
    who: str
    pattern: str
    do: tuple
    cues: tuple
    grade: str
    uplift: str
    notices: tuple
    crime: str
    flags: dict = field(default_factory=dict)


@pytest.fixture
def tells(ring, handler, say):
    """Return a caller: rings, says something, and is recorded by a handler who accepts what is so."""

    def tells(
        number,
        who,
        said,
        *,
        now,
        others=(),
        address="",
        before=Given.NO,
        grade="SCHEDULED",
        code="ASB_NUISANCE",
        **more,
    ):
        actor = handler.actor()
        call = ring(number, now=now, **more)
        call, check = take_call.take(call_id=call.pk, user=handler, actor=actor, now=now)
        name = f"{who.given_name} {who.family_name}"
        for candidate in check.found["candidates"]:
            if candidate["name"] == name:
                check = say(call, candidate["person"], now=now)
                break
        cues_in_draft.read_draft(call=call, boxes={"summary": said}, actor=actor, now=now, settled=True)
        shown = unanswered(handler, call)
        for one in shown:
            findings.reply(finding=one.finding, reply=Reply.ACCEPTED, user=handler, actor=actor, now=now)
        accepted = [one.finding.category for one in shown]
        told = bool(set(accepted) - {"REPEAT", "FEAR_HEALTH"})
        judgement = Judgement(
            vulnerable=Judged.YES if told else Judged.NOT_YET_KNOWN,
            why="As accepted from what was said" if told else "Nothing is known yet",
            headings=tuple({place(category).heading for category in accepted}) if told else (),
        )
        report = IncidentReport(
            opening_code=code, summary=said, address=address or who.address, grade=grade, rationale="As told",
            parties=(who, *others), answers=(AnswerReport("before", before, "Again"),), judgement=judgement,
        )  # fmt: skip
        incident = record.record_incident(call=call, report=report, user=handler, actor=actor, now=now)
        conduct.look(incident_id=incident.pk, now=now)
        crime = LogEntry.objects.filter(call=call, text__startswith="Is this a crime?").first()
        lifted = Uplift.objects.filter(incident=incident).order_by("id").first()
        return Heard(
            incident=incident,
            who=check.found["card"]["who"],
            pattern=check.found["card"]["pattern"],
            do=tuple(check.found["card"]["do"]),
            cues=tuple(f"{one.finding.category}: {one.finding.text}" for one in shown),
            grade=queries.standing_grade(incident).grade,
            uplift="; ".join(lifted.because) if lifted else "",
            notices=tuple(reason for notice in Notice.objects.filter(incident=incident) for reason in notice.because),
            crime=crime.text if crime else "",
            flags=check.found["flags"],
        )

    return tells


def somebody(given, family, address, *, roles=BOTH, **more):
    return Someone(roles, is_caller=True, given_name=given, family_name=family, address=address, **more)


def first(heard, speaks):
    """Return at which call, counted from 1, Heed first spoke so; 0 for never."""
    return next((number for number, one in enumerate(heard, start=1) if speaks(one)), 0)


PILK = "8 Larch Close, Mallow, ZZ3 3CC"
GANG = Someone((PartyRole.OTHER_PARTY,), description="The lads from the corner")
PILKINGTON = (
    "Youths throwing stones at the house, they have gone now",
    "Kids kicking a ball against the wall. My daughter has a learning disability and she is frightened",
    "It is ongoing, the same lads again, eggs at the window",
    "They shout names at my daughter, they mock the way she talks",
    "Youths on the wall again, it is every night now",
)


def test_a_mother_a_daughter_and_thirty_three_incidents(tells, noon):
    """Pilkington: 33 incidents in ten years, one household; mother, neighbour and letters; each was dealt with alone."""
    fay = somebody("Fay", "Hollis", PILK)
    neighbour = somebody("Mo", "Trent", "10 Larch Close, Mallow, ZZ3 3CC", roles=(PartyRole.CALLER,))
    victim = Someone((PartyRole.VICTIM,), given_name="Fay", family_name="Hollis", address=PILK)
    heard = []
    for number in range(33):
        # Far apart for years, and every few weeks in the last of them.
        at = noon - (33 - number) * (110 if number < 25 else 12) * DAY
        said = PILKINGTON[number % len(PILKINGTON)]
        if number % 11 == 10:
            heard.append(
                tells(
                    "07700 900802",
                    neighbour,
                    f"They are at number 8 again. {said}",
                    now=at,
                    address=PILK,
                    others=(victim, GANG),
                )
            )
        else:
            heard.append(tells("07700 900801", fay, said, now=at, others=(GANG,), before=Given.YES))

    assert first(heard, lambda one: any("DIS_LEARN" in cue for cue in one.cues)) == 2, [one.cues for one in heard[:5]]
    assert first(heard, lambda one: "a repeat victim who is vulnerable" in one.uplift) == 2, heard[1].uplift
    assert heard[1].grade == "PRIORITY"
    assert heard[1].notices, "a supervisor is told at the second call, not never"
    assert first(heard, lambda one: "incident" in one.pattern) == 2
    lower = [(n, one.grade, one.uplift, one.cues) for n, one in enumerate(heard[1:], 2) if one.grade != "PRIORITY"]
    assert not lower, "contact never lowered anybody's standing"
    assert any("12 months" in one.pattern for one in heard[-5:])


def test_a_man_who_was_tormented_for_years(tells, noon):
    """Askew: 88 incidents in six years; half of the logs said nothing of him or of what came before; never hate crime."""
    man = somebody("Alan", "Dyer", "3 Weaver Row, Mallow, ZZ4 4DD")
    words = (
        "Kids in the garden, he says they took his cigarettes",
        "Kids back again, shouting at him",
        "He has learning difficulties and lives with his mum. They call him names because of it",
        "They kicked the door and ran off",
    )
    heard = [
        tells("07700 900811", man, words[number % 4], now=noon - (22 - number) * 16 * DAY, others=(GANG,),
              before=Given.YES)
        for number in range(22)
    ]  # fmt: skip

    assert first(heard, lambda one: any("DIS_LEARN" in cue for cue in one.cues)) == 3
    assert first(heard, lambda one: one.flags["repeat_victim"]) == 2
    assert heard[2].grade == "PRIORITY"
    spoken = [one for one in heard[3:] if not one.cues]
    assert spoken, "calls whose words say nothing of him"
    assert all("ncident" in one.pattern for one in spoken), "what the words leave out, the card says"
    assert any("ten incidents in a year" in one.uplift for one in heard)


def test_a_man_who_was_called_a_nuisance(tells, noon):
    """Ebrahimi: 85 calls in seven years, called a liar and attention-seeker; the last one was refused."""
    man = somebody("Behrouz", "Karim", "5 Quay Court, Mallow, ZZ5 5EE", age=44)
    words = (
        "Neighbour shouted at him from the balcony",
        "They told him to go back to his own country and threw paint at his door",
        "He is disabled and says they will hurt him. Frequent caller, attention seeking",
        "Neighbours outside his door again, says his life is in danger",
    )
    crane = Someone((PartyRole.OTHER_PARTY,), given_name="Lee", family_name="Marsh", address="7 Quay Court, Mallow")
    heard = [
        tells("07700 900821", man, words[number % 4], now=noon - (20 - number) * 14 * DAY, others=(crane,),
              before=Given.YES, grade="RESOLUTION_WITHOUT_DEPLOYMENT")
        for number in range(20)
    ]  # fmt: skip

    assert first(heard, lambda one: any("HATE" in cue for cue in one.cues)) == 2, [one.cues for one in heard[:4]]
    assert first(heard, lambda one: one.grade == "PRIORITY") in {2, 3}
    assert first(heard, lambda one: one.notices) in {1, 2}
    ranks = [one.grade for one in heard[3:]]
    assert set(ranks) == {"PRIORITY"}, "the twentieth call weighs no less than the fourth"


def test_a_building_that_rang_four_times_in_an_hour(ring, tells, handler, supervisor, noon):
    """Butler: two silent calls, a neighbour's and another about one building in an hour, closed as duplicates."""
    flat = "Flat 2, 40 Station Road, Mallow, ZZ6 6FF"
    woman = somebody("Joan", "Barker", flat)
    tells("07700 900831", woman, "He hit me and he will not leave, he is my ex. I want to die", now=noon - 40 * DAY)
    silent = []
    for minutes in (0, 9):
        call = ring("07700 900831", now=noon + minutes * MINUTE, to="999")
        call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon + minutes * MINUTE)
        silent.append(
            unheard.follow_up_silent(call=call, user=handler, actor=handler.actor(), now=noon + minutes * MINUTE)
        )
    neighbour = somebody("Ida", "Poole", "Flat 4, 40 Station Road, Mallow, ZZ6 6FF", roles=(PartyRole.CALLER,))
    loud = tells("07700 900832", neighbour, "Shouting and banging from flat 2", now=noon + 20 * MINUTE, address=flat)
    another = somebody("Rex", "Vane", "Flat 2, 40 Station Road, Mallow, ZZ6 6FF", roles=(PartyRole.CALLER,))
    last = tells("07700 900833", another, "My girlfriend is playing up", now=noon + 50 * MINUTE, address=flat)

    for incident in silent:
        assert queries.standing_grade(incident).grade == "EMERGENCY"
        assert incident.place is not None, "the log opens with the one home of whoever used the line"
        told = Notice.objects.get(incident=incident).because
        assert any("suicide" in reason or "domestic" in reason for reason in told), told
    for one, main, words in (
        (silent[1], silent[0], "Nobody was heard"),
        (silent[0], loud.incident, "Nobody was heard"),
    ):
        with pytest.raises(CannotLink, match=words):
            duplicates.link(
                incident=one,
                other=main,
                kind=LinkKind.DUPLICATE,
                why="Same flat",
                actor=handler.actor(),
                now=noon + HOUR,
            )
    with pytest.raises(decide.Refused, match=r"(?s)Assess the risk.*they are safe") as refused:
        decide.close(
            incident=last.incident, closing_code="ASB_NUISANCE", result="DUPLICATE", rationale="Same flat",
            user=handler, actor=handler.actor(), now=noon + HOUR + 50 * MINUTE,
        )  # fmt: skip
    assert "the caller of" in str(refused.value)
    assert {one.trigger for one in demands_open(silent[0])} == {"new_call"}, (
        "each call makes the earlier ones be judged again"
    )


def test_several_households_and_one_neighbour(tells, noon):
    """Boorman: threats by one neighbour to several households over twelve years; the last threat was not on the system."""
    crane = Someone(
        (PartyRole.OTHER_PARTY,), given_name="Ned", family_name="Crowe", address="3 Wrens Close, Mallow, ZZ2 2BB"
    )
    start = noon - 900 * DAY
    amos = ("07700 900841", somebody("Amos", "Bright", "1 Wrens Close, Mallow, ZZ2 2BB"))
    nell = ("07700 900842", somebody("Nell", "Farrow", "5 Wrens Close, Mallow, ZZ2 2BB"))
    threat = "He said he would get her when her husband is out. She is frightened he will hurt her"
    households = [
        (*amos, "He blocked our drive again"),
        (*nell, threat),
        (*amos, "He threatened to kill me"),
        (*nell, "He is shouting threats again, I am scared"),
    ]
    heard = [
        tells(number, who, said, now=start + turn * 100 * DAY, others=(crane,))
        for turn, (number, who, said) in enumerate(households)
    ]

    asked = first(heard, lambda one: one.crime)
    assert asked == 2, "at the second household"
    assert "several households" in heard[1].crime
    assert heard[2].crime or heard[1].crime
    assert first(heard, lambda one: one.flags["repeat_victim"] or "ncident" in one.pattern) in {3, 4}
