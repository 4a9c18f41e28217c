"""The forms of who is who: each hands back values and saves nothing."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from heed.desks.call_handler.fields import Line, Words
from heed.desks.call_handler.identity.words import home_words, line_words, mention_words, part_words
from heed.desks.call_handler.incident.forms import LONGEST_WHY, offer
from heed.domain.people.splits.services import Moved
from heed.domain.people.terms import Judgement
from heed.flows.as_shown import Belongings
from heed.foundation.design.fields import CheckboxesField
from heed.foundation.design.forms import Form

MARK = 32
"""Characters of the mark that a page carries of what it showed."""


ROWS = ("mentions", "line_uses", "residences", "parties")
"""What can be somebody else's, as a split calls it."""


class PickForm(Form):
    """Whom to compare somebody with."""

    words = Line(
        "Name, number or incident reference of the other",
        required=True,
        hint="For example, Sam Taylor, 07700 900123, or HD-26-0001234",
        kind="search",
        attributes={"data-key": "n"},
        error_messages={"required": "Enter a name, a number or an incident reference"},
    )


class JudgeForm(Form):
    """What two records are to each other, and why."""

    mark = forms.CharField(required=False, max_length=MARK)
    why = Words(
        "Why? What makes you sure, or unsure?",
        longest=LONGEST_WHY,
        required=True,
        rows=3,
        hint="Kept with your name for as long as the records are",
        attributes={"data-key": "w"},
        error_messages={"required": "Enter why"},
    )
    judgement = forms.ChoiceField(
        choices=Judgement.choices,
        error_messages={
            "required": "Choose what they are to each other",
            "invalid_choice": "Choose what they are to each other",
        },
    )


class UndoForm(Form):
    """Why a decision is taken back."""

    why = Line(
        "Why is it taken back?",
        longest=LONGEST_WHY,
        required=True,
        error_messages={"required": "Enter why it is taken back"},
    )

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        """Keep the fields of several decisions on one page apart; part: d12, s3."""
        super().__init__(*args, prefix=part, **kwargs)


class SplitForm(Form):
    """What on a record is somebody else's, and why."""

    mark = forms.CharField(required=False, max_length=MARK)
    mentions = CheckboxesField(label="What was said of them", choices=[], required=False, small=True, legend="s")
    line_uses = CheckboxesField(label="Telephone lines", choices=[], required=False, small=True, legend="s")
    residences = CheckboxesField(label="Homes", choices=[], required=False, small=True, legend="s")
    parties = CheckboxesField(label="Parts in incidents", choices=[], required=False, small=True, legend="s")
    why = Words(
        "Why does it belong to somebody else?",
        longest=LONGEST_WHY,
        required=True,
        rows=3,
        attributes={"data-key": "w"},
        error_messages={"required": "Enter why it belongs to somebody else"},
    )

    def __init__(self, *args: Any, has: Belongings, shown: Iterable[str], **kwargs: Any) -> None:
        """Offer what stands under the record; shown: the numbers that may be shown."""
        super().__init__(*args, **kwargs)
        numbers = frozenset(shown)
        offer(self, "mentions", [(str(said.pk), mention_words(said, numbers)) for said in has.mentions])
        offer(self, "line_uses", [(str(use.pk), line_words(use, numbers)) for use in has.lines])
        offer(self, "residences", [(str(home.pk), home_words(home)) for home in has.homes])
        offer(self, "parties", [(str(part.pk), part_words(part)) for part in has.parts])
        for name in ROWS:
            self.fields[name].error_messages["invalid_choice"] = (
                "Something you chose does not stand here any more: choose again from what is shown"
            )

    def offered(self) -> list[Any]:
        """Return the fields that have anything to choose from, for the page."""
        return [self[name] for name in ROWS if self.fields[name].choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a split that moves nothing."""
        if not any(self.cleaned_data.get(name) or name in self.errors for name in ROWS):
            raise forms.ValidationError("Choose what belongs to the other person")
        return self.cleaned_data

    def moved(self) -> Moved:
        """Return what was chosen."""
        return Moved(**{name: tuple(sorted(map(int, self.cleaned_data[name]))) for name in ROWS})


ROW = re.compile(r"[0-9]{1,18}")


def posted(data: Any) -> Moved:
    """Return what a form chose, whether or not it still stands there."""
    return Moved(**{name: tuple(sorted(int(row) for row in data.getlist(name) if ROW.fullmatch(row))) for name in ROWS})
