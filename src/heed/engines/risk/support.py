"""
What help to offer a victim, by rule, and why mediation is not safe; each with its reasons.

A rule proposes and a person offers: nothing here refers anybody. Mediation alone is refused, because sitting opposite
whoever does the harm can do more of it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Sort(StrEnum):
    """How an offer is handled: as help that needs a yes, as a safeguarding referral, as an adjustment of ours, as mediation."""

    SUPPORT = "support"
    SAFEGUARDING = "safeguarding"
    ADJUSTMENT = "adjustment"
    MEDIATION = "mediation"


@dataclass(frozen=True, slots=True)
class OfferKind:
    """
    A kind of offer, in the force's own words.

    needs_consent: nothing is passed to anybody before they have agreed; a safeguarding referral may go on without, on a
    ground of law. to: to whom it usually goes.
    """

    id: str
    label: str
    sort: Sort
    needs_consent: bool = True
    to: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """
    What is known of a victim and what they suffer, when help is thought of.

    vulnerable: a person has said so. band: code of the standing assessment's band, "" for none. incidents: distinct ones
    in the pack's window, this one included. categories: of the standing indicators of the victim's side. ages: in whole
    years, of victims and of those at home. needs: kinds of needs that stand. threat: the other party was named as one.
    """

    vulnerable: bool = False
    band: str = ""
    incidents: int = 1
    categories: frozenset[str] = field(default=frozenset())
    ages: tuple[int, ...] = ()
    needs: frozenset[str] = field(default=frozenset())
    threat: bool = False


@dataclass(frozen=True, slots=True)
class Conditions:
    """
    When a rule holds: every condition that is given must be met; 0, False and nothing ask for nothing.

    incidents: at least so many. bands, categories, needs: any one of them. age_under, age_from: somebody younger than, or at
    least so old.
    """

    vulnerable: bool = False
    bands: frozenset[str] = field(default=frozenset())
    incidents: int = 0
    categories: frozenset[str] = field(default=frozenset())
    needs: frozenset[str] = field(default=frozenset())
    any_need: bool = False
    age_under: int = 0
    age_from: int = 0
    threat: bool = False

    def hold(self, known: Situation) -> bool:
        """Say whether every condition is met."""
        return (
            known.vulnerable >= self.vulnerable
            and known.threat >= self.threat
            and known.incidents >= self.incidents
            and (not self.bands or known.band in self.bands)
            and (not self.categories or bool(self.categories & known.categories))
            and (not self.needs or bool(self.needs & known.needs))
            and (not self.any_need or bool(known.needs))
            and (not self.age_under or any(age < self.age_under for age in known.ages))
            and (not self.age_from or any(age >= self.age_from for age in known.ages))
        )


@dataclass(frozen=True, slots=True)
class OfferRule:
    """When something is offered by rule. offer: id of a kind. because: the reason, in words."""

    id: str
    offer: str
    because: str
    when: Conditions


@dataclass(frozen=True, slots=True)
class Refusal:
    """When mediation is not safe. because: the reason, in words."""

    id: str
    because: str
    when: Conditions


@dataclass(frozen=True, slots=True)
class Proposal:
    """Help that rules propose: its kind, the rules that hold, and their reasons."""

    kind: OfferKind
    rules: tuple[str, ...]
    because: tuple[str, ...]


def proposals(
    known: Situation,
    *,
    kinds: Mapping[str, OfferKind],
    rules: Iterable[OfferRule],
    refusals: Iterable[Refusal] = (),
    without: Collection[str] = (),
) -> tuple[Proposal, ...]:
    """
    Return the help that rules propose, in the order of the kinds, each kind once with all its reasons.

    without: kinds that were offered already. Mediation is not proposed where it would be refused.
    """
    held = [rule for rule in rules if rule.offer not in without and rule.when.hold(known)]
    unsafe = bool(mediation_refused(known, refusals))
    return tuple(
        Proposal(kind, tuple(rule.id for rule in ours), tuple(dict.fromkeys(rule.because for rule in ours)))
        for kind in kinds.values()
        if (ours := [rule for rule in held if rule.offer == kind.id]) and not (unsafe and kind.sort is Sort.MEDIATION)
    )


def mediation_refused(known: Situation, refusals: Iterable[Refusal]) -> tuple[str, ...]:
    """Return why mediation is not safe, in words; empty where no rule speaks against it."""
    return tuple(refusal.because for refusal in refusals if refusal.when.hold(known))
