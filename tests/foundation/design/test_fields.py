"""Form fields draw themselves as GOV.UK components, and read what a browser sends."""

from datetime import date

import pytest
from django.http import QueryDict

from heed.foundation.design.example import Example
from heed.foundation.design.fields import DateField, RadiosField, TextareaField, TextField
from heed.foundation.design.forms import Form, errors_of

WHOLE = {"victim": "Margaret Hale", "harm": "no"}


def drawn(form: Form, name: str) -> str:
    """Return a field's HTML on one line."""
    return " ".join(str(form[name].as_field_group()).split())


def test_a_text_field_is_a_govuk_input_with_hint_width_and_key():
    html = drawn(Example(), "victim")

    assert 'class="govuk-input govuk-input--width-20"' in html
    assert '<label class="govuk-label" for="id_victim"> Who is it happening to? </label>' in html
    assert 'aria-describedby="id_victim-hint"' in html
    assert 'data-key="v"' in html
    assert 'autocomplete="off"' in html


def test_an_error_stands_with_its_field_and_in_the_summary_with_a_link():
    form = Example({"harm": "no"})

    assert "Enter who it is happening to" in drawn(form, "victim")
    assert 'aria-describedby="id_victim-hint id_victim-error"' in drawn(form, "victim")
    assert errors_of(form) == [{"text": "Enter who it is happening to", "href": "#id_victim"}]
    assert '<a href="#id_victim">Enter who it is happening to</a>' in form.error_summary()


def test_a_form_without_errors_has_no_summary():
    assert Example(WHOLE).error_summary().strip() == ""
    assert Example().error_summary().strip() == ""


def test_an_error_of_the_whole_form_comes_first_and_links_nowhere():
    form = Example({"harm": "no"})
    form.add_error(None, "Someone else has just recorded this call")

    assert errors_of(form)[0] == {"text": "Someone else has just recorded this call"}


@pytest.mark.parametrize("hostile", ['"><script>alert(1)</script>', "' onfocus='x", "</textarea><b>", "&lt;"])
@pytest.mark.parametrize("name", ["victim", "words", "why"])
def test_nothing_typed_becomes_markup(name: str, hostile: str):
    html = drawn(Example({**WHOLE, name: hostile}), name)

    assert "<script" not in html
    assert "<b>" not in html
    assert 'onfocus="' not in html
    if hostile == "&lt;":
        assert "&amp;lt;" in html


def test_text_shown_again_inside_a_radio_keeps_its_lines_as_they_were():
    class Nested(Form):
        harm = RadiosField(label="Harm", choices=[("yes", "Yes")], reveals={"yes": "words"})
        words = TextareaField(label="Words", required=False)

    html = str(Nested({"harm": "yes", "words": "one\r\n  two\nthree"})["harm"].as_field_group())

    assert ">one&#10;  two&#10;three</textarea>" in html


def test_radios_carry_hints_keys_and_the_field_they_reveal():
    html = drawn(Example({**WHOLE, "harm": "other", "why": "Line cut"}), "harm")

    assert '<fieldset class="govuk-fieldset">' in html
    assert 'govuk-fieldset__legend--s"> Is anybody in danger now?' in html
    assert "Grade it immediate" in html
    assert 'value="yes" aria-describedby="id_harm-item-hint" data-key="1"' in html
    assert 'value="other" checked' in html
    assert html.index('id="conditional-id_harm-3"') < html.index('value="Line cut"')


def test_checkboxes_keep_every_choice_that_was_made():
    form = Example(QueryDict("victim=M&harm=no&needs=text&needs=quiet"))

    assert form.is_valid()
    assert form.cleaned_data["needs"] == ["text", "quiet"]
    assert drawn(form, "needs").count(" checked") == 2
    assert "govuk-checkboxes--small" in drawn(form, "needs")


def test_a_select_shows_what_was_chosen():
    assert '<option value="park" selected>A park</option>' in drawn(Example({**WHOLE, "place": "park"}), "place")


def test_a_choice_that_is_not_offered_is_refused():
    assert "harm" in Example({**WHOLE, "harm": "maybe"}).errors


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({"born-day": "27", "born-month": "3", "born-year": "1958"}, date(1958, 3, 27)),
        ({"born-day": " 07 ", "born-month": "03", "born-year": "1958"}, date(1958, 3, 7)),
        ({"born": "1958-03-27"}, date(1958, 3, 27)),
        ({"born-day": "", "born-month": "", "born-year": ""}, None),
        ({}, None),
    ],
)
def test_a_date_is_read_from_three_boxes_or_from_iso_text(sent: dict[str, str], read: date | None):
    form = Example({**WHOLE, **sent})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == read


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"born-day": "27", "born-month": "3"}, "Date of birth must include a year"),
        ({"born-year": "1958"}, "Date of birth must include a day and month"),
        ({"born-day": "31", "born-month": "2", "born-year": "1958"}, "Date of birth must be a real date"),
        ({"born-day": "27", "born-month": "March", "born-year": "1958"}, "Date of birth must be a real date"),
        ({"born-day": "9" * 30, "born-month": "3", "born-year": "1958"}, "Date of birth must be a real date"),
        ({"born-day": "27", "born-month": "3", "born-year": "58"}, "Year of the date of birth must include 4 numbers"),
        ({"born": "tomorrow"}, "Date of birth must be a real date"),
    ],
)
def test_a_date_that_is_none_gets_a_sentence_and_stays_as_typed(sent: dict[str, str], sentence: str):
    form = Example({**WHOLE, **sent})

    assert form.errors["born"] == [sentence]
    assert errors_of(form) == [{"text": sentence, "href": "#id_born-day"}]
    for typed in sent.values():
        assert f'value="{typed}"' in drawn(form, "born")


def test_a_date_that_is_missing_uses_the_forms_own_sentence():
    class Born(Form):
        born = DateField(label="Date of birth", error_messages={"required": "Enter a date of birth"})

    assert Born({}).errors["born"] == ["Enter a date of birth"]
    assert Born({"born-day": ""}).errors["born"] == ["Enter a date of birth"]


def test_a_form_shows_what_it_starts_with():
    html = drawn(Example(initial={"born": date(1958, 3, 27)}), "born")

    assert [f'value="{part}"' in html for part in ("27", "3", "1958")] == [True] * 3


def test_a_prefix_keeps_two_forms_on_one_page_apart():
    html = drawn(Example(prefix="caller"), "born")

    assert 'name="caller-born-day"' in html
    assert 'id="id_caller-born-day"' in html


def test_a_field_that_is_switched_off_says_so():
    class Off(Form):
        name = TextField(label="Name", disabled=True)

    assert " disabled" in drawn(Off(), "name")
