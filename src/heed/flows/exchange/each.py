"""Does something for each of many, so that one that fails keeps nothing else waiting."""

from collections.abc import Callable, Sequence

import structlog

logger = structlog.get_logger(__name__)


def one_after_another(ids: Sequence[int], do: Callable[[int], object], *, event: str) -> None:
    """Do something for each; what fails unforeseen keeps nothing else waiting."""
    for one in ids:
        try:
            do(one)
        except Exception:
            logger.exception(event, id=one)
