"""heed serve."""

import hashlib
import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

import uvicorn
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from uvicorn.supervisors import Multiprocess

from heed.commands.base import HeedCommand

APPLICATION: Final = "heed.config.asgi:application"
# The ring's streams never end by themselves; a desk whose stream breaks connects again.
STOP_SECONDS: Final = 2
BACKLOG: Final = 2048
STAMP: Final = ".collected"


class Command(HeedCommand):
    """Serve the pages and the machine endpoints until told to stop; open streams are cut two seconds later."""

    help = "Run the web server"
    lasts = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine alone)")
        parser.add_argument("--port", type=int, default=settings.HEED_PORT, help="port (HEED_PORT, %(default)s)")
        parser.add_argument("--workers", type=int, default=1, help="processes (%(default)s)")

    def handle(self, **options: Any) -> None:
        """Collect static files, listen, serve."""
        if options["workers"] < 1:
            raise CommandError("--workers must be 1 or more.")
        collect_static_files()
        config = uvicorn.Config(
            APPLICATION,
            loop="uvloop",
            http="httptools",
            ws="none",
            lifespan="off",
            workers=options["workers"],
            log_config=None,  # Django has set it up.
            access_log=False,
            server_header=False,
            proxy_headers=settings.HEED_HTTPS,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        with listen(options["host"], options["port"]) as listener:
            host, port = listener.getsockname()[:2]
            self.say(f"Heed is at http://{f'[{host}]' if ':' in host else host}:{port}")
            try:
                if options["workers"] == 1:
                    uvicorn.Server(config).run(sockets=[listener])
                else:
                    Multiprocess(config, sockets=[listener]).run()
            except (KeyboardInterrupt, SystemExit):
                # Uvicorn has stopped in good order, and then raised the signal that told it to once more.
                self.say("Stopped.")


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there. Raises CommandError with the reason."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        # create_server adds the address, which the sentence has already.
        reason = str(getattr(error, "strerror", None) or error).partition(" (while")[0]
        raise CommandError(f"Cannot listen on {host} port {port}: {reason}.") from error


def collect_static_files() -> None:
    """Copy the static files into STATIC_ROOT under hashed names, unless what is there was made from the same files."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    print_now = static_files_print()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != print_now:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(print_now, encoding="ascii")


def static_files_print() -> str:
    """Return a digest of the name, size and time of every static file of every app."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
