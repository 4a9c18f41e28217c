"""
The shape of questions.toml: what is asked on an ASB call, what answers it beforehand, and what helps somebody to speak.

A pack made before anything but the questions was read asks as the national pack does.
"""

from typing import Annotated

from pydantic import Field, Strict

from heed.engines.risk import asking, gates
from heed.foundation.policy import schema
from heed.foundation.policy.leaves import Leaf, Named, Part, Positive, Text

Sign = Annotated[asking.Sign, Strict(strict=False)]
Signs = tuple[Sign, ...]


class AskedPart(schema.QuestionPart):
    """A question, what answers it already, and when it is asked at all; without `when`, on every ASB call."""

    answered_by: Leaf[Signs] | None = None
    when: Leaf[Annotated[Signs, Field(min_length=1)]] | None = None

    @property
    def ask(self) -> asking.Ask:
        """Give the question for engines.risk.asking."""
        return asking.Ask(
            question=self.rule,
            answered_by=frozenset(self.answered_by.value if self.answered_by else ()),
            when=frozenset(self.when.value if self.when else ()),
        )


class Amount(Part):
    """How much is asked, and how many cues stand open at once; reasons that are offered for not asking."""

    at_once: Leaf[Positive]
    grow_on: Leaf[Signs]
    grow_axes: Leaf[Annotated[int, Field(ge=1, le=3)]]
    cues_open: Leaf[Positive]
    reasons: Leaf[Annotated[tuple[Text, ...], Field(min_length=1)]]

    @property
    def rule(self) -> asking.AskingPolicy:
        """Give the amounts for engines.risk.asking."""
        return asking.AskingPolicy(self.at_once.value, frozenset(self.grow_on.value), self.grow_axes.value)


class PromptValue(Part):
    """What is in the way, what helps, and when it is offered unasked."""

    title: Text
    say: Text
    when: Signs = ()


class PromptPart(Named, Leaf[PromptValue]):
    """A prompt with its name."""

    @property
    def rule(self) -> asking.Prompt:
        """Give the prompt for engines.risk.asking."""
        return asking.Prompt(self.id, self.value.title, self.value.say, frozenset(self.value.when))


class AskedQuestions(schema.Questions):
    """questions.toml, in the order in which it is asked."""

    question: Annotated[tuple[AskedPart, ...], Field(min_length=1)]
    amount: Amount | None = None
    prompt: tuple[PromptPart, ...] = ()

    @property
    def every_call(self) -> tuple[gates.Question, ...]:
        """Give the questions of every ASB call."""
        return tuple(part.rule for part in self.question if part.when is None)


class Asking:
    """How a pack asks: its questions with what answers them, how much, and the prompts; what it has not, the national one."""

    def __init__(self, own: AskedQuestions, national: AskedQuestions) -> None:
        """Read the questions; borrow what the pack leaves out."""
        lent = own.amount or national.amount
        if lent is None:
            raise ValueError("The national pack does not say how much is asked.")
        self.asks = tuple(part.ask for part in own.question)
        self.further = tuple(part.rule for part in own.question if part.when is not None)
        self.policy = lent.rule
        self.cues_open = lent.cues_open.value
        self.reasons = lent.reasons.value
        self.prompts = tuple(part.rule for part in (own.prompt or national.prompt))
