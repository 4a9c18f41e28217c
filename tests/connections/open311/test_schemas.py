"""What the standard says each answer has, in our own words, held against what the server answers; and its own description."""

from typing import Any

import jsonschema
import pytest
from tests.connections.open311.asking import BASE, REPORT, key, post, report
from tests.partners import council

from heed.connections.open311.openapi_shapes import SCHEMAS

pytestmark = pytest.mark.django_db
__all__ = ["council", "key", "post", "report"]

MAYBE = {"type": ["string", "null"]}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
SERVICES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "required": ["service_code", "service_name", "metadata", "type"],
        "additionalProperties": False,
        "properties": {
            "service_code": {"type": "string"},
            "service_name": {"type": "string"},
            "description": MAYBE,
            "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            "keywords": MAYBE,
            "group": MAYBE,
        },
    },
}
DEFINITION = {
    "required": ["service_code", "attributes"],
    "properties": {
        "service_code": {"type": "string"},
        "attributes": {
            "type": "array",
            "items": {
                "required": ["variable", "code", "datatype", "required"],
                "properties": {
                    "variable": {"type": "boolean"},
                    "code": {"type": "string"},
                    "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
                    "required": {"type": "boolean"},
                    "datatype_description": MAYBE,
                    "order": {"type": "integer", "minimum": 1},
                    "description": MAYBE,
                    "values": {
                        "type": "array",
                        "items": {
                            "required": ["key", "name"],
                            "properties": {"key": {"type": "string"}, "name": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}
REQUESTS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "required": ["service_request_id", "status", "service_code", "requested_datetime"],
        "properties": {
            "service_request_id": {"type": "string"},
            "status": {"enum": ["open", "closed"]},
            "service_code": {"type": "string"},
            "requested_datetime": MOMENT,
            "updated_datetime": MOMENT,
            "description": {"type": ["string", "null"], "maxLength": 4000},
            "lat": {"type": ["number", "null"]},
            "long": {"type": ["number", "null"]},
            "media_url": MAYBE,
        },
    },
}
ERRORS = {
    "type": "array",
    "minItems": 1,
    "items": {"required": ["code", "description"], "properties": {"code": {"type": "integer"}}},
}


def test_every_answer_has_what_the_standard_says(client: Any, report: Any, key: str) -> None:
    number = report(description="x" * 9000)

    def held(path: str, schema: dict[str, Any]) -> None:
        jsonschema.validate(client.get(f"{BASE}{path}", {"api_key": key}).json(), schema)

    held("services.json", SERVICES)
    held("services/asb_targeted.json", DEFINITION)
    held("requests.json", REQUESTS)
    held(f"requests/{number}.json", REQUESTS)
    held("requests/HD-26-9999999.json", ERRORS)
    held("services/potholes.json", ERRORS)


def test_the_description_is_sound_and_its_shapes_hold(client: Any, report: Any, key: str) -> None:
    number = report()
    described = client.get(f"{BASE}openapi.json").json()
    assert described["openapi"] == "3.1.0"
    for shape in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(shape)
    for path, name in (
        ("discovery", "discovery"),
        ("services", "services"),
        ("services/concern", "definition"),
        ("requests", "requests"),
        (f"requests/{number}", "requests"),
        ("servicerequestupdates", "updates"),
    ):
        jsonschema.validate(client.get(f"{BASE}{path}.json", {"api_key": key}).json(), SCHEMAS[name])
    offered = described["paths"]["/requests.{form}"]["post"]["requestBody"]["content"]["multipart/form-data"]
    assert set(REPORT) <= set(offered["schema"]["properties"])
