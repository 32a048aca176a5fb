"""What stands around a unit in reading order: its neighbours' features, good text before and after, its place in the
document."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cleaner.propose.content.characters import Integers
from cleaner.propose.content.columns import Columns

Floats = npt.NDArray[np.float64]

EDGE = 10
"""Units that are the head, or the tail, of a document."""
WINDOWS = (2, 5, 12)
"""Units to each side over which good text is summed."""


def place_features(words: Floats) -> Columns:
    """Where in the document a unit stands, by units and by words."""
    size = len(words)
    columns = Columns(size)
    before = np.cumsum(words) - words
    total = max(float(words.sum()), 1.0)
    rank = np.arange(size)
    columns.add("place by units", rank / max(size, 1))
    columns.add("place by words", before / total)
    columns.add("units before", np.log1p(rank))
    columns.add("units after", np.log1p(size - 1 - rank))
    columns.add("words before", np.log1p(before))
    columns.add("words after", np.log1p(np.maximum(total - before - words, 0)))
    columns.add("units of the document", np.full(size, np.log1p(size)))
    columns.add("words of the document", np.full(size, np.log1p(total)))
    return columns


def mass_around(words: Floats, good: Floats, name: str) -> Columns:
    """How much of the text around a unit is good (`good` words of `words`), in windows of several widths and to both
    ends."""
    size = len(words)
    columns = Columns(size)
    rank = np.arange(size)
    totals = np.zeros((2, size + 1))
    np.cumsum((words, good), axis=1, out=totals[:, 1:])
    all_words, good_words = totals
    starts, ends = _window_bounds(size)
    in_all, in_good = totals.take(ends, axis=1) - totals.take(starts, axis=1)
    windows = np.empty((2 * len(in_good), size))
    np.log1p(in_good, out=windows[0::2])
    np.divide(in_good, np.maximum(in_all, 1), out=windows[1::2])
    columns.add_all(_window_names(name), windows)
    total = max(float(good_words[-1]), 1.0)
    columns.add(f"{name} before, share", good_words[:-1] / total)
    columns.add(f"{name} after, share", (good_words[-1] - good_words[1:]) / total)
    columns.add(f"{name} of the document", np.full(size, np.log1p(good_words[-1])))
    solid = np.flatnonzero(good > 0)
    if len(solid):
        bounded = np.concatenate(([-50], solid, [size + 50]))
        previous = bounded[solid.searchsorted(rank)]
        following = bounded[solid.searchsorted(rank, side="right") + 1]
        way = np.empty((4, size))
        np.minimum(rank - previous, 60, out=way[0])
        np.minimum(following - rank, 60, out=way[1])
        np.subtract(all_words[:-1], all_words[np.maximum(previous + 1, 0)], out=way[2])
        np.maximum(all_words[np.minimum(following, size)] - all_words[1:], 0, out=way[3])
        np.log1p(way, out=way)
    else:
        way = np.full((4, size), 5.0)
    columns.add_all((f"units since {name}", f"units to {name}", f"words since {name}", f"words to {name}"), way)
    return columns


@lru_cache(maxsize=4)
def _window_bounds(size: int) -> tuple[Integers, Integers]:
    """Where the windows before and after each of `size` units start and end: rows for each width, before and after.
    Both passes over a document ask."""
    rank = np.arange(size)
    starts, ends = [], []
    for width in WINDOWS:
        starts += [np.maximum(rank - width, 0), rank + 1]
        ends += [rank, np.minimum(rank + 1 + width, size)]
    return np.array(starts), np.array(ends)


@lru_cache(maxsize=8)
def _window_names(name: str) -> tuple[str, ...]:
    sides = [(side, width) for width in WINDOWS for side in ("before", "after")]
    return tuple(
        label
        for side, width in sides
        for label in (f"{name} {side}, {width} units", f"{name} share {side}, {width} units")
    )


def document_features(words: Floats, p: Floats) -> Columns:
    """How clean the whole document looks: the likely share of content in all of it, at its head and at its tail.

    A text that begins and ends with prose has been cleaned before; what is odd in it is more likely odd content.
    """
    size = len(words)
    columns = Columns(size)
    weight = words + 1
    for name, part in (("document", slice(None)), ("head", slice(None, EDGE)), ("tail", slice(-EDGE, None))):
        share = float((weight[part] * p[part]).sum() / max(weight[part].sum(), 1))
        columns.add(f"likely share of the {name}", np.full(size, share))
    columns.add("unlikely units of the document", np.full(size, np.log1p((p < 0.2).sum())))
    return columns
