"""
What makes somebody more likely to be harmed: Bedfordshire's list of factors, six headings, three axes.

Age or disability alone proves nothing: it counts with the situation, and a person says so (procedure.md 3.1). So a cue
is only placed here, for a form to be filled in beforehand; nothing is decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Group(StrEnum):
    """The four groups of factors (Bedfordshire, procedure.md 3.1)."""

    HEALTH = "health"
    EQUALITY = "equality"
    ECONOMIC = "economic"
    PERSONAL = "personal"

    @property
    def label(self) -> str:
        """Name the group as people read it."""
        return GROUP_LABELS[self]


class Factor(StrEnum):
    """What makes a person vulnerable (Bedfordshire, procedure.md 3.1); `group` says which of the four groups it is in."""

    LEARNING_DISABILITY = "learning_disability"
    PHYSICAL_DISABILITY = "physical_disability"
    MENTAL_HEALTH = "mental_health"
    DRUGS_ALCOHOL = "drugs_alcohol"
    GENDER = "gender"
    SEXUAL_ORIENTATION = "sexual_orientation"
    ETHNIC_BACKGROUND = "ethnic_background"
    AGE = "age"
    DISABILITY = "disability"
    RELIGION = "religion"
    DEPRIVATION = "deprivation"
    UNEMPLOYMENT = "unemployment"
    POOR_HOUSING = "poor_housing"
    FEELS_VULNERABLE = "feels_vulnerable"
    ISOLATION = "isolation"
    SOCIAL_SKILLS = "social_skills"
    OFFENDING_HISTORY = "offending_history"
    SELF_NEGLECT = "self_neglect"
    OVERCROWDING = "overcrowding"
    EFFECT_OF_ASB = "effect_of_asb"

    @property
    def group(self) -> Group:
        """Say which group it is in."""
        return FACTORS[self][0]

    @property
    def label(self) -> str:
        """Name the factor as people read it."""
        return FACTORS[self][1]


class Heading(StrEnum):
    """The six headings under which a handler says somebody is vulnerable (procedure.md 3.1, from sample logs)."""

    REPEAT_VICTIM = "repeat_victim"
    FAMILY = "family"
    PERSONAL = "personal"
    HEALTH = "health"
    EQUALITY = "equality"
    ECONOMIC = "economic"

    @property
    def label(self) -> str:
        """Name the heading as people read it."""
        return HEADING_LABELS[self]


class Axis(StrEnum):
    """Where vulnerability comes from (UPSI; inspections.md 4.1). Harm is worst where the axes meet."""

    PERSONAL = "P"
    SITUATIONAL = "S"
    INCIDENTAL = "I"

    @property
    def label(self) -> str:
        """Name the axis as people read it."""
        return AXIS_LABELS[self]


@dataclass(frozen=True, slots=True)
class Placed:
    """
    Where a cue's category belongs.

    factor: None where the list has none for it (bereavement, caring), or where only a person can say which (hate: of what
    kind). axis: None for an explicit statement, which may rest on anything.
    """

    factor: Factor | None
    axis: Axis | None
    heading: Heading


def place(category: str) -> Placed:
    """
    Say where a category of cues belongs (reference/cue-categories.md).

    Raises ValueError for a category that does not exist.
    """
    try:
        return CATEGORIES[category]
    except KeyError:
        msg = f"There is no category of cues {category!r}."
        raise ValueError(msg) from None


def of_group(group: Group) -> tuple[Factor, ...]:
    """List the factors of a group, in the order of the list."""
    return tuple(factor for factor in Factor if factor.group is group)


GROUP_LABELS: Mapping[Group, str] = MappingProxyType({
    Group.HEALTH: "Health and disability",
    Group.EQUALITY: "Equality",
    Group.ECONOMIC: "Economic",
    Group.PERSONAL: "Personal",
})  # fmt: skip

FACTORS: Mapping[Factor, tuple[Group, str]] = MappingProxyType({
    Factor.LEARNING_DISABILITY: (Group.HEALTH, "Learning disability"),
    Factor.PHYSICAL_DISABILITY: (Group.HEALTH, "Physical disability or illness"),
    Factor.MENTAL_HEALTH: (Group.HEALTH, "Mental health"),
    Factor.DRUGS_ALCOHOL: (Group.HEALTH, "Drug or alcohol misuse"),
    Factor.GENDER: (Group.EQUALITY, "Gender or transgender"),
    Factor.SEXUAL_ORIENTATION: (Group.EQUALITY, "Sexual orientation"),
    Factor.ETHNIC_BACKGROUND: (Group.EQUALITY, "Ethnic background, language included"),
    Factor.AGE: (Group.EQUALITY, "Age"),
    Factor.DISABILITY: (Group.EQUALITY, "Disability"),
    Factor.RELIGION: (Group.EQUALITY, "Religion or belief"),
    Factor.DEPRIVATION: (Group.ECONOMIC, "Deprivation"),
    Factor.UNEMPLOYMENT: (Group.ECONOMIC, "Unemployment or poor education"),
    Factor.POOR_HOUSING: (Group.ECONOMIC, "Poor housing, or where it is"),
    Factor.FEELS_VULNERABLE: (Group.PERSONAL, "Considers themselves vulnerable"),
    Factor.ISOLATION: (Group.PERSONAL, "Isolation"),
    Factor.SOCIAL_SKILLS: (Group.PERSONAL, "Poor social skills"),
    Factor.OFFENDING_HISTORY: (Group.PERSONAL, "Offending history"),
    Factor.SELF_NEGLECT: (Group.PERSONAL, "Self-neglect"),
    Factor.OVERCROWDING: (Group.PERSONAL, "Overcrowding"),
    Factor.EFFECT_OF_ASB: (Group.PERSONAL, "Effect of the anti-social behaviour itself"),
})  # fmt: skip

HEADING_LABELS: Mapping[Heading, str] = MappingProxyType({
    Heading.REPEAT_VICTIM: "Repeat victim",
    Heading.FAMILY: "Family circumstances",
    Heading.PERSONAL: "Personal circumstances",
    Heading.HEALTH: "Health",
    Heading.EQUALITY: "Equality and diversity",
    Heading.ECONOMIC: "Economic circumstances",
})  # fmt: skip

AXIS_LABELS: Mapping[Axis, str] = MappingProxyType({
    Axis.PERSONAL: "Personal: who they are",
    Axis.SITUATIONAL: "Situational: how and where they live",
    Axis.INCIDENTAL: "Incidental: what is done to them",
})  # fmt: skip

CATEGORIES: Mapping[str, Placed] = MappingProxyType({
    "AGE_CHILD": Placed(Factor.AGE, Axis.PERSONAL, Heading.EQUALITY),
    "AGE_ELDER": Placed(Factor.AGE, Axis.PERSONAL, Heading.EQUALITY),
    "DIS_PHYS": Placed(Factor.PHYSICAL_DISABILITY, Axis.PERSONAL, Heading.HEALTH),
    "DIS_LEARN": Placed(Factor.LEARNING_DISABILITY, Axis.PERSONAL, Heading.HEALTH),
    "SENSORY": Placed(Factor.PHYSICAL_DISABILITY, Axis.PERSONAL, Heading.HEALTH),
    "MENTAL_HEALTH": Placed(Factor.MENTAL_HEALTH, Axis.PERSONAL, Heading.HEALTH),
    "SUICIDE_SH": Placed(Factor.MENTAL_HEALTH, Axis.PERSONAL, Heading.HEALTH),
    "DEMENTIA": Placed(Factor.MENTAL_HEALTH, Axis.PERSONAL, Heading.HEALTH),
    "ALONE_ISOL": Placed(Factor.ISOLATION, Axis.SITUATIONAL, Heading.PERSONAL),
    "PREGNANT": Placed(None, Axis.PERSONAL, Heading.HEALTH),
    "CARER": Placed(None, Axis.PERSONAL, Heading.FAMILY),
    "BEREAVED": Placed(None, Axis.PERSONAL, Heading.FAMILY),
    "LANGUAGE": Placed(Factor.ETHNIC_BACKGROUND, Axis.PERSONAL, Heading.EQUALITY),
    "HOMELESS": Placed(Factor.POOR_HOUSING, Axis.SITUATIONAL, Heading.ECONOMIC),
    "DOMESTIC": Placed(None, Axis.SITUATIONAL, Heading.FAMILY),
    "SUBSTANCE": Placed(Factor.DRUGS_ALCOHOL, Axis.PERSONAL, Heading.HEALTH),
    "HATE": Placed(None, Axis.INCIDENTAL, Heading.EQUALITY),
    "FEAR_HEALTH": Placed(Factor.EFFECT_OF_ASB, Axis.INCIDENTAL, Heading.PERSONAL),
    "REPEAT": Placed(None, Axis.INCIDENTAL, Heading.REPEAT_VICTIM),
    "VULN_FLAG": Placed(None, None, Heading.PERSONAL),
})  # fmt: skip
