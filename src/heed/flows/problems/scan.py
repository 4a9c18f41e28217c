"""The scanning section of a problem plan, filled in from what is on record: counts and links, no copied names."""

from collections.abc import Sequence

from heed.domain.incidents.models import Closing, Incident, Party
from heed.domain.incidents.queries import STANDS
from heed.domain.incidents.terms import PartyRole
from heed.domain.problems.models import Power, ProblemPlan
from heed.engines.risk.powers import ADULT
from heed.engines.risk.problems import Scan, scanning
from heed.flows.conduct.reading import age_of
from heed.flows.recognise import SUFFERED
from heed.foundation.policy.packs import Pack
from heed.foundation.reference import codes


def scanned(plan: ProblemPlan, incidents: Sequence[Incident], *, pack: Pack) -> str:
    """Write what is known of a plan's problem: kinds, weeks, days and hours, who suffers, what was tried, the sources."""
    parties = list(
        Party.objects.filter(incident__in=incidents).select_related("person", "incident__call").order_by("id")
    )
    return scanning(
        Scan(
            local=[one.call.rang_at.astimezone(pack.zone) for one in incidents],
            what=[code_label(one.opening_code, pack=pack) for one in incidents],
            roles=_roles(parties),
            tried=[*_closings(incidents, pack=pack), *_powers(incidents, pack=pack), *_earlier_plans(plan)],
            sources=[one.reference for one in incidents],
        )
    )


def code_label(code: str, *, pack: Pack) -> str:
    """Return the words of a category, national or local; a code that is neither any more is returned as it is."""
    local = pack.local_codes.get(code)
    try:
        return local.label if local else codes.category(code).label
    except codes.NoSuchCode:
        return code


def _roles(parties: Sequence[Party]) -> dict[str, int]:
    """Count people by role, each once, and beside them victims under 18 and the homes of victims."""
    victims = [one for one in parties if one.role in SUFFERED]
    by_role = {
        role: len({_who(one) for one in parties if one.role == role})
        for role in (PartyRole.WITNESS, PartyRole.OTHER_PARTY)
    }
    young = {_who(one) for one in victims if (age := age_of([one], one.incident)) is not None and age < ADULT}
    return {
        "people who suffered": len({_who(one) for one in victims}),
        "homes of theirs": len({one.place_id for one in victims if one.place_id}),
        "of them under 18": len(young),
        "witnesses": by_role[PartyRole.WITNESS],
        "descriptions of an other party": by_role[PartyRole.OTHER_PARTY],
    }


def _who(party: Party) -> str:
    """Tell people apart as far as anybody has: by record, else by what was said of them."""
    if party.person:
        return str(party.person.lead_id)
    return f"{party.given_name} {party.family_name} {party.relation} {party.description}".casefold().strip() or str(
        party.pk
    )


def _closings(incidents: Sequence[Incident], *, pack: Pack) -> list[str]:
    found = Closing.objects.filter(STANDS, incident__in=incidents).values_list("result", flat=True)
    return [rule.label if (rule := pack.results.get(code)) else code for code in found]


def _powers(incidents: Sequence[Incident], *, pack: Pack) -> list[str]:
    kinds = Power.objects.filter(incident__in=incidents).values_list("kind", flat=True)
    rules = pack.powers.rules
    return [rules[kind].label if kind in rules else kind for kind in kinds]


def _earlier_plans(plan: ProblemPlan) -> list[str]:
    earlier = ProblemPlan.objects.filter(force=plan.force_id, subject=plan.subject, closed_at__isnull=False)
    return ["an earlier problem plan"] * earlier.exclude(pk=plan.pk).count()
