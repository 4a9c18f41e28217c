"""The questions as the victim answers them: only the first must be."""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices

from heed.desks.victim.words import PAGE, choices
from heed.domain.aftermath.services import Words
from heed.domain.aftermath.terms import CalledBefore, Satisfied, Stopped, YesNo
from heed.domain.calls.rules import readable
from heed.foundation.design.fields import RadiosField, TextareaField
from heed.foundation.design.forms import Form
from heed.foundation.policy.aftermath_schema import Survey

LONGEST = 2_000
ITEMS: Mapping[str, type[TextChoices]] = {
    "call_handling": Satisfied,
    "treatment": Satisfied,
    "took_action": YesNo,
    "action": Satisfied,
    "informed": Satisfied,
    "difference": YesNo,
    "overall": Satisfied,
    "called_before": CalledBefore,
}


class SurveyForm(Form):
    """Whether it stopped, and what they think of what was done."""

    def __init__(self, *args: Any, survey: Survey, language: str, **kwargs: Any) -> None:
        """Put the questions in the words of the pack, in a language."""
        super().__init__(*args, **kwargs)
        words = PAGE[language]
        self.fields["stopped"] = RadiosField(
            label=survey.words("stopped", language),
            choices=choices(Stopped, language),
            legend="m",
            error_messages={"required": words["required"], "invalid_choice": words["required"]},
        )
        for item, kind in ITEMS.items():
            self.fields[item] = RadiosField(
                label=survey.words(item, language),
                choices=choices(kind, language),
                legend="s",
                small=True,
                required=False,
            )
        self.fields["own_words"] = TextareaField(
            label=survey.words("own_words", language),
            hint=words["own_words_hint"],
            rows=4,
            legend="s",
            required=False,
            max_length=LONGEST,
            error_messages={"max_length": words["too_long"]},
        )

    def words(self) -> Words:
        """Hand back what was said."""
        typed = dict(self.cleaned_data)
        typed["own_words"] = readable(typed["own_words"], longest=LONGEST)
        return Words(**typed)
