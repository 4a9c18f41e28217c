"""No more of a request is taken in than a report with its pictures has: refused before any of it is put on the disk (ASGI)."""

from typing import Any, Final

from heed.connections.open311.asked import LONGEST_BODY
from heed.connections.open311.written import JSON, XML, refused

PREFIX: Final = "/open311/v2/"


async def within(pages: Any, scope: Any, receive: Any, send: Any) -> None:
    """
    Pass a request on to the pages, unless it says that it is too long; one that only turns out to be is broken off.

    Django would write the whole of it to the disk before any view could look.
    """
    declared = dict(scope["headers"]).get(b"content-length", b"")
    if declared.isdigit() and int(declared) > LONGEST_BODY:
        await _refuse(scope, send)
        return
    taken, answered = 0, False

    async def counted() -> Any:
        nonlocal taken
        part = await receive()
        taken += len(part.get("body", b""))
        return part if taken <= LONGEST_BODY else {"type": "http.disconnect"}

    async def noted(part: Any) -> None:
        nonlocal answered
        answered = True
        await send(part)

    await pages(scope, counted, noted)
    if taken > LONGEST_BODY and not answered:
        await _refuse(scope, send)


async def _refuse(scope: Any, send: Any) -> None:
    """Say that it is too long, and that no more of it is listened to."""
    answer = refused(JSON if str(scope["path"]).endswith(f".{JSON}") else XML, 413, "The form is too long.")
    head = [(name.lower().encode(), value.encode()) for name, value in answer.items()]
    head.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status_code, "headers": head})
    await send({"type": "http.response.body", "body": answer.content})
