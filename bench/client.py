"""A small HTTP client for load: one connection, kept open, little work of its own beside the server it measures."""

import asyncio


class Connection:
    """One kept-alive connection to the server."""

    def __init__(self, host: str, port: int) -> None:
        """Keep the address; connect at the first request."""
        self.host, self.port = host, port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Post JSON; return the status and the body. Connects again once when the server has closed the connection."""
        for last in (False, True):
            try:
                return await self._post(path, body)
            except (ConnectionError, asyncio.IncompleteReadError):
                self._writer = None
                if last:
                    raise
        raise AssertionError

    async def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port)
        assert self._reader is not None  # noqa: S101  for the type checker: set with the writer
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        await self._writer.drain()
        raw = await self._reader.readuntil(b"\r\n\r\n")
        lines = raw.split(b"\r\n")
        length = next(int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:"))
        return int(lines[0].split()[1]), await self._reader.readexactly(length)

    def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()
