"""Program text that no element marks: in flat text, and on pages that set listings without a `pre`.

A model that learned from prose is of two minds about most lines of code, and a listing of which every third line stays
is worth nothing. Runs of lines that look like it are judged together, so that single lines need not be
certain: an abstract may hold a formula, and a table cell an equals sign.

On 90 flattened pages of other sites than the development sets' recall rises from .925 to .931 and word F1 from .865 to
.870, one tutorial from 2,755 to 5,695 of its 6,059 words; on 298 pages as HTML recall by .003. Of 923 development
pages it changes eight flattened ones, of which one falls by .23: its gold text leaves code out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import regex

from cleaner.propose.content.guards import Flags, Floats
from cleaner.propose.content.text_units import TextUnits
from cleaner.propose.page_scripts.runs import OF_TRACKERS
from cleaner.propose.program_text import is_program_line

FEWEST = 3
"""Lines that are code for sure, in a run."""
SHARE = 0.5
"""... and their share of its lines."""
LONG, DENSE = 60, 0.08
"""A line of so many characters, of which this share are brackets and operators, is a listing by itself: some extractors
write listings on one line."""
APART = 4
"""Lines between two of them that may be anything but running text: a name, a closing word, a string."""
REACH = 3
"""Units before and after a run among which one must be kept: the listing stands in the article."""
WORDS = 12
DOUBTED = 0.2
"""Running text of so many words beside a listing stays from this p(content) on: the lines of code around it speak
against it to the model."""
LIKELY = 0.08
"""Mean p(content) of a run from which on it stays whole."""

FEWEST_SIGNS = 2
_SIGNS = ("{", "}", "=", ";\n", "()", "</", "):\n", "\n$ ")
"""Listings hold some of these, and nearly no prose does: a glance that spares most texts the patterns."""
_SYMBOL = regex.compile(r"[{}()\[\];=<>]")


def with_whole_listings(text: str, units: TextUnits, prose: Floats, p: Floats, good: Flags) -> Flags:
    """`good`, and the runs of program lines of a flat text with kept units before and after them. `prose` are the words
    of running text in each unit."""
    kept = np.flatnonzero(good)
    if not len(kept):
        return good
    first, last = int(kept[0]), int(kept[-1]) + 1
    if sum(text.count(sign, units.starts[first], units.ends[last - 1]) for sign in _SIGNS) < FEWEST_SIGNS:
        return good
    asked = first + np.flatnonzero(prose[first:last] == 0)
    runs = [run for run in _runs(text, units, prose, asked.tolist()) if _is_content(text, units, p, *run)]
    if not runs:
        return good
    good = good.copy()
    beside = np.zeros_like(good)
    for start, end in runs:
        beside[max(0, start - REACH) : end + REACH] = True
    good |= beside & (prose >= WORDS) & (p >= DOUBTED)
    stays = good.copy()
    for start, end in runs:
        if stays[max(0, start - REACH) : start].any() and stays[end : end + REACH].any():
            good[start:end] = True
    return good


def _is_content(text: str, units: TextUnits, p: Floats, start: int, end: int) -> bool:
    """Whether a run is not clearly refused, and is no script of the page that was taken for one of the text."""
    lines = text[units.starts[start] : units.ends[end - 1]]
    return bool(p[start:end].mean() >= LIKELY) and OF_TRACKERS.search(lines) is None


def _runs(text: str, units: TextUnits, prose: Floats, asked: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches of the units `asked` that are program text."""
    weights: dict[int, int] = {}
    for at in asked:
        line = text[units.starts[at] : units.ends[at]]
        if is_program_line(line):
            is_dense = len(line) >= LONG and len(_SYMBOL.findall(line)) >= DENSE * len(line)
            weights[at] = FEWEST if is_dense else 1
    sure = list(weights)
    first = 0
    for number in range(1, len(sure) + 1):
        if number < len(sure):
            last, here = sure[number - 1], sure[number]
            if here - last <= APART + 1 and not prose[last:here].any():
                continue
        run, first = sure[first:number], number
        if sum(weights[at] for at in run) >= FEWEST and len(run) >= SHARE * (run[-1] + 1 - run[0]):
            yield run[0], run[-1] + 1
