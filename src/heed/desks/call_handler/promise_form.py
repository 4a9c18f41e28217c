"""What was promised on a call, typed beside the report: it hands back a value, and saves nothing."""

from datetime import datetime
from typing import Any

from django.http import QueryDict

from heed.desks.call_handler.fields import Line
from heed.desks.call_handler.forms import choice, typed
from heed.domain.support.rules import Unfit
from heed.domain.support.terms import PromiseKind
from heed.flows.support.promise_times import DAY, due_by, quick_choices
from heed.flows.support.promises import PromiseReport
from heed.foundation.accounts.models import User
from heed.foundation.design.fields import DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form

PREFIX = "promise"
BEAT, ME = "beat", "me"


class PromiseForm(Form):
    """One promise. Left alone it says nothing: most calls end without one."""

    kind = SelectField(
        label="What did you promise?",
        choices=[("", "Nothing"), *PromiseKind.choices],
        required=False,
    )
    words = Line("In your words to them", longest=500, hint="For example, an officer comes about the window")
    by = RadiosField(label="By when?", choices=[], required=False, small=True, legend="s", reveals={DAY: "on"})
    on = DateField(label="Day", subject="Day of the promise", required=False)
    at = Line("Time", longest=12, width="5", hint="If you named one. For example, 17:00")
    who = RadiosField(
        label="Who keeps it?",
        choices=[(BEAT, "The officers of the beat"), (ME, "I do")],
        initial=BEAT,
        required=False,
        inline=True,
        small=True,
        legend="s",
    )

    def __init__(
        self, posted: QueryDict | None = None, *, now: datetime, user: User, draft: QueryDict | None = None
    ) -> None:
        """Offer the times of the pack as they fall now. draft: what was typed so far; nobody is told off for it."""
        super().__init__(posted, prefix=PREFIX, initial=typed(PromiseForm, draft, PREFIX) if draft is not None else {})
        self.now, self.user = now, user
        choice(self, "by").choices = quick_choices(now=now)
        self.due: datetime | None = None

    @property
    def is_begun(self) -> bool:
        """Say whether anything was promised, as it is checked or as it was drafted."""
        found = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else self.initial
        return any(found.get(name) for name in ("kind", "words", "by")) or bool(self.errors if self.is_bound else {})

    def clean(self) -> dict[str, Any]:
        """Ask for what, in words and by when, once anything was said to be promised."""
        found: dict[str, Any] = super().clean() or {}
        begun = any(found.get(name) for name in ("kind", "words", "by"))
        if not begun:
            return found
        for name, missing in (
            ("kind", "Select what you promised"),
            ("words", "Enter what you promised, in your words"),
            ("by", "Select by when"),
        ):
            if not found.get(name) and name not in self.errors:
                self.add_error(name, missing)
        if found.get("by") and "on" not in self.errors:
            self._read_time(found)
        return found

    def _read_time(self, found: dict[str, Any]) -> None:
        """Read by when it is due; what is wrong stands beside the box it is about."""
        try:
            self.due = due_by(found["by"], now=self.now, on=found.get("on"), at=found.get("at") or "")
        except Unfit as unfit:
            self.add_error("at" if found.get("on") else "on", str(unfit))
        else:
            if self.due <= self.now:
                self.add_error(
                    "on" if found["by"] == DAY else "by", "What you promise must be for a time still to come"
                )

    def reports(self) -> tuple[PromiseReport, ...]:
        """Return the promise, or nothing."""
        found = self.cleaned_data
        if not found.get("kind") or self.due is None:
            return ()
        owner = self.user if found["who"] == ME else None
        return (PromiseReport(PromiseKind(found["kind"]), found["words"], self.due, owner),)
