"""What leaves: services and what they ask, an agency's own reports and how they stand, and what was told of them since."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from heed.connections.open311.written import Value
from heed.domain.incidents.online.models import OnlineReport
from heed.flows.online_replies import Said, told_of
from heed.foundation.policy.open311_schema import LISTS, PRIVATE, Open311, Service

MOST: Final = 1000
"""Rows of one answer, as the standard has it."""

LONGEST_DESCRIPTION: Final = 4000
SECOND: Final = timedelta(seconds=1)


def services(policy: Open311) -> Value:
    """Return every service. Each is private: no report is ever published."""
    return [
        {
            "service_code": code,
            "service_name": service.name,
            "description": service.description,
            "metadata": bool(service.asks),
            "type": service.type,
            "keywords": ",".join([PRIVATE, *service.keywords]),
            "group": service.group,
        }
        for code, service in policy.services.items()
    ]


def definition(code: str, service: Service, policy: Open311) -> Value:
    """Return what a service asks, in order, with FixMyStreet's word on what nobody need fill in."""
    attributes: list[Value] = []
    for order, (asked, question) in enumerate(policy.attributes_of(service).items(), 1):
        row: dict[str, Value] = {
            "variable": True,
            "code": asked,
            "datatype": question.datatype,
            "required": question.required,
            "datatype_description": question.hint or None,
            "order": order,
            "description": question.description,
        }
        if question.datatype in LISTS:
            row["values"] = [{"key": choice.key, "name": choice.name} for choice in question.values]
        if question.automated:
            row["automated"] = question.automated
        attributes.append(row)
    return {"service_code": code, "attributes": attributes}


def created(report: OnlineReport, service: Service, *, notice: str, account: str) -> Value:
    """Return the answer to a new report: its number, or where the service says so a token, never both."""
    given: dict[str, Value] = (
        {"token": str(report.token)} if service.type == "batch" else {"service_request_id": report.incident.reference}
    )
    return [given | {"service_notice": notice, "account_id": account or None}]


def numbered(report: OnlineReport) -> Value:
    """Return the number that a token stands for."""
    return [{"service_request_id": report.incident.reference, "token": str(report.token)}]


def requests(reports: Sequence[OnlineReport], policy: Open311) -> Value:
    """
    Return an agency's own reports: what it sent, and how it stands in public words.

    Nobody who reported is named, and no picture is handed out again.
    """
    told = told_of(reports)
    return [_request(report, told[report.pk], policy) for report in reports]


def updates(reports: Collection[OnlineReport], *, since: datetime, until: datetime) -> Value:
    """Return what was told of some reports within a time that includes both ends, the oldest first."""
    told = told_of(reports)
    # What is written has whole seconds: the window must hold what is written, not what was kept.
    found = [
        (said, report)
        for report in reports
        for said in told[report.pk]
        if since <= said.at.replace(microsecond=0) <= until
    ]
    found.sort(key=lambda pair: (pair[0].at, pair[1].pk, pair[0].key))
    return [_update(said, report) for said, report in found[:MOST]]


def _request(report: OnlineReport, told: Sequence[Said], policy: Open311) -> Value:
    service = policy.services.get(report.service_code)
    newest = told[-1] if told else None
    return {
        "service_request_id": report.incident.reference,
        "status": "closed" if report.incident.closed_at else "open",
        "status_notes": newest.words if newest else None,
        "service_name": service.name if service else None,
        "service_code": report.service_code,
        "description": report.words[:LONGEST_DESCRIPTION],
        "agency_responsible": report.incident.force.name,
        "service_notice": policy.notice.value,
        "requested_datetime": report.received_at,
        "updated_datetime": newest.at if newest else report.received_at,
        "expected_datetime": None,
        "address": report.address or None,
        "address_id": str(report.uprn) if report.uprn else None,
        "zipcode": None,
        "lat": report.latitude,
        "long": report.longitude,
        "media_url": None,
    }


def _update(said: Said, report: OnlineReport) -> Value:
    return {
        "update_id": f"{report.incident.reference}-{said.key}",
        "service_request_id": report.incident.reference,
        "status": said.status.value,
        "updated_datetime": said.at,
        "description": said.words,
        "media_url": None,
    }
