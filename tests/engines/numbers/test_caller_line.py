"""Every row of the table of CLI classes (reference/interop.md section 1.1), and the pitfalls of section 1.3."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.numbers.caller_line import CallerLine, MatchRules, caller_line
from heed.engines.numbers.reading import Number
from heed.engines.numbers.terms import LineClass, Service

NETWORK = "+447700900456"
PRESENTED = "+447700900123"
ABROAD = "+35312345678"
ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1'

LISTED = [LineClass.PAYPHONE, LineClass.SWITCHBOARD, LineClass.CARE_HOME, LineClass.PARTNER, LineClass.OWN_FORCE]
EVERY_RULE_OPEN = MatchRules(
    withheld_on_emergency=True, withheld_on_non_emergency=True, international=True, shared=True
)


def key(number: Number | None) -> str | None:
    """Only the key of a number."""
    return number.e164 if number else None


def verdict(line: CallerLine) -> tuple[LineClass, bool, bool]:
    """Class, show, match: the columns of the table."""
    return line.line_class, line.show, line.match


@pytest.mark.parametrize(
    "from_", [PRESENTED, "07700 900123", f"sip:{PRESENTED}@sbc1", f'"J" <sip:{PRESENTED}@sbc1>;tag=1']
)
def test_an_available_number_is_shown_and_matched(from_: str) -> None:
    line = caller_line(from_=from_, privacy="none", cli_status="available")

    assert verdict(line) == (LineClass.AVAILABLE, True, True)
    assert key(line.number) == key(line.presentation) == key(line.shown) == PRESENTED
    assert line.network is None


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"from_": PRESENTED, "privacy": "id"}, id="privacy id"),
        pytest.param({"from_": PRESENTED, "privacy": "user"}, id="privacy user"),
        pytest.param({"from_": PRESENTED, "privacy": "header"}, id="privacy header"),
        pytest.param({"from_": PRESENTED, "privacy": "id;critical"}, id="privacy list"),
        pytest.param({"from_": PRESENTED, "privacy": " Critical ; ID "}, id="privacy list, other case"),
        pytest.param({"from_": PRESENTED, "privacy": "history, header"}, id="privacy with a comma"),
        pytest.param({"from_": PRESENTED, "privacy": "full"}, id="Remote-Party-ID"),
        pytest.param({"from_": PRESENTED, "privacy": "prohib_not_screened"}, id="Asterisk's presentation"),
        pytest.param({"from_": "sip:anonymous@sbc1"}, id="user anonymous"),
        pytest.param({"from_": f"<sip:{PRESENTED}@anonymous.invalid>"}, id="host anonymous.invalid"),
        pytest.param({"from_": f"sip:{PRESENTED}@Anonymous.Invalid:5060;x=1"}, id="host, other case, port"),
        pytest.param({"from_": ANONYMOUS}, id="name-addr"),
        pytest.param({"from_": f'"Anonymous" <sip:{PRESENTED}@sbc1>'}, id="display name"),
        pytest.param({"from_": "withheld"}, id="withheld"),
        pytest.param({"from_": "Private"}, id="private"),
        pytest.param({"from_": "ANONYMOUS\x00"}, id="anonymous, other case, NUL"),
        pytest.param({"from_": "(Number  Withheld)"}, id="number withheld"),
        pytest.param({"from_": PRESENTED, "presentation_number": "anonymous"}, id="presentation number"),
        pytest.param({"from_": PRESENTED, "network_number": "anonymous"}, id="network number"),
        pytest.param({"from_": PRESENTED, "cli_status": "withheld"}, id="said by the switch"),
        pytest.param({"from_": PRESENTED, "cli_status": " WITHHELD "}, id="said by the switch, other case"),
    ],
)
@pytest.mark.parametrize("network_number", ["", NETWORK])
@pytest.mark.parametrize("service", list(Service))
def test_a_withheld_number_is_not_shown_and_matched_only_on_999(
    sent: dict[str, Any], network_number: str, service: Service
) -> None:
    line = caller_line(**{"network_number": network_number, **sent}, service=service)

    assert (line.line_class, line.show, line.shown) == (LineClass.WITHHELD, False, None)
    assert line.match is (service is Service.EMERGENCY and line.number is not None)


def test_a_withheld_number_is_kept_for_the_one_who_may_match_on_it() -> None:
    line = caller_line(from_=ANONYMOUS, network_number=f"<tel:{NETWORK}>", privacy="id")

    assert (key(line.network), key(line.presentation), key(line.number)) == (NETWORK, None, NETWORK)


@pytest.mark.parametrize(
    ("service", "rules", "match"),
    [
        (Service.EMERGENCY, MatchRules(), True),
        (Service.EMERGENCY, MatchRules(withheld_on_emergency=False), False),
        (Service.EMERGENCY, MatchRules(withheld_on_emergency=False, withheld_on_non_emergency=True), False),
        (Service.NON_EMERGENCY, MatchRules(), False),
        (Service.NON_EMERGENCY, MatchRules(withheld_on_non_emergency=True), True),
    ],
)
def test_matching_a_withheld_number_is_the_forces_policy(service: Service, rules: MatchRules, *, match: bool) -> None:
    line = caller_line(from_=ANONYMOUS, network_number=NETWORK, privacy="id", service=service, rules=rules)

    assert verdict(line) == (LineClass.WITHHELD, False, match)


@given(
    hidden=st.sampled_from([{"privacy": "id"}, {"cli_status": "withheld"}, {"from_": ANONYMOUS}]),
    others=st.fixed_dictionaries(
        {},
        optional={
            "from_": st.sampled_from([PRESENTED, ABROAD, "unknown", ""]),
            "network_number": st.sampled_from([NETWORK, ABROAD, ""]),
            "presentation_number": st.sampled_from([PRESENTED, "0"]),
            "privacy": st.sampled_from(["none", "critical", ""]),
            "cli_status": st.sampled_from(["available", "international", "partner", "nonsense"]),
            "service": st.sampled_from(list(Service)),
            "trusted": st.booleans(),
            "known_class": st.sampled_from([None, *LineClass]),
            "rules": st.sampled_from([MatchRules(), EVERY_RULE_OPEN]),
        },
    ),
)
def test_nothing_makes_a_withheld_number_available(hidden: dict[str, Any], others: dict[str, Any]) -> None:
    line = caller_line(**{"from_": PRESENTED, **others, **hidden})

    assert line.line_class is LineClass.WITHHELD
    assert not line.show


@pytest.mark.parametrize(
    "from_",
    [
        "",
        "0",
        "unknown",
        "unavailable",
        "Unavailable",
        "sip:unavailable@unknown.invalid",
        "<sip:10.0.0.5>",
        "101",
        "\x00",
    ],
)
@pytest.mark.parametrize("service", list(Service))
def test_without_any_number_the_line_is_not_available_rather_than_withheld(from_: str, service: Service) -> None:
    line = caller_line(from_=from_, service=service, rules=EVERY_RULE_OPEN)

    assert line == CallerLine(LineClass.UNAVAILABLE, None, None, None, show=False, match=False)


def test_an_asserted_number_stands_in_for_an_unavailable_one() -> None:
    line = caller_line(from_="unavailable", network_number=NETWORK)

    assert verdict(line) == (LineClass.AVAILABLE, True, True)
    assert key(line.shown) == key(line.number) == NETWORK


@pytest.mark.parametrize("listed", LISTED)
def test_a_listed_line_is_shown_with_its_label_and_not_matched(listed: LineClass) -> None:
    assert verdict(caller_line(from_=PRESENTED, known_class=listed)) == (listed, True, False)
    assert verdict(caller_line(from_=PRESENTED, cli_status=listed.value)) == (listed, True, False)
    assert verdict(caller_line(from_=PRESENTED, cli_status=listed.value.upper().replace("-", "_")))[0] is listed
    assert listed.label


def test_a_listed_line_is_matched_only_when_the_force_says_so() -> None:
    line = caller_line(from_=PRESENTED, known_class=LineClass.CARE_HOME, rules=MatchRules(shared=True))

    assert verdict(line) == (LineClass.CARE_HOME, True, True)


def test_a_number_from_abroad_is_shown_and_matched() -> None:
    assert verdict(caller_line(from_="00353 1 234 5678")) == (LineClass.INTERNATIONAL, True, True)


def test_a_number_from_abroad_is_not_matched_when_the_force_says_so() -> None:
    line = caller_line(from_=ABROAD, rules=MatchRules(international=False))

    assert verdict(line) == (LineClass.INTERNATIONAL, True, False)


def test_jersey_is_not_abroad() -> None:
    assert verdict(caller_line(from_="01534 123456")) == (LineClass.AVAILABLE, True, True)


def test_the_forces_list_wins_over_what_the_number_and_the_switch_say() -> None:
    line = caller_line(from_=ABROAD, cli_status="payphone", known_class=LineClass.PARTNER)

    assert verdict(line) == (LineClass.PARTNER, True, False)


def test_a_shared_line_that_may_be_matched_still_needs_the_leave_of_its_other_marks() -> None:
    rules = MatchRules(shared=True, international=False)

    assert not caller_line(from_=ABROAD, known_class=LineClass.PARTNER, rules=rules).match


def test_a_withheld_call_from_a_care_home_is_not_matched_even_on_999() -> None:
    line = caller_line(
        from_=ANONYMOUS, network_number=NETWORK, known_class=LineClass.CARE_HOME, service=Service.EMERGENCY
    )

    assert verdict(line) == (LineClass.WITHHELD, False, False)


def test_the_switch_can_make_a_line_stricter() -> None:
    assert verdict(caller_line(from_=PRESENTED, cli_status="unavailable")) == (LineClass.UNAVAILABLE, False, False)


@pytest.mark.parametrize("cli_status", ["available", "", "nonsense", "available; really", "🙂", "none"])
def test_the_switch_cannot_make_a_line_freer(cli_status: str) -> None:
    assert verdict(caller_line(from_=PRESENTED, cli_status=cli_status)) == (LineClass.AVAILABLE, True, True)
    assert verdict(caller_line(from_="", cli_status=cli_status)) == (LineClass.UNAVAILABLE, False, False)
    assert verdict(caller_line(from_=ANONYMOUS, cli_status=cli_status)) == (LineClass.WITHHELD, False, False)
    assert not caller_line(from_=PRESENTED, cli_status=cli_status, known_class=LineClass.PARTNER).match


@pytest.mark.parametrize("privacy", ["", "none", "critical", "session", "history", "name", "identity", "allowed"])
def test_a_privacy_header_that_hides_no_number_withholds_none(privacy: str) -> None:
    assert verdict(caller_line(from_=PRESENTED, privacy=privacy)) == (LineClass.AVAILABLE, True, True)


def test_the_network_number_is_matched_and_the_presentation_number_shown() -> None:
    line = caller_line(from_=f"sip:{PRESENTED}@sbc1", network_number=NETWORK)

    assert (key(line.network), key(line.presentation)) == (NETWORK, PRESENTED)
    assert key(line.number) == NETWORK
    assert key(line.shown) == PRESENTED


def test_the_presentation_number_sent_apart_wins_over_the_address() -> None:
    assert key(caller_line(from_=NETWORK, presentation_number=PRESENTED).presentation) == PRESENTED
    assert key(caller_line(from_=NETWORK, presentation_number="unknown").presentation) == NETWORK


def test_a_network_number_from_a_source_we_do_not_trust_is_dropped() -> None:
    line = caller_line(from_=PRESENTED, network_number=NETWORK, trusted=False)

    assert line.network is None
    assert key(line.number) == PRESENTED


def test_a_source_we_do_not_trust_may_still_ask_for_privacy() -> None:
    line = caller_line(from_=PRESENTED, network_number="anonymous", trusted=False)

    assert line.line_class is LineClass.WITHHELD


@pytest.mark.parametrize("from_", ["0300 123 4567", "0800 123 4567", "0909 879 0123", "056 1234 5678"])
def test_an_organisations_number_is_shown_and_never_matched(from_: str) -> None:
    assert verdict(caller_line(from_=from_, rules=EVERY_RULE_OPEN)) == (LineClass.AVAILABLE, True, False)


def test_a_switchboard_is_matched_by_its_number_without_the_extension() -> None:
    number = caller_line(from_="01604 123456 ext 12").number

    assert number is not None
    assert (number.e164, number.extension) == ("+441604123456", "12")


@given(st.text(), st.text(), st.text(), st.text(), st.text())
def test_no_text_makes_it_fail(from_: str, network: str, presentation: str, privacy: str, status: str) -> None:
    line = caller_line(
        from_=from_, network_number=network, presentation_number=presentation, privacy=privacy, cli_status=status
    )

    assert line.number is not None or not (line.show or line.match)
