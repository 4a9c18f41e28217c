"""
Puts an incident as a partner would see it: the chosen parts, and nothing of the others.

Whoever rang, witnesses and complainants are never named to a partner. Free words go out without names that are not shared,
without telephone numbers and e-mail addresses. Nothing here is shown to a partner: what was shared is read back as it was kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from heed.domain.agencies.terms import VULNERABILITY, SharedPart
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.needs import queries as needs
from heed.domain.people.models import Person
from heed.domain.places import queries as places
from heed.domain.sharing import rules
from heed.domain.sharing.rules import Line, Section, Sheet
from heed.domain.vulnerability.assessments import queries as assessments
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk.factors import Heading
from heed.engines.risk.repeat import Report, counts_by_window
from heed.flows.problems.scan import code_label
from heed.flows.recognise import SUFFERED
from heed.flows.sharing.locks import locked_among
from heed.flows.sharing.reaching import lines_for
from heed.foundation.design import dates
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

SAFETY = "safety"
"""The section that is always there."""

NOT_UNLESS_AGREED = "Do not ring, write to or visit the victim unless it is agreed with us: ask us how it is safe"
AS_SAID = "Only as it says under “How to reach the victim safely”, and in no other way"
TELL_NOBODY = "Tell nobody that they reported it, and nobody else what is in this record"
NOBODY = "Nobody is named as the victim"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a sheet is made of: the incident, its parties, the chosen parts, and the words instead of the summary, if any."""

    incident: Incident
    parties: Sequence[Party]
    parts: Collection[str]
    words: str | None
    pack: Pack
    now: datetime

    @property
    def victims(self) -> list[Party]:
        """Return those who are named as victims, each person once."""
        found: dict[object, Party] = {}
        for party in self.parties:
            if party.role == PartyRole.VICTIM:
                found.setdefault(party.person_id or party.pk, party)
        return list(found.values())

    @property
    def persons(self) -> list[Person]:
        """Return the victims who are on record."""
        return [party.person for party in self.victims if party.person]

    def named(self, party: Party, number: int) -> str:
        """Return what to call a victim: by name where that is shared, else by a number where there are several."""
        if SharedPart.VICTIM in self.parts:
            return party.name
        return "The victim" if len(self.victims) == 1 else f"Victim {number}"

    def clean(self, words: str) -> str:
        """Return free words without what is not shared."""
        shown: set[str] = set()
        if SharedPart.VICTIM in self.parts:
            shown |= {_plain(party) for party in self.victims}
        if SharedPart.OTHER_PARTY in self.parts:
            shown |= {_plain(party) for party in self.parties if party.role == PartyRole.OTHER_PARTY}
        hidden = {_plain(party) for party in self.parties} - shown
        hidden |= {party.person.name for party in self.parties if party.person and _plain(party) in hidden}
        place = self.incident.place
        addresses = {party.address for party in self.parties} | {p.place.address for p in self.parties if p.place}
        if place and SharedPart.PLACE in self.parts:
            addresses = {one for one in addresses if one.casefold() not in place.address.casefold()}
        elif place:
            addresses |= {place.address, place.postcode}
        return rules.taken_out(
            words,
            names=[_not_of(name, shown) for name in sorted(hidden)],
            addresses=addresses,
            postcodes=SharedPart.PLACE not in self.parts,
        )


def sheet_for(incident: Incident, *, parts: Collection[str], words: str | None, now: datetime) -> Sheet:
    """Put an incident as a partner would see these parts of it. words: instead of the summary; None for the summary."""
    pack = policy.in_use()
    parties = list(incident.parties.select_related("person__lead", "place").order_by("id"))
    chosen = Chosen(incident, parties, frozenset(parts), words, pack, now)
    makers = {
        SharedPart.POINTER: _pointer,
        SharedPart.PLACE: _place,
        SharedPart.WORDS: _words,
        SharedPart.HISTORY: _history,
        SharedPart.VICTIM: _victim,
        SharedPart.CONTACT: _contact,
        SharedPart.OTHER_PARTY: _other_party,
        SharedPart.NEEDS: _needs,
        SharedPart.RISK: _risk,
    }
    return Sheet(
        title=incident.reference,
        marking=pack.sharing.disclosing.marking.value,
        sections=(*(make(chosen) for part, make in makers.items() if part in chosen.parts), _safety(chosen)),
        more="More may exist than is shared with you here. Ask "
        f"{incident.force.name}: {pack.sharing.disclosing.ask.value}",
    )


def vulnerability_in(parts: Collection[str]) -> bool:
    """Say whether parts say how vulnerable somebody is."""
    return bool(VULNERABILITY & set(parts))


def _pointer(chosen: Chosen) -> Section:
    incident = chosen.incident
    closing = incidents.standing_closing(incident)
    code = closing.closing_code if closing else incident.opening_code
    state = f"Closed on {dates.day(localdate(closing.closed_at))}" if closing else "Open"
    return Section(
        SharedPart.POINTER,
        "The incident",
        (
            Line("Reference", incident.reference),
            Line("Category", code_label(code, pack=chosen.pack)),
            Line("Recorded", dates.day(localdate(incident.recorded_at))),
            Line(f"State on {dates.day(localdate(chosen.now))}", state),
        ),
    )


def _place(chosen: Chosen) -> Section:
    place = chosen.incident.place
    lines = [Line("Address", place.address)] if place else [Line("Address", "Not known")]
    if place and place.postcode and place.postcode.casefold() not in place.address.casefold():
        lines.append(Line("Postcode", place.postcode))
    if place and place.uprn:
        lines.append(Line("UPRN", str(place.uprn)))
    return Section(SharedPart.PLACE, "Where it happened", tuple(lines))


def _words(chosen: Chosen) -> Section:
    said = chosen.incident.summary if chosen.words is None else chosen.words
    return Section(
        SharedPart.WORDS, "What happened", (Line("In words", chosen.clean(said).strip() or "Nothing was written"),)
    )


def _history(chosen: Chosen) -> Section:
    windows = chosen.pack.windows
    since = chosen.now - timedelta(days=max(windows))
    lines: list[Line] = []
    suffered = incidents.reports_of_people(
        [person.pk for person in chosen.persons], roles=SUFFERED, since=since, excluding=None
    )
    for number, party in enumerate(chosen.victims, 1):
        if party.person_id:
            lines += _counted(chosen.named(party, number), suffered[party.person_id], chosen, windows)
    if chosen.incident.place:
        at_place = incidents.reports_at_place(places.within(chosen.incident.place.pk), since=since, excluding=None)
        lines += _counted("The place", at_place, chosen, windows)
    lines.append(Line("Counted", "Incidents reported to us, this one among them"))
    return Section(SharedPart.HISTORY, "How often before", tuple(lines))


def _counted(whose: str, reports: Sequence[Report], chosen: Chosen, windows: Sequence[int]) -> list[Line]:
    """Say how many incidents, in each window. What is locked is not counted: the number alone would say something."""
    locked = locked_among({int(report.incident) for report in reports})
    counted = [report for report in reports if int(report.incident) not in locked]
    found = counts_by_window(counted, now=chosen.now, windows=windows)
    said = ", ".join(f"{count} in {days} days" for days, count in found.items())
    return [Line(whose, said)]


def _victim(chosen: Chosen) -> Section:
    named = tuple(Line("Name", party.name) for party in chosen.victims)
    return Section(SharedPart.VICTIM, "The victim", named or (Line("Name", NOBODY),))


def _contact(chosen: Chosen) -> Section:
    lines: list[Line] = []
    reach: list[str] = []
    for number, party in enumerate(chosen.victims, 1):
        if len(chosen.victims) > 1:
            lines.append(Line("Who", chosen.named(party, number)))
        if party.person is None:
            lines.append(Line("How", "Not on record. Ask us to pass it on"))
            continue
        said, to = lines_for(party.person, now=chosen.now)
        lines += said
        reach += to
    return Section(
        SharedPart.CONTACT, "How to reach the victim safely", tuple(lines) or (Line("Who", NOBODY),), tuple(reach)
    )


def _other_party(chosen: Chosen) -> Section:
    found = [party for party in chosen.parties if party.role == PartyRole.OTHER_PARTY]
    named = dict.fromkeys(_plain(party) or "Described, not named" for party in found)
    lines = tuple(Line("Name", name) for name in named)
    return Section(SharedPart.OTHER_PARTY, "Who else is named", lines or (Line("Name", "Nobody"),))


def _needs(chosen: Chosen) -> Section:
    lines: list[Line] = []
    for number, party in enumerate(chosen.victims, 1):
        if party.person is None:
            continue
        standing = needs.standing_needs(chosen.incident.force_id, [party.person.pk], now=chosen.now)
        who = f"{chosen.named(party, number)}: " if len(chosen.victims) > 1 else ""
        # What helps, never the diagnosis behind it.
        lines += [Line(f"{who}{need.title}", chosen.clean(need.what_helps)) for need in standing]
    return Section(
        SharedPart.NEEDS, "What the victim needs, and what helps", tuple(lines) or (Line("Needs", "None on record"),)
    )


def _risk(chosen: Chosen) -> Section:
    title = "How much the victim is at risk, and why"
    standing = assessments.standing_assessment(chosen.incident)
    if standing is None:
        return Section(SharedPart.RISK, title, (Line("Risk", "Not assessed yet"),))
    lines = [Line("Somebody is vulnerable", Judged(standing.vulnerable).label)]
    if standing.band_decided:
        band = chosen.pack.assessment.band_from.band(standing.band_decided)
        lines.append(Line("Risk", band.label if band else standing.band_decided))
    if standing.headings:
        lines.append(Line("Because of", ", ".join(Heading(one).label for one in standing.headings)))
    lines.append(Line("Why", chosen.clean(standing.why)))
    lines.append(Line("Assessed", dates.day(localdate(standing.at))))
    return Section(SharedPart.RISK, title, tuple(lines))


def _safety(chosen: Chosen) -> Section:
    """Say what always holds: it is the same whether the victim has rules of contact or not, and so says nothing of that."""
    how = AS_SAID if SharedPart.CONTACT in chosen.parts else NOT_UNLESS_AGREED
    return Section(SAFETY, "Before you do anything", (Line("Contact", how), Line("Confidence", TELL_NOBODY)))


def _plain(party: Party) -> str:
    """Return the name as it was given; nothing for somebody who was only described."""
    return f"{party.given_name} {party.family_name}".strip()


def _not_of(name: str, shown: Collection[str]) -> str:
    """Return a hidden name without the parts that belong to somebody who is shown: a family shares its name."""
    shared = {part.casefold() for one in shown for part in one.split()}
    return " ".join(part for part in name.split() if part.casefold() not in shared)
