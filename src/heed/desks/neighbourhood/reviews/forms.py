"""Forms of case reviews: each hands back values and saves nothing."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils import timezone

from heed.desks.neighbourhood.problems.fields import Paragraph, Sentence
from heed.domain.agencies.models import Agency
from heed.domain.case_review.models import Complaint
from heed.domain.case_review.terms import About, Body, Channel, Consent, Ground, How, Way
from heed.domain.people.models import Person
from heed.foundation.design.dates import day
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form

READ = "The applicant reads this. Name nobody"
BY_HAND = [(how.value, how.label) for how in How if how is not How.MESSAGE]


def past(form: Form, name: str, found: Mapping[str, Any], *, called: str) -> None:
    """Refuse a day that has not come."""
    on = found.get(name)
    if on and on > timezone.localdate():
        form.add_error(name, f"{called} must be today or in the past")


class Prefixed(Form):
    """A form beside others on one page, its fields kept apart by its part."""

    part = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take the part for a prefix."""
        kwargs.setdefault("prefix", self.part)
        super().__init__(*args, **kwargs)


class NewForm(Form):
    """An application that somebody makes by telephone, by letter or in person."""

    channel = RadiosField(
        label="How did it come?",
        choices=[(one.value, one.label) for one in Channel if one is not Channel.WEB],
        legend="s",
        small=True,
        error_messages={"required": "Select how it came"},
    )
    made_on = DateField(
        label="When was it made?",
        subject="The day",
        hint="The date that the law counts from",
        error_messages={"required": "Enter when it was made"},
    )
    whom = RadiosField(
        label="Who applies?",
        choices=Consent.choices,
        legend="s",
        small=True,
        error_messages={"required": "Select who applies"},
    )
    name = Sentence("Name of whoever applies", empty="Enter the name of whoever applies", longest=160, width="20")
    victim = Sentence("Name of whoever suffers", longest=160, hint="Where somebody else applies for them", width="20")
    about = Paragraph("What goes on?", empty="Enter what goes on, in their words", rows=6)
    effect = Paragraph("What does it do to them?", longest=2000, rows=3)
    address = Sentence("Address", longest=300)
    email = Sentence("E-mail address", longest=254, width="20")
    telephone = Sentence("Telephone number", longest=40, width="20")
    ways = CheckboxesField(
        label="How is it safe to reach them?",
        hint="None: they get in touch themselves",
        choices=Way.choices,
        legend="s",
        small=True,
        required=False,
    )
    minding = Sentence("What is to be minded?", longest=500)
    shares = RadiosField(
        label="May what they said be shared with the bodies that take part?",
        choices=[("yes", "Yes"), ("no", "No, ask them first")],
        legend="s",
        small=True,
        error_messages={"required": "Select whether it may be shared"},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for whom, and refuse the future."""
        found: dict[str, Any] = super().clean() or {}
        past(self, "made_on", found, called="The day")
        if found.get("whom") in {Consent.AGREED, Consent.LAWFUL} and not found.get("victim"):
            self.add_error("victim", "Enter the name of whoever suffers")
        return found


class AcknowledgeForm(Prefixed):
    """That the applicant was told that it is here."""

    part = "acknowledge"
    how = RadiosField(
        label="How are they told?",
        choices=[(How.MESSAGE.value, "By message, through the gate"), *BY_HAND],
        legend="s",
        small=True,
        error_messages={"required": "Select how they are told"},
    )
    words = Sentence("Anything to remember?", longest=500)


class ToldForm(Prefixed):
    """That somebody told the applicant themselves."""

    part = "told"
    about = SelectField(label="What were they told?", choices=About.choices)
    how = RadiosField(
        label="How?", choices=BY_HAND, legend="s", small=True, error_messages={"required": "Select how they were told"}
    )
    words = Sentence("What did they say?", longest=500)


class IdentifyForm(Prefixed):
    """Who suffers, of the people on record who may be it."""

    part = "identify"
    person = RadiosField(
        label="Who suffers?", choices=[], legend="s", small=True, error_messages={"required": "Select who suffers"}
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        """Offer the people."""
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (pk, f"{one.name}{', born ' + day(one.born_on) if one.born_on else ''}") for pk, one in self.people.items()
        ]


class ComplaintForm(Prefixed):
    """A complaint that was made to somebody."""

    part = "complaint"
    to = SelectField(label="Who was told?", choices=[], error_messages={"required": "Select who was told"})
    made_on = DateField(
        label="When were they told?",
        subject="The day on which they were told",
        error_messages={"required": "Enter when they were told"},
    )
    happened_on = DateField(label="When did it happen?", subject="The day on which it happened", required=False)
    reference = Sentence("Their reference, or our incident", longest=80, width="20")
    words = Sentence("What was it about?", longest=500)
    same = SelectField(label="Is it about the same incident as another?", choices=[], required=False)

    def __init__(
        self, *args: Any, agencies: Collection[Agency], complaints: Collection[Complaint], **kwargs: Any
    ) -> None:
        """Offer who may have been told, and what it may be the same as."""
        super().__init__(*args, **kwargs)
        self.agencies = {f"agency-{one.pk}": one for one in agencies}
        self.complaints = {str(one.pk): one for one in complaints}
        bodies = [(one.value, one.label) for one in Body]
        named = [(key, one.name) for key, one in self.agencies.items()]
        self.fields["to"].choices = [("", "Choose"), *named, *bodies]  # type: ignore[attr-defined]
        self.fields["same"].choices = [  # type: ignore[attr-defined]
            ("", "No, about one of its own"),
            *((key, f"{one.took}, {day(one.made_on)}") for key, one in self.complaints.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse the future, and a complaint of what had not happened."""
        found: dict[str, Any] = super().clean() or {}
        for name in ("made_on", "happened_on"):
            past(self, name, found, called="The day")
        made, happened = found.get("made_on"), found.get("happened_on")
        if made and happened and made < happened:
            self.add_error("made_on", "They were told before it happened: check the two days")
        return found


class AsideForm(Form):
    """Why a complaint does not count."""

    why = Sentence("Why does it not count?", empty="Enter why it does not count", longest=500)


class SameForm(Form):
    """With which other complaint one counts once."""

    same = SelectField(label="It is about the same incident as", choices=[], required=False)

    def __init__(self, *args: Any, others: Collection[Complaint], **kwargs: Any) -> None:
        """Offer the others."""
        super().__init__(*args, **kwargs)
        self.others = {str(one.pk): one for one in others}
        self.fields["same"].choices = [  # type: ignore[attr-defined]
            ("", "None: one of its own"),
            *((key, f"{one.took}, {day(one.made_on)}") for key, one in self.others.items()),
        ]


class DecideForm(Prefixed):
    """Whether the threshold is met, and why."""

    part = "decide"
    ground = RadiosField(
        label="Is the threshold met?", choices=[], legend="s", small=True,
        error_messages={"required": "Select whether the threshold is met"},
    )  # fmt: skip
    words = Paragraph("Why?", empty="Enter why, in words for the applicant", longest=2000, rows=4, hint=READ)
    persistence = Paragraph("Persistence: how long, and how often?", longest=1000, rows=2, hint=READ)
    harm = Paragraph("Harm, or what harm may come?", longest=1000, rows=2, hint=READ)
    response = Paragraph("Was what was done about it enough?", longest=1000, rows=2, hint=READ)

    def __init__(self, *args: Any, reached: bool, senior: bool, **kwargs: Any) -> None:
        """Offer the grounds that stand open."""
        super().__init__(*args, **kwargs)
        open_ = [Ground.COUNT] if reached else [Ground.JUDGED, Ground.NOT_MET]
        grounds = [*open_, *([Ground.SAFEGUARD] if senior else [])]
        yes = {one: f"Met: {one.label[0].lower()}{one.label[1:]}" for one in grounds}
        self.fields["ground"].choices = [(one, "Not met" if one is Ground.NOT_MET else yes[one]) for one in grounds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for all three that are weighed, where the number does not decide."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("ground") in {Ground.JUDGED, Ground.NOT_MET}:
            for name, words in (
                ("persistence", "how long and how often it went on"),
                ("harm", "what harm it does or may do"),
                ("response", "whether what was done was enough"),
            ):
                if not found.get(name):
                    self.add_error(name, f"Enter {words}")
        return found
