"""Damage done on purpose: clean text corrupted as scrapers corrupt it, with the truth kept word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from cleaner.model import Edit

_WORD = regex.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NO_PROSE = regex.compile(r"\S*(?:://|www\.|[@_])\S*")
"""Addresses, handles and names of code: the repair leaves them alone, by its design."""
LIGATURES = ("ffi", "ffl", "ff", "fi", "fl")


@dataclass(frozen=True, slots=True)
class Truth:
    """One damaged word: where it stands in the damaged text, and what it was."""

    start: int
    end: int
    was: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """A corrupted text. Words that vanished wholly are no part of the truth: nothing is left to repair.

    `intact` are the stretches of it that were left as they were; `beyond` are damaged words in addresses, handles and
    names of code, which are to be left alone: no part of the recall, and not wrong if they are restored.
    """

    text: str
    truths: tuple[Truth, ...]
    intact: tuple[tuple[int, int], ...] = ()
    beyond: tuple[Truth, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Edits held against the truth. `wrong` edits are those that do not give the original word back."""

    damaged: int = 0
    right: int = 0
    wrong: int = 0
    words: int = 0
    in_intact: int = 0

    @property
    def recall(self) -> float:
        """Damaged words restored exactly."""
        return self.right / self.damaged if self.damaged else float("nan")

    @property
    def precision(self) -> float:
        """Edits that restore a damaged word exactly."""
        made = self.right + self.wrong
        return self.right / made if made else float("nan")

    def __add__(self, other: Score) -> Score:
        return Score(
            self.damaged + other.damaged,
            self.right + other.right,
            self.wrong + other.wrong,
            self.words + other.words,
            self.in_intact + other.in_intact,
        )


def delete(
    text: str, strings: Sequence[str], *, any_case: bool = False, inside: Iterable[tuple[int, int]] = ()
) -> Damaged:
    """`text` without `strings`: everywhere, or only in the stretches `inside`."""
    pattern = regex.compile("|".join(map(regex.escape, strings)), regex.IGNORECASE if any_case else 0)
    stretches = list(inside)
    cuts = [
        (m.start(), m.end())
        for m in pattern.finditer(text)
        if not stretches or any(a <= m.start() and m.end() <= b for a, b in stretches)
    ]
    return cut(text, cuts, stretches)


def cut(text: str, cuts: Sequence[tuple[int, int]], stretches: Sequence[tuple[int, int]] = ()) -> Damaged:
    """`text` without `cuts` (sorted, disjoint)."""
    parts: list[str] = []
    truths: list[Truth] = []
    beyond: list[Truth] = []
    outside = [match.span() for match in _NO_PROSE.finditer(text)]
    at = shift = index = 0
    for start, end in cuts:
        parts.append(text[at:start])
        at = end
    parts.append(text[at:])
    for word in _WORD.finditer(text):
        while index < len(cuts) and cuts[index][1] <= word.start():
            shift += cuts[index][1] - cuts[index][0]
            index += 1
        lost = 0
        ahead = index
        while ahead < len(cuts) and cuts[ahead][0] < word.end():
            lost += cuts[ahead][1] - cuts[ahead][0]
            ahead += 1
        left = len(word.group()) - lost
        while outside and outside[0][1] <= word.start():
            outside.pop(0)
        if lost and left > 0:
            inside = bool(outside) and outside[0][0] <= word.start()
            truth = Truth(word.start() - shift, word.start() - shift + left, word.group())
            (beyond if inside else truths).append(truth)
    intact: list[tuple[int, int]] = []
    if stretches:
        edge = 0
        for a, b in [*stretches, (len(text), len(text))]:
            before = sum(min(e, a) - s for s, e in cuts if s < a)
            after = sum(e - s for s, e in cuts if s < edge)
            if a > edge:
                intact.append((edge - after, a - before))
            edge = b
    return Damaged("".join(parts), tuple(truths), tuple(intact), tuple(beyond))


def score(damaged: Damaged, edits: Sequence[Edit], keep: frozenset[int] | None = None) -> Score:
    """Hold `edits` of `damaged.text` against the truth; `keep` limits the truth to those of these indices.

    An edit is right where the text it leaves for a damaged word is the very word; an edit of any other word is
    wrong, unless `keep` is given and it belongs to a truth outside it.
    """
    by_start = {truth.start: (at, truth) for at, truth in enumerate(damaged.truths)}
    beyond = {(truth.start, truth.was) for truth in damaged.beyond}
    right = wrong = in_intact = 0
    for edit in edits:
        if (edit.span.start, edit.replacement) in beyond:
            continue
        at, truth = by_start.get(edit.span.start, (-1, None))
        if truth is not None and keep is not None and at not in keep:
            continue
        if truth is not None and truth.end == edit.span.end and truth.was == edit.replacement:
            right += 1
        elif keep is None or truth is not None:
            wrong += 1
        in_intact += any(a <= edit.span.start < b for a, b in damaged.intact)
    total = len(damaged.truths) if keep is None else len(keep)
    return Score(total, right, wrong, len(damaged.text.split()), in_intact)
