"""The tables that are loaded, in an order in which every row finds what it names."""

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from django.db import connection

from heed.domain.calls.models import Call, LogEntry
from heed.domain.incidents.models import (
    Answer,
    CallBack,
    Closing,
    Grading,
    Incident,
    IncidentLink,
    Party,
    Qualifier,
)
from heed.domain.people.models import KnownLine, LineUse, Mention, MentionKey, Person, Residence
from heed.domain.places.models import Place
from heed.simulation.copying import Table, copy_all
from heed.simulation.models import SimulatedCall, SimulatedPerson


class Tables:
    """
    Everything that waits to be written.

    While PostgreSQL takes in one chunk, the next is made: within the `with` block a second thread does the writing. Nobody
    else may use the connection then; `settle` waits until all is written.
    """

    def __init__(self) -> None:
        """Name each table's columns in the order in which its rows are written."""
        self.places = Table(
            Place, "id", "force_id", "kind", "address", "key", "latitude", "longitude", "rural", "first_known_at", "parent_id",
            "postcode", "flat", "building", "number", "street", "locality", "street_sound", "street_tail",
            "building_sound",
        )  # fmt: skip
        self.people = Table(
            Person, "id", "force_id", "given_name", "family_name", "born_on", "first_known_at", "lead_id"
        )
        self.mentions = Table(
            Mention, "id", "force_id", "person_id", "at", "source", "call", "given_name", "family_name", "born", "age",
            "said_on", "address", "postcode", "place_id", "e164", "email", "standard",
        )  # fmt: skip
        self.mention_keys = Table(MentionKey, "force_id", "key", "mention_id")
        self.residences = Table(Residence, "person_id", "place_id", "from_on", "until_on", "source")
        self.line_uses = Table(
            LineUse, "force_id", "person_id", "e164", "source", "first_used_on", "last_used_on", "times", "confirmed_at",
            "confirmed_by_id", "removed_why",
        )  # fmt: skip
        self.known_lines = Table(
            KnownLine, "force_id", "e164", "known_as", "label", "listed_at", "listed_by", "removed_at", "removed_by"
        )
        self.calls = Table(
            Call, "id", "force_id", "unit_id", "channel", "queue", "line_class", "e164", "shown_e164", "received",
            "extension", "may_show", "may_match", "rang_at", "answered_at", "answered_at_desk", "taken_at", "taken_by_id",
            "ended_at", "ended_as", "silent_at", "silent_by_id", "finished_at", "finished_by_id", "finished_as",
            "finished_why", "log_size", "log_hash",
        )  # fmt: skip
        self.entries = Table(
            LogEntry, "call_id", "seq", "at", "author", "author_name", "kind", "text", "detail", "corrects",
            "hash",
        )  # fmt: skip
        self.incidents = Table(
            Incident, "id", "force_id", "unit_id", "call_id", "channel", "opening_code", "place_id", "summary",
            "recorded_at", "recorded_by_id", "recorded_by_name", "policy_version", "closed_at",
            "beat_id",
        )  # fmt: skip
        self.qualifiers = Table(Qualifier, "incident_id", "code", "at", "added_by_name")
        self.parties = Table(
            Party, "incident_id", "role", "person_id", "given_name", "family_name", "born_on", "age", "e164", "address",
            "place_id", "relation", "description", "at", "added_by_name",
        )  # fmt: skip
        self.answers = Table(
            Answer, "incident_id", "question", "given", "text", "known_already", "wording_version", "asked_in", "at",
            "asked_by_name", "policy_version",
        )  # fmt: skip
        self.gradings = Table(
            Grading, "incident_id", "grade", "rationale", "attend_by", "graded_at", "graded_by_name", "policy_version"
        )
        self.closings = Table(
            Closing,
            "incident_id",
            "closing_code",
            "result",
            "rationale",
            "closed_at",
            "closed_by_name",
            "policy_version",
        )
        self.links = Table(IncidentLink, "incident_id", "other_id", "kind", "why", "at", "linked_by_name")
        self.call_backs = Table(CallBack, "call_id", "incident_id", "at", "linked_by_name")
        self.true_people = Table(
            SimulatedPerson, "id", "simulated_id", "household", "role", "given_name", "family_name", "woman", "born_on", "origin",
            "address", "earlier_address", "moved_on", "mobile", "landline", "institution", "institution_line",
            "hides_number", "vulnerable", "because", "known",
        )  # fmt: skip
        self.true_calls = Table(
            SimulatedCall, "id", "simulated_id", "live", "at", "service", "e164", "withheld", "caller_id", "victims",
            "relation", "scenario", "vulnerable", "because", "address", "event", "trouble", "other_party", "nth",
            "caller_known", "household_known", "script",
        )  # fmt: skip

    def __enter__(self) -> Self:
        """Start the writing thread."""
        self._writing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="copy")
        self._under_way: Future[None] | None = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the last chunk end, whatever happened, so that the transaction can."""
        self._writing.shutdown(wait=True)

    @property
    def all(self) -> list[Table]:
        """List the tables, what is named before what names it."""
        return [table for table in vars(self).values() if isinstance(table, Table)]

    def write(self) -> None:
        """Hand over every row that waits; wait for the chunk before. Raises what went wrong with that one."""
        taken = [table.take() for table in self.all]
        self.settle()
        self._under_way = self._writing.submit(copy_all, connection.connection, taken)

    def settle(self) -> None:
        """Wait until all that was handed over is written."""
        if self._under_way is not None:
            self._under_way.result()
            self._under_way = None
