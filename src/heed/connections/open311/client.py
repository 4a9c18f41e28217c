"""
Speaks to a council's Open311 endpoint as a client: creates, updates, and asks for updates (GeoReport v2, FixMyStreet dialect).

XML both ways, because the standard has every server speak it. Whatever a server answers is read with external entities and
document types refused, and only as much of it as is needed.
"""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.dateparse import parse_datetime

from heed.connections import outward
from heed.connections.open311 import client_words
from heed.connections.open311.asked import YEARS
from heed.connections.outward import Limits, Reply
from heed.domain.exchange import rules
from heed.domain.exchange.models import Attempt, Case, Endpoint, Letter
from heed.domain.exchange.terms import Kind, Result
from heed.flows.exchange.outbox import Answer
from heed.flows.exchange.polling import Told, Update
from heed.foundation.policy import services as policy

TOKEN = "token:"  # noqa: S105  the word of the standard for a report whose number comes later
TOKEN_TRIES, TOKEN_WAIT = 5, 2.0
"""How often, and after how many seconds, a server is asked what number a report has got (interop.md 3.3)."""

WORDS_MOST = 300
UPDATES_MOST = 5000
ISO = "%Y-%m-%dT%H:%M:%SZ"


def hand_over(endpoint: Endpoint, message: Letter) -> Answer:
    """Hand one message over, and say what came of it. Raises nothing that a partner's system can get wrong."""
    try:
        if message.kind == Kind.CREATE:
            return _create(endpoint, message)
        if message.kind in (Kind.UPDATE, Kind.CLOSE):
            return _update(endpoint, message)
    except outward.NotAllowed as error:
        return Answer(Result.REFUSED, words=str(error))
    except outward.NotAnswered as error:
        result = Result.UNSURE if error.sent else Result.AGAIN
        return Answer(result, words=str(error), silent=error.silent)
    return Answer(Result.REFUSED, words="Open311 has no message of this kind")


def fetch(endpoint: Endpoint, since: datetime, until: datetime) -> Told:
    """Ask for the updates between two moments. Raises nothing that a partner's system can get wrong."""
    query = _known_by(endpoint) | {"start_date": _written(since), "end_date": _written(until)}
    try:
        reply = _ask("GET", endpoint, "servicerequestupdates.xml", query=query)
    except (outward.NotAllowed, outward.NotAnswered) as error:
        return Told(why_not=str(error))
    if rules.result_of(reply.status) != Result.TAKEN:
        return Told(why_not=_words(reply))
    root = _parsed(reply.body)
    if root is None:
        return Told(why_not="The partner's system answers with something that is not XML of this kind")
    found, unread = [], 0
    for element in list(root.iter("request_update"))[:UPDATES_MOST]:
        update = _update_in(element)
        found += [update] if update else []
        unread += update is None
    return Told(updates=found, unread=unread)


def _create(endpoint: Endpoint, message: Letter) -> Answer:
    """Make a new request of a referral. The same number goes along each time, so that a server that keeps it knows it again."""
    fields = _known_by(endpoint) | client_words.create(message.content, attributes=endpoint.attributes)
    reply = _ask("POST", endpoint, "requests.xml", fields=fields)
    if rules.result_of(reply.status) != Result.TAKEN:
        return _refused(reply)
    root = _parsed(reply.body)
    number, token = _text(root, "service_request_id"), _text(root, "token")
    if not number and token:
        number = _number_of(endpoint, token, tries=TOKEN_TRIES)
    if number or token:
        return Answer(Result.TAKEN, status=reply.status, receipt=number or f"{TOKEN}{token}", case=number)
    words = "The partner's system said yes, and gave the case no number"
    return Answer(Result.UNSURE, status=reply.status, words=words)


def _update(endpoint: Endpoint, message: Letter) -> Answer:
    """Add something to a request that the server knows under a number of its own."""
    number = message.case.external_id or _asked_again(endpoint, message.case)
    if not number:
        return Answer(Result.AGAIN, words="The partner's system has not said yet under which number it has the case")
    fields = _known_by(endpoint) | client_words.update(message.content, number=number, at=_written(message.made_at))
    reply = _ask("POST", endpoint, "servicerequestupdates.xml", fields=fields)
    if rules.result_of(reply.status) != Result.TAKEN:
        return _refused(reply)
    told = _text(_parsed(reply.body), "update_id")
    return Answer(Result.TAKEN, status=reply.status, receipt=told, case=number)


def _asked_again(endpoint: Endpoint, case: Case) -> str:
    """Ask again what number a report has got that was taken with a token only; empty where it has none yet."""
    taken = Attempt.objects.filter(message__case=case, result=Result.TAKEN, receipt__startswith=TOKEN).first()
    return _number_of(endpoint, taken.receipt.removeprefix(TOKEN), tries=1) if taken else ""


def _number_of(endpoint: Endpoint, token: str, *, tries: int) -> str:
    """Ask what number belongs to a token; empty where there is none yet, or nobody answers."""
    if not token.replace("-", "").replace("_", "").isalnum():
        return ""
    for tried in range(tries):
        if tried:
            time.sleep(TOKEN_WAIT)
        try:
            reply = _ask("GET", endpoint, f"tokens/{token}.xml", query=_jurisdiction(endpoint))
        except (outward.NotAllowed, outward.NotAnswered):
            return ""
        if number := _text(_parsed(reply.body), "service_request_id"):
            return number
    return ""


def _ask(method: str, endpoint: Endpoint, path: str, **said: Mapping[str, str]) -> Reply:
    """Ask for one path under the endpoint's address."""
    rule = policy.in_use().exchange.request
    limits = Limits(
        connect=rule.connect_seconds.value, answer=rule.answer_seconds.value, largest=rule.largest_answer_bytes.value
    )
    return outward.ask(
        method,
        endpoint.address + path,
        base=endpoint.address,
        limits=limits,
        fields=said.get("fields"),
        query=said.get("query"),
    )


def _jurisdiction(endpoint: Endpoint) -> dict[str, str]:
    return {"jurisdiction_id": endpoint.jurisdiction} if endpoint.jurisdiction else {}


def _known_by(endpoint: Endpoint) -> dict[str, str]:
    """Return what the server knows us by: on POSTs and on asking for updates, as FixMyStreet does."""
    return _jurisdiction(endpoint) | ({"api_key": endpoint.key} if endpoint.key else {})


def _parsed(body: bytes) -> Element | None:
    """Read XML; None for what is none, and for what tries to be more (document types, entities, what nests without end)."""
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return None
    return root


def _text(root: Element | None, name: str) -> str:
    """Return the text of the first element of a name, at most as long as a number may be."""
    found = next(root.iter(name), None) if root is not None else None
    text = (found.text or "").strip() if found is not None else ""
    return text if len(text) <= 100 else ""  # noqa: PLR2004  what is longer is no number


def _update_in(element: Element) -> Update | None:
    """Read one update; None for one without its number, its case, or a time with a zone."""
    said: dict[str, Any] = {child.tag: (child.text or "").strip() for child in element}
    case = said.get("service_request_id", "")
    at = _moment(said.get("updated_datetime", ""))
    number = said.get("update_id", "")
    if not number or not case or at is None or max(len(number), len(case)) > 100:  # noqa: PLR2004  as above
        return None
    return Update(
        id=number,
        case=case,
        status=said.get("status", ""),
        own_status=said.get("external_status_code", ""),
        words=said.get("description", "")[:5000],
        at=at,
    )


def _moment(text: str) -> datetime | None:
    """Read a moment; one without a zone is taken as UTC, and nonsense and another age as none."""
    try:
        found = parse_datetime(text)
        if found is None:
            return None
        at = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at.year in YEARS else None


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(ISO)


def _refused(reply: Reply) -> Answer:
    """Say what an answer that took nothing means."""
    return Answer(rules.result_of(reply.status), status=reply.status, words=_words(reply), wait=reply.wait)


def _words(reply: Reply) -> str:
    """Say what is wrong, in our words and in theirs."""
    said = "; ".join(_errors(_parsed(reply.body)))[:WORDS_MOST]
    return rules.words_of(reply.status) + (f": {said}" if said else "")


def _errors(root: Element | None) -> Iterator[str]:
    """Yield what the server says is wrong (GeoReport v2, errors)."""
    if root is not None:
        for found in root.iter("description"):
            if found.text and found.text.strip():
                yield found.text.strip()
