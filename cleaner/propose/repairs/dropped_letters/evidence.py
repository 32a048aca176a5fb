"""Where a text is damaged: the stretches in which a string is missing, weighed against those in which it stands.

Real scrapes mix clean and damaged text: a clean title over a damaged body, a clean paragraph among damaged ones.
Two states, clean and damaged, run along the text. A doubtful word brings its evidence for damage; a word that holds
the string speaks against it; changing state costs, less so between sentences. What counts for the channel as a
whole is how much better the best path does than all-clean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

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


@dataclass(frozen=True)
class Stretches:
    """The judgement: total nats for damage, and the probability that each doubtful token stands in damaged text."""

    nats: float
    damaged: NDArray[np.float64]
    supporters: tuple[str, ...]
    intact: int


def stretches(
    tokens: Tokens,
    positions: Sequence[int],
    evidence: Sequence[float],
    intact: Sequence[int],
    *,
    loud: float = 2.0,
) -> Stretches:
    """Weigh the doubtful tokens at `positions` against those at `intact`, which still hold the string (both
    sorted)."""
    events: list[tuple[int, float, int]] = []
    seen: set[str] = set()
    for index, (at, nats) in enumerate(zip(positions, evidence, strict=True)):
        word = tokens.words[at]
        weight = min(nats, CAP) * (REPEAT if word in seen else 1.0)
        seen.add(word)
        events.append((at, weight, index))
    events += [(at, LEAK, -1) for at in intact]
    events.sort()
    if not positions:
        return Stretches(0.0, np.zeros(0), (), len(intact))
    stops = np.cumsum(np.array([kind == STOP for kind in tokens.kinds], dtype=np.int64))
    switches = [log(0.5)]
    for (before, _, _), (after, _, _) in pairwise(events):
        switches.append(SWITCH_AT_STOP if stops[after] > stops[before] else SWITCH_INSIDE)
    # Best path (for the total) and forward-backward (for each token), in one sweep each way.
    # To begin damaged costs nothing: what it costs to believe in the channel at all is its prior.
    best_clean = best_damaged = clean = damaged = 0.0
    forward: list[tuple[float, float]] = []
    for (_, weight, _), switch in zip(events, switches, strict=True):
        best_clean, best_damaged = (
            max(best_clean, best_damaged + switch),
            max(best_damaged, best_clean + switch) + weight,
        )
        clean, damaged = _add(clean, damaged + switch), _add(damaged, clean + switch) + weight
        forward.append((clean, damaged))
    probability = np.zeros(len(positions))
    clean_after = damaged_after = 0.0
    for at in range(len(events) - 1, -1, -1):
        _, weight, index = events[at]
        here_clean, here_damaged = forward[at][0] + clean_after, forward[at][1] + damaged_after
        if index >= 0:
            probability[index] = 1.0 / (1.0 + exp(min(here_clean - here_damaged, 700.0)))
        if at:
            switch = switches[at]
            clean_after, damaged_after = (
                _add(clean_after, damaged_after + weight + switch),
                _add(damaged_after + weight, clean_after + switch),
            )
    supporters = {
        tokens.words[at].lower()
        for at, nats, p in zip(positions, evidence, probability, strict=True)
        if nats >= loud and p > 0.5
    }
    total = max(0.0, best_clean, best_damaged)
    return Stretches(total, probability, tuple(sorted(supporters)), len(intact))


def _add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a + log(1.0 + exp(b - a)) if a - b < 40 else a
