"""Numbers in free text are found, and the other digits of a log are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.numbers.finding import find

HIS, HERS, HOME = "+447700900123", "+447700900456", "+441632960123"


@pytest.mark.parametrize(
    ("text", "e164s"),
    [
        pytest.param("07700900123 / 07700900456", [HIS, HERS], id="slash and spaces"),
        pytest.param("07700900123/07700900456", [HIS, HERS], id="slash"),
        pytest.param("07700900123 07700900456", [HIS, HERS], id="space"),
        pytest.param("07700 900 123 07700 900 456", [HIS, HERS], id="space within and between"),
        pytest.param("07700 900123 01632 960123 +44 7700 900456", [HIS, HOME, HERS], id="three in a row"),
        pytest.param("07700900123-07700900456", [HIS, HERS], id="dash"),
        pytest.param("(01632) 960123 (07700) 900456", [HOME, HERS], id="brackets"),
        pytest.param("07700900123\n07700900456", [HIS, HERS], id="two lines"),
        pytest.param("07700900123, 07700900456; 01632 960 123", [HIS, HERS, HOME], id="comma and semicolon"),
        pytest.param("07700 900123 (mum) or 07700 900456 (dad)", [HIS, HERS], id="words between"),
        pytest.param("h:01632960123 m:07700900123", [HOME, HIS], id="labels"),
        pytest.param("O7700 9OO123", [HIS], id="letter O"),
        pytest.param("٠٧٧٠٠٩٠٠١٢٣ \u202a07700 900456\u202c", [HIS, HERS], id="Arabic digits, right-to-left marks"),
        pytest.param("+44 (0) 7700 900 123", [HIS], id="one number in many groups"),
        pytest.param("0 0 4 4 7 7 0 0 9 0 0 1 2 3", [HIS], id="one digit at a time"),
        pytest.param("07700 900123, again 07700900123", [HIS], id="the same twice"),
        pytest.param("sister in Dublin +353 1 234 5678", ["+35312345678"], id="abroad"),
        pytest.param("ChildLine 0800 1111", ["+448001111"], id="a short valid one"),
        pytest.param("home 01604 12345", ["+44160412345"], id="a digit short"),
        pytest.param("7700900123 / 447700900456", [HIS, HERS], id="mobiles without zero and plus"),
        pytest.param("07700900123 mum 07700900456 dad", [HIS, HERS], id="words behind"),
        pytest.param("", [], id="empty"),
        pytest.param("no number given", [], id="words"),
        pytest.param("she rang 101 and then 999", [], id="short codes"),
        pytest.param("crime ref 1234567890, inc 26000123456", [], id="references"),
        pytest.param("on 22/11/2026 at 20:43, 01.12.2026 10 and 01-12-2026 1015", [], id="dates"),
        pytest.param("IMEI 355458061005220", [], id="a longer number"),
        pytest.param("paid £1,234,567,890", [], id="money"),
        pytest.param("192.168.100.200", [], id="network address"),
    ],
)
def test_each_number_in_a_text_is_found_once_in_order(text: str, e164s: list[str]) -> None:
    assert [number.e164 for number in find(text)] == e164s


def test_a_found_number_keeps_its_words_and_its_extension() -> None:
    (number,) = find("ring the office, 01604 123456 ext 12, before five")

    assert (number.received, number.e164, number.extension) == ("01604 123456 ext 12", "+441604123456", "12")


def test_a_local_way_of_dialling_is_read_in_its_country() -> None:
    assert [number.e164 for number in find("ring (01) 234 5678", region="IE")] == ["+35312345678"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("07700900123 " * 2_000, id="the same, two thousand times"),
        pytest.param("(0" * 10_000, id="brackets"),
        pytest.param("1 -" * 10_000, id="single digits"),
        pytest.param("\x00\ud800🙂" * 5_000, id="nothing readable"),
    ],
)
def test_long_text_is_read_to_its_end(text: str) -> None:
    assert [number.e164 for number in find(f"{text}\n07700900456")][-1] == HERS


@given(st.one_of(st.text(), st.text(alphabet="0123456789+ ()-./#*,;=:@<>xo\n", max_size=80)))
def test_no_text_makes_finding_fail(text: str) -> None:
    for number in find(text):
        assert number.e164 is not None
