"""The words of cues of vulnerability: categories, whose they are, how sure (reference/cue-categories.md)."""

from enum import StrEnum


class Category(StrEnum):
    """What a cue is about. Codes are stable: stored with findings and read by other programs."""

    AGE_CHILD = "AGE_CHILD"
    AGE_ELDER = "AGE_ELDER"
    DIS_PHYS = "DIS_PHYS"
    DIS_LEARN = "DIS_LEARN"
    SENSORY = "SENSORY"
    MENTAL_HEALTH = "MENTAL_HEALTH"
    SUICIDE_SH = "SUICIDE_SH"
    DEMENTIA = "DEMENTIA"
    ALONE_ISOL = "ALONE_ISOL"
    PREGNANT = "PREGNANT"
    CARER = "CARER"
    BEREAVED = "BEREAVED"
    LANGUAGE = "LANGUAGE"
    HOMELESS = "HOMELESS"
    DOMESTIC = "DOMESTIC"
    SUBSTANCE = "SUBSTANCE"
    HATE = "HATE"
    FEAR_HEALTH = "FEAR_HEALTH"
    REPEAT = "REPEAT"
    VULN_FLAG = "VULN_FLAG"

    @property
    def label(self) -> str:
        """How it is written on a chip."""
        return LABELS[self]

    @property
    def psi(self) -> str:
        """P, S or I: personal, situational, incidental (UPSI 2013); empty for an explicit statement."""
        return PSI[self]


class Experiencer(StrEnum):
    """Whose it is."""

    VICTIM = "victim_or_caller"
    HOUSEHOLD = "household"
    SUSPECT = "suspect"
    OTHER = "other"


class Polarity(StrEnum):
    """What a negative word inside a cue does to it."""

    PLAIN = ""
    AFFIRMS = "affirms"
    DENIES = "denies"


class Strength(StrEnum):
    """How much a rule says by itself."""

    STRONG = "strong"
    WEAK = "weak"
    ALONE_NO = "alone_no"


LABELS = {
    Category.AGE_CHILD: "Child",
    Category.AGE_ELDER: "Older person",
    Category.DIS_PHYS: "Physical disability or illness",
    Category.DIS_LEARN: "Learning disability or neurodiversity",
    Category.SENSORY: "Sight, hearing or speech",
    Category.MENTAL_HEALTH: "Mental health",
    Category.SUICIDE_SH: "Suicide or self-harm",
    Category.DEMENTIA: "Dementia or memory",
    Category.ALONE_ISOL: "Alone or isolated",
    Category.PREGNANT: "Pregnancy",
    Category.CARER: "Cares for somebody",
    Category.BEREAVED: "Bereaved",
    Category.LANGUAGE: "Language",
    Category.HOMELESS: "No settled home",
    Category.DOMESTIC: "Domestic abuse",
    Category.SUBSTANCE: "Alcohol or drugs",
    Category.HATE: "Targeted for who they are",
    Category.FEAR_HEALTH: "Fear, or effect on health",
    Category.REPEAT: "Has happened before",
    Category.VULN_FLAG: "Said to be vulnerable",
}

PSI = {
    Category.ALONE_ISOL: "S",
    Category.HOMELESS: "S",
    Category.DOMESTIC: "S",
    Category.HATE: "I",
    Category.FEAR_HEALTH: "I",
    Category.REPEAT: "I",
    Category.VULN_FLAG: "",
} | dict.fromkeys(
    (
        Category.AGE_CHILD,
        Category.AGE_ELDER,
        Category.DIS_PHYS,
        Category.DIS_LEARN,
        Category.SENSORY,
        Category.MENTAL_HEALTH,
        Category.SUICIDE_SH,
        Category.DEMENTIA,
        Category.PREGNANT,
        Category.CARER,
        Category.BEREAVED,
        Category.LANGUAGE,
        Category.SUBSTANCE,
    ),
    "P",
)
