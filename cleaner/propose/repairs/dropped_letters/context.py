"""A small log-bilinear network: how well a word fits into its surroundings, beyond what pairs and triples counted.

Five words to either side, each through a matrix of its place, and the mean of the words within forty, as the topic,
give one vector; its product with a word's vector is the word's fit. Trained on clean text against noise words and
against the words that deletions confuse (see `bench/train_repair.py`). Vectors are kept as bytes with a scale a
row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.propose.repairs.dropped_letters import packed
from cleaner.propose.repairs.dropped_letters.judge import Judge

REACH = 5
"""Words to either side that are read in their places."""

TOPIC_REACH = 40
"""Words to either side whose mean tells the topic."""

COMMON = 200
"""The so many most frequent words tell nothing of a topic."""

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class ContextModel:
    """The network, the `weights` that the decoder gives to each opinion, its own included, and the `judge`.

    Word ids are the language model's; those from `size` on are unknown to it."""

    near: Floats
    topic: Floats
    out: Floats
    bias: Floats
    places: Floats
    weights: NDArray[np.float64]
    judge: Judge

    @property
    def size(self) -> int:
        """How many words it knows."""
        return len(self.bias)

    def surroundings(self, ids: Ids, positions: Ids) -> Floats:
        """One vector for each of `positions` in `ids`."""
        pad = max(REACH, TOPIC_REACH)
        padded = np.concatenate([np.ones(pad, dtype=np.int64), np.where(ids >= self.size, 0, ids)])
        padded = np.concatenate([padded, np.ones(pad + 1, dtype=np.int64)])
        at = positions + pad
        vector = np.zeros((len(at), self.near.shape[1]), dtype=np.float32)
        places = [*range(-REACH, 0), *range(1, REACH + 1)]
        for place, offset in enumerate(places):
            vector += self.near[padded[at + offset]] @ self.places[place]
        telling = padded >= COMMON
        sums = np.zeros((len(padded) + 1, self.topic.shape[1]), dtype=np.float64)
        np.cumsum(np.where(telling[:, None], self.topic[padded], 0.0), axis=0, out=sums[1:])
        counts = np.append(0, np.cumsum(telling))
        low, high = at - TOPIC_REACH, at + TOPIC_REACH + 1
        own = telling[at]
        total = sums[high] - sums[low] - np.where(own[:, None], self.topic[padded[at]], 0.0)
        number = counts[high] - counts[low] - own
        return np.asarray(vector + total / np.maximum(number, 1)[:, None], dtype=np.float32)

    def fit(self, surroundings: Floats, owner: Ids, words: Ids) -> NDArray[np.float64]:
        """The log score of each of `words`, in the surroundings that `owner` points to; 0 for words that it does
        not know."""
        known = np.where(words >= self.size, 0, words)
        score = np.einsum("rd,rd->r", surroundings[owner], self.out[known]) + self.bias[known]
        return np.where(words < self.size, score, 0.0).astype(np.float64)


def quantised(matrix: NDArray[Any]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix as bytes, and the scale of each row."""
    scale = np.maximum(np.abs(matrix).max(axis=1), 1e-8) / 127.0
    return np.round(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def _restored(table: packed.Packed, name: str) -> Floats:
    scale = table[f"{name}_scale"]
    return np.asarray(table[name].reshape(len(scale), -1) * scale[:, None], dtype=np.float32)


def _judge(table: packed.Packed) -> Judge:
    bias = np.array(table["judge_bias"], dtype=np.float64)
    return Judge(
        scale=np.array(table["judge_scale"], dtype=np.float64),
        hidden=np.array(table["judge_hidden"], dtype=np.float64).reshape(-1, len(bias)),
        bias=bias,
        out=np.array(table["judge_out"], dtype=np.float64),
    )


@lru_cache(maxsize=4)
def load(path: Path) -> ContextModel:
    """The network in the file at `path`."""
    table = packed.read(path)
    places = table["places"].astype(np.float32)
    width = int(table["width"][0])
    return ContextModel(
        near=_restored(table, "near"),
        topic=_restored(table, "topic"),
        out=_restored(table, "out"),
        bias=np.array(table["bias"], dtype=np.float32),
        places=places.reshape(2 * REACH, width, width),
        weights=np.array(table["weights"], dtype=np.float64),
        judge=_judge(table),
    )
