"""What stays of a flat text although the model is against it: see `guards.py`.

Running text in scripts without spaces is rare in the training data, so that the model doubts it; refrains and the rows
of a table stand or fall with their like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import regex

from cleaner.propose.content.characters import Integers
from cleaner.propose.content.guards import LIKELY, Flags, Floats
from cleaner.propose.content.text_units import TextUnits

_REFRAIN = 0.15
"""p(content) of a line that a text repeats, from which on it is taken for a refrain. Labels that repeat
("Advertisement") are given .05 or less."""

_REFRAIN_OF_A_PAGE = 0.3
"""The same in a flattened page, where buttons repeat between the paragraphs. With .15, word F1 of flattened news
pages is .0035 lower; with none, recall of list articles .007."""

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_STEP = re.compile(r"\s*(\d{1,3})[.)]\s")
_STEPS_APART = 6
_STEPS_LIKELY = 0.25
"""Mean p(content) of items that count on, from which on they stay with one that does."""
_STEP_LIKELY = 0.15

_SHOWN = 20_000
"""Characters by which the script of a text is told."""
_UNSPACED_WORDS = 12
_UNSPACED_LIKELY = 0.05
"""Running text of so many words (two characters each) in a script without spaces stays from this p(content) on. 6 of
the 923 training pages are in such scripts; teasers and menus there do not end like sentences."""


def is_unspaced(text: str) -> bool:
    """Whether a text is mostly in a script without spaces between words, by its first characters."""
    shown = "" if text.isascii() else "".join(text[:_SHOWN].split())
    return 2 * len(_UNSPACED.findall(shown)) > max(len(shown), 1)


def with_refrains(text: str, units: TextUnits, p: Floats, good: Flags, *, is_page: bool = False) -> Flags:
    """`good`, and the lines of a flat text that repeat between its first and last kept line. In a page with its menus,
    flattened, they must be likelier."""
    kept = np.flatnonzero(good)
    if not len(kept):
        return good
    first, last = int(kept[0]), int(kept[-1]) + 1
    least = _REFRAIN_OF_A_PAGE if is_page else _REFRAIN
    asked = np.flatnonzero(~good[first:last] & (p[first:last] >= least))
    if not len(asked):
        return good
    bounds = zip(units.starts[first:last].tolist(), units.ends[first:last].tolist(), strict=True)
    wordings = [text[start:end].strip() for start, end in bounds]
    times = Counter(wordings)
    good = good.copy()
    good[[first + at for at in asked.tolist() if times[wordings[at]] > 1]] = True
    return good


def with_whole_steps(text: str, units: TextUnits, p: Floats, good: Flags) -> Flags:
    """`good`, and the numbered items of a flat text that are counted on from one that stays, or up to it: instructions
    without their third step are worse than none.

    Out of fold, on 923 flattened pages, word F1 is the same (up on 9, down on 13); of 93 from other sites it rises by
    .002.
    """
    good = good.copy()
    for steps in _counted(text, units):
        if len(steps) > 1 and good[steps].any() and p[steps].mean() >= _STEPS_LIKELY:
            good[steps] |= p[steps] >= _STEP_LIKELY
    return good


def _counted(text: str, units: TextUnits) -> Iterator[list[int]]:
    """The units that begin with numbers that count on, not too far apart."""
    steps: list[int] = []
    number = 0
    for at, (start, end) in enumerate(zip(units.starts.tolist(), units.ends.tolist(), strict=True)):
        found = _STEP.match(text, start, end)
        if found is None:
            continue
        counts_on = steps and int(found[1]) == number + 1 and at - steps[-1] <= _STEPS_APART
        if steps and not counts_on:
            yield steps
            steps = []
        steps.append(at)
        number = int(found[1])
    yield steps


def with_whole_rows(text: str, starts: Integers, p: Floats, good: Flags) -> Flags:
    """`good`, and the rows of a Markdown table ("| Rest | Walk |") of which any is kept, or which are likely content
    together. Of 214 such tables in what an extractor left of the development pages 12 were kept in part."""
    if "\n|" not in text:
        return good
    rows = np.array([text.startswith("|", text.rfind("\n", 0, start) + 1) for start in starts.tolist()], dtype=np.bool_)
    good = good.copy()
    edges = np.flatnonzero(np.diff(np.concatenate(([False], rows, [False])).view(np.int8)))
    for start, end in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start > 1:
            good[start:end] |= good[start:end].any() or p[start:end].mean() >= LIKELY
    return good


def with_unspaced_prose(text: str, units: TextUnits, prose: Floats, p: Floats, good: Flags) -> Flags:
    """`good`, and running text in scripts without spaces that the model does not clearly refuse. `prose` are the words
    of running text in each unit."""
    good = good.copy()
    for at in np.flatnonzero(~good & (prose >= _UNSPACED_WORDS) & (p >= _UNSPACED_LIKELY)).tolist():
        line = text[units.starts[at] : units.ends[at]]
        if 2 * len(_UNSPACED.findall(line)) > len(line):
            good[at] = True
    return good
