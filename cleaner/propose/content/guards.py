"""What stays although the model is against it, on pages and in flat text: what stands or falls together.

Units are judged one by one; half a list is worse than either all of it or none, and so are half a code listing and a
song without its refrain. `page_guards.py` and `text_guards.py` hold what only one medium has. Each guard asks for a
place inside the article, or for the shape of prose, and most for a probability that is no clear no: these are close
calls in which eating a sentence is the likelier mistake.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.model import Document
from cleaner.propose.content.characters import Integers
from cleaner.propose.time_stamps import FEWEST, LONGEST, is_time_stamp

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LIKELY = 0.2
"""Mean p(content) of the items of a list or the rows of a table, weighed by their length, from which on they stay
together."""

HIDDEN = frozenset({"hidden", "noscript", "alt"})
"""Marks of blocks that a reader does not see."""

_CODE_REACH = 3
"""Units before and after a code listing among which one must be kept: it stands in the article."""

_STAMP_LIKELY = 0.2
"""p(content) of a live blog's time stamp, from which on it stays with the others."""


def near(flags: Flags, reach: int) -> Flags:
    """Which units have one of those in `flags` among the `reach` before and after them, or are one."""
    found = flags.copy()
    for step in range(1, min(reach, len(flags) - 1) + 1):
        found[step:] |= flags[:-step]
        found[:-step] |= flags[step:]
    return found


def with_whole_code(document: Document, blocks: Integers, good: Flags) -> Flags:
    """`good`, and the code listings (`<pre>` of a page, fences of Markdown) of which any line is kept, or which have
    kept units before and after them. `blocks` are the blocks of the units.

    A model that learned from prose is of two minds about most lines of code. Of the 37 development pages with listings,
    out of fold, word F1 rises by .01; of listings that it refuses whole, between kept paragraphs, all stand in the gold
    text on two pages of three, and on the third none, nor any code.
    """
    if not any("code" in block.marks for block in document.blocks):
        return good
    code = np.array(["code" in block.marks for block in document.blocks], dtype=np.bool_)[blocks]
    whole = good.copy()
    edges = np.flatnonzero(np.diff(np.concatenate(([False], code, [False])).view(np.int8)))
    for start, end in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
        before, after = good[max(0, start - _CODE_REACH) : start], good[end : end + _CODE_REACH]
        whole[start:end] |= good[start:end].any() or (before.any() and after.any())
    return whole


def with_whole_stamps(text: str, starts: Integers, ends: Integers, p: Floats, good: Flags) -> Flags:
    """`good`, and the time stamps between its first and last unit, where most stamps of a live blog are kept and the
    model is of two minds about the others."""
    short = ends - starts <= LONGEST
    if not (short & ~good & (p >= _STAMP_LIKELY)).any() or not good.any():
        return good
    kept = np.flatnonzero(good)
    between = range(int(kept[0]), int(kept[-1]) + 1)
    stamps = [at for at in between if short[at] and is_time_stamp(text[starts[at] : ends[at]].strip())]
    if len(stamps) < FEWEST or 2 * good[stamps].sum() <= len(stamps):
        return good
    good = good.copy()
    good[stamps] |= p[stamps] >= _STAMP_LIKELY
    return good
