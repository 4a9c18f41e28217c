"""The pack's questions: the three of first contact, and those of every ASB call."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from heed.desks.call_handler.fields import Words
from heed.domain.incidents.services import AnswerReport
from heed.domain.incidents.terms import Given
from heed.engines.risk.gates import Answer, Question
from heed.flows import record
from heed.foundation.design.fields import RadiosField
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy


class QuestionsForm(Form):
    """
    One answer and some words for each question of the pack.

    known: question → what the check has found already; it is put in, for the caller to confirm.
    """

    def __init__(
        self, posted: QueryDict | None = None, *, known: Mapping[str, str] | None = None, draft: QueryDict | None = None
    ) -> None:
        """Make the fields."""
        self.known = dict(known or {})
        super().__init__(posted, initial=self._initial(draft))
        pack = policy.in_use()
        self.asked = (*pack.risk_questions, *pack.questions)
        for number, question in enumerate(self.asked):
            self._add(question, first=number == len(pack.risk_questions))

    def _initial(self, draft: QueryDict | None) -> dict[str, Any]:
        """Return what was typed; where nothing was, what is known already."""
        typed = {name: draft.get(name) for name in draft or () if name.startswith("q-")} if draft else {}
        for question, words in self.known.items():
            if not typed.get(f"q-{question}-given"):
                typed[f"q-{question}-given"] = Given.YES
                typed[f"q-{question}-text"] = typed.get(f"q-{question}-text") or words
        return typed

    def _add(self, question: Question, *, first: bool) -> None:
        """Add the fields of one question; the first of the caller's questions has the key."""
        key = {"data-key": "q", "data-key-label": "The questions"} if first else {}
        if question.answers:
            self.fields[f"q-{question.id}-given"] = RadiosField(
                label=question.wording,
                choices=[(value, _label(value)) for value in question.answers],
                required=False,
                inline=True,
                small=True,
                attributes=key,
            )
        self.fields[f"q-{question.id}-text"] = Words(
            question.wording,
            longest=5_000,
            rows=1,
        )

    def pairs(self) -> list[dict[str, Any]]:
        """Return each question with its fields, for the page."""
        return [
            {
                "question": question,
                "given": self[f"q-{question.id}-given"] if question.answers else None,
                "text": self[f"q-{question.id}-text"],
                "known": self.known.get(question.id, ""),
            }
            for question in self.asked
        ]

    def check_answers(self, opening_code: str) -> bool:
        """Say whether nothing is missing for an incident of this kind; what is, becomes an error of its field."""
        answers = {
            question.id: Answer(
                value=self._given(question), text=str(self.cleaned_data.get(f"q-{question.id}-text") or "")
            )
            for question in self.asked
            if self._given(question) or self.cleaned_data.get(f"q-{question.id}-text")
        }
        for question, sentence in record.answers_missing(opening_code=opening_code, answers=answers).items():
            chosen = answers.get(question)
            box = "text" if (chosen and chosen.value) or f"q-{question}-given" not in self.fields else "given"
            if not self.errors.get(f"q-{question}-{box}"):
                self.add_error(f"q-{question}-{box}", forms.ValidationError(f"{self._short(question)} {sentence}"))
        return not self.errors

    def answers(self) -> tuple[AnswerReport, ...]:
        """Return what came of each question that was answered."""
        found = []
        for question in self.asked:
            value, text = self._given(question), self.cleaned_data[f"q-{question.id}-text"]
            if not value and not text:
                continue
            ours = value in Given.values
            found.append(
                AnswerReport(
                    question=question.id,
                    given=Given(value) if ours else Given.WORDS,
                    # A pack may have answers that only it knows: they are kept as words.
                    text=text if ours or not value else f"{_label(value)}. {text}".strip(),
                    known_already=value == Given.YES and question.id in self.known,
                )
            )
        return tuple(found)

    def _given(self, question: Question) -> str:
        return str(self.cleaned_data.get(f"q-{question.id}-given") or "")

    def _short(self, question_id: str) -> str:
        wording = next(question.wording for question in self.asked if question.id == question_id)
        return wording.partition("?")[0] + "?"


def _label(value: str) -> str:
    """Return an answer as people read it; one that only the pack knows, by its own word."""
    return Given(value).label if value in Given.values else value.replace("_", " ").capitalize()
