"""What an agency says on a referral: each form hands back a value and saves nothing."""

from typing import Any

from django.http import QueryDict

from heed.domain.calls.rules import readable
from heed.domain.referrals.terms import CODED, StepKind
from heed.flows.referrals import saying
from heed.foundation.design.fields import RadiosField, TextareaField
from heed.foundation.design.forms import Form

LONGEST = 2000


class Words(TextareaField):
    """Typing of several lines, without what cannot be shown."""

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return readable(str(value or ""), longest=2 * LONGEST)


class SayForm(Form):
    """Words, and where the pack has reasons for it, one of them."""

    reason = RadiosField(label="Why?", choices=[], legend="s", small=True, error_messages={"required": "Select why"})
    words = Words(
        label="In your words",
        max_length=LONGEST,
        rows=3,
        error_messages={
            "required": "Enter it in your words",
            "max_length": f"What you write must be {LONGEST:,} characters or fewer",
        },
    )

    def __init__(self, posted: QueryDict | None = None, *, kind: StepKind, label: str, needed: bool) -> None:
        """Ask in the words of what is said. needed: nothing is said without words."""
        super().__init__(posted, prefix=str(kind))
        self.fields["words"].label, self.fields["words"].required = label, needed
        self.reasons = saying.reasons_of(kind) if kind in CODED else {}
        if self.reasons:
            choices = [(name, reason.label) for name, reason in self.reasons.items()]
            self.fields["reason"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Ask for words where the reason says nothing by itself."""
        found: dict[str, Any] = super().clean() or {}
        reason = self.reasons.get(found.get("reason", ""))
        if reason and reason.needs_words and not found.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", f"“{reason.label}” needs words: say more")
        return found
