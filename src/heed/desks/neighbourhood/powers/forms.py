"""Forms of the powers ladder: each hands back values and saves nothing."""

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from heed.desks.neighbourhood.problems.fields import Clock, HappenedForm, Paragraph, Sentence, moment_of
from heed.domain.problems.terms import Against
from heed.engines.risk.powers import PowerRule
from heed.flows.powers.ladder import Issuing
from heed.foundation.accounts.terms import Rank
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form

LAST_MINUTE = time(23, 59)
OLDEST = 120


class ConsiderForm(Form):
    """That a power is considered, against whom, and why."""

    against = RadiosField(
        label="Against whom?",
        choices=[(Against.PERSON.value, Against.PERSON.label), (Against.BODY.value, Against.BODY.label)],
        initial=Against.PERSON,
        legend="s",
        small=True,
        error_messages={"required": "Select against whom"},
    )
    other = Sentence("Who is it, in words?", hint="As a colleague would recognise them. Leave out what is on record")
    born_on = DateField(
        label="Date of birth",
        subject="Date of birth",
        hint="If it is known: age decides what can be used",
        required=False,
    )
    words = Paragraph("Why is it considered?", empty="Enter why it is considered", rows=3)

    def __init__(self, *args: Any, rule: PowerRule, place: bool, named: bool, born: bool, **kwargs: Any) -> None:
        """Ask only what is not known: nothing of a person for a place, and no name where there is one."""
        super().__init__(*args, **kwargs)
        if place:
            for name in ("against", "other", "born_on"):
                del self.fields[name]
            return
        offered = [(one.value, one.label) for one in (Against.PERSON, Against.BODY) if one.value in rule.against]
        self.fields["against"].choices = offered  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.fields["against"].initial = offered[0][0]
        self._named = named
        if born:
            del self.fields["born_on"]

    def clean(self) -> dict[str, Any]:
        """Ask who it is where nothing else says so; refuse a birthday that has not come."""
        found: dict[str, Any] = super().clean() or {}
        if "other" in self.fields and not (self._named or found.get("other")):
            self.add_error("other", "Enter who it is")
        born = found.get("born_on")
        if born and born >= timezone.localdate():
            self.add_error("born_on", "Date of birth must be in the past")
        return found


class IssueForm(HappenedForm):
    """A power that is issued: when, until when, the tests that are met, and why it is right."""

    until = DateField(label="Until which day?", subject="The day", required=False)
    until_at = Clock("Until what time?")
    age = Sentence(
        "How old are they?", longest=3, width="3", keyboard="numeric", hint="In whole years on the day it is issued"
    )
    confirmed = CheckboxesField(
        label="Is this so?", choices=[], required=False, small=True, hint="Tick only what you know"
    )
    proportionate = Paragraph(
        "Why is it proportionate?",
        empty="Enter why it is proportionate",
        rows=3,
        hint="What was tried before, and why less is not enough",
    )
    needs = Paragraph(
        "What do they need themselves?",
        empty="Enter what they need themselves, or that you looked and found nothing",
        rows=3,
        hint="Whoever it is against may be vulnerable: health, disability, age, who depends on them. What was done about it",
    )
    equality = Paragraph(
        "What does it do to people who share a protected characteristic?",
        empty="Enter what it does to people who share a protected characteristic",
        rows=2,
        hint="Say “nothing known” if you looked",
    )
    authorised_by = Sentence("Who authorised it?", empty="Enter who authorised it", longest=160)
    rank = SelectField(label="Their rank", choices=[("", "No rank"), *Rank.choices], required=False)
    words = Paragraph("What does it say?", empty="Enter what it says", rows=3, hint="What they must do, or must not do")

    def __init__(self, *args: Any, rule: PowerRule, asks_age: bool, **kwargs: Any) -> None:
        """Offer the tests of the power, and ask an age only where no birthday is known."""
        super().__init__(*args, prefix="issue", **kwargs)
        self.fields["confirmed"].choices = [(str(n), test) for n, test in enumerate(rule.confirm)]  # type: ignore[attr-defined]
        self._tests = rule.confirm
        if not rule.confirm:
            del self.fields["confirmed"]
        if not asks_age:
            del self.fields["age"]
        self.fields["until"].hint = _how_long(rule)  # type: ignore[attr-defined]

    def clean_age(self) -> int | None:
        """Return the years. Raises nothing for none."""
        text = self.cleaned_data["age"]
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text) <= OLDEST):
            self.add_error("age", f"Age must be a number from 0 to {OLDEST}")
            return None
        return int(text)

    def issuing(self, now: datetime) -> Issuing:
        """Return the power as it is to be issued."""
        typed = self.cleaned_data
        until = typed["until"]
        return Issuing(
            on_at=self.happened_at(now),
            words=typed["words"],
            proportionate=typed["proportionate"],
            needs=typed["needs"],
            equality=typed["equality"],
            authorised_by=typed["authorised_by"],
            rank=typed["rank"],
            ends_at=moment_of(until, typed["until_at"], otherwise=LAST_MINUTE) if until else None,
            confirmed=tuple(self._tests[int(n)] for n in typed.get("confirmed", ())),
            age=typed.get("age"),
        )


def _how_long(rule: PowerRule) -> str:
    """Say how long a power can last, and what an empty end means."""
    if rule.longest:
        return f"At most {rule.longest.words}; leave it empty for the longest"
    if rule.longest_young:
        return f"Under 18 at most {rule.longest_young.words}. Leave it empty for that, or for an adult if it has no end"
    return "Leave it empty if it has no end"


class ChangeForm(HappenedForm):
    """What became of a power that holds: varied, breached or discharged."""

    until = DateField(label="New end", subject="The new end", hint="Only if it changes", required=False)
    until_at = Clock("Until what time?")
    reference = Sentence(
        "Incident of the breach", longest=40, width="20", hint="For example HD-26-0001234, if it is on record"
    )
    words = Paragraph("What happened?", empty="Enter what happened", rows=3)

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        """Ask for a new end only to vary, and for an incident only of a breach."""
        super().__init__(*args, prefix=step, **kwargs)
        if step != "vary":
            del self.fields["until"], self.fields["until_at"]
        if step != "breach":
            del self.fields["reference"]
        if step == "vary":
            self.fields["words"].label = "What is changed, and why?"

    def ends_at(self) -> datetime | None:
        """Return the new end; None where it stays."""
        until = self.cleaned_data.get("until")
        return moment_of(until, self.cleaned_data["until_at"], otherwise=LAST_MINUTE) if until else None


class AgainstForm(Form):
    """That a power that was considered is not used."""

    words = Paragraph("Why is it not used?", empty="Enter why it is not used", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="refuse", **kwargs)


class PeriodForm(Form):
    """The days a return is about, both included."""

    first = DateField(label="From", subject="The first day")
    last = DateField(label="To", subject="The last day")

    def clean(self) -> dict[str, Any]:
        """Ask for two days in order."""
        found: dict[str, Any] = super().clean() or {}
        for name, words in (("first", "Enter the first day"), ("last", "Enter the last day")):
            if found.get(name) is None and name not in self.errors:
                self.add_error(name, words)
        if found.get("first") and found.get("last") and found["last"] < found["first"]:
            self.add_error("last", "The last day must not be before the first")
        return found
