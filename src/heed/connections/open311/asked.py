"""Reading what a system asks: parameters, a form, dates, its key, and of which force it speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.http.request import UnreadablePostError

from heed.connections.open311.tries import TooManyWrongKeys, note_wrong_key
from heed.domain.agencies.models import Agency
from heed.domain.agencies.queries import agency_of_key
from heed.domain.calls.rules import readable
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor, ActorKind

MOST_FIELDS: Final = 400
LONGEST_BODY: Final = 60 * 1024 * 1024
"""Bytes of a form with pictures; without pictures Django's own limit of a megabyte holds."""

YEARS: Final = range(1970, 2200)
"""Years of moments that are believed: nothing was reported by computer before, and nothing will be after."""

LINE: Final = 500
WORDS: Final = 20_000
"""Characters of one line, and of free words: a log entry holds as many."""


class Problem(Exception):
    """The request cannot be carried out: an HTTP status, and a sentence for whoever runs the other system."""

    def __init__(self, status: int, description: str) -> None:
        """Keep both."""
        super().__init__(description)
        self.status, self.description = status, description


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: each parameter with every value it had, and the files that came with it."""

    values: Mapping[str, Sequence[str]]
    files: "tuple[UploadedFile[Any], ...]" = field(default=())

    def line(self, name: str, *, longest: int = LINE) -> str:
        """Return a parameter as one line of text; nothing where it is missing or empty, which are the same here."""
        return " ".join(self.words(name, longest=WORDS).split())[:longest]

    def named(self, name: str) -> str:
        """Return a part of somebody's name. FixMyStreet writes a dash for a last name that was not said: that is none."""
        given = self.line(name, longest=200)
        return given if any(letter.isalpha() for letter in given) else ""

    def words(self, name: str, *, longest: int = WORDS) -> str:
        """Return a parameter as text with its line ends."""
        given = next((value for value in self.values.get(name, ()) if value.strip()), "")
        return readable(given, longest=longest)

    def description(self) -> str:
        """Return what was written. Raises Problem where it is longer than may be kept: nothing of it is cut."""
        words = self.words("description", longest=WORDS + 1)
        if len(words) > WORDS:
            raise Problem(400, f"description has more than {WORDS} characters.")
        return words

    def every(self, name: str) -> list[str]:
        """Return every value of a parameter that may be repeated, or written as a list with `[]`."""
        given = [*self.values.get(name, ()), *self.values.get(f"{name}[]", ())]
        return [value.strip() for value in given if value.strip()]

    def listed(self, name: str) -> list[str]:
        """Return the members of a parameter whose values are separated by commas."""
        return [part.strip() for value in self.every(name) for part in readable(value).split(",") if part.strip()]


def asked_in_address(request: HttpRequest) -> Asked:
    """Read the parameters of a GET."""
    return Asked({name: request.GET.getlist(name) for name in request.GET})


def asked_in_form(request: HttpRequest) -> Asked:
    """Read a form that was posted, with its files. Raises Problem for what cannot be read."""
    content_type = (request.content_type or "").lower()
    try:
        if content_type == "multipart/form-data":
            values, files = _multipart(request)
        elif content_type in {"application/x-www-form-urlencoded", ""}:
            values, files = _urlencoded(request.body), ()
        else:
            raise Problem(
                400, f"Post application/x-www-form-urlencoded or multipart/form-data, not {content_type[:80]}."
            )
    except RequestDataTooBig:
        raise Problem(413, "The form is too long.") from None
    except UnicodeDecodeError as error:
        raise Problem(400, f"The form is not UTF-8: byte {error.start} of a value cannot be read.") from None
    except (MultiPartParserError, SuspiciousOperation, StopUpload, UnreadablePostError, ValueError):
        raise Problem(400, f"The form cannot be read, or has more than {MOST_FIELDS} fields.") from None
    # What stands in the address as well (some clients put the key there) counts where the form does not say otherwise.
    in_address = {name: request.GET.getlist(name) for name in request.GET if name not in values}
    return Asked(in_address | values, files)


def _urlencoded(body: bytes) -> dict[str, list[str]]:
    """Read a form body; every value is UTF-8, or UnicodeDecodeError."""
    values: dict[str, list[str]] = {}
    pairs = parse_qsl(
        body.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
    )
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def _multipart(request: HttpRequest) -> "tuple[dict[str, list[str]], tuple[UploadedFile[Any], ...]]":
    """Read a form with files; every value is UTF-8, or UnicodeDecodeError."""
    # A form that is sent in pieces does not say how long it is, and Django takes that for nothing (limits.py counts it).
    length = {} if request.META.get("CONTENT_LENGTH") else {"CONTENT_LENGTH": str(LONGEST_BODY)}
    # Read as Latin-1 nothing is lost, and what is no UTF-8 shows.
    parser = MultiPartParser(request.META | length, request, request.upload_handlers, "latin-1")
    form, files = parser.parse()
    values = {_utf8(name): [_utf8(str(value)) for value in form.getlist(name)] for name in form}
    return values, tuple(file for name in files for file in files.getlist(name) if isinstance(file, UploadedFile))


def _utf8(text: str) -> str:
    return text.encode("latin-1").decode("utf-8")


def force_asked(asked: Asked, agency: Agency | None = None) -> Force:
    """
    Return the force of a jurisdiction: its code, or a name that the installation gives it.

    Nothing need be said where the key says it, or where there is one force. Raises Problem: 404 for one that is not known, 400
    where several could be meant, 403 where the key is of another force.
    """
    said = asked.line("jurisdiction_id")
    if not said:
        if agency:
            return agency.force
        forces = list(Force.objects.order_by("pk")[:2])
        if len(forces) == 1:
            return forces[0]
        raise Problem(400, "jurisdiction_id was not provided: several forces are served here.")
    names = {name.casefold(): code for name, code in settings.HEED_OPEN311_JURISDICTIONS.items()}
    found = Force.objects.filter(code__iexact=names.get(said.casefold(), said)).first()
    if found is None:
        raise Problem(404, "The jurisdiction_id that was provided was not found.")
    if agency and agency.force_id != found.pk:
        raise Problem(403, "The api_key that was provided is not for this jurisdiction_id.")
    return found


def agency_asked(request: HttpRequest, asked: Asked, *, now: datetime) -> Agency | None:
    """Return whose key came with a request; None where none did. Raises Problem for a wrong one."""
    key = next(iter(asked.every("api_key")), "")
    if not key:
        return None
    agency = agency_of_key(key)
    if agency is None:
        try:
            note_wrong_key(str(request.META.get("REMOTE_ADDR", "")), now=now)
        except TooManyWrongKeys:
            raise Problem(
                429, "Too many wrong api_keys came from this address. Wait, and ask for the right one."
            ) from None
        raise Problem(403, "The api_key that was provided is not known here, or has ended.")
    return agency


def agency_required(request: HttpRequest, asked: Asked, *, now: datetime) -> Agency:
    """Return whose key came with a request. Raises Problem where none came, or a wrong one."""
    agency = agency_asked(request, asked, now=now)
    if agency is None:
        raise Problem(403, "api_key was not provided.")
    return agency


def actor_for(agency: Agency, request: HttpRequest) -> Actor:
    """Return an agency's system as the one who acts."""
    device = str(request.META.get("REMOTE_ADDR", ""))
    return Actor(ActorKind.SOURCE, f"agency-{agency.pk}", agency.name, force=agency.force.code, device=device)


def moment_asked(asked: Asked, name: str, *, zone: ZoneInfo, ends: bool = False) -> datetime | None:
    """
    Read a moment in W3C form; None where it was not provided.

    A date alone is its beginning, or with ends its end, where the force is. Raises Problem for a moment without a zone.
    """
    # A plus sign that was not escaped arrives as a space.
    said = asked.line(name).replace(" ", "+")
    if not said:
        return None
    try:
        if len(said) == len("2026-11-20"):
            day = date.fromisoformat(said)
            if day.year not in YEARS:
                raise Problem(400, f"{name} must be a day on which there were reports.")
            return datetime.combine(day, time.max if ends else time.min, tzinfo=zone).astimezone(UTC)
        at = datetime.fromisoformat(said)
        if at.tzinfo is not None and at.year in YEARS:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Problem(400, f"{name} must be a date and time with its zone, such as 2026-11-20T12:00:00Z.")


def window_asked(
    asked: Asked, *, zone: ZoneInfo, usual: timedelta, most: timedelta, now: datetime
) -> tuple[datetime, datetime]:
    """
    Read start_date and end_date; both ends count.

    With neither: the usual time until now. With one: the usual time from it or before it, but never past now. Raises Problem
    where the end is before the start, or the two are more than `most` apart.
    """
    start = moment_asked(asked, "start_date", zone=zone)
    end = moment_asked(asked, "end_date", zone=zone, ends=True)
    if start is None:
        end = end or now
        start = end - usual
    elif end is None:
        end = min(start + most, max(now, start))
    if end < start:
        raise Problem(400, "end_date is before start_date.")
    if end - start > most:
        raise Problem(400, f"start_date and end_date may be at most {most.days} days apart.")
    return start, end
