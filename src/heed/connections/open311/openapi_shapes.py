"""What each answer of the endpoint is made of, in JSON as OpenAPI describes it; XML has the same names."""

from typing import Any, Final

Shape = dict[str, Any]

TEXT: Final[Shape] = {"type": "string"}
MAYBE: Final[Shape] = {"type": ["string", "null"]}
MOMENT: Final[Shape] = {"type": "string", "format": "date-time"}

NOT_ALWAYS: Final = (
    "status_notes",
    "service_name",
    "agency_responsible",
    "service_notice",
    "address",
    "address_id",
    "zipcode",
    "media_url",
)

SCHEMAS: Final[dict[str, Shape]] = {
    "error": {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["code", "description"],
            "properties": {"code": {"type": "integer"}, "description": {"type": "string", "minLength": 1}},
        },
    },
    "discovery": {
        "type": "object",
        "required": ["changeset", "contact", "endpoints"],
        "properties": {
            "changeset": MOMENT,
            "contact": TEXT,
            "key_service": TEXT,
            "endpoints": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["specification", "url", "changeset", "type", "formats"],
                    "properties": {
                        "specification": TEXT,
                        "url": TEXT,
                        "changeset": MOMENT,
                        "type": {"type": "string", "enum": ["production", "test"]},
                        "formats": {"type": "array", "items": TEXT},
                    },
                },
            },
        },
    },
    "services": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["service_code", "service_name", "metadata", "type", "keywords"],
            "properties": {
                "service_code": TEXT,
                "service_name": TEXT,
                "description": MAYBE,
                "metadata": {"type": "boolean"},
                "type": {"type": "string", "enum": ["realtime", "batch", "blackbox"]},
                "keywords": {"type": "string", "description": "Always with `private`."},
                "group": MAYBE,
            },
        },
    },
    "definition": {
        "type": "object",
        "required": ["service_code", "attributes"],
        "properties": {
            "service_code": TEXT,
            "attributes": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["variable", "code", "datatype", "required"],
                    "properties": {
                        "variable": {"type": "boolean"},
                        "code": TEXT,
                        "datatype": {
                            "type": "string",
                            "enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"],
                        },
                        "required": {"type": "boolean"},
                        "datatype_description": MAYBE,
                        "order": {"type": "integer", "minimum": 1},
                        "description": MAYBE,
                        "automated": {"type": "string", "enum": ["server_set", "hidden_field"]},
                        "values": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["key", "name"],
                                "properties": {"key": TEXT, "name": TEXT},
                            },
                        },
                    },
                },
            },
        },
    },
    "created": {
        "type": "array",
        "minItems": 1,
        "maxItems": 1,
        "items": {
            "type": "object",
            "description": "The number of the report, or a token, never both.",
            "oneOf": [{"required": ["service_request_id"]}, {"required": ["token"]}],
            "properties": {"service_request_id": TEXT, "token": TEXT, "service_notice": MAYBE, "account_id": MAYBE},
        },
    },
    "numbered": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["service_request_id", "token"],
            "properties": {"service_request_id": TEXT, "token": TEXT},
        },
    },
    "requests": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["service_request_id", "status", "service_code", "requested_datetime"],
            "properties": {
                "service_request_id": TEXT,
                "status": {"type": "string", "enum": ["open", "closed"]},
                "service_code": TEXT,
                "requested_datetime": MOMENT,
                "updated_datetime": MOMENT,
                "expected_datetime": MAYBE,
                "lat": {"type": ["number", "null"]},
                "long": {"type": ["number", "null"]},
                "description": {"type": ["string", "null"], "maxLength": 4000},
                **dict.fromkeys(NOT_ALWAYS, MAYBE),
            },
        },
    },
    "updates": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["update_id", "service_request_id", "status", "updated_datetime", "description"],
            "properties": {
                "update_id": TEXT,
                "service_request_id": TEXT,
                "status": {"type": "string", "pattern": "^[A-Z_]+$"},
                "updated_datetime": MOMENT,
                "description": TEXT,
                "media_url": MAYBE,
            },
        },
    },
    "heard": {
        "type": "array",
        "minItems": 1,
        "items": {"type": "object", "required": ["update_id"], "properties": {"update_id": TEXT}},
    },
}
"""What each answer is made of, in JSON; XML has the same names."""
