"""One JSON line for each event, on standard error. Never a name, a number, a caller's words, or a token that opens a page."""

import re
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

TOKENS: Final = re.compile(
    r"(/answer/read/|/answer/|/api/cti/v1/|/api/transfer/v1/|/api/tally/v1/|/open311/v2/+tokens/+|\bapi_key=)[^\s/?&\"']+"
)
"""Addresses whose last part lets somebody in, and keys that stand in one."""


def without_tokens(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take tokens out of whatever text is logged: Django writes the address of each page that it refuses."""
    del logger, name
    return {key: TOKENS.sub(r"\1…", value) if isinstance(value, str) else value for key, value in event.items()}


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    without_tokens,
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": SHARED,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"heed": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}, "uvicorn": {"level": "WARNING"}},
}

structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
