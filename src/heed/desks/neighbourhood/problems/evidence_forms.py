"""Forms of evidence: each hands back values and saves nothing."""

from datetime import datetime
from typing import Any

from heed.desks.neighbourhood.problems.fields import HappenedForm, Paragraph, Sentence
from heed.domain.problems.evidence.services import Received
from heed.domain.problems.terms import EvidenceKind
from heed.foundation.design.fields import SelectField
from heed.foundation.design.forms import Form


class EnterForm(HappenedForm):
    """An item that was received: what it is, from whom, and where it is kept."""

    kind = SelectField(
        label="What is it?",
        choices=[("", "Choose"), *EvidenceKind.choices],
        error_messages={"required": "Select what it is"},
    )
    words = Sentence("What is on it, as far as anybody said?", empty="Enter what is on it", longest=500)
    from_whom = Sentence("From whom?", empty="Enter from whom it came")
    kept_where = Sentence(
        "Where is it kept?", empty="Enter where it is kept", hint="Store and reference. Heed keeps no files"
    )
    reference = Sentence(
        "Incident it belongs to", longest=40, width="20", hint="For example HD-26-0001234, if you know it"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask when it was received, not when something happened."""
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "When was it received?"
        self.order_fields(["kind", "words", "from_whom", "kept_where", "on", "at", "reference"])

    def received(self, now: datetime) -> Received:
        """Return what was received."""
        typed = self.cleaned_data
        return Received(
            kind=EvidenceKind(typed["kind"]),
            words=typed["words"],
            from_whom=typed["from_whom"],
            kept_where=typed["kept_where"],
            received_at=self.happened_at(now),
        )


class LookForm(Form):
    """That somebody looked at an item or listened to it."""

    words = Paragraph("What is on it?", empty="Enter what is on it", longest=500, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="look", **kwargs)


class CaseForm(Form):
    """The case an item belongs to: an incident, or a problem plan."""

    case = Sentence(
        "Which case?",
        empty="Enter the case",
        longest=40,
        width="20",
        hint="Like HD-26-0001234, or PP-0012 for a plan",
    )
    words = Sentence("Why does it belong there?", empty="Enter why it belongs there", longest=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="link", **kwargs)


class AsideForm(Form):
    """That an item needs no case and no look."""

    words = Sentence(
        "Why does it need nothing more?",
        empty="Enter why it needs nothing more",
        longest=500,
        hint="For example: given back, the same as another item. It stays on record",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="aside", **kwargs)
