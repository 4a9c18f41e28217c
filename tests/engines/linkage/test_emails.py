"""E-mail addresses: one form for one mailbox, and nothing for nobody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.linkage.emails import read_email

pieces = st.sampled_from(
    [
        "a",
        "j.smith",
        "+label",
        "@",
        "@gmail.com",
        "@googlemail.com",
        "example.com",
        ".",
        "..",
        "mailto:",
        "?",
        "<",
        ">",
        ",",
        "x",
        "test",
        "7",
        "İ",
        "ß",
        "\uff20",
    ]
)
anything = st.one_of(st.text(max_size=40), st.emails(), st.lists(pieces, max_size=6).map("".join))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param(" J.Smith@Example.COM ", "j.smith@example.com", id="case and spaces"),
        pytest.param("mailto:j.smith@example.com?subject=x", "j.smith@example.com", id="mailto"),
        pytest.param("Jo Smith <j.smith@example.com>", "j.smith@example.com", id="name before it"),
        pytest.param("a.b@example.com; c@example.com", "a.b@example.com", id="the first of two"),
        pytest.param("j.smith @ example.com", "j.smith@example.com", id="spaces round the at"),
        pytest.param("j.smith@example.com.", "j.smith@example.com", id="full stop behind"),
        pytest.param("J.S.mith+heed@googlemail.com", "jsmith@gmail.com", id="Gmail: dots, label, old domain"),
        pytest.param("j.smith+heed@example.com", "j.smith+heed@example.com", id="elsewhere they count"),
        pytest.param("o'neill@example.com", "o'neill@example.com", id="apostrophe"),
        pytest.param("07@example.com", "07@example.com", id="digits alone are somebody"),
        pytest.param("smith@smith.example", "smith@smith.example", id="a family's own domain"),
    ],
)
def test_an_address_has_one_form(typed, read):
    assert read_email(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "none",
        "n/a",
        "none@none.com",
        "noreply@example.com",
        "no-reply@example.com",
        "test@test.com",
        "test1@example.com",
        "x@x.com",
        "xxx@example.com",
        "unknown@example.com",
        "@example.com",
        "j.smith@",
        "j.smith@example",
        "j@smith@example.com",
        "+label@gmail.com",
        "j.smith.example.com",
    ],
)
def test_what_reaches_nobody_is_nothing(typed):
    assert not read_email(typed)


@given(anything)
def test_reading_never_raises_and_what_was_read_reads_the_same(typed):
    read = read_email(typed)

    assert read_email(read) == read
    assert not read or read.count("@") == 1
