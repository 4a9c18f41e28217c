"""The forms of safe contact: each hands back a value, and saves nothing."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from heed.desks.call_handler.fields import LONGEST_ADDRESS, LONGEST_EMAIL, Line, Words
from heed.desks.call_handler.forms import choice, typed
from heed.domain.contact.models import ContactRule
from heed.domain.contact.services import RuleWords
from heed.domain.contact.terms import Channel
from heed.domain.needs.rules import months_after
from heed.domain.needs.terms import Basis, Source
from heed.engines.numbers.reading import read
from heed.engines.risk.safe_contact import DAYS
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

PREFIX = "safe"
CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?", re.IGNORECASE)
DAY_CHOICES = [(str(number), name[:3]) for number, name in enumerate(DAYS)]
YES_NO = [("yes", "Yes"), ("no", "No")]
HALF_DAY = 12


class Clock(Line):
    """A time of day as people type it: 9, 9am, 09:00, 15.30."""

    def __init__(self, label: str, **rest: Any) -> None:
        """Five figures are enough."""
        super().__init__(label, longest=8, width="5", **rest)

    def clean(self, value: Any) -> str:
        """Return it as 09:00, or nothing. Raises ValidationError for what is none."""
        text = super().to_python(value)
        if not text:
            return ""
        found = CLOCK.fullmatch(text)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if found and found[3]:
            hour = hour % HALF_DAY + (HALF_DAY if found[3].lower() == "pm" else 0) if hour <= HALF_DAY else 99
        try:
            return f"{time(hour, minute):%H:%M}"
        except ValueError as error:
            raise ValidationError(f"{self.label} must be a time of day, like 09:00 or 3pm") from error


class Number(Line):
    """A telephone number, or nothing."""

    def __init__(self, label: str, **rest: Any) -> None:
        """As the number boxes of this desk are."""
        super().__init__(label, longest=40, kind="tel", width="20", **rest)

    def clean(self, value: Any) -> str:
        """Return it in E.164, or nothing. Raises ValidationError for what is none."""
        text = super().to_python(value)
        e164 = read(text).e164 or ""
        if text and not e164:
            raise ValidationError("Enter a telephone number, like 01632 960 001 or 07700 900 123, or nothing")
        return e164


class Hours:
    """What forms that ask for hours share: days that are ticked, from when, until when."""

    @staticmethod
    def read(form: Form, days: str, start: str, end: str) -> list[tuple[int, str, str]]:
        """Return the hours of each ticked day; without times the whole day. Puts what is missing beside its box."""
        found = form.cleaned_data
        ticked = [int(day) for day in found.get(days) or ()]
        since, until = found.get(start) or "", found.get(end) or ""
        if (since or until) and not ticked and days not in form.errors:
            form.add_error(days, "Select the days to which these hours belong")
        if bool(since) != bool(until) and not {start, end} & set(form.errors):
            form.add_error(end if since else start, "Enter both from when and until when")
        return [(day, since or "00:00", until or "00:00") for day in ticked]


class SafeContactForm(Form):
    """
    The few questions of a call: is it safe to text, to ring back, to leave a voicemail, and when? Left alone it says nothing.

    A yes writes no rule: what nobody forbids, the force's own default still guards.
    """

    text = RadiosField(label="Is it safe to text?", choices=YES_NO, required=False, inline=True, small=True)
    ring = RadiosField(label="Is it safe to ring back?", choices=YES_NO, required=False, inline=True, small=True)
    voicemail = RadiosField(
        label="Is it safe to leave a voicemail?", choices=YES_NO, required=False, inline=True, small=True
    )
    days = CheckboxesField(
        label="Only on these days",
        hint="Hours such as 9am to 3pm; they may go over midnight",
        choices=DAY_CHOICES,
        required=False,
        small=True,
    )
    start = Clock("From")
    end = Clock("Until")
    number = Number("Use only this number")
    words = Line("What else must we know?", longest=500, hint="For example, he reads her messages")

    def __init__(self, posted: QueryDict | None = None, *, draft: QueryDict | None = None) -> None:
        """Take what was posted, or begin with a draft; nobody is told off for a draft."""
        super().__init__(
            posted, prefix=PREFIX, initial=typed(SafeContactForm, draft, PREFIX) if draft is not None else {}
        )
        self.hours: list[tuple[int, str, str]] = []

    @property
    def is_begun(self) -> bool:
        """Say whether anything was said, so that the part of the page is open."""
        found = self.data if self.is_bound else self.initial
        names = (f"{PREFIX}-{name}" for name in self.fields) if self.is_bound else self.fields
        return any(found.get(name) for name in names)

    def clean(self) -> dict[str, Any]:
        """Read the hours."""
        found: dict[str, Any] = super().clean() or {}
        self.hours = Hours.read(self, "days", "start", "end")
        return found

    def rule(self, *, now: datetime) -> RuleWords | None:
        """Return what was said; None where nothing is forbidden or narrowed."""
        found = self.cleaned_data
        forbidden = [c for c, name in ((Channel.TEXT, "text"), (Channel.CALL, "ring")) if found[name] == "no"]
        no_voicemail = found["voicemail"] == "no"
        if not (forbidden or no_voicemail or self.hours or found["number"] or found["words"]):
            return None
        return RuleWords(
            source=Source.PERSON,
            basis=Basis.LAW_ENFORCEMENT,
            review_on=usual_review(now),
            forbidden=tuple(map(str, forbidden)),
            hours=tuple(self.hours) or None,
            voicemail=False if no_voicemail else None,
            safe_number=found["number"],
            words=found["words"],
        )


class RuleForm(Form):
    """One rule in full, written with the person."""

    forbidden = CheckboxesField(
        label="What is not safe?",
        choices=[(c.value, f"No {c.label.lower()}s" if c != Channel.EMAIL else "No e-mails") for c in Channel],
        required=False,
        small=True,
        legend="s",
    )
    voicemail = CheckboxesField(
        label="Voicemail", choices=[("no", "Leave no voicemail")], required=False, small=True, legend="s"
    )
    days = CheckboxesField(
        label="Only on these days", choices=DAY_CHOICES, required=False, small=True, legend="s", hint="None for any day"
    )
    start, end = Clock("From", hint="For example, 9am or 22:00"), Clock("Until", hint="Earlier than from: the next day")
    other_days = CheckboxesField(label="And on these days", choices=DAY_CHOICES, required=False, small=True, legend="s")
    other_start, other_end = Clock("From"), Clock("Until")
    number = Number("Use only this number")
    email = Line("Use only this e-mail address", longest=LONGEST_EMAIL, kind="email")
    address = Line("Write and go only to this address", longest=LONGEST_ADDRESS)
    code_word = Line(
        "Code word", longest=80, width="20", hint="Asked for before we say who we are. Shown only on asking"
    )
    who_may_answer = Line("Who alone may we speak to?", longest=200)
    words = Words("What must staff know?", longest=500, rows=2, hint="Facts. For example, he reads her messages")
    source = RadiosField(
        label="Who told us?",
        choices=Source.choices,
        legend="s",
        small=True,
        error_messages={"required": "Select who told us"},
    )
    basis = RadiosField(
        label="Why may we keep it?",
        choices=Basis.choices,
        legend="s",
        small=True,
        initial=Basis.LAW_ENFORCEMENT,
        error_messages={"required": "Select why we may keep it"},
    )
    review_on = DateField(
        label="When must somebody go through it with them again?",
        hint="The rule stands after that day too, until two people end it",
        subject="Day of the review",
        legend="s",
        error_messages={"required": "Enter the day of the review"},
    )
    instead_of = SelectField(label="Does it take the place of another rule?", choices=[], required=False)
    why = Line(
        "If it permits more: why?",
        longest=300,
        hint="A second person must then agree, and the old rule stands until then",
    )

    def __init__(self, posted: QueryDict | None = None, *, rows: Sequence[ContactRule], now: datetime) -> None:
        """Begin with the pack's day of review. rows: the rules that stand."""
        super().__init__(posted, initial={"review_on": usual_review(now), "source": Source.PERSON})
        self.now = now
        numbered = [
            (str(row.pk), f"The rule of {row.noted_at:%-d %B %Y}, by {row.noted_by.display_name}") for row in rows
        ]
        choice(self, "instead_of").choices = [("", "No: it holds beside the others"), *numbered]
        if not rows:
            del self.fields["instead_of"], self.fields["why"]
        self.hours: list[tuple[int, str, str]] = []

    def clean(self) -> dict[str, Any]:
        """Read the hours, and ask why where a rule is replaced."""
        found: dict[str, Any] = super().clean() or {}
        self.hours = [
            *Hours.read(self, "days", "start", "end"),
            *Hours.read(self, "other_days", "other_start", "other_end"),
        ]
        if found.get("instead_of") and not found.get("why"):
            self.add_error("why", "Enter why this rule takes the place of the other")
        return found

    def rule(self) -> RuleWords:
        """Return what was typed. Consent that is given is given now."""
        found = self.cleaned_data
        basis = Basis(found["basis"])
        return RuleWords(
            source=Source(found["source"]),
            basis=basis,
            consent_at=self.now if basis == Basis.CONSENT else None,
            review_on=found["review_on"],
            forbidden=tuple(found["forbidden"]),
            hours=tuple(self.hours) or None,
            voicemail=False if found["voicemail"] else None,
            safe_number=found["number"],
            safe_email=found["email"],
            safe_address=found["address"],
            code_word=found["code_word"],
            who_may_answer=found["who_may_answer"],
            words=found["words"],
        )


class WhyForm(Form):
    """Why a rule may end, or what a second person found."""

    why = Line("Why?", longest=300, required=True, error_messages={"required": "Enter why"})

    def __init__(self, posted: QueryDict | None = None, *, about: str, label: str) -> None:
        """Word the question. about: tells this form from the others of its page."""
        super().__init__(posted, prefix=about)
        self.fields["why"].label = label


def usual_review(now: datetime) -> date:
    """Return when a rule is gone through again, by the pack."""
    return months_after(timezone.localdate(now), policy.in_use().contact.review_months.value)
