"""
How many reports other agencies have of somebody: by tokens alone, so that nothing but the number is known.

There is no list and no search here: a few people at a time, each because somebody's work has led to them, each look on
record. docs/tallies.md says what that protects, and from whom it does not.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.db.models import Q
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.people.models import Mention, Person, Residence
from heed.domain.tallies import queries, rules
from heed.domain.tallies.models import AgencyReport, CountKey
from heed.engines.linkage.tokens import OF_PERSON, Identity, Kind, normal_forms, token_of
from heed.flows.tallies.sealing import CannotOpen, opened
from heed.foundation.accounts.models import Force
from heed.foundation.policy import services as policy

log = structlog.get_logger(__name__)

PEOPLE_MOST = 20
"""People counted at once: all that one call or one incident names. More would be a search."""

NAMES_MOST, BIRTHS_MOST, HOMES_MOST = 12, 6, 6
"""Of one person, the newest: what was said longer ago was said by another, or is no longer true."""


class TooMany(ValueError):
    """More people at once than one call or incident names."""


@dataclass(frozen=True, slots=True)
class AgencyCount:
    """
    What an agency has of somebody within `days`: reports of the person, and of others in their home.

    ask: whom to ask, in words. reports, home_reports: which; not for the screen before a basis is on record.
    """

    agency: Agency
    agreement: Agreement
    count: int
    home: int
    days: int
    ask: str
    reports: tuple[AgencyReport, ...]
    home_reports: tuple[AgencyReport, ...]

    @property
    def words(self) -> str:
        """Say it as the card does: 2 council reports in 60 days."""
        kind = "" if self.agency.kind == "other" else f"{self.agency.get_kind_display().lower()} "
        parts = [_many(self.count, kind)] if self.count else []
        if self.home:
            parts.append(
                f"{_many(self.home, kind)} from the same home" if not parts else f"{self.home} more from the same home"
            )
        return f"{' and '.join(parts)} in {self.days} days"


def count_for(person_ids: Collection[uuid.UUID], *, force: Force, now: datetime) -> list[AgencyCount]:
    """
    Count the reports that agencies sent tokens of, of some people together and whoever is one with each, by agency.

    Agencies that have none are not in it. One statement where no agency counts with the force, five where one does. Raises
    TooMany. Logs nothing: whoever shows it to somebody calls flows.tallies.shown.
    """
    found = _found(person_ids, force=force, now=now)
    together: Matches = defaultdict(list)
    for matches in found.people.values():
        for agency, reports in matches.items():
            together[agency].extend(reports)
    return found.counted(together)


def count_each(person_ids: Collection[uuid.UUID], *, force: Force, now: datetime) -> dict[uuid.UUID, list[AgencyCount]]:
    """Count the same for each of some people by themselves, by their lead, in as many statements; raises TooMany."""
    found = _found(person_ids, force=force, now=now)
    return {lead: counts for lead, matches in found.people.items() if (counts := found.counted(matches))}


Matches = defaultdict[int, list[tuple[AgencyReport, bool]]]
"""By agency: reports, and whether the person's own token matched."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What matched, by person; and under which agreement each agency counts."""

    people: dict[uuid.UUID, Matches]
    agreements: dict[int, Agreement]
    days: int

    def counted(self, matches: Matches) -> list[AgencyCount]:
        """Return the counts of the agencies that have anything to show, by their names."""
        counts = (self._of_agency(agency, matches[agency]) for agency in self.agreements if agency in matches)
        return [one for one in counts if one.count or one.home]

    def _of_agency(self, agency_id: int, reports: Sequence[tuple[AgencyReport, bool]]) -> AgencyCount:
        counted = rules.count(reports, home_least=policy.in_use().tallies.home_least.value)
        agreement = self.agreements[agency_id]
        return AgencyCount(
            agency=agreement.agency,
            agreement=agreement,
            count=len(counted.of_person),
            home=len(counted.of_home),
            days=self.days,
            ask=ask_words(agreement.agency),
            reports=counted.of_person,
            home_reports=counted.of_home,
        )


def _found(person_ids: Collection[uuid.UUID], *, force: Force, now: datetime) -> _Found:
    """Look for tokens of some people. Every id is of this force only as far as the database says so. Raises TooMany."""
    if len(person_ids) > PEOPLE_MOST:
        raise TooMany(f"{len(person_ids)} people at once are more than one call or incident names")
    today, days = localdate(now), policy.in_use().tallies.days.value
    keys = queries.matching_keys(force.pk, on=today) if person_ids else []
    found = _Found({}, {key.agreement.agency_id: key.agreement for key in keys}, days)
    if not keys:
        return found
    since = today - timedelta(days=days)
    sought = _tokens(_forms(person_ids, force_id=force.pk, since=since, today=today), keys)
    for match in queries.tokens_among(list(sought), keys=keys, since=since):
        kind = Kind(match.kind)
        # Under the key it was made with, and for whose key that is: agencies cannot answer for each other.
        for key, kind_sought, lead in sought[match.token]:
            if (key.pk, key.agreement.agency_id) == (match.key_id, match.report.agency_id) and kind_sought == kind:
                matches = found.people.setdefault(lead, defaultdict(list))
                matches[match.report.agency_id].append((match.report, kind in OF_PERSON))
    return found


def ask_words(agency: Agency) -> str:
    """Say whom to ask at an agency, and how."""
    reach = ", ".join(part for part in (agency.asked_for, agency.telephone, agency.email) if part)
    return f"{agency.name}: {reach}" if reach else agency.name


def _many(number: int, kind: str) -> str:
    return f"{number} {kind}report" if number == 1 else f"{number} {kind}reports"


def _tokens(
    forms: Mapping[uuid.UUID, Collection[tuple[Kind, str]]], keys: Sequence[CountKey]
) -> dict[str, list[tuple[CountKey, Kind, uuid.UUID]]]:
    """Return every token that some people have under some keys, with the key, the kind and the person it stands for."""
    sought: defaultdict[str, list[tuple[CountKey, Kind, uuid.UUID]]] = defaultdict(list)
    for key in keys:
        try:
            secret = opened(key.sealed)
        except CannotOpen:
            # The server's secret was replaced: this key is lost, and everybody else is still counted.
            log.warning("the key of a count cannot be opened", key=key.name)
            continue
        for lead, theirs in forms.items():
            for kind, form in theirs:
                sought[token_of(kind, form, key=secret)].append((key, kind, lead))
    return sought


def _forms(
    person_ids: Collection[uuid.UUID], *, force_id: int, since: date, today: date
) -> dict[uuid.UUID, set[tuple[Kind, str]]]:
    """Return the normal forms of all that is known of some people, by lead: each name with each date of birth and each home."""
    names: defaultdict[uuid.UUID, dict[tuple[str, str], None]] = defaultdict(dict)
    births: defaultdict[uuid.UUID, dict[str, None]] = defaultdict(dict)
    homes: defaultdict[uuid.UUID, dict[tuple[str, str, str], bool]] = defaultdict(dict)
    leads = Person.objects.filter(force=force_id, atoms__in=person_ids).values("pk")
    said = (
        Mention.objects.filter(force=force_id, person__lead__in=leads)
        .order_by("-pk")
        .values_list("person__lead", "given_name", "family_name", "born", "address", "postcode", "said_on")[:200]
    )
    for lead, given, family, born, address, postcode, said_on in said:
        names[lead][(given, family)] = None
        births[lead][born] = None
        if said_on >= since and (address or postcode):
            homes[lead].setdefault(("", address, postcode), False)
    for lead, given, family, born_on in Person.objects.filter(force=force_id, lead__in=leads).values_list(
        "lead", "given_name", "family_name", "born_on"
    ):
        names[lead][(given, family)] = None
        births[lead][born_on.isoformat() if born_on else ""] = None
    living = Residence.objects.filter(
        Q(until_on=None) | Q(until_on__gte=since), person__lead__in=leads, person__force=force_id, from_on__lte=today
    ).values_list("person__lead", "place__uprn", "place__address", "place__postcode")
    for lead, uprn, address, postcode in living:
        homes[lead][(str(uprn or ""), address, postcode)] = True
    return {
        lead: _forms_of(list(names[lead])[:NAMES_MOST], [b for b in births[lead] if b][:BIRTHS_MOST], homes[lead])
        for lead in names
    }


def _forms_of(
    names: Sequence[tuple[str, str]], births: Sequence[str], homes: dict[tuple[str, str, str], bool]
) -> set[tuple[Kind, str]]:
    """Return the normal forms of one person. homes: where, and whether they are known to live there now or lately."""
    forms: set[tuple[Kind, str]] = set()
    for given, family in names:
        for born in births:
            forms |= set(normal_forms(Identity(given=given, family=family, born=born)).items())
        for (uprn, address, postcode), lives in list(homes.items())[:HOMES_MOST]:
            theirs = Identity(given=given, family=family, uprn=uprn, address=address, postcode=postcode)
            # An address that was only said is theirs together with their name, and nobody else's home by itself.
            forms |= {(kind, form) for kind, form in normal_forms(theirs).items() if lives or kind in OF_PERSON}
    return forms
