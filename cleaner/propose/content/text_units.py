"""Units of flat text: lines, and the sentences of lines that are too long to be judged whole.

Text arrives as one paragraph a line, as a line for every scrap of a page, or as one huge line. A line of a few
paragraphs' length is judged sentence by sentence, so that debris in the middle of it can go alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import regex

from cleaner.model import Block
from cleaner.propose.content.characters import Integers

LONG_LINE = 1200
"""Characters from which on a line is judged by sentence. A long paragraph has about 900; in one-line documents and in
pages whose blocks were joined by spaces, lines are longer."""

LONGEST_UNIT = 4000
"""Characters of the longest unit of a long line: no sentence is longer."""

_SENTENCE_END = regex.compile(
    r"[.!?…؟।۔]+[\"'”’»)\]]*\s+(?=[\p{Lu}\p{Lo}\p{N}\"'“‘«„¿¡(\[–—-])"  # before what may begin a sentence
    r"|[。！？｡]+[」』”’）]*\s*"
    r"|\s*[|•·►▪]\s+|\s{2,}|\t"  # between the items of what was a menu or a table
)
_ABBREVIATED = regex.compile(
    r"(?<!\w)(?:\p{Lu}|\p{Lu}\.\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Capt|Col|Lt|Sgt|Rev|Hon|St|Jr|Sr|vs|No|Nr|Gen|Gov|Sen|Rep|Inc|Ltd|Co|Hr|Fr|z\.B|bzw|ca|usw|etc|"
    r"e\.g|i\.e|approx|Sra?|Mme|Mlle|M)\.\s+$"
)


@dataclass(frozen=True, slots=True)
class TextUnits:
    """Units by start and end in the document's text, and the block that each is or lies in."""

    starts: Integers
    ends: Integers
    block: Integers

    def part(self, first: int, last: int) -> TextUnits:
        """The units from `first` up to `last`."""
        return TextUnits(self.starts[first:last], self.ends[first:last], self.block[first:last])


def text_units(text: str, blocks: Sequence[Block]) -> TextUnits:
    """The units of a flat text whose lines are `blocks`."""
    starts: list[int] = []
    ends: list[int] = []
    owner: list[int] = []
    for number, block in enumerate(blocks):
        start, end = block.span.start, block.span.end
        if end - start < LONG_LINE:
            starts.append(start)
            ends.append(end)
            owner.append(number)
            continue
        for cut in _sentence_ends(text, start, end):
            starts.append(start)
            ends.append(cut)
            owner.append(number)
            start = cut
    return TextUnits(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), np.array(owner, dtype=np.int64))


def _sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where the sentences of `text[start:end]` end, the last one included; trailing space belongs to the sentence
    before. What goes on without an end is cut at a space."""
    for match in _SENTENCE_END.finditer(text, start, end):
        cut = match.end()
        if cut >= end or _ABBREVIATED.search(text, max(start, cut - 12), cut):
            continue
        yield from _pieces(text, start, cut)
        start = cut
    yield from _pieces(text, start, end)


def _pieces(text: str, start: int, end: int) -> Iterator[int]:
    while end - start > LONGEST_UNIT:
        cut = text.rfind(" ", start + 1, start + LONGEST_UNIT) + 1
        start = cut if cut > start else start + LONGEST_UNIT
        yield start
    yield end
