"""Where a text is damaged: the stretches in which a string is missing, weighed against those in which it stands.

Real scrapes mix clean and damaged text: a clean title over a damaged body, a clean paragraph among damaged ones.
Two states, clean and damaged, run along the text. A doubtful word brings its evidence for damage; a word that holds
the string speaks against it; changing state costs, less so between sentences. What counts for the channel as a
whole is how much better the best path does than all-clean.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import exp, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.propose.repairs.dropped_letters.tokens import STOP, Tokens

LEAK = -5.0
"""Nats against damage of a word that still holds the string: fewer than one in a hundred escapes a filter (a join,
a later edit)."""

SWITCH_AT_STOP = -6.0
SWITCH_INSIDE = -10.0
"""Nats for changing state between sentences, and inside one."""

CAP = 7.0
"""No single word speaks louder: an odd name may fit a reading by chance."""

REPEAT = 0.3
"""What a further occurrence of a type is worth, beside its first: a name or a unit repeats, and proves nothing more
by it."""


LOUD = 2.0
"""Nats from which on a word supports the damage by name."""


class Event(NamedTuple):
    """A word that tells: where it stands, its nats for damage, its number among the doubtful ones, or -1; and what
    changing state before it costs."""

    at: int
    nats: float
    number: int
    switch: float


class Stretches:
    """The judgement on the doubtful tokens at `positions` against those at `intact`, which still hold the string (both
    sorted): total nats for damage, and, worked out when they are asked for, the probability that each doubtful token
    stands in damaged text and the words that speak for it."""

    def __init__(
        self, tokens: Tokens, positions: Sequence[int], evidence: Sequence[float], intact: Sequence[int]
    ) -> None:
        self._tokens = tokens
        self._positions = positions
        self._evidence = evidence
        self.intact = len(intact)
        self._events = _events(tokens, positions, evidence, intact) if positions else []

    @cached_property
    def nats(self) -> float:
        """How much better the best path does than all-clean."""
        # To begin damaged costs nothing: what it costs to believe in the channel at all is its prior.
        clean = damaged = 0.0
        for event in self._events:
            clean, damaged = (
                max(clean, damaged + event.switch),
                max(damaged, clean + event.switch) + event.nats,
            )
        return max(0.0, clean, damaged)

    @cached_property
    def damaged(self) -> NDArray[np.float64]:
        """The probability that each doubtful token stands in damaged text: forward-backward, in one sweep each way."""
        clean = damaged = 0.0
        forward: list[tuple[float, float]] = []
        for event in self._events:
            clean, damaged = _add(clean, damaged + event.switch), _add(damaged, clean + event.switch) + event.nats
            forward.append((clean, damaged))
        probability = np.zeros(len(self._positions))
        clean_after = damaged_after = 0.0
        for event, (clean, damaged) in zip(reversed(self._events), reversed(forward), strict=True):
            if event.number >= 0:
                gap = clean + clean_after - (damaged + damaged_after)
                probability[event.number] = 1.0 / (1.0 + exp(min(gap, 700.0)))
            clean_after, damaged_after = (
                _add(clean_after, damaged_after + event.nats + event.switch),
                _add(damaged_after + event.nats, clean_after + event.switch),
            )
        return probability

    @cached_property
    def supporters(self) -> tuple[str, ...]:
        """The distinct words that speak loudest for damage, lower case."""
        found = {
            self._tokens.words[at].lower()
            for at, nats, p in zip(self._positions, self._evidence, self.damaged.tolist(), strict=True)
            if nats >= LOUD and p > 0.5
        }
        return tuple(sorted(found))


def _events(tokens: Tokens, positions: Sequence[int], evidence: Sequence[float], intact: Sequence[int]) -> list[Event]:
    """What tells, in the order of the text."""
    told: list[tuple[int, float, int]] = [(at, LEAK, -1) for at in intact]
    seen: set[str] = set()
    for index, (at, nats) in enumerate(zip(positions, evidence, strict=True)):
        word = tokens.words[at]
        told.append((at, min(nats, CAP) * (REPEAT if word in seen else 1.0), index))
        seen.add(word)
    told.sort()
    stops = np.cumsum(np.array(tokens.kinds, dtype=np.int64) == STOP)[[at for at, _, _ in told]]
    switches = np.where(np.diff(stops) > 0, SWITCH_AT_STOP, SWITCH_INSIDE).tolist()
    return [Event(*one, switch) for one, switch in zip(told, [log(0.5), *switches], strict=True)]


def _add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a + log(1.0 + exp(b - a)) if a - b < 40 else a
