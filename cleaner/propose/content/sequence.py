"""What stands around a unit in reading order: its neighbours' features, good text before and after, its place in the
document."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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
    all_words = np.concatenate(([0.0], np.cumsum(words)))
    good_words = np.concatenate(([0.0], np.cumsum(good)))
    for width in WINDOWS:
        low, high = np.maximum(rank - width, 0), np.minimum(rank + 1 + width, size)
        for side, start, end in (("before", low, rank), ("after", rank + 1, high)):
            amount = good_words[end] - good_words[start]
            columns.add(f"{name} {side}, {width} units", np.log1p(amount))
            columns.add(
                f"{name} share {side}, {width} units", amount / np.maximum(all_words[end] - all_words[start], 1)
            )
    total = max(float(good_words[-1]), 1.0)
    columns.add(f"{name} before, share", good_words[:-1] / total)
    columns.add(f"{name} after, share", (good_words[-1] - good_words[1:]) / total)
    columns.add(f"{name} of the document", np.full(size, np.log1p(good_words[-1])))
    solid = np.flatnonzero(good > 0)
    if len(solid):
        at = np.searchsorted(solid, rank)
        previous = np.where(at > 0, solid[np.maximum(at - 1, 0)], -50)
        later = np.searchsorted(solid, rank, side="right")
        following = np.where(later < len(solid), solid[np.minimum(later, len(solid) - 1)], size + 50)
        columns.add(f"units since {name}", np.log1p(np.minimum(rank - previous, 60)))
        columns.add(f"units to {name}", np.log1p(np.minimum(following - rank, 60)))
        columns.add(f"words since {name}", np.log1p(all_words[rank] - all_words[np.maximum(previous + 1, 0)]))
        columns.add(
            f"words to {name}", np.log1p(np.maximum(all_words[np.minimum(following, size)] - all_words[rank + 1], 0))
        )
    else:
        for label in (f"units since {name}", f"units to {name}", f"words since {name}", f"words to {name}"):
            columns.add(label, np.full(size, 5.0))
    return columns


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
