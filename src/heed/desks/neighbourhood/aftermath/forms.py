"""The survey as it is filled while somebody is on the telephone, and what came of a try that did not reach them."""

from typing import Any

from heed.domain.aftermath.services import Words
from heed.domain.aftermath.terms import CalledBefore, Channel, Language, Result, Satisfied, Stopped, YesNo
from heed.domain.calls.rules import readable
from heed.foundation.design.fields import RadiosField, TextareaField, TextField
from heed.foundation.design.forms import Form
from heed.foundation.policy.aftermath_schema import Survey

LONGEST = 2_000
ITEMS = {
    "call_handling": Satisfied,
    "treatment": Satisfied,
    "took_action": YesNo,
    "action": Satisfied,
    "informed": Satisfied,
    "difference": YesNo,
    "overall": Satisfied,
    "called_before": CalledBefore,
}
NOT_REACHED = [(result.value, result.label) for result in (Result.NO_ANSWER, Result.NOT_SAFE, Result.REFUSED)]


class SurveyForm(Form):
    """What they said. Only whether it stopped must be there: nobody is kept on the line for the rest."""

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        """Put the questions in the words of the pack, to be read out; a question that is asked in Welsh stands beside."""
        super().__init__(*args, prefix="said", **kwargs)
        self.fields["stopped"] = RadiosField(
            label=survey.words("stopped", "en"),
            hint=survey.words("stopped", "cy"),
            choices=Stopped.choices,
            legend="m",
            error_messages={"required": "Select whether it has stopped"},
        )
        for item, kind in ITEMS.items():
            self.fields[item] = RadiosField(
                label=survey.words(item, "en"),
                hint=survey.words(item, "cy"),
                choices=kind.choices,
                legend="s",
                small=True,
                required=False,
            )
        self.fields["own_words"] = TextareaField(
            label=survey.words("own_words", "en"),
            hint=survey.words("own_words", "cy"),
            rows=4,
            legend="s",
            required=False,
            max_length=LONGEST,
            error_messages={"max_length": "What they said must be 2,000 characters or fewer"},
        )
        self.fields["channel"] = RadiosField(
            label="How did you speak?",
            choices=[(one.value, one.label) for one in (Channel.PHONE, Channel.VISIT)],
            initial=Channel.PHONE.value,
            legend="s",
            inline=True,
            small=True,
            error_messages={"required": "Select how you spoke"},
        )
        self.fields["language"] = RadiosField(
            label="In which language did you ask?",
            choices=Language.choices,
            initial=Language.ENGLISH.value,
            legend="s",
            inline=True,
            small=True,
            error_messages={"required": "Select in which language you asked"},
        )

    def words(self) -> Words:
        """Hand back what was said."""
        typed = self.cleaned_data
        return Words(
            stopped=typed["stopped"],
            own_words=readable(typed["own_words"], longest=LONGEST),
            **{item: typed[item] for item in ITEMS},
        )


class AttemptForm(Form):
    """What came of a try that did not reach them, or did not go on."""

    result = RadiosField(
        label="What came of it?",
        choices=NOT_REACHED,
        hints={
            Result.NOT_SAFE.value: "Somebody else answered, or they could not speak. Nobody rings about this again",
            Result.REFUSED.value: "Nobody asks about this again",
        },
        legend="s",
        error_messages={"required": "Select what came of it"},
    )
    note = TextField(
        label="Note",
        hint="For whoever tries next. Leave no message that others may hear",
        required=False,
        max_length=300,
        error_messages={"max_length": "The note must be 300 characters or fewer"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the survey on the same page."""
        super().__init__(*args, prefix="tried", **kwargs)
