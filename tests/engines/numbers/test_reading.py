"""Every row of the edge table (reference/interop.md section 2.2), and what must hold for any text at all."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType

from heed.engines.numbers import plan
from heed.engines.numbers.reading import Number, display, identifies, read, read_plainly
from heed.engines.numbers.terms import Kind, LineClass, Service

MOBILE = "+447700900123"
LANDLINE = "+441604123456"
LONGEST_E164 = 16
"""Characters, with the plus: the width of the column."""
MUST_NOT_HANG = 10_000
"""Characters."""

# Spellings near those of numbers: they reach further into the code than any text does.
numberish = st.text(alphabet="0123456789+ ()-./#*,;=:@<>xoOetsip\u200e\u0660\uff10", max_size=40)
abroad = st.from_regex(r"\+[1-9][0-9]{3,16}", fullmatch=True)
anything = st.one_of(st.text(), numberish, abroad)


@pytest.mark.parametrize(
    "spelling",
    [
        pytest.param("07700 900123", id="national"),
        pytest.param("+44(0)7700 900123", id="plus 44 and a bracketed zero"),
        pytest.param("+44 (0) 7700-900-123", id="plus 44, brackets, dashes"),
        pytest.param("00447700900123", id="0044"),
        pytest.param("00 44 7700 900123", id="00 44 with spaces"),
        pytest.param("0044 (0)7700 900123", id="0044 and a bracketed zero"),
        pytest.param("447700900123", id="44 without plus"),
        pytest.param("4407700900123", id="44 and a zero"),
        pytest.param("7700900123", id="no leading zero"),
        pytest.param("+4407700900123", id="plus 44 and a zero"),
        pytest.param("+44\u00a07700\u00a0900123", id="no-break spaces"),
        pytest.param("07700\u2009900\u2009123", id="thin spaces"),
        pytest.param("07700\u2013900\u2011123", id="dashes of other lengths"),
        pytest.param("07700.900.123", id="full stops"),
        pytest.param("(07700) 900123", id="brackets"),
        pytest.param("٠٧٧٠٠٩٠٠١٢٣", id="Arabic digits"),
        pytest.param("०७७००९००१२३", id="Devanagari digits"),
        pytest.param("\uff10\uff17\uff17\uff10\uff10\uff19\uff10\uff10\uff11\uff12\uff13", id="full-width digits"),
        pytest.param(
            "\uff0b\uff14\uff14\u3000\uff17\uff17\uff10\uff10\u3000\uff19\uff10\uff10\uff11\uff12\uff13",
            id="full-width plus and spaces",
        ),
        pytest.param("O7700900123", id="letter O in front"),
        pytest.param("o7700 9OO123", id="letter O for every zero"),
        pytest.param("+44(O)7700 900123", id="letter O in brackets"),
        pytest.param("OO44 7700 900123", id="letter O twice"),
        pytest.param("141 07700900123", id="141 dialled first"),
        pytest.param("14107700900123", id="141 without a space"),
        pytest.param("1470 07700 900123", id="1470 dialled first"),
        pytest.param("141 +447700900123", id="141 and plus"),
        pytest.param("141 (07700) 900123", id="141 and a bracket"),
        pytest.param("18001 07700900123", id="Relay UK dialled first"),
        pytest.param("#31#07700900123", id="withheld by a mobile"),
        pytest.param("*31#+447700900123", id="released by a mobile"),
        pytest.param("*67 07700900123", id="withheld in North America"),
        pytest.param("07700900123#", id="hash behind"),
        pytest.param("07700 900123 *#", id="star and hash behind"),
        pytest.param("tel:+44-7700-900-123", id="tel URI"),
        pytest.param("tel:7700900123;phone-context=+44", id="tel URI with a context"),
        pytest.param("tel:07700900123;phone-context=fcr.example", id="tel URI with a local context"),
        pytest.param("<tel:+447700900123>", id="tel URI in brackets"),
        pytest.param("sip:+447700900123@host", id="sip URI"),
        pytest.param("sips:+447700900123:secret@host:5061;transport=tls", id="sips URI with a password"),
        pytest.param("<sip:+447700900123@host>", id="sip URI in brackets"),
        pytest.param('"A Caller" <sip:%2B447700900123;npdi@host;user=phone>;tag=1', id="name-addr"),
        pytest.param("<sip:07700900456@host>, <tel:+447700900123>", id="asserted twice"),
        pytest.param("07700900123@host", id="address without a scheme"),
        pytest.param("\u202a07700 900123\u202c", id="right-to-left marks"),
        pytest.param("\u200e+44 7700\u200b900123\ufeff", id="invisible marks"),
        pytest.param("07700\x00900123\x07", id="control characters"),
        pytest.param("07700\ud800900123", id="lone surrogate"),
        pytest.param("\t07700 900123\r\n", id="tab and line end"),
        pytest.param("📞 07700 900123 🙂", id="emoji"),
        pytest.param("0️⃣7700 900123", id="keycap digit"),
        pytest.param("mob: 07700 900123 (daughter)", id="words around it"),
        pytest.param("07700900123mum", id="a word stuck to it"),
    ],
)
def test_every_spelling_of_a_mobile_is_one_key(spelling: str) -> None:
    assert read(spelling) == Number(spelling, MOBILE, Kind.MOBILE, "GB", None, None, certain=True)


@pytest.mark.parametrize(
    ("spelling", "e164", "kind", "region"),
    [
        ("07700 900999", "+447700900999", Kind.MOBILE, "GB"),
        ("01632 960123", "+441632960123", Kind.LANDLINE, "GB"),
        ("0115 496 0123", "+441154960123", Kind.LANDLINE, "GB"),
        ("0191 498 0123", "+441914980123", Kind.LANDLINE, "GB"),
        ("020 7946 0123", "+442079460123", Kind.LANDLINE, "GB"),
        ("028 9649 6123", "+442896496123", Kind.LANDLINE, "GB"),
        ("029 2018 0123", "+442920180123", Kind.LANDLINE, "GB"),
        ("0306 999 0123", "+443069990123", Kind.UAN, "GB"),
        ("0808 157 0123", "+448081570123", Kind.FREEPHONE, "GB"),
        ("0909 879 0123", "+449098790123", Kind.PREMIUM, "GB"),
        ("070 1234 5678", "+447012345678", Kind.PERSONAL, "GB"),
        ("07600 123456", "+447600123456", Kind.PAGER, "GB"),
        ("07624 123456", "+447624123456", Kind.MOBILE, "IM"),
        ("01534 123456", "+441534123456", Kind.LANDLINE, "JE"),
        ("01481 723456", "+441481723456", Kind.LANDLINE, "GG"),
        ("016977 2345", "+44169772345", Kind.LANDLINE, "GB"),
        ("0800 1111", "+448001111", Kind.FREEPHONE, "GB"),
        ("0800 123456", "+44800123456", Kind.FREEPHONE, "GB"),
        ("0845 46 47", "+448454647", Kind.SHARED_COST, "GB"),
        ("0870 123 4567", "+448701234567", Kind.SHARED_COST, "GB"),
        ("0300 123 4567", "+443001234567", Kind.UAN, "GB"),
        ("0330 123 4567", "+443301234567", Kind.UAN, "GB"),
        ("055 1234 5678", "+445512345678", Kind.UAN, "GB"),
        ("056 1234 5678", "+445612345678", Kind.VOIP, "GB"),
        ("00353 1 234 5678", "+35312345678", Kind.INTERNATIONAL, "IE"),
        ("+353 1 234 5678", "+35312345678", Kind.INTERNATIONAL, "IE"),
        ("001 310 555 1234", "+13105551234", Kind.INTERNATIONAL, "US"),
        ("+39 06 1234 5678", "+390612345678", Kind.INTERNATIONAL, "IT"),
        ("+1 800 555 1234", "+18005551234", Kind.FREEPHONE, "US"),
        ("+800 1234 5678", "+80012345678", Kind.FREEPHONE, "001"),
    ],
)
def test_a_number_is_read_with_its_kind_and_country(spelling: str, e164: str, kind: Kind, region: str) -> None:
    assert read(spelling) == Number(spelling, e164, kind, region, None, None, certain=True)


@pytest.mark.parametrize(
    ("spelling", "e164", "kind"),
    [
        pytest.param("01604 12345", "+44160412345", Kind.LANDLINE, id="a digit short"),
        pytest.param("0500 123456", "+44500123456", Kind.FREEPHONE, id="closed range"),
        pytest.param("07001 23456", "+44700123456", Kind.PERSONAL, id="personal, a digit short"),
        pytest.param("01632 960 12", "+44163296012", Kind.LANDLINE, id="drama, a digit short"),
        pytest.param("6123456789", "+446123456789", Kind.UNKNOWN, id="unused range"),
    ],
)
def test_a_possible_but_odd_number_is_accepted_and_flagged(spelling: str, e164: str, kind: Kind) -> None:
    assert read(spelling) == Number(spelling, e164, kind, None, None, None, certain=False)


@pytest.mark.parametrize(
    "spelling",
    [
        "01604 123456 ext 12",
        "01604 123456 x12",
        "01604123456 EXT. 12",
        "+441604123456;ext=12",
        "tel:01604-123456;ext=12",
    ],
)
def test_an_extension_is_kept_beside_the_key(spelling: str) -> None:
    assert read(spelling) == Number(spelling, LANDLINE, Kind.LANDLINE, "GB", "12", None, certain=True)


@pytest.mark.parametrize(
    ("spelling", "short"),
    [(code, code) for code in ("101", "999", "112", "111", "119", "105", "18000", "116123", "118500")]
    + [("118 500", "118500"), (" 101 ", "101"), ("1O1", "101"), ("sip:101@fcr.example", "101")],
)
def test_a_short_code_has_no_key(spelling: str, short: str) -> None:
    assert read(spelling) == Number(spelling, None, Kind.SHORT, "GB", None, short, certain=True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("0", id="zero"),
        pytest.param("", id="empty"),
        pytest.param("   ", id="spaces"),
        pytest.param("\x00", id="NUL"),
        pytest.param("+", id="plus"),
        pytest.param("anonymous", id="anonymous"),
        pytest.param("unknown", id="unknown"),
        pytest.param("unavailable", id="unavailable"),
        pytest.param("withheld", id="withheld"),
        pytest.param("Private", id="private"),
        pytest.param("0999", id="not quite 999"),
        pytest.param("+44101", id="not quite 101"),
        pytest.param("960123", id="local, six digits"),
        pytest.param("496 0123", id="local, seven digits"),
        pytest.param("7946 0123", id="local, eight digits"),
        pytest.param("07700 9001234", id="a digit too many"),
        pytest.param("07700900123 / 07700900456", id="two numbers"),
        pytest.param("22/11/2026", id="date"),
        pytest.param("sip:10.0.0.5:5060", id="sip address without a user"),
        pytest.param("sip:operator07700900123@host", id="a name that holds digits"),
        pytest.param("anonymous@anonymous.invalid", id="anonymous address"),
        pytest.param("+999 123 456 789", id="no such country"),
        pytest.param("+44 00 1604 12345", id="a key that would not read back"),
        pytest.param("+81 10000 0000 00000", id="longer than E.164"),
        pytest.param("1" * MUST_NOT_HANG, id="ten thousand digits"),
        pytest.param("(0" * (MUST_NOT_HANG // 2), id="ten thousand brackets and zeros"),
        pytest.param("07700900123" + "🙂" * MUST_NOT_HANG, id="too long to trust"),
    ],
)
def test_what_is_no_number_has_no_key_and_identifies_nobody(text: str) -> None:
    number = read(text)

    assert number == Number(text, None, Kind.UNKNOWN, None, None, None, certain=False)
    assert not identifies(number)


def test_spaces_around_a_number_do_not_make_it_too_long() -> None:
    assert read(" " * MUST_NOT_HANG + "07700 900123" + "\n" * MUST_NOT_HANG).e164 == MOBILE


def test_a_glasgow_number_without_its_zero_is_not_a_withheld_one() -> None:
    assert read("141 496 0123").e164 == "+441414960123"
    assert read("0141 496 0123").e164 == "+441414960123"


def test_a_number_is_read_as_dialled_in_another_country() -> None:
    assert read("(01) 234 5678", region="IE").e164 == "+35312345678"
    assert read("07700 900123", region="JE").e164 == MOBILE
    assert read("07700 900123", region="nowhere").e164 is None


@pytest.mark.parametrize(
    ("kind", "may"),
    [
        (Kind.MOBILE, True),
        (Kind.LANDLINE, True),
        (Kind.PERSONAL, True),
        (Kind.INTERNATIONAL, True),
        (Kind.UNKNOWN, True),
        (Kind.FREEPHONE, False),
        (Kind.SHARED_COST, False),
        (Kind.UAN, False),
        (Kind.VOIP, False),
        (Kind.PREMIUM, False),
        (Kind.PAGER, False),
        (Kind.SHORT, False),
    ],
)
def test_only_a_line_that_somebody_has_can_identify(kind: Kind, *, may: bool) -> None:
    assert identifies(Number("", MOBILE, kind, None, None, None, certain=False)) is may


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        (MOBILE, "07700 900123"),
        ("+441632960123", "01632 960123"),
        ("+441154960123", "0115 496 0123"),
        ("+442079460123", "020 7946 0123"),
        ("+44160412345", "01604 12345"),
        ("+441534123456", "01534 123456"),
        ("+35312345678", "+353 1 234 5678"),
        ("+13105551234", "+1 310-555-1234"),
        ("", ""),
        ("nonsense", "nonsense"),
    ],
)
def test_a_key_is_displayed_as_people_write_it(e164: str, shown: str) -> None:
    assert display(e164) == shown


def test_every_term_has_words_for_the_screen_and_is_found_by_its_stored_value() -> None:
    for term in (*Kind, *LineClass, *Service):
        assert term.label
        assert type(term)(str(term)) is term


def test_the_plan_agrees_with_the_library_on_what_numbers_are_for() -> None:
    same = {
        PhoneNumberType.FIXED_LINE: Kind.LANDLINE,
        PhoneNumberType.MOBILE: Kind.MOBILE,
        PhoneNumberType.TOLL_FREE: Kind.FREEPHONE,
        PhoneNumberType.PREMIUM_RATE: Kind.PREMIUM,
        PhoneNumberType.VOIP: Kind.VOIP,
        PhoneNumberType.PERSONAL_NUMBER: Kind.PERSONAL,
        PhoneNumberType.PAGER: Kind.PAGER,
        PhoneNumberType.UAN: Kind.UAN,
    }
    for prefix in range(10_000):
        number = phonenumbers.PhoneNumber(country_code=plan.COUNTRY_CODE, national_number=prefix * 10**6 + 234567)
        library = phonenumbers.number_type(number)
        if library != PhoneNumberType.UNKNOWN:
            national = phonenumbers.national_significant_number(number)
            expected = Kind.SHARED_COST if national.startswith(("84", "87")) else same[library]
            assert plan.kind_of(national) is expected, national


@given(anything)
def test_no_text_makes_reading_fail(text: str) -> None:
    for number in (read(text), read_plainly(text)):
        assert number.received == text
        assert (number.e164 is None) or (number.e164[1:].isdecimal() and len(number.e164) <= LONGEST_E164)
        assert (number.short is None) or (number.e164 is None and number.kind is Kind.SHORT)
        if number.e164:
            display(number.e164)


@given(anything)
def test_reading_agrees_with_the_library_on_any_text(text: str) -> None:
    assert read(text) == read_plainly(text)


@given(anything)
def test_a_key_reads_as_itself(text: str) -> None:
    number = read(text)
    if number.e164 is not None:
        again = read(number.e164)
        assert (again.e164, again.kind, again.region) == (number.e164, number.kind, number.region)


@given(st.text(alphabet="0123456789+ ()-.xXoOeEtT", max_size=30))
def test_case_does_not_alter_the_key(text: str) -> None:
    assert read(text.upper()).e164 == read(text.lower()).e164


@given(
    st.sampled_from(["07700900123", "+447700900123", "00447700900123", "01604123456", "+35312345678", "018001"]),
    st.lists(st.tuples(st.integers(0, 14), st.sampled_from([" ", "  ", "\u00a0", "\t", "-", "\u200f"])), max_size=6),
)
def test_spaces_do_not_alter_the_key(number: str, spaces: list[tuple[int, str]]) -> None:
    spaced = number
    for at, space in spaces:
        spaced = spaced[:at] + space + spaced[at:]

    assert read(spaced).e164 == read(number).e164
