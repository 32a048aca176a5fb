"""Occurrences of one form are heard together; what they speak against by themselves is not raised."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from cleaner.propose.repairs.dropped_letters import decode
from cleaner.propose.repairs.dropped_letters.decode import Scorer
from cleaner.propose.repairs.dropped_letters.lattice import Lattice

OWN, OTHER = 10, 11
BASE = (-9.0, -11.5)


def agreed(alone: list[float]) -> list[float]:
    """What agreement makes of the other reading, told with the probabilities `alone` by each occurrence."""
    count = len(alone)
    posterior = np.array([share for p in alone for share in (1 - p, p)])
    lattice = SimpleNamespace(
        first=np.arange(0, 2 * count, 2),
        row_word=np.array([OWN, OTHER] * count),
        row_base=np.array(BASE * count),
        words=["shows"] * count,
    )
    scorer = SimpleNamespace(model=SimpleNamespace(logp=np.full(20, -9.0)), weights=np.array([1.0]))
    told = decode._agreed(cast(Lattice, lattice), np.log(posterior), posterior, cast(Scorer, cast(Any, scorer)))
    assert np.allclose(told.reshape(-1, 2).sum(axis=1), 1)
    return cast(list[float], told[1::2].tolist())


def test_many_draw_one_along() -> None:
    *_, last = agreed([0.97, 0.95, 0.99, 0.96, 0.6])
    assert last > 0.9


@pytest.mark.parametrize("alone", [[0.82, 0.88, 0.86, 0.22, 0.27, 0.01, 0.37, 0.45, 0.17, 0.3, 0.09], [0.7, 0.1]])
def test_the_few_draw_none_along(alone: list[float]) -> None:
    assert all(after <= before + 1e-9 for before, after in zip(alone, agreed(alone), strict=True))


def test_a_single_occurrence_stays_as_it_is() -> None:
    assert agreed([0.8]) == pytest.approx([0.8])
