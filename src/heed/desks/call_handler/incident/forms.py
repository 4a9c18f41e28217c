"""The forms on an incident's page and of the search: each hands back values and saves nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from heed.desks.call_handler.fields import Line, Words
from heed.domain.calls.models import LogEntry
from heed.domain.incidents.terms import LinkKind, Safe
from heed.foundation.design.fields import CheckboxesField, RadiosField, SelectField
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy
from heed.foundation.reference import codes

LONGEST_WHY = 500
LONGEST_PART = 70
"""Characters of a log entry that a list of entries shows."""


class SearchForm(Form):
    """One box for a number, a name, an address or an incident reference; and why, unless the work says so."""

    words = Line(
        "Number, name, address or incident reference",
        required=True,
        hint="For example, 07700 900123, Sam Taylor, 14 Acacia Road, ZZ1 1AA, or HD-26-0001234",
        kind="search",
        attributes={"data-key": "n"},
        error_messages={"required": "Enter a number, a name, an address or an incident reference"},
    )
    purpose = Line(
        "Why are you searching?",
        longest=300,
        required=True,
        hint="One sentence. It is kept with the record of who searched, and is checked",
        attributes={"data-key": "w"},
        error_messages={"required": "Enter why you are searching"},
    )

    def __init__(self, *args: Any, asks_why: bool = True, **kwargs: Any) -> None:
        """Leave the purpose out where the work itself gives it."""
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["purpose"]


class GradeForm(Form):
    """Another grade, with why. Going down needs the risk assessed since: missing says what is lacking for each grade."""

    grade = RadiosField(
        label="How soon must somebody attend?",
        choices=[],
        legend="s",
        small=True,
        error_messages={"required": "Select how soon somebody must attend"},
    )
    rationale = Words(
        "Why this grade now?",
        longest=5_000,
        required=True,
        rows=2,
        error_messages={"required": "Enter why you give this grade"},
    )
    rural = CheckboxesField(label="Place", choices=[("yes", "A rural place")], required=False, small=True)

    def __init__(
        self,
        *args: Any,
        second_person: Mapping[str, Sequence[str]],
        missing: Mapping[str, Sequence[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the pack's grades, each saying what is missing for it, and whether a second person must agree and why."""
        super().__init__(*args, prefix="grade", **kwargs)
        offered = offer(self, "grade", [(rule.code, rule.label) for rule in policy.in_use().grades.values()])
        lacking = missing or {}
        says = {
            code: [*lacking.get(code, ()), *([f"Needs a second person: {'; '.join(why)}"] if why else [])]
            for code, why in second_person.items()
        }
        offered.hints = {code: " ".join(sentences) for code, sentences in says.items() if sentences}


class CloseForm(Form):
    """What came of it, under which code it closes, and why."""

    result = SelectField(label="What came of it?", choices=[], error_messages={"required": "Select what came of it"})
    closing_code = SelectField(
        label="Closing code",
        hint="The opening code stays on record beside it. Hoax, duplicate and error set their own code",
        choices=[],
        error_messages={"required": "Select the closing code"},
    )
    rationale = Words(
        "Why is it closed with this code and result?",
        longest=5_000,
        required=True,
        rows=2,
        error_messages={"required": "Enter why it is closed with this code and result"},
    )

    def __init__(self, *args: Any, second_person: Mapping[str, Sequence[str]], **kwargs: Any) -> None:
        """Offer the pack's results and the national list."""
        super().__init__(*args, prefix="close", **kwargs)
        more = " (needs a second person)"
        results = [(r.code, r.label + more * bool(second_person.get(r.code))) for r in policy.in_use().results.values()]
        offer(self, "result", [("", "Choose"), *results])
        themes = {theme.code: theme.label for theme in codes.themes()}
        listed = [(found.code, f"{themes[found.theme]}: {found.label}") for found in codes.categories()]
        offer(self, "closing_code", [("", "Choose"), *listed])


class QualifyForm(Form):
    """Qualifiers to add."""

    codes = CheckboxesField(
        label="Which qualifiers?",
        hint="Somebody's perception is enough for prejudice. None of them ever lowers a grade",
        choices=[],
        small=True,
        error_messages={"required": "Select at least one qualifier"},
    )

    def __init__(self, *args: Any, standing: Sequence[str], **kwargs: Any) -> None:
        """Offer those that do not stand already, the force's own last."""
        super().__init__(*args, prefix="qualify", **kwargs)
        national = [(found.code, found.label) for found in codes.qualifiers() if not found.obsolete]
        local = [(c.code, c.label) for c in policy.in_use().local_codes.values() if c.kind == "qualifier"]
        offer(self, "codes", [(code, label) for code, label in (*national, *local) if code not in standing])


class LinkForm(Form):
    """Another incident that this one hangs together with."""

    reference = Line(
        "Reference of the other incident",
        longest=40,
        required=True,
        width="20",
        error_messages={"required": "Enter the reference of the other incident"},
    )
    kind = RadiosField(
        label="How do they hang together?",
        choices=LinkKind.choices,
        hints={
            LinkKind.DUPLICATE: "Give the main log. This one stays open, and its caller still counts as a victim or witness"
        },
        small=True,
        error_messages={"required": "Select how they hang together"},
    )
    why = Line(
        "How do you know?", longest=LONGEST_WHY, required=True, error_messages={"required": "Enter how you know"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="link", **kwargs)

    def link_kind(self) -> LinkKind:
        """Return how they hang together."""
        return LinkKind(self.cleaned_data["kind"])


class UnlinkForm(Form):
    """Why a link was wrong."""

    why = Line(
        "Why is the link wrong?",
        longest=LONGEST_WHY,
        required=True,
        error_messages={"required": "Enter why the link is wrong"},
    )

    def __init__(self, *args: Any, link_id: int, **kwargs: Any) -> None:
        """Keep the fields of one link apart from those of another."""
        super().__init__(*args, prefix=f"unlink{link_id}", **kwargs)


class SafetyForm(Form):
    """Whether the caller of one call is safe, and how that is known."""

    safe = RadiosField(
        label="Is the caller safe?",
        choices=Safe.choices,
        inline=True,
        small=True,
        error_messages={"required": "Select whether the caller is safe"},
    )
    words = Line(
        "What did they say, or why could they not be asked?",
        longest=LONGEST_WHY,
        required=True,
        error_messages={"required": "Enter what they said, or why they could not be asked"},
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        """Keep the fields of one caller apart from those of another."""
        super().__init__(*args, prefix=f"safe{number}", **kwargs)


class DelayForm(Form):
    """Why nobody can attend in time."""

    why = Line(
        "Why can nobody attend in time, and what is done meanwhile?",
        longest=LONGEST_WHY,
        required=True,
        error_messages={"required": "Enter why nobody can attend in time, and what is done meanwhile"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="delay", **kwargs)


class NoteForm(Form):
    """An entry for the log, or a correction of one."""

    text = Words("What is to be put on the log?", required=True, rows=3, error_messages={"required": "Enter the entry"})
    corrects = SelectField(
        label="Does it correct an entry?",
        hint="The entry it corrects stays as it was",
        choices=[],
        required=False,
        error_messages={"invalid_choice": "Select an entry of this log"},
    )

    def __init__(self, *args: Any, entries: Sequence[LogEntry], **kwargs: Any) -> None:
        """Offer the entries there are."""
        super().__init__(*args, prefix="note", **kwargs)
        listed = [(str(entry.seq), f"{entry.seq}: {_beginning(entry.text)}") for entry in entries]
        offer(self, "corrects", [("", "No, it is new"), *listed])

    def corrected(self) -> int | None:
        """Return the number of the entry it corrects, if any."""
        chosen = self.cleaned_data["corrects"]
        return int(chosen) if chosen else None


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> Any:
    """Give a field of a form its choices, and return the field."""
    field: Any = form.fields[name]
    field.choices = list(choices)
    return field


def _beginning(text: str) -> str:
    """Return the beginning of an entry on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_PART else f"{line[: LONGEST_PART - 1]}…"
