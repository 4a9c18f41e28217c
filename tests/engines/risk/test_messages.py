"""What a message says, in words that give nothing away."""

import pytest

from heed.engines.risk.messages import Rendered, Template, Unfit, Wording, gives_away, render
from heed.engines.risk.safe_contact import Channel
from heed.foundation.policy import packs

CONTACT = packs.national().contact
NEWS = Template(
    "news", "1", "News", discreet=True, words=("news",), wordings={(Channel.TEXT, "en"): Wording("News: {news}.")}
)


def test_words_are_put_where_they_belong():
    assert (
        render(NEWS, {"news": "Two  men\nwere\x00 seen"}, channel=Channel.TEXT, language="en").body
        == "News: Two men were seen."
    )


def test_a_word_is_never_read_as_a_place():
    assert render(NEWS, {"news": "{news}"}, channel=Channel.TEXT, language="en").body == "News: {news}."


@pytest.mark.parametrize(
    ("words", "channel", "language", "why"),
    [
        ({}, Channel.TEXT, "en", "lacks news"),
        ({"news": " \n"}, Channel.TEXT, "en", "lacks news"),
        ({"news": "a", "name": "b"}, Channel.TEXT, "en", "no place for name"),
        ({"news": "a"}, Channel.EMAIL, "en", "not written for email"),
        ({"news": "a"}, Channel.TEXT, "pl", "not written for text in pl"),
        ({"news": "a" * 401}, Channel.TEXT, "en", "400 characters"),
        ({"news": "The POLICE will come"}, Channel.TEXT, "en", "“POLICE” would show"),
        ({"news": "Yr heddlu"}, Channel.TEXT, "en", "“heddlu” would show"),
    ],
)
def test_what_does_not_fit_is_refused(words, channel, language, why):
    with pytest.raises(Unfit, match=why):
        render(NEWS, words, channel=channel, language=language, giveaways=CONTACT.giveaways.value)


@pytest.mark.parametrize(
    "news",
    ["po\u00adlice", "po\u200blice", "\uff50\uff4f\uff4c\uff49\uff43\uff45", "anti\u2011social", "heddlu\u2019r"],
    ids=["soft hyphen", "no space", "wide letters", "hyphen that breaks no line", "curly apostrophe"],
)
def test_a_word_that_an_eye_reads_gives_away_however_it_is_spelt(news):
    made = Rendered("", f"News: {news}")

    assert gives_away(made, channel=Channel.TEXT, giveaways=["police", "anti-social", "heddlu'r"])


@pytest.mark.parametrize("who", ["PC Jones", "Two officers", "Sgt Vane", "yr heddweision", "am drosedd", "our PCSOs"])
def test_ranks_and_other_forms_of_a_word_give_away_too(who):
    assert gives_away(Rendered("", f"{who} will see you"), channel=Channel.TEXT, giveaways=CONTACT.giveaways.value)


@pytest.mark.parametrize("template", ["did_it_stop", "case_review_offer"])
def test_whoever_looks_at_the_screen_does_not_learn_that_somebody_complained(template):
    """“Has it stopped?” on a locked telephone tells him that she told somebody of it."""
    kind = CONTACT.templates[template]
    words = dict.fromkeys(kind.words, "HD-26-0000001") | {"link": "https://a.example/answer/x", "contact": "ring us"}
    telling = [
        "stopped",
        "worse",
        "troubled",
        "review",
        "council",
        "complained",
        "stopio",
        "waeth",
        "adolygiad",
        "poeni",
    ]

    for channel, language in kind.wordings:
        made = render(kind, {n: words[n] for n in kind.words}, channel=channel, language=language)
        assert not gives_away(made, channel=channel, giveaways=telling), (channel, language)


def test_a_word_within_another_gives_nothing_away():
    made = render(NEWS, {"news": "Ring 01632 960101"}, channel=Channel.TEXT, language="en", giveaways=["101"])

    assert made.body.endswith("960101.")


@pytest.mark.parametrize("template", CONTACT.templates.values(), ids=lambda one: one.id)
def test_the_packs_own_messages_give_nothing_away_before_they_are_opened(template):
    assert {language for _, language in template.wordings} == {"en", "cy"}
    words = dict.fromkeys(template.words, "HD-26-0000001")
    for channel, language in template.wordings:
        made = render(template, words, channel=channel, language=language, giveaways=CONTACT.giveaways.value)
        assert template.discreet
        assert not gives_away(made, channel=channel, giveaways=CONTACT.giveaways.value)
        assert bool(made.subject) is (channel == Channel.EMAIL)
        assert "{" not in made.subject + made.body
