"""Hands messages to a partner's system by incident transfer: one POST each, and the receipt it answers with."""

import json
from typing import Any

from heed.connections import outward
from heed.domain.exchange import rules
from heed.domain.exchange.models import Endpoint, Letter
from heed.domain.exchange.terms import Result
from heed.flows.exchange.outbox import Answer
from heed.foundation.policy import services as policy

WORDS_MOST = 300


def hand_over(endpoint: Endpoint, message: Letter) -> Answer:
    """Hand one message over, and say what came of it. Raises nothing that a partner's system can get wrong."""
    url = endpoint.address + (f"{endpoint.key}" if endpoint.key else "")
    body = json.dumps(message.content, ensure_ascii=False).encode("utf-8", "replace")
    try:
        reply = outward.ask(
            "POST", url, base=endpoint.address, limits=limits(), content=body, content_type="application/json"
        )
    except outward.NotAllowed as error:
        return Answer(Result.REFUSED, words=str(error))
    except outward.NotAnswered as error:
        result = Result.UNSURE if error.sent else Result.AGAIN
        return Answer(result, words=str(error), silent=error.silent)
    said = _read(reply.body)
    result = rules.result_of(reply.status)
    if result == Result.TAKEN:
        return Answer(result, status=reply.status, receipt=str(said.get("receipt", ""))[:120])
    why = str(said.get("error", "")).strip()[:WORDS_MOST]
    words = rules.words_of(reply.status) + (f": {why}" if why else "")
    return Answer(result, status=reply.status, words=words, wait=reply.wait)


def limits() -> outward.Limits:
    """Return how long a request may take, and how much may be answered, as the pack has it."""
    rule = policy.in_use().exchange.request
    return outward.Limits(
        connect=rule.connect_seconds.value, answer=rule.answer_seconds.value, largest=rule.largest_answer_bytes.value
    )


def _read(body: bytes) -> dict[str, Any]:
    """Read what was answered, as far as it is an object; nothing else is needed of it."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
