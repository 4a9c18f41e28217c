"""What is wrong with the national lexicon, or with overlays on it: every row read, every example put. No database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from heed.engines.cues import examples
from heed.engines.cues.lexicon import compile_rules
from heed.engines.cues.overlay import Edit, lay, read_edits
from heed.engines.cues.rules import Rule
from heed.engines.cues.tables import NotATable, Problem, national_lines, read


class Unreadable(Exception):
    """A file that cannot be read at all; the message says why."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what is wrong with it."""

    lexicon: str
    rows: int
    examples: int
    problems: tuple[Problem, ...]


def edits_in(files: Sequence[Path]) -> tuple[list[Edit], list[Problem]]:
    """Read overlays, one on top of another. Raises Unreadable."""
    edits: dict[str, Edit] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            found, wrong = read_edits(file.read_text(encoding="utf-8"), file.name)
        except FileNotFoundError:
            raise Unreadable(f"There is no file {file}.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise Unreadable(f"{file} cannot be read: {error}.") from None
        except NotATable as error:
            raise Unreadable(f"{error}.") from None
        problems += wrong
        for edit in found:
            if edit.id in edits:
                problems.append(Problem(edit.id, f"stands twice, first in {edits[edit.id].where}", edit.where))
            edits.setdefault(edit.id, edit)
    return list(edits.values()), problems


def check_national() -> Checked:
    """Check the packaged rows: each must be readable, named once, and found in its examples as it says."""
    rules: dict[str, Rule] = {}
    where: dict[str, str] = {}
    problems: list[Problem] = []
    for line in national_lines():
        row = line.cells["id"] or "no id"
        rule = read(line.cells)
        if isinstance(rule, str):
            problems.append(Problem(row, rule, line.where))
        elif row in rules:
            problems.append(Problem(row, f"stands twice, first in {where[row]}", line.where))
        else:
            rules[row], where[row] = rule, line.where
    lexicon = compile_rules(tuple(rules.values()))
    problems += [replace(problem, where=where[problem.id]) for problem in examples.broken(lexicon)]
    return Checked(lexicon.version, len(rules), _examples(lexicon.rules), tuple(problems))


def check_overlay(files: Sequence[Path]) -> Checked:
    """Check overlays on the national rows: their own examples, and that no other row's example changes. Raises Unreadable."""
    edits, problems = edits_in(files)
    base = [line for line in national_lines() if isinstance(read(line.cells), Rule)]
    where = {line.cells["id"]: line.where for line in base} | {edit.id: edit.where for edit in edits}
    found = lay([line.cells for line in base], edits)
    lexicon = compile_rules(found.rules)
    before = compile_rules(lay([line.cells for line in base], ()).rules)
    wrong = [*found.problems, *examples.check(before, lexicon, found.touched)]
    problems += [replace(problem, where=problem.where or where.get(problem.id, "")) for problem in wrong]
    looked_at = [rule for rule in found.rules if rule.id in found.touched]
    return Checked(lexicon.version, len(found.rules), _examples(looked_at), tuple(problems))


def _examples(rules: Sequence[Rule]) -> int:
    return sum(len(rule.yes) + len(rule.no) for rule in rules)
