"""The pack's questions: what the caller is asked, what the risk adds, and what the handler judges."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from heed.desks.call_handler.fields import Line, Words
from heed.domain.incidents.services import AnswerReport
from heed.domain.incidents.terms import Given
from heed.engines.risk.asking import Known, Plan
from heed.engines.risk.gates import Answer, AnswerValue, Question
from heed.flows import record
from heed.foundation.design.fields import RadiosField
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

OWN_WORDS = "own"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
GROUPS = ("known", "now", "later", "judge")
"""Where a question stands on the page; one that was answered stays where it was, and one not asked is hidden."""


class QuestionsForm(Form):
    """
    One answer and some words for each question of the pack, and one reason for those that are left for later.

    plan: which are known already, which are asked now and which can wait. Nothing is put in: what is known counts once
    somebody has confirmed it.
    """

    def __init__(self, posted: QueryDict | None = None, *, plan: Plan, draft: QueryDict | None = None) -> None:
        """Make the fields."""
        self.plan = plan
        super().__init__(posted, initial=_typed(draft))
        pack = policy.in_use()
        # Whether anybody is vulnerable is decided on the same page, with the risk: it is not asked twice.
        asked = (ask.question for ask in pack.asking.asks if ask.question.id != record.DEEMED_VULNERABLE)
        self.asked = (*asked, *pack.risk_questions)
        self.further = {question.id for question in pack.asking.further}
        for number, question in enumerate(self.asked):
            self._add(question, first=number == 0)
        self.fields["asked_in"] = RadiosField(
            label="Asked in", choices=LANGUAGES, initial="en", required=False, inline=True, small=True
        )
        reasons = pack.asking.reasons
        self.fields["rest"] = RadiosField(
            label="Why are they not asked?",
            choices=[*((reason, reason) for reason in reasons), (OWN_WORDS, "Something else")],
            reveals={OWN_WORDS: "rest_own"},
            required=False,
            small=True,
        )
        self.fields["rest_own"] = Line("Why?", longest=300)

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

    def groups(self) -> dict[str, list[dict[str, Any]]]:
        """Return the questions by where they stand, each with its fields; those not asked on this call under "unasked"."""
        groups: dict[str, list[dict[str, Any]]] = {name: [] for name in (*GROUPS, "unasked")}
        risk = {question.id for question in policy.in_use().risk_questions}
        for question in self.asked:
            place = "judge" if question.id in risk else self.plan.place(question.id)
            if place == "answered":
                place = "known" if question.id in self.plan.because else "now"
            groups[place or "unasked"].append(self._pair(question))
        order = {question.id: number for number, question in enumerate((*self.plan.now, *self.plan.answered))}
        groups["now"].sort(key=lambda pair: order.get(pair["question"].id, 0) if pair["further"] else len(order))
        return groups

    def _pair(self, question: Question) -> dict[str, Any]:
        return {
            "question": question,
            "given": self[f"q-{question.id}-given"] if question.answers else None,
            "text": self[f"q-{question.id}-text"],
            "known": self.plan.because.get(question.id, ()),
            "confirms": confirmed(self.plan.because.get(question.id, ())),
            "further": question.id in self.further,
        }

    @property
    def later_is_open(self) -> bool:
        """Say whether something among what is left for later needs to be seen: it is answered, or wrong."""
        names = [f"q-{question.id}-{part}" for question in self.plan.later for part in ("given", "text")]
        return any(self.errors.get(name) or self[name].value() for name in names if name in self.fields)

    def check_answers(self, opening_code: str) -> bool:
        """Say whether nothing is missing for an incident of this kind; what is, becomes an error of its field."""
        answers = {
            question.id: Answer(
                value=self._given(question), text=str(self.cleaned_data.get(f"q-{question.id}-text") or "")
            )
            for question in self.asked
            if self._given(question) or self.cleaned_data.get(f"q-{question.id}-text")
        }
        if self._rest:
            left = Answer(AnswerValue.NOT_ASKED, self._rest)
            answers = dict.fromkeys((question.id for question in self.plan.later), left) | answers
        missing = record.answers_missing(opening_code=opening_code, answers=answers, further=self.plan.further)
        for question, sentence in missing.items():
            chosen = answers.get(question)
            box = "text" if (chosen and chosen.value) or f"q-{question}-given" not in self.fields else "given"
            if not self.errors.get(f"q-{question}-{box}"):
                self.add_error(f"q-{question}-{box}", forms.ValidationError(f"{self._short(question)} {sentence}"))
        return not self.errors

    def answers(self) -> tuple[AnswerReport, ...]:
        """Return what came of each question that was asked, and of each that was left for later with the reason."""
        found = []
        later = {question.id for question in self.plan.later}
        for question in self.asked:
            value, text = self._given(question), self.cleaned_data[f"q-{question.id}-text"]
            if not value and not text:
                if question.id not in later or not self._rest:
                    continue
                value, text = str(AnswerValue.NOT_ASKED), self._rest
            ours = value in Given.values
            found.append(
                AnswerReport(
                    question=question.id,
                    given=Given(value) if ours else Given.WORDS,
                    # A pack may have answers that only it knows: they are kept as words.
                    text=text if ours or not value else f"{_label(value)}. {text}".strip(),
                    known_already=value == Given.YES and question.id in self.plan.because,
                    wording_version=question.version[:40],
                    asked_in=self.cleaned_data.get("asked_in") or "en" if question.asked_of == "caller" else "",
                )
            )
        return tuple(found)

    @property
    def _rest(self) -> str:
        """Return why what is left for later is not asked; empty while nobody has said why."""
        chosen = str(self.cleaned_data.get("rest") or "")
        return str(self.cleaned_data.get("rest_own") or "") if chosen == OWN_WORDS else chosen

    def _given(self, question: Question) -> str:
        return str(self.cleaned_data.get(f"q-{question.id}-given") or "")

    def _short(self, question_id: str) -> str:
        wording = next(question.wording for question in self.asked if question.id == question_id)
        return wording.partition("?")[0] + "?"


def answers_so_far(posted: QueryDict | None) -> Mapping[str, str]:
    """Return what each question is answered with on the page: question id → the answer, or "words" for words alone."""
    if posted is None:
        return {}
    given = {}
    for ask in (*policy.in_use().risk_questions, *(ask.question for ask in policy.in_use().asking.asks)):
        chosen = str(posted.get(f"q-{ask.id}-given") or "")
        if chosen in ask.answers:
            given[ask.id] = chosen
        elif not ask.answers and posted.get(f"q-{ask.id}-text"):
            given[ask.id] = str(Given.WORDS)
    return given


def confirmed(known: tuple[Known, ...]) -> str:
    """Put what is known into words that are kept once somebody has confirmed it."""
    return "; ".join(dict.fromkeys(f"{one.words} ({one.whence})" for one in known))[:1_000]


def confirm(posted: QueryDict, plan: Plan) -> QueryDict:
    """Answer the question whose “still so” was pressed with what is known; for a browser without the page's script."""
    question = str(posted.get("confirm") or "")
    typed = posted.copy()
    if question in plan.because:
        typed[f"q-{question}-given"] = Given.YES
        typed[f"q-{question}-text"] = typed.get(f"q-{question}-text") or confirmed(plan.because[question])
    return typed


def _typed(draft: QueryDict | None) -> dict[str, Any]:
    """Return what was typed."""
    if not draft:
        return {}
    return {
        name: draft.get(name) for name in draft if name.startswith("q-") or name in {"asked_in", "rest", "rest_own"}
    }


def _label(value: str) -> str:
    """Return an answer as people read it; one that only the pack knows, by its own word."""
    return Given(value).label if value in Given.values else value.replace("_", " ").capitalize()
