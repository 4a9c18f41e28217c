"""A finding: what in a log may be a sign of vulnerability, whose it is, and why Heed thinks so."""

from dataclasses import dataclass, field

from heed.engines.cues.terms import Category, Experiencer, Strength


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One cue in one text.

    start, end: characters of the text as it was given. read_as: the word a misspelling was read as.
    assumed: nothing in the text says whose it is. because: what set each attribute, in words.
    """

    category: Category
    start: int
    end: int
    text: str
    experiencer: Experiencer
    negated: bool
    historic: bool
    uncertain: bool
    rule: str
    strength: Strength = Strength.STRONG
    words: str = ""
    read_as: str = ""
    assumed: bool = False
    because: tuple[str, ...] = ()

    @property
    def psi(self) -> str:
        """Personal, situational or incidental."""
        return self.category.psi


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: its findings in order, the two verdicts, and the lexicon they come from."""

    findings: tuple[Finding, ...] = ()
    vulnerable: bool = False
    repeat: bool = False
    lexicon: str = ""
    because: tuple[str, ...] = field(default=())
