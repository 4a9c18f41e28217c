"""The web application, for uvicorn: `heed serve`, or any other ASGI server."""

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.process import BaseProcess

import django

from heed.config.handlers import Application


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _says_more_than_cut(record: logging.LogRecord) -> bool:
    """Leave out the tracebacks of streams that were open when the server stopped: there is one for each desk."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
django.setup(set_prefix=False)

from heed.config import database, ready  # noqa: E402  Reads the settings.

logging.getLogger("uvicorn.error").addFilter(_says_more_than_cut)
if parent := multiprocessing.parent_process():
    # One of several web processes. A supervisor that was killed cannot end it, and the port would stay taken.
    threading.Thread(target=_end_with, args=[parent], name="supervisor", daemon=True).start()
# Each of several web processes holds on to the embedded database itself, should the others die.
database.keep_running()
# Compiling the lexicon takes seconds: the first handler to type must not wait for it.
threading.Thread(target=ready.make, name="lexicon", daemon=True).start()
# A thread that draws a page gives way after half a millisecond, not after five: an event may not wait for a desk.
sys.setswitchinterval(0.0005)
application = Application()
