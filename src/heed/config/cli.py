"""
The console script `heed`: finds the command, readies the database for it, runs it, and turns its end into an exit code.

Commands declare what they need (commands/base.py); only this module starts or migrates anything.
"""

import difflib
import gc
import importlib
import importlib.metadata
import os
import pkgutil
import signal
import sys
import threading
from types import FrameType
from typing import Any, Final, NoReturn

DONE: Final = 0
UNUSABLE: Final = 2
# As sysexits.h has it: a fault of Heed's own, which must not look like "something was found wrong".
OUR_FAULT: Final = 70
SIGNALLED: Final = 128

COMMANDS = "heed.commands.management.commands"
# Commands that start without Django, settings or database: module with a `run(words)` that returns the exit code.
LIGHT = {"cues": "heed.commands.cue_lines"}
# Django's commands that never look at the database.
NEED_NO_DATABASE = frozenset(
    {"check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "makemessages", "startapp", "version"}
)
# Set by commands/processes.py: a pipe that ends when the process that started us does.
PARENT_PIPE = "HEED_PARENT_PIPE"


def main() -> NoReturn:
    """Run `heed` with the words of the command line and exit."""
    signal.signal(signal.SIGTERM, _terminated)
    _end_with_parent()
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us has enough, as `head` does. Nothing may be flushed into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = SIGNALLED + signal.SIGPIPE
    except KeyboardInterrupt:
        code = SIGNALLED + signal.SIGINT
    sys.exit(code)


def run(words: list[str]) -> int:
    """Run one command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    noun, rest = (words[0], words[1:]) if words else ("help", [])
    if noun in {"--version", "-V"}:
        print("heed", importlib.metadata.version("heed"))  # noqa: T201
        return DONE
    asks = noun in {"help", "--help", "-h"}
    if asks and rest:
        asks, noun, rest = False, rest[0], ["--help"]
    if noun in LIGHT:
        return _run_light(noun, rest)
    try:
        _set_up()
        if asks:
            print(usage())  # noqa: T201
            return DONE
        return _run(noun, rest)
    except _expected() as error:
        _say(_sentence(error))
        return UNUSABLE
    except (KeyboardInterrupt, BrokenPipeError, SystemExit):
        raise
    except Exception:  # noqa: BLE001  The last resort of a program, with the traceback.
        sys.excepthook(*sys.exc_info())
        return OUR_FAULT


def _run_light(noun: str, words: list[str]) -> int:
    try:
        return int(importlib.import_module(LIGHT[noun]).run(words))
    except (BrokenPipeError, KeyboardInterrupt, SystemExit):
        raise
    except Exception:  # noqa: BLE001  The last resort of a program, with the traceback.
        sys.excepthook(*sys.exc_info())
        return OUR_FAULT


def usage() -> str:
    """Return the list of Heed's own commands, one line each."""
    lines = ["Usage: heed NOUN …", ""]
    for noun in nouns():
        help_text = str(getattr(_load(noun), "help", "")).strip().partition("\n")[0]
        lines.append(f"  {noun:<14}{help_text}".rstrip())
    return "\n".join([*lines, "", "heed NOUN --help says more."])


def nouns() -> list[str]:
    """Return the names of Heed's own commands, sorted."""
    package = importlib.import_module(COMMANDS)
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_"))


def _set_up() -> None:
    import django  # noqa: PLC0415  Late, because settings are read at import, and their mistakes need a sentence.

    # What is loaded here stays to the end: looking through it for rubbish took a fifth of the time of every command.
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()


def _run(noun: str, words: list[str]) -> int:
    if noun in nouns():
        return _run_ours(noun, words)
    return _run_djangos(noun, words)


def _run_ours(noun: str, words: list[str]) -> int:
    from heed.config.embedded.owner import DatabaseUnavailable  # noqa: PLC0415

    command = _load(noun)
    options: dict[str, Any] = command.parse(noun, words)
    needs_database = options.pop("needs_database", command.needs_database)
    needs_migrations = options.pop("needs_migrations", command.needs_migrations)
    if needs_database:
        try:
            _ready_database(lasts=command.lasts, migrated=needs_migrations, says_so_itself=command.runs_anyway)
        except _expected() as error:
            if not command.runs_anyway:
                raise
            if isinstance(error, DatabaseUnavailable):
                command.unavailable = str(error)
    command.execute(*options.pop("args", ()), **options)
    return DONE


def _run_djangos(noun: str, words: list[str]) -> int:
    from django.core import management  # noqa: PLC0415

    from heed.config import database  # noqa: PLC0415

    known = management.get_commands()
    if noun not in known:
        near = difflib.get_close_matches(noun, nouns(), n=1)
        hint = f"did you mean `heed {near[0]}`?" if near else "`heed help` lists what there is."
        _say(f"There is no command {noun!r}: {hint}")
        return UNUSABLE
    if noun not in NEED_NO_DATABASE and not {"--help", "-h"} & set(words):
        database.ensure_running()
    management.execute_from_command_line(["heed", noun, *words])
    return DONE


def _ready_database(*, lasts: bool, migrated: bool, says_so_itself: bool) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    from heed.config import database  # noqa: PLC0415

    database.ensure_reachable()
    if migrated and (pending := database.pending_migrations()):
        if database.is_embedded():
            _say(f"Bringing the database up to date ({len(pending)} migrations).")
            call_command("migrate", verbosity=0, interactive=False)
        elif not says_so_itself:
            _say(f"{len(pending)} migrations are pending: run `heed migrate`.")
    if lasts:
        database.keep_running()


def _load(noun: str) -> Any:
    return importlib.import_module(f"{COMMANDS}.{noun}").Command()


def _expected() -> tuple[type[Exception], ...]:
    """Errors that are not ours: one sentence says all there is to say."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management.base import CommandError  # noqa: PLC0415
    from django.db import OperationalError  # noqa: PLC0415
    from environs import EnvError  # noqa: PLC0415

    from heed.config.embedded.owner import DatabaseUnavailable  # noqa: PLC0415

    return (CommandError, DatabaseUnavailable, EnvError, ImproperlyConfigured, OperationalError)


def _sentence(error: Exception) -> str:
    from django.db import OperationalError  # noqa: PLC0415

    reason = " ".join(str(error).split())
    return f"The database cannot be used: {reason}" if isinstance(error, OperationalError) else reason


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    # An ordinary exit, so that the last user of the embedded database stops it.
    sys.exit(SIGNALLED + signal.SIGTERM)


def _end_with_parent() -> None:
    """When another heed process started us, end with it, however it ends."""
    fd = os.environ.pop(PARENT_PIPE, "")
    if fd:
        os.set_inheritable(int(fd), False)
        threading.Thread(target=_wait_for_parent, args=[int(fd)], name="parent", daemon=True).start()


def _wait_for_parent(fd: int) -> None:
    os.read(fd, 1)  # Nobody ever writes: this returns when the other end is gone.
    os.kill(os.getpid(), signal.SIGTERM)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
