"""The form of an assessment: a decision with its reason, and the instruments behind it. It hands back values."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from heed.desks.call_handler.fields import Words
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import HEADINGS, Judged
from heed.engines.risk.factors import Heading
from heed.engines.risk.gates import Answer
from heed.engines.risk.instruments import Instrument, Item
from heed.engines.risk.prefill import Prefilled
from heed.foundation.design.fields import CheckboxesField, RadiosField, SelectField
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

PREFIX = "risk"
LONGEST_WHY = 5_000
LONGEST_WORDS = 2_000
DECIDE = "Decide whether anybody is vulnerable: yes, no or not yet known"
SAY_WHY = "Enter why you judge the risk so"


def in_use() -> tuple[Instrument, ...]:
    """Return the instruments of the screen: THRIVE as this force has it, then those that are scored."""
    known = policy.in_use().assessment
    return (known.thrive, *(one for one in known.instruments.values() if one.bands))


class RiskForm(Form):
    """
    Whether anybody is vulnerable, under which headings and why; and what was answered in the instruments.

    known: what follows from what is known, by instrument and question, put in for a person to confirm. An instrument that
    nobody has touched is not used: an answer that was only put in is nobody's answer.
    """

    vulnerable = RadiosField(
        label="Is anybody concerned vulnerable?",
        choices=Judged.choices,
        hint="Unable, through situation or circumstances, to protect themselves or others from harm. Age or disability alone "
        "does not prove it, and without them somebody can be",
        required=False,
        inline=True,
        small=True,
        legend="s",
        attributes={"data-key": "j", "data-key-label": "Is anybody concerned vulnerable?"},
    )
    headings = CheckboxesField(label="Under which headings?", choices=HEADINGS, required=False, small=True)
    why = Words("Why do you judge so?", longest=LONGEST_WHY, rows=2)
    band = SelectField(label="Which band do you decide on?", choices=[], required=False)
    override = Words("Why another band than the score proposes?", longest=500, rows=1)

    def __init__(
        self,
        posted: QueryDict | None = None,
        *,
        draft: QueryDict | None = None,
        known: Mapping[str, Mapping[str, Prefilled]] | None = None,
        headings: Mapping[str, str] | None = None,
    ) -> None:
        """Make a field for each question of the instruments in use."""
        self.known = known or {}
        self.instruments = in_use()
        super().__init__(posted, prefix=PREFIX, initial=self._initial(draft, list(headings or {})))
        banding = policy.in_use().assessment.band_from
        self.fields["band"].choices = [  # type: ignore[attr-defined]
            ("", "The one that the score proposes"),
            *((band.code, band.label) for band in banding.bands),
        ]
        self.fields["headings"].hints = {  # type: ignore[attr-defined]
            heading: f"From {words}" for heading, words in (headings or {}).items()
        }
        for instrument in self.instruments:
            for item in instrument.items:
                self._add(instrument, item)
            self.fields[_used(instrument)] = CheckboxesField(
                label=f"{instrument.label}: gone through",
                choices=[("yes", "I have gone through this")],
                required=False,
                small=True,
            )

    def _initial(self, draft: QueryDict | None, headings: list[str]) -> dict[str, Any]:
        """Return what was typed; where nothing was, what follows from what is known."""
        begun = any(name.startswith(f"{PREFIX}-") for name in draft or ())
        found: dict[str, Any] = {} if begun else {"headings": headings}
        for instrument, answers in self.known.items():
            found |= {f"{instrument}-{question}": known.value for question, known in answers.items()}
        for name in draft or ():
            if name.startswith(f"{PREFIX}-") and draft:
                short = name.removeprefix(f"{PREFIX}-")
                found[short] = draft.getlist(name) if short == "headings" else draft.get(name)
        return found

    def _add(self, instrument: Instrument, item: Item) -> None:
        """Add the fields of one question or element."""
        source = self.known.get(instrument.id, {}).get(item.id)
        if item.choices:
            self.fields[_chosen(instrument, item)] = RadiosField(
                label=item.wording,
                hint=f"From {source.source}: confirm or change" if source else " ".join(item.prompts),
                choices=[(choice.id, choice.label) for choice in item.choices],
                required=False,
                inline=True,
                small=True,
            )
        if item.words or not item.choices:
            label = f"{item.wording}: in words" if item.choices else item.wording
            self.fields[_words(instrument, item)] = Words(
                label, longest=LONGEST_WORDS, rows=1, hint="" if item.choices else " ".join(item.prompts)
            )

    def questions_of(self, instrument: Instrument) -> list[Any]:
        """Return the fields of an instrument, for the page."""
        names = [name for item in instrument.items for name in (_chosen(instrument, item), _words(instrument, item))]
        return [self[name] for name in (*names, _used(instrument)) if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Refuse a decision that was begun and not finished."""
        found: dict[str, Any] = super().clean() or {}
        if not self.is_begun:
            return found
        if not found.get("vulnerable") and "vulnerable" not in self.errors:
            self.add_error("vulnerable", DECIDE)
        if not found.get("why") and "why" not in self.errors:
            self.add_error("why", SAY_WHY)
        if found.get("vulnerable") == Judged.YES and not found.get("headings"):
            self.add_error("headings", "Select at least one heading under which somebody is vulnerable")
        return found

    @property
    def is_begun(self) -> bool:
        """Say whether anybody decided anything: headings and answers that were only put in do not count."""
        found = self.cleaned_data
        return bool(found.get("vulnerable") or found.get("why") or found.get("override") or self._answers())

    def require(self) -> bool:
        """Ask for the decision, for an incident that cannot be recorded without one. Return whether it is there."""
        if self.is_valid() and not self.is_begun:
            self.add_error("vulnerable", ValidationError(f"{DECIDE}, and say why"))
        return not self.errors

    def refuse(self, sentences: Iterable[str]) -> None:
        """Put what the rules refuse beside the field it is about."""
        for sentence in sentences:
            about = "override" if "decide otherwise" in sentence else "band" if "supervisor" in sentence else None
            self.add_error(about, sentence)

    def judgement(self) -> Judgement | None:
        """Return what was judged; None when nothing was."""
        found = self.cleaned_data
        if not self.is_begun:
            return None
        is_yes = found["vulnerable"] == Judged.YES
        return Judgement(
            vulnerable=Judged(found["vulnerable"]),
            why=found["why"],
            headings=tuple(Heading(value) for value in found["headings"]) if is_yes else (),
            answers=self._answers(),
            band=found.get("band") or None,
            override_why=found.get("override") or "",
        )

    def answers_so_far(self) -> dict[str, dict[str, Answer]]:
        """Return every answer as it stands on the screen, put in or not, for the score that is shown."""
        return {one.id: self._answers_to(one) for one in self.instruments}

    def _answers(self) -> dict[str, dict[str, Answer]]:
        """Return the answers of the instruments that somebody has gone through."""
        found = {one.id: self._answers_to(one) for one in self.instruments if self._is_used(one)}
        return {name: answers for name, answers in found.items() if answers}

    def _is_used(self, instrument: Instrument) -> bool:
        """Say whether somebody has been here: they say so, or an answer is another than was put in."""
        known = self.known.get(instrument.id, {})
        given = self._answers_to(instrument)
        changed = any(
            answer.text or (known[name].value if name in known else "") != answer.value
            for name, answer in given.items()
        )
        return bool(self._value(_used(instrument))) or changed

    def _answers_to(self, instrument: Instrument) -> dict[str, Answer]:
        """Return what was answered to one instrument, and what was left empty not at all."""
        found = {
            item.id: Answer(
                str(self._value(_chosen(instrument, item)) or ""), str(self._value(_words(instrument, item)) or "")
            )
            for item in instrument.items
        }
        return {name: answer for name, answer in found.items() if answer.value or answer.text}

    def _value(self, name: str) -> Any:
        """Return what a field holds: as checked where the form was posted, else as it is shown; nonsense is nothing."""
        if name not in self.fields:
            return None
        if self.is_bound:
            return getattr(self, "cleaned_data", {}).get(name)
        value = self.initial.get(name)
        field = self.fields[name]
        offered = [choice[0] for choice in _pairs(field)] if isinstance(field, RadiosField) else None
        return value if offered is None or value in offered else None


def _chosen(instrument: Instrument, item: Item) -> str:
    return f"{instrument.id}-{item.id}"


def _words(instrument: Instrument, item: Item) -> str:
    return f"{instrument.id}-{item.id}-words"


def _used(instrument: Instrument) -> str:
    return f"{instrument.id}-used"


def _pairs(field: Any) -> list[tuple[Any, Any]]:
    """Return the choices of a field as pairs."""
    return list(field.choices)
