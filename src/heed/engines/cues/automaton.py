"""
One pass over the tokens finds every phrase: cues, context words and people together.

Patterns become one net of nodes. Walking it, every set of nodes met becomes a state, and every step out of a state is
worked out once and remembered: after a few logs a step is one look-up in a dictionary, whatever the size of the lexicon.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from heed.engines.cues.kinds import NUMBER, kinds_of
from heed.engines.cues.patterns import Choice, Part, Word, reversed_tree

KINDS = kinds_of()
DIGITS = frozenset("0123456789")
OTHER = ""
"""The symbol of a word that no pattern knows."""


class Node:
    """A place in a pattern: where each word leads, and what ends here."""

    __slots__ = ("edges", "ends")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.edges: dict[str, list[Node]] = {}
        self.ends: list[Any] = []


class Steps(dict[str, "State | None"]):
    """Symbol to the next state, or None where nothing follows; worked out when first asked."""

    __slots__ = ("_automaton", "_state")

    def __init__(self, automaton: "Automaton", state: "State") -> None:
        """Belong to a state."""
        super().__init__()
        self._automaton = automaton
        self._state = state

    def __missing__(self, symbol: str) -> "State | None":
        """Work out a step, and remember it."""
        self[symbol] = following = self._automaton.step(self._state, symbol)
        return following


class State:
    """A set of nodes reached together. steps: where each symbol leads."""

    __slots__ = ("ends", "first", "nodes", "steps")

    def __init__(self, automaton: "Automaton", nodes: frozenset[Node], *, first: bool = False) -> None:
        """Gather what ends here."""
        self.nodes = nodes
        self.steps = Steps(automaton, self)
        self.ends: tuple[Any, ...] = tuple(dict.fromkeys(end for node in nodes for end in node.ends))
        self.first = first


class Automaton:
    """Patterns and what they stand for, compiled; symbol: what each word is to it."""

    def __init__(self, patterns: Iterable[tuple[Part, Any]], *, any_first: bool = False) -> None:
        """
        Build the net. The value of a pattern is whatever is to be found at its end.

        any_first: a pattern may begin with any word at all, as a guard does that reaches over some.
        """
        root = Node()
        for tree, value in patterns:
            for node in _grow(tree, [root]):
                if value not in node.ends:
                    node.ends.append(value)
        self.root = State(self, frozenset([root]), first=not any_first)
        self.states: dict[frozenset[Node], State] = {}

    def step(self, state: State, symbol: str) -> State | None:
        """Where a word leads from a state."""
        reached: set[Node] = set()
        kinds = KINDS.get(symbol, ())
        if symbol[:1] in DIGITS or symbol == NUMBER:
            kinds = (NUMBER, *kinds)
        for node in state.nodes:
            for name in (symbol, *kinds):
                if name:
                    reached.update(node.edges.get(name, ()))
            if not state.first:
                reached.update(node.edges.get("", ()))
        following = None
        if reached:
            nodes = frozenset(reached)
            following = self.states.get(nodes)
            if following is None:
                self.states[nodes] = following = State(self, nodes)
        return following

    def longest(self, symbols: Sequence[str], barred: Sequence[int], first: int) -> int:
        """Return the token after the longest phrase that begins at a token; 0 for none. barred: not to be crossed into."""
        state = self.root
        at, found, count = first, 0, len(symbols)
        while at < count and not (at > first and barred[at]):
            following = state.steps[symbols[at]]
            if following is None:
                break
            state = following
            at += 1
            if state.ends:
                found = at
        return found

    def ends_at(self, symbols: Sequence[str], barred: Sequence[int], last: int) -> bool:
        """Whether a phrase, compiled backwards, stands right up to a token."""
        state = self.root
        at = last
        while at >= 0:
            following = state.steps[symbols[at]]
            if following is None:
                return False
            state = following
            if state.ends:
                return True
            if barred[at]:
                return False
            at -= 1
        return False


def _grow(tree: Part, begin: list[Node]) -> list[Node]:
    """Add a pattern to the net, and return the nodes it may end at."""
    if isinstance(tree, Word):
        node = Node()
        for before in begin:
            before.edges.setdefault(tree.text, []).append(node)
        return [node]
    if isinstance(tree, Choice):
        ends: dict[Node, None] = {}
        for part in tree.parts:
            ends.update(dict.fromkeys(_grow(part, begin)))
        return list(ends)
    for part in tree.parts:
        begin = _grow(part, begin)
    return begin


class Guard:
    """What cancels a hit when it stands directly before, or after, it. Built when first asked."""

    __slots__ = ("_automaton", "_backwards", "_trees")

    def __init__(self, trees: Sequence[Part], *, backwards: bool) -> None:
        """Keep the patterns; backwards for those that stand before a cue."""
        self._trees = trees
        self._backwards = backwards
        self._automaton: Automaton | None = None

    def stands(self, symbols: Sequence[str], barred: Sequence[int], at: int) -> bool:
        """Whether one of the patterns ends (backwards) or begins at a token."""
        if self._automaton is None:
            trees = (reversed_tree(tree) if self._backwards else tree for tree in self._trees)
            self._automaton = Automaton(((tree, True) for tree in trees), any_first=True)
        if self._backwards:
            return self._automaton.ends_at(symbols, barred, at)
        return self._automaton.longest(symbols, barred, at) > 0


def guard(trees: Sequence[Part], *, backwards: bool) -> Guard | None:
    """Make a guard of patterns; None where there are none."""
    return Guard(trees, backwards=backwards) if trees else None
