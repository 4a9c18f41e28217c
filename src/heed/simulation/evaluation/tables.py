"""The result of an evaluation: counted by scenario, group and threshold, as JSON and as tables for people."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from heed.simulation.evaluation.asking import Answered, Stage
from heed.simulation.evaluation.outcomes import Outcome, Share, shares
from heed.simulation.examination import Question

CURVE = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)
"""Thresholds of the trade-off curve."""

AGES = ((0, 18, "under 18"), (18, 40, "18 to 39"), (40, 65, "40 to 64"), (65, 200, "65 and over"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answers by method: each stage, the telephone alone, the stock model."""

    question: Question
    answers: dict[str, Answered]


def age_band(question: Question) -> str:
    """Name the age band of whoever is meant."""
    return next((words for low, high, words in AGES if low <= question.age < high), "not known")


MISSING = (
    ("given", "no first name"),
    ("family", "no last name"),
    ("address", "no address"),
    ("birth", "neither birth nor age"),
    ("postcode", "no postcode"),
    ("date", "an age, no date of birth"),
)
"""What may not have been said, the worst first."""

ALL_SAID = "name, whole birth, address and postcode"


def missing_of(question: Question) -> str:
    """Name the worst of what was not said; a question is counted once."""
    return next((words for name, words in MISSING if name in question.missing), ALL_SAID)


def all_asked(question: Question) -> str:
    """Say whether name, age or birth, postcode and door number were all said: what the aims are set for."""
    asked = {"given", "family", "address", "birth", "postcode"}
    return "something was not said" if asked & question.missing else "all that is asked was said"


def table(asked: Sequence[Asked], *, method: str, group: Callable[[Question], str]) -> dict[str, dict[str, Share]]:
    """Count outcomes of one method by group, the whole first."""
    groups: dict[str, list[Asked]] = {"all": list(asked)}
    for one in asked:
        groups.setdefault(group(one.question), []).append(one)
    return {name: _shares(members, method) for name, members in [("all", groups.pop("all")), *sorted(groups.items())]}


def _shares(asked: Iterable[Asked], method: str) -> dict[str, Share]:
    answers = [one.answers[method] for one in asked]
    return shares((answer.outcome for answer in answers), in_first_three=sum(answer.in_three for answer in answers))


def curve(asked: Sequence[Asked], *, method: str) -> list[dict[str, Any]]:
    """Say, for each threshold of probable, how often the right person, a wrong one, and a stranger's would be named."""
    known = [one.answers[method] for one in asked if one.question.known]
    strangers = [one.answers[method] for one in asked if not one.question.known]
    return [
        {
            "probable": at,
            "right": Share(sum(a.chance >= at and a.best_is_right for a in known), len(known)).as_json(),
            "wrong": Share(sum(a.chance >= at and not a.best_is_right for a in known), len(known)).as_json(),
            "stranger": Share(sum(a.chance >= at for a in strangers), len(strangers)).as_json(),
        }
        for at in CURVE
    ]


def unfair(groups: dict[str, dict[str, Share]], *, times: float = 2.0) -> list[str]:
    """
    Name the groups whose false links are surely more than so many times the overall rate.

    A group is named when even the lower end of its interval lies above: chance alone names nobody.
    """

    def false_links(found: dict[str, Share]) -> Share:
        wrong, taken = found[Outcome.WRONG], found[Outcome.TAKEN]
        return Share(wrong.count + taken.count, wrong.of + taken.of)

    limit = times * false_links(groups["all"]).value
    return [name for name, found in groups.items() if name != "all" and false_links(found).interval[0] > limit]


def in_words(title: str, groups: dict[str, dict[str, Share]]) -> list[str]:
    """Lay a table out in plain text (Markdown), one row for each group."""
    columns = (
        Outcome.RIGHT, Outcome.WRONG, Outcome.PROPOSED, Outcome.MISSED, "among the first three", Outcome.TAKEN, Outcome.ASKED,
    )  # fmt: skip
    lines = [
        f"### {title}",
        "",
        "| | known | " + " | ".join(columns) + " | strangers |",
        "|---" * (len(columns) + 3) + "|",
    ]
    for name, found in groups.items():
        cells = " | ".join(_cell(found[column]) for column in columns)
        lines.append(f"| {name} | {found[Outcome.RIGHT].of:,} | {cells} | {found[Outcome.TAKEN].of:,} |")
    return [*lines, ""]


def _cell(share: Share) -> str:
    if not share.of:
        return "-"
    low, high = share.interval
    return f"{100 * share.value:.2f} % ({100 * low:.2f} to {100 * high:.2f})"


def stages() -> tuple[str, ...]:
    """Name Heed's own answers, in the order of a call."""
    return tuple(str(stage) for stage in Stage)
