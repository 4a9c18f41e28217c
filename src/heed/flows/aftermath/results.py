"""What victims said afterwards, for supervisors, analysts and inspectors. Nobody is named, and small groups are not shown."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef
from django.utils.timezone import get_current_timezone, localdate

from heed.domain.aftermath import queries
from heed.domain.aftermath.models import FollowUp
from heed.domain.aftermath.terms import COULD_NOT_BE_ASKED, Ended
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Party
from heed.engines.risk.manners import Share
from heed.engines.risk.satisfaction import ITEMS, PUBLISHED, Published, share, shown
from heed.flows.recognise import SUFFERED
from heed.foundation.accounts.models import User
from heed.foundation.policy import services as policy

MONTHS = 12
NO_BEAT = "No beat"
BROKEN_DOWN = ("stopped", "call_handling", "action", "informed", "overall")
"""Items that are shown by month, beat and vulnerability; the rest only in all."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its words, its share (None where so few answered), and what was published beside it."""

    words: str
    share: Share | None
    published: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a breakdown: shares by item, None where it is not shown."""

    name: str
    shares: Mapping[str, Share | None]


@dataclass(frozen=True, slots=True)
class Results:
    """
    What was said in a span of whole months.

    asked, answered: follow-ups that were begun in it. could_not: by why. nobody: closed incidents that name no victim on
    record. least: answers below which nothing is shown.
    """

    since: date
    until: date
    answers: int
    asked: int
    answered: int
    could_not: Sequence[tuple[str, int]]
    nobody: int
    least: int
    items: Sequence[Item]
    by_month: Sequence[Group]
    by_beat: Sequence[Group]
    by_vulnerable: Sequence[Group]

    @property
    def response(self) -> Share:
        """Return how many of those who were asked answered."""
        return Share(self.answered, self.asked)


def results(user: User, *, now: datetime) -> Results:
    """Return what was said in the last twelve months, the running one included."""
    months = _months(localdate(now))
    since, until = _moment(months[0]), _moment(_next(months[-1]))
    least = policy.in_use().aftermath.small_number.value
    rows = list(
        queries.answers_between(user, since=since, until=until).values_list(
            "at", "follow_up__incident__beat__name", "follow_up__vulnerable", *ITEMS
        )
    )
    said = [dict(zip(("at", "beat", "vulnerable", *ITEMS), row, strict=True)) for row in rows]
    asked = queries.asked_between(user, since=since, until=until)
    ended = Counter(asked.values_list("ended_as", flat=True))
    by_month: dict[str, list[dict[str, object]]] = {f"{month:%B %Y}": [] for month in months}
    by_beat: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    by_vulnerable: dict[str, list[dict[str, object]]] = {"Vulnerable": [], "Not vulnerable": []}
    for one in said:
        by_month[f"{localdate(one['at']):%B %Y}"].append(one)
        by_beat[one["beat"] or NO_BEAT].append(one)
        by_vulnerable["Vulnerable" if one["vulnerable"] else "Not vulnerable"].append(one)
    return Results(
        since=months[0],
        until=localdate(now),
        answers=len(said),
        asked=sum(ended.values()),
        answered=ended[Ended.ANSWERED],
        could_not=[(Ended(why).label, ended[why]) for why in COULD_NOT_BE_ASKED],
        nobody=_nobody(user, since=since, until=until),
        least=least,
        items=[_item(item, said, least=least) for item in ITEMS],
        by_month=_groups(by_month, least=least),
        by_beat=_groups(dict(sorted(by_beat.items())), least=least),
        by_vulnerable=_groups(by_vulnerable, least=least),
    )


def _item(item: str, said: Sequence[Mapping[str, object]], *, least: int) -> Item:
    """Put one item over all answers."""
    whole = share(str(one[item]) for one in said)
    return Item(
        ITEMS[item],
        whole if whole.whole >= least else None,
        tuple(figure for figure in PUBLISHED if figure.item == item),
    )


def _groups(groups: Mapping[str, Sequence[Mapping[str, object]]], *, least: int) -> list[Group]:
    """Put a breakdown: each item by itself decides what of it may be shown."""
    by_item = {
        item: shown({name: share(str(one[item]) for one in said) for name, said in groups.items()}, least=least)
        for item in BROKEN_DOWN
    }
    return [Group(name, {item: by_item[item][name] for item in BROKEN_DOWN}) for name in groups]


def _nobody(user: User, *, since: datetime, until: datetime) -> int:
    """Count what was closed without anybody on record whom one could ask."""
    known = Party.objects.filter(incident=OuterRef("pk"), role__in=SUFFERED, person__isnull=False)
    closed = incidents.visible_to(user).filter(closed_at__gte=since, closed_at__lt=until)
    planned = FollowUp.objects.filter(incident=OuterRef("pk"))
    return closed.filter(~Exists(known), ~Exists(planned)).count()


def _months(today: date) -> list[date]:
    """Return the first days of the last twelve months, the running one last."""
    first = today.year * MONTHS + today.month - 1 - (MONTHS - 1)
    return [date(number // MONTHS, number % MONTHS + 1, 1) for number in range(first, first + MONTHS)]


def _next(month: date) -> date:
    """Return the first day of the next month."""
    return date(month.year + month.month // MONTHS, month.month % MONTHS + 1, 1)


def _moment(on: date) -> datetime:
    """Return when a day begins, in the zone in which people read times."""
    return datetime.combine(on, time.min, tzinfo=get_current_timezone())
