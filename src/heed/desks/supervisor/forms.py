"""The supervisor's forms: each hands back values and saves nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from heed.domain.calls.rules import readable
from heed.domain.calls.terms import Returned
from heed.domain.people.terms import KnownAs
from heed.engines.numbers.reading import read
from heed.foundation.design.fields import RadiosField, SelectField, TextField
from heed.foundation.design.forms import Form

LONGEST_WHY = 300
WATCHES = (7, 30, 90)
"""For how many days a line may be watched before somebody must say again why: Heed's choice, unvalidated."""


class Sentence(TextField):
    """One line of typing, without what cannot be shown."""

    def __init__(self, label: str, *, empty: str, longest: int = LONGEST_WHY, **rest: Any) -> None:
        """Word the errors by the label."""
        messages = {"required": empty, "max_length": f"{label} must be {longest} characters or fewer"}
        super().__init__(label=label, max_length=longest, error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return " ".join(readable(str(value or ""), longest=10 * LONGEST_WHY).split())


class Telephone(Sentence):
    """A telephone number, handed back in E.164."""

    def __init__(self) -> None:
        """One box, for numbers as people write them."""
        super().__init__("Telephone number", empty="Enter a telephone number", kind="tel", width="20")

    def clean(self, value: Any) -> str:
        """Return the number. Raises ValidationError for what is none, short codes among them: nobody rings from 101."""
        typed = super().clean(value)
        number = read(str(typed)).e164
        if not number:
            raise ValidationError("Enter a telephone number, like 01632 960 001 or 07700 900 123")
        return number


class AnswerForm(Form):
    """A second person's yes or no, with the reason."""

    why = Sentence("Why?", empty="Enter why you agree or refuse", longest=500)
    agreed = RadiosField(label="Answer", choices=[("yes", "Agree"), ("no", "Refuse")], required=True)

    def __init__(self, *args: Any, pk: int, **kwargs: Any) -> None:
        """Keep the fields of several requests on one page apart."""
        super().__init__(*args, prefix=f"a{pk}", **kwargs)


class ReturnForm(Form):
    """What came of ringing back."""

    came = RadiosField(
        label="What came of ringing back?",
        choices=Returned.choices,
        error_messages={"required": "Select what came of ringing back"},
    )
    words = Sentence("What should whoever tries next know?", empty="", required=False)

    def result(self) -> Returned:
        """Return what came of it."""
        return Returned(self.cleaned_data["came"])


class ListForm(Form):
    """A number that many people share."""

    number = Telephone()
    known_as = SelectField(
        label="What is it?",
        choices=[("", "Choose"), *KnownAs.choices],
        error_messages={"required": "Select what the line is"},
    )
    label = Sentence("Name to show", longest=120, empty="Enter the name to show, such as Elm House, reception")
    why = Sentence("Why is it shared?", empty="Enter why it is shared")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other form of the page."""
        super().__init__(*args, prefix="list", **kwargs)


class WatchForm(Form):
    """A number whose silent or abandoned calls are not let go."""

    number = Telephone()
    days = RadiosField(
        label="For how long?",
        hint="It ends by itself. Watch it again if the reason still holds",
        choices=[(str(days), f"{days} days") for days in WATCHES],
        inline=True,
        small=True,
        error_messages={"required": "Select for how long"},
    )
    why = Sentence("Why is it watched?", empty="Enter why it is watched")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other form of the page."""
        super().__init__(*args, prefix="watch", **kwargs)

    def until(self, now: datetime) -> datetime:
        """Return the moment at which the watch ends by itself."""
        return now + timedelta(days=int(self.cleaned_data["days"]))


class RemoveForm(Form):
    """Why a line leaves a list."""

    why = Sentence("Why does it leave the list?", empty="Enter why it leaves the list")

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        """Keep the fields of several lines on one page apart; part: shared12, watched7."""
        super().__init__(*args, prefix=part, **kwargs)


class TakeBackForm(Form):
    """Why all that a run made one is taken back."""

    why = Sentence("Why is it taken back?", longest=500, empty="Enter why it is taken back")

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        """Keep the fields of several runs on one page apart."""
        super().__init__(*args, prefix=part, **kwargs)
