"""The judge: a small network that corrects the weighed sum of the opinions where they are in doubt.

A sum takes each opinion for what it is worth on average. What a pair that was never seen is worth depends on how
frequent its words are; what any of it is worth, on whether the word is tied to another by a hyphen, stands in quotes or
among capitals. One hidden layer, trained on clean text that was damaged on purpose (`bench/repair_network.py`), on
articles that none of the opinions was counted on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Judge:
    """The layer's weights, for inputs that are divided by `scale`."""

    scale: Floats
    hidden: Floats
    bias: Floats
    out: Floats

    def correction(self, inputs: Floats) -> Floats:
        """What is added to the score of each row of `inputs`, in nats. Of a token's rows, differences alone count."""
        if not self.out.any():
            return np.zeros(len(inputs))
        return np.asarray(np.maximum(inputs / self.scale @ self.hidden + self.bias, 0.0) @ self.out)


def silent(width: int) -> Judge:
    """A judge that corrects nothing: for tables whose weights are not fitted yet."""
    return Judge(np.ones(width), np.zeros((width, 1)), np.zeros(1), np.zeros(1))
