"""The description of the endpoint as OpenAPI 3.1 has it, made from the services that the pack offers."""

from typing import Final

from heed.connections.open311.openapi_shapes import MOMENT, SCHEMAS, TEXT, Shape
from heed.foundation.policy.open311_schema import Open311

CHANGED: Final = "2026-11-23T12:00:00Z"
"""When what this endpoint speaks was last changed."""

FORM: Final[Shape] = {
    "name": "form",
    "in": "path",
    "required": True,
    "description": "xml or json",
    "schema": {"type": "string", "enum": ["xml", "json"]},
}
JURISDICTION: Final[Shape] = {
    "name": "jurisdiction_id",
    "in": "query",
    "description": "The code of the force; need not be said where there is one.",
    "schema": TEXT,
}
KEY: Final[Shape] = {"name": "api_key", "in": "query", "description": "The agency's own key.", "schema": TEXT}
WINDOW: Final[list[Shape]] = [
    {
        "name": name,
        "in": "query",
        "description": "With its zone, such as 2026-11-20T12:00:00Z; both ends count, and are at most 90 days apart.",
        "schema": TEXT,
    }
    for name in ("start_date", "end_date")
]

WHO: Final[dict[str, Shape]] = dict.fromkeys(("first_name", "last_name", "email", "phone"), TEXT)
REASONS: Final = {
    400: "Something is missing, or has the wrong form",
    403: "The api_key is missing, wrong, or of another force",
    404: "What was asked for was not found",
    413: "The form is too long",
    429: "Too many wrong api_keys came from this address",
}


def description(policy: Open311, *, address: str) -> Shape:
    """Return the whole description. address: where the endpoint is reached, without its last stroke."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Heed, Open311 GeoReport v2",
            "version": "2",
            "description": "Reports of anti-social behaviour to the police, in the dialect of FixMyStreet. Every report is "
            "private. This is not a way to reach the police in an emergency.",
        },
        "servers": [{"url": address}],
        "paths": {
            "/discovery.{form}": {"get": _get("discovery", JURISDICTION, refuses=(404,))},
            "/services.{form}": {"get": _get("services", JURISDICTION, refuses=(400, 404))},
            "/services/{service_code}.{form}": {
                "get": _get(
                    "definition", _part("service_code", list(policy.services)), JURISDICTION, refuses=(400, 404)
                )
            },
            "/requests.{form}": {
                "get": _get("requests", JURISDICTION, KEY, *_filters(policy), *WINDOW, refuses=(400, 403, 404, 429)),
                "post": _post("created", _report(policy)),
            },
            "/requests/{service_request_id}.{form}": {
                "get": _get("requests", _part("service_request_id"), JURISDICTION, KEY, refuses=(400, 403, 404, 429))
            },
            "/tokens/{token}.{form}": {
                "get": _get("numbered", _part("token"), JURISDICTION, KEY, refuses=(400, 403, 404, 429))
            },
            "/servicerequestupdates.{form}": {
                "get": _get("updates", JURISDICTION, KEY, *WINDOW, refuses=(400, 403, 404, 429)),
                "post": _post("heard", _update()),
            },
        },
        "components": {"schemas": SCHEMAS},
    }


def _get(schema: str, *parameters: Shape, refuses: tuple[int, ...]) -> Shape:
    return {"parameters": [FORM, *parameters], "responses": _answers(schema, refuses)}


def _post(schema: str, form: Shape) -> Shape:
    content = {kind: {"schema": form} for kind in ("application/x-www-form-urlencoded", "multipart/form-data")}
    return {
        "parameters": [FORM],
        "requestBody": {"required": True, "content": content},
        "responses": _answers(schema, (400, 403, 404, 413, 429)),
    }


def _answers(schema: str, refuses: tuple[int, ...]) -> Shape:
    """Describe the answer that is hoped for, and those that refuse."""

    def answer(words: str, name: str) -> Shape:
        shape = {"$ref": f"#/components/schemas/{name}"}
        return {"description": words, "content": {"application/json": {"schema": shape}, "text/xml": {"schema": {}}}}

    refused = {str(status): answer(REASONS[status], "error") for status in refuses}
    return {"200": answer("As asked", schema), **refused}


def _part(name: str, known: list[str] | None = None) -> Shape:
    schema = TEXT | ({"examples": known[:3]} if known else {})
    return {"name": name, "in": "path", "required": True, "schema": schema | {"pattern": "^[^/]+$"}}


def _filters(policy: Open311) -> list[Shape]:
    """Describe what requests are chosen by, each one or several separated by commas."""
    return [
        {"name": "service_request_id", "in": "query", "description": "Overrides all others.", "schema": TEXT},
        {"name": "service_code", "in": "query", "schema": TEXT | {"examples": list(policy.services)[:1]}},
        {"name": "status", "in": "query", "schema": TEXT | {"examples": ["open", "closed", "open,closed"]}},
    ]


def _report(policy: Open311) -> Shape:
    """Describe the form of a new report."""
    asked = {code for service in policy.services.values() for code in service.asks}
    attributes: dict[str, Shape] = {}
    for code in sorted(asked):
        question = policy.attribute[code].value
        choices = {"enum": [choice.key for choice in question.values]} if question.values else {}
        attributes[f"attribute[{code}]"] = TEXT | choices | {"description": question.description}
    return {
        "type": "object",
        "required": ["api_key", "service_code"],
        "description": "A place is needed: lat and long, or address_string, or address_id.",
        "properties": {
            "api_key": TEXT,
            "jurisdiction_id": TEXT,
            "service_code": {"type": "string", "enum": list(policy.services)},
            "lat": {"type": "number", "minimum": -90, "maximum": 90},
            "long": {"type": "number", "minimum": -180, "maximum": 180},
            "address_string": TEXT,
            "address_id": TEXT | {"description": "A UPRN."},
            "description": TEXT | {"maxLength": 20000},
            **WHO,
            "account_id": TEXT,
            "media_url": TEXT | {"description": "Kept as it stands and never fetched, unless it is a data: address."},
            **attributes,
        },
    }


def _update() -> Shape:
    """Describe the form of an update."""
    return {
        "type": "object",
        "required": ["api_key", "service_request_id", "status", "updated_datetime"],
        "properties": {
            "api_key": TEXT,
            "jurisdiction_id": TEXT,
            "service_request_id": TEXT,
            "update_id": TEXT | {"description": "The sender's own number: the same again changes nothing."},
            "updated_datetime": MOMENT,
            "status": TEXT,
            "description": TEXT | {"maxLength": 20000},
            **WHO,
            "media_url": TEXT,
        },
    }
