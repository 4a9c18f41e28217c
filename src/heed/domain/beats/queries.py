"""Reading beats, always within one force."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from django.db import connection
from django.db.models import QuerySet
from shapely.geometry import shape

from heed.domain.beats.models import Beat, BeatImport
from heed.domain.beats.rules import Layout
from heed.foundation.accounts.models import Force, User

Key = tuple[int, int, int]
"""What changes when the beats of a force do: the newest import, how many stand, the newest of them."""

KEY = """
    SELECT coalesce((SELECT max(id) FROM beats_beatimport WHERE force_id = %(force)s), 0), count(*), coalesce(max(id), 0)
      FROM beats_beat WHERE force_id = %(force)s AND retired_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The beats that stand in a force, by code, and how they lie. Their rows are shared: read them, never change them."""

    beats: tuple[Beat, ...]
    layout: Layout

    def at(self, latitude: float, longitude: float) -> Beat | None:
        """Return the beat that a point lies in."""
        found = self.layout.at(latitude, longitude)
        return None if found is None else self.beats[found]

    def at_each(self, latitudes: Sequence[float], longitudes: Sequence[float]) -> list[Beat | None]:
        """Return the beat that each of many points lies in."""
        return [None if found is None else self.beats[found] for found in self.layout.at_each(latitudes, longitudes)]


_kept: dict[int, tuple[Key, LaidOut]] = {}
_one_at_a_time = Lock()


def visible_to(user: User) -> QuerySet[Beat]:
    """Return the beats that stand in the person's own force, by name."""
    return standing(user.force_id).order_by("name", "code")


def standing(force_id: int) -> QuerySet[Beat]:
    """Return the beats that stand in a force."""
    return Beat.objects.filter(force=force_id, retired_at=None)


def named(force_id: int, words: str) -> Beat | None:
    """Return the beat of a code or, where only one has it, of a name, in either case of letters."""
    words = " ".join(words.split())
    by_code = standing(force_id).filter(code__iexact=words).order_by("code").first()
    by_name = list(standing(force_id).filter(name__iexact=words)[:2])
    return by_code or (by_name[0] if len(by_name) == 1 else None)


def beat_at(force: Force, latitude: float, longitude: float) -> Beat | None:
    """Return the beat that a point lies in, in degrees of WGS 84; on a border, that of the lower code."""
    return laid_out(force.pk).at(latitude, longitude)


def laid_out(force_id: int) -> LaidOut:
    """
    Return the beats of a force with how they lie, laid out once and then kept in memory.

    One short query asks whether it still holds, so that an import by another process is seen at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(KEY, {"force": force_id})
        key: Key = cursor.fetchone()
    kept = _kept.get(force_id)
    if kept is None or kept[0] != key:
        with _one_at_a_time:
            beats = tuple(standing(force_id).order_by("code"))
            made = LaidOut(beats, Layout([beat.code for beat in beats], [shape(beat.shape) for beat in beats]))
            kept = _kept[force_id] = key, made
    return kept[1]


def newest_import(force_id: int) -> BeatImport | None:
    """Return the newest import of a force's beats."""
    return BeatImport.objects.filter(force=force_id).order_by("-id").first()
