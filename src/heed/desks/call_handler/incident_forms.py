"""The forms on an incident's page and of the search: each hands back values and saves nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from heed.desks.call_handler.fields import Line, Words
from heed.domain.calls.models import LogEntry
from heed.domain.incidents.services import AnswerReport
from heed.domain.incidents.terms import Given, LinkKind
from heed.engines.risk import gates
from heed.engines.risk.gates import Question
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
    """Another grade, with why; and the risk assessed again, which going down needs."""

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

    def __init__(self, *args: Any, second_person: Mapping[str, Sequence[str]], **kwargs: Any) -> None:
        """Offer the pack's grades, each saying whether a second person must agree to it, and why."""
        super().__init__(*args, prefix="grade", **kwargs)
        pack = policy.in_use()
        offered = offer(self, "grade", [(rule.code, rule.label) for rule in pack.grades.values()])
        offered.hints = {code: f"Needs a second person: {'; '.join(why)}" for code, why in second_person.items() if why}
        for question in pack.risk_questions:
            self._ask(question)

    def _ask(self, question: Question) -> None:
        """Add the fields of one risk question."""
        if question.answers:
            self.fields[f"{question.id}-given"] = RadiosField(
                label=question.wording,
                choices=[(value, value.replace("_", " ").capitalize()) for value in question.answers],
                required=False,
                inline=True,
                small=True,
            )
        label = question.wording if not question.answers else f"{question.wording} In your words"
        self.fields[f"{question.id}-text"] = Words(label, longest=5_000, rows=2)

    def questions(self) -> list[Any]:
        """Return the fields of the risk questions, for the page."""
        return [self[name] for name in self.fields if name.endswith(("-given", "-text"))]

    def clean(self) -> dict[str, Any]:
        """Refuse an assessment that was begun and not finished."""
        answers = {
            question.id: gates.Answer(self._chosen(question), self._text(question))
            for question in policy.in_use().risk_questions
        }
        if any(answer.value or answer.text for answer in answers.values()):
            for question_id, sentence in gates.answers_missing(policy.in_use().risk_questions, answers).items():
                box = "given" if f"{question_id}-given" in self.fields and not answers[question_id].value else "text"
                self.add_error(f"{question_id}-{box}", sentence)
        return self.cleaned_data

    def assessment(self) -> tuple[AnswerReport, ...]:
        """Return the risk questions answered anew; empty when they were left alone."""
        return tuple(
            AnswerReport(
                question=question.id,
                given=Given(self._chosen(question)) if self._chosen(question) in Given.values else Given.WORDS,
                text=self._text(question),
            )
            for question in policy.in_use().risk_questions
            if self._chosen(question) or self._text(question)
        )

    def _chosen(self, question: Question) -> str:
        return str(self.cleaned_data.get(f"{question.id}-given") or "")

    def _text(self, question: Question) -> str:
        return str(self.cleaned_data.get(f"{question.id}-text") or "")


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
