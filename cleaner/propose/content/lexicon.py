"""Learned weights of tokens: what a word, a pair of words or a class name says of the text that it stands in or over.

A table of log-odds, addressed by the high bits of a token's hash and checked by its low bits, so that a look-up of
all tokens of a page is two array reads. A token that is not in the table weighs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cleaner.propose.content.characters import Hashes

Floats = npt.NDArray[np.float32]

SCALE = 16.0
"""Steps a nat in which weights are stored: one byte holds +-8 nats in steps of a sixteenth."""


@dataclass(frozen=True)
class Lexicon:
    """Weights of tokens by hash. `prints` checks that a slot holds the token that was asked for; `weights` are in
    sixteenths."""

    prints: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.int8]

    @cached_property
    def _shift(self) -> np.uint64:
        """How far a hash is shifted to give its slot."""
        return np.uint64(64 - (len(self.prints).bit_length() - 1))

    @cached_property
    def _nats(self) -> Floats:
        return self.weights.astype(np.float32) * np.float32(1 / SCALE)

    def look_up(self, hashes: Hashes) -> Floats:
        """The weight of each token in nats, 0 where it is not known."""
        slots = (hashes >> self._shift).astype(np.intp)
        found = self._nats.take(slots)
        found *= self.prints.take(slots) == hashes.astype(np.uint32)
        return found


def build(weights: Mapping[int, float], bits: int, counts: Mapping[int, float]) -> Lexicon:
    """Pack `weights` (hash to nats) into a table of `2 ** bits` slots; where two tokens meet in one, the commoner
    stays."""
    prints = np.zeros(1 << bits, dtype=np.uint32)
    packed = np.zeros(1 << bits, dtype=np.int8)
    for token in sorted(weights, key=lambda t: (counts[t], t)):
        value = round(weights[token] * SCALE)
        slot = token >> (64 - bits)
        prints[slot] = token & 0xFFFFFFFF
        packed[slot] = max(-127, min(127, value))
    return Lexicon(prints, packed)
