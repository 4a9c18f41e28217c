"""
The one gate through which every message to a member of the public goes.

`send` is the only function that makes a message; what it makes is sent by connections/messages, which asks the gate again at
the moment of sending (flows/messages/outbox.py). Source: features.md #16.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from heed.domain.contact.models import Message
from heed.domain.contact.outbox import services as outbox
from heed.domain.contact.outbox.services import Passed
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.engines.risk.messages import Rendered, Template, Unfit, render
from heed.engines.risk.safe_contact import Channel
from heed.flows.messages import safe_contact
from heed.flows.messages.safe_contact import Asked
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy


class NotSafe(Exception):
    """A message may not be sent like this; `reasons` says why, a sentence each, for the screen and for a task."""

    def __init__(self, *reasons: str) -> None:
        """Keep the reasons."""
        super().__init__(". ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def send(
    *,
    person_id: uuid.UUID,
    template: str,
    words: Mapping[str, str],
    incident: Incident | None,
    actor: Actor,
    now: datetime,
    language: str = "en",
    channel: str | None = None,
) -> Message:
    """
    Queue a message to a person, in the transaction of whatever gives rise to it; a job sends it once that has committed.

    template: an id of the pack's contact.toml. channel: "text" or "email"; None for the first that the template is written for
    and the gate lets through. Where only the hour is wrong it is held until it is right. words: the incident's reference, and how
    to reach us, are put in where it does not name them.
    Raises NotSafe, Unfit for words that do not fit the template, and Person.DoesNotExist.
    """
    person = Person.objects.select_related("lead", "force").get(pk=person_id)
    pack = policy.in_use()
    kind = known_template(template)
    if actor.force != person.force.code:
        raise NotSafe("They are on another force's record")
    _concerns(person, incident)
    words = _usual_words(kind, incident, language) | dict(words)
    made, asked = _pass(
        person, kind, words, channels=[Channel(channel)] if channel else list(kind.channels), language=language, now=now
    )
    message = outbox.queue(
        person=person,
        incident=incident,
        template=kind,
        language=language,
        made=made,
        passed=Passed(
            asked.channel, asked.verdict, tuple(row.pk for row in asked.rows), policy.remember(pack, now=now)
        ),
        purpose=kind.title,
        actor=actor,
        now=now,
    )
    # A job is a row of the same database: it is there when the message is, and gone when that is rolled back.
    job = app.configure_task("send_message", schedule_at=asked.verdict.not_before)
    job.defer(message_id=str(message.pk))
    return message


def known_template(template: str) -> Template:
    """Return a template of the pack. Raises Unfit for one that it has not."""
    found = policy.in_use().contact.templates.get(template)
    if found is None:
        raise Unfit(f"The pack has no message called {template}")
    return found


def preview(
    *,
    person: Person,
    template: str,
    words: Mapping[str, str],
    incident: Incident | None,
    language: str,
    channel: str | None,
    now: datetime,
) -> tuple[Rendered, Asked]:
    """Return a message as it would go out, and what the gate says; nothing is written. Raises NotSafe, Unfit."""
    kind = known_template(template)
    _concerns(person, incident)
    words = _usual_words(kind, incident, language) | dict(words)
    channels = [Channel(channel)] if channel else list(kind.channels)
    return _pass(person, kind, words, channels=channels, language=language, now=now)


def _pass(
    person: Person,
    template: Template,
    words: Mapping[str, str],
    *,
    channels: list[Channel],
    language: str,
    now: datetime,
) -> tuple[Rendered, Asked]:
    """Return the message in the first channel that may be used, now before later. Raises NotSafe, Unfit."""
    written = [channel for channel in channels if (channel, language) in template.wordings]
    if not written:
        raise NotSafe(f"“{template.title}” is not written for {' or '.join(channels)}")
    asked = [safe_contact.gate(person=person, channel=channel, now=now) for channel in written]
    best = next((one for one in asked if one.verdict.allowed), None)
    best = best or next((one for one in asked if one.verdict.later), None)
    if best is None:
        raise NotSafe(*dict.fromkeys(reason for one in asked for reason in one.verdict.reasons))
    pack = policy.in_use()
    made = render(template, words, channel=best.channel, language=language, giveaways=pack.contact.giveaways.value)
    return made, best


def _usual_words(template: Template, incident: Incident | None, language: str) -> dict[str, str]:
    """Return the words that are the same in every message about an incident."""
    reach = policy.in_use().contact.reach_us.value
    usual = {"contact": reach.cy if language == "cy" else reach.en}
    if incident:
        usual["reference"] = incident.reference
    return {name: word for name, word in usual.items() if name in template.words}


def _concerns(person: Person, incident: Incident | None) -> None:
    """Refuse to write about an incident to somebody who has no part in it, or is the other party. Raises NotSafe."""
    if why := safe_contact.why_not_about(person, incident):
        raise NotSafe(why)
