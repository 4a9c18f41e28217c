"""
The shape of exchange.toml: how messages go to partners' systems, how updates are asked for, and what status words mean.

A pack made before this was read has none, and then goes by the national one.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from heed.foundation.policy.leaves import Code, Leaf, Part, Positive

Said = Literal["accept", "update", "close", "refuse", "return"]
Share = Annotated[float, Field(ge=0, lt=1)]


class Sending(Part):
    """How often and how long a message is tried, how long one worker has it, and when somebody rings instead."""

    tries: Leaf[Positive]
    first_wait_seconds: Leaf[Positive]
    longest_wait_seconds: Leaf[Positive]
    jitter: Leaf[Share]
    lease_seconds: Leaf[Positive]
    task_within_hours: Leaf[Positive]

    def wait(self, tries: int, *, chance: float) -> timedelta:
        """
        Return how long to wait after so many tries: twice as long each time, up to the longest.

        chance: from 0 to 1; it lengthens the wait by up to the share of jitter.
        """
        doubled = self.first_wait_seconds.value * 2 ** min(max(tries - 1, 0), 20)
        return timedelta(seconds=min(doubled, self.longest_wait_seconds.value) * (1 + self.jitter.value * chance))

    @property
    def lease(self) -> timedelta:
        """Give how long a message belongs to the worker that took it."""
        return timedelta(seconds=self.lease_seconds.value)

    @property
    def task_within(self) -> timedelta:
        """Give by when somebody is to reach the partner otherwise."""
        return timedelta(hours=self.task_within_hours.value)


class Request(Part):
    """How long one request may take, and how much a partner's system may answer."""

    connect_seconds: Leaf[Positive]
    answer_seconds: Leaf[Positive]
    largest_answer_bytes: Leaf[Positive]


class Polling(Part):
    """How often a partner's system is asked for updates, how far each question reaches back, and how much one may cover."""

    every_minutes: Leaf[Positive]
    overlap_minutes: Leaf[Positive]
    at_most_days: Leaf[Positive]


class Receiving(Part):
    """How long an update waits for its case."""

    early_days: Leaf[Positive]

    @property
    def early(self) -> timedelta:
        """Give how long an update waits for its case."""
        return timedelta(days=self.early_days.value)


class Meaning(Part):
    """What a partner's status says of a referral."""

    said: Said
    reason: str = ""

    @model_validator(mode="after")
    def _reason_with_no(self) -> "Meaning":
        """Refuse an end without its reason, and a reason where nothing ends."""
        if (self.said in ("refuse", "return", "close")) != bool(self.reason):
            raise ValueError("a refusal, a return and a close have a reason of referrals.toml, and nothing else has")
        return self


class Exchange(Part):
    """exchange.toml. statuses: by the partner's status in capitals, with underscores."""

    sending: Sending
    request: Request
    poll: Polling
    receiving: Receiving
    statuses: dict[Code, Leaf[Meaning]]

    @model_validator(mode="after")
    def _lease_outlasts_a_request(self) -> "Exchange":
        """Refuse a lease that ends while the request may still be under way: the message would go out twice."""
        if self.sending.lease_seconds.value <= self.request.connect_seconds.value + self.request.answer_seconds.value:
            raise ValueError("sending.lease_seconds must be longer than one request may take")
        return self

    def meaning(self, status: str) -> Meaning | None:
        """Return what a status says; None for a word that the pack does not know. Capitals and spaces do not matter."""
        found = self.statuses.get("_".join(status.upper().replace("-", " ").replace("_", " ").split()))
        return found.value if found else None
