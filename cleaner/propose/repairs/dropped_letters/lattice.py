"""The readings of a damaged text: for every token in doubt, the words that it may have been.

A token's readings are itself and the words that deletion makes into it; here each has how often it stands anywhere,
cased so. What its neighbours say of it is weighed in `decode`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.propose.repairs.dropped_letters.casing import LOWER, MIXED, TITLE, UPPER, casing
from cleaner.propose.repairs.dropped_letters.channel import Channel, Readings
from cleaner.propose.repairs.dropped_letters.compounds import compounds
from cleaner.propose.repairs.dropped_letters.language_model import (
    COMMA_ID,
    RESERVED,
    SKIP_ID,
    STOP_ID,
    UNKNOWN_ID,
    LanguageModel,
)
from cleaner.propose.repairs.dropped_letters.tokens import SKIP, STOP, WORD, Tokens, folded

MAX_READINGS = 6
HOPELESS = 7.0
"""A reading so many nats rarer than another of the same form is not weighed: no context makes up for it."""

RARE = -14.0
"""Log probability of a rare word: less than one in a million."""

VERY_RARE = -16.5
"""The same of a word that is weighed against a form in no list: less than one in fifteen million."""

WITNESSED = -9.0
"""Log probability of a word that the title, the address or a clean part of the same document holds: one in 8,000."""

NOBODY: Mapping[str, Sequence[str]] = MappingProxyType({})
UNKNOWN_LOWER = -18.5
"""Log probability of one unlisted lower-case spelling: the unlisted mass of clean text (0.4 %) over its distinct
spellings."""
UNKNOWN_TITLE = -16.5
"""The same for a capitalised one: names are many, and most are in no list."""


class Candidate(NamedTuple):
    """A reading of a token: the word it is looked up as, and its whole spelling in lower case; of a compound, its log
    probability."""

    word_id: int
    text: str
    witnessed: bool
    logp: float | None = None


@dataclass(frozen=True)
class Lattice:
    """Every reading of every doubtful token, as rows sorted by token.

    `first[i]` is the row where token `positions[i]` begins: always the reading "as it stands".
    """

    ids: NDArray[np.int64]
    positions: NDArray[np.int64]
    first: NDArray[np.int64]
    row_token: NDArray[np.int64]
    row_word: NDArray[np.int64]
    row_base: NDArray[np.float64]
    row_text: tuple[str, ...]
    words: tuple[str, ...]
    prepared: Prepared | None = None


@dataclass(frozen=True)
class Prepared:
    """The tokens of a text, looked up once for every channel that is tried on it. Types are distinct words as they
    stand.

    `of_type[i]` is the type of token `i`, or -1; `ids` are the tokens' word ids with two stops to either side;
    `starts` tells which tokens begin a sentence.
    """

    tokens: Tokens
    types: tuple[str, ...]
    lows: tuple[str, ...]
    own: NDArray[np.int64]
    of_type: NDArray[np.int64]
    ids: NDArray[np.int64]
    starts: NDArray[np.bool_]

    @property
    def standing(self) -> NDArray[np.bool_]:
        """Which tokens are words."""
        return self.of_type >= 0


def prepare(tokens: Tokens, model: LanguageModel) -> Prepared:
    """Look the words of `tokens` up in `model`."""
    index: dict[str, int] = {}
    of_type = np.array(
        [index.setdefault(word, len(index)) if word else -1 for word in tokens.words], dtype=np.int64
    ).reshape(-1)
    types = tuple(index)
    lows = tuple(folded(word) for word in types)
    # A genitive in no list counts as its word: its readings do too.
    ids = model.ids
    own = np.array([ids.get(low) or ids.get(low.removesuffix("'s"), UNKNOWN_ID) for low in lows], dtype=np.int64)
    kinds = np.array(tokens.kinds, dtype=np.int64)
    special = np.array([UNKNOWN_ID, STOP_ID, COMMA_ID, SKIP_ID], dtype=np.int64)
    inner = special[kinds]
    if len(own):
        inner = np.where(of_type >= 0, own[of_type], inner)
    edge = np.full(2, STOP_ID, dtype=np.int64)
    # A word begins a sentence where no word stands between it and the last stop.
    at = np.arange(len(kinds))
    last_stop = np.maximum.accumulate(np.where(kinds == STOP, at, -1)) if len(kinds) else at
    blocking = np.where((kinds == WORD) | (kinds == SKIP), at, -2)
    before = np.concatenate([np.array([-2]), np.maximum.accumulate(blocking)[:-1]]) if len(kinds) else at
    return Prepared(tokens, types, lows, own, of_type, np.concatenate([edge, inner, edge]), before <= last_stop)


def lattice_of(
    prepared: Prepared,
    channel: Channel,
    readings: Readings,
    model: LanguageModel,
    witnesses: Mapping[str, Sequence[str]] = NOBODY,
    *,
    parted: bool = True,
) -> Lattice:
    """The readings of a text's tokens under `channel`. `witnesses`: for a damaged form, words known to stand in
    this text. `parted`: whether forms in no list are read as compounds too."""
    number = np.zeros(len(prepared.types) + 1, dtype=np.int64)  # rows of each type; the last is for no type
    begin = np.zeros(len(prepared.types) + 1, dtype=np.int64)
    word_ids: list[int] = []
    texts: list[str] = []
    inside: list[float] = []
    at_start: list[float] = []
    for index, (word, low) in enumerate(zip(prepared.types, prepared.lows, strict=True)):
        stem = low.removesuffix("'s")
        if low in readings.of or stem in readings.of or low in witnesses or stem in witnesses:
            others = _admissible(word, low, channel, readings, model, witnesses=witnesses)
        elif parted and prepared.own[index] == UNKNOWN_ID:
            others = _compounds(word, stem, low, channel, readings, model=model)
        else:
            continue
        if not others:
            continue
        begin[index] = len(word_ids)
        number[index] = 1 + len(others)
        case = casing(word)
        for candidate in (Candidate(int(prepared.own[index]), "", False), *others):
            base = _base(candidate, case, model)
            word_ids.append(candidate.word_id)
            texts.append(candidate.text)
            at_start.append(base)
            known = case == TITLE and candidate.word_id != UNKNOWN_ID and not candidate.witnessed
            inside.append(base + _log(model.title[candidate.word_id]) if known else base)
    positions = np.flatnonzero(number[prepared.of_type] > 0) if len(prepared.of_type) else np.zeros(0, dtype=np.int64)
    of_type = prepared.of_type[positions]
    counts = number[of_type]
    first = np.append(0, np.cumsum(counts)[:-1]) if len(counts) else np.zeros(0, dtype=np.int64)
    within = np.arange(int(counts.sum())) - np.repeat(first, counts)
    row = np.repeat(begin[of_type], counts) + within
    starting = np.repeat(prepared.starts[positions], counts)
    plain, started = np.array(inside, dtype=np.float64), np.array(at_start, dtype=np.float64)
    return Lattice(
        ids=prepared.ids,
        positions=positions.astype(np.int64),
        first=first.astype(np.int64),
        row_token=np.repeat(positions + 2, counts).astype(np.int64),
        row_word=np.array(word_ids, dtype=np.int64)[row],
        row_base=np.where(starting, started[row], plain[row]),
        row_text=tuple(texts[i] for i in row.tolist()),
        words=tuple(prepared.types[i] for i in of_type.tolist()),
        prepared=prepared,
    )


def _base(candidate: Candidate, case: int, model: LanguageModel) -> float:
    """How likely a reading is anywhere, cased so."""
    word_id = candidate.word_id
    if candidate.witnessed:
        return WITNESSED if word_id == UNKNOWN_ID else max(WITNESSED, float(model.logp[word_id]))
    if candidate.logp is not None:
        return candidate.logp
    if word_id == UNKNOWN_ID:
        return UNKNOWN_LOWER if case == LOWER else UNKNOWN_TITLE
    base = float(model.logp[word_id])
    if case == MIXED:
        return base + _log(model.mixed[word_id])
    return base + _log(1.0 - model.title[word_id] - model.upper[word_id]) if case == LOWER else base


def _log(p: float) -> float:
    return log(max(float(p), 0.004))


def _admissible(
    word: str,
    low: str,
    channel: Channel,
    readings: Readings,
    model: LanguageModel,
    *,
    witnesses: Mapping[str, Sequence[str]],
) -> list[Candidate]:
    """What `word` may have been, itself apart: the words of this text first, then by frequency."""
    suffix = ""
    found, named = readings.of.get(low, ()), witnesses.get(low, ())
    if not found and not named and low.endswith("'s"):
        low, suffix = low[:-2], "'s"
        found, named = readings.of.get(low, ()), witnesses.get(low, ())
    if (not found and not named) or any(s in low for s in channel.strings):
        return []
    case = casing(word)
    known = low in model.ids
    if (case == UPPER and not channel.any_case) or (case == TITLE and len(word) == 1):
        return []  # a single capital is an initial
    if case == MIXED and word[-1] == "s" and word[:-1].isupper() and len(word) > 2:
        return []  # several of what capitals stand for (CLIs)
    admitted: list[Candidate] = []
    least = -99.0
    words = [Candidate(model.ids.get(name, UNKNOWN_ID), name + suffix, True) for name in named]
    words += [Candidate(i, model.words[i - RESERVED] + suffix, False) for i in found]
    for candidate in words:
        # A capital stands for the word's own first letter: a deleted first letter would have taken it along.
        if case in (TITLE, MIXED) and candidate.text.startswith(channel.strings):
            continue
        # Of a capitalised form, a rare reading is as likely another name (Sana, Sanada): it needs a witness, unless
        # the form is no name that anybody knows (Ameus, Barbian).
        rare = candidate.word_id != UNKNOWN_ID and model.logp[candidate.word_id] < (RARE if known else VERY_RARE)
        if (case == TITLE or (case == MIXED and known)) and rare and not candidate.witnessed:
            continue
        if any(candidate.text == other.text for other in admitted):
            continue
        if not candidate.witnessed:
            frequency = float(model.logp[candidate.word_id])
            if frequency < least:
                break
            least = max(least, frequency - HOPELESS)
        admitted.append(candidate)
        if len(admitted) == MAX_READINGS:
            break
    return admitted


def _compounds(
    word: str, stem: str, low: str, channel: Channel, readings: Readings, *, model: LanguageModel
) -> list[Candidate]:
    """What a form that is in no list may have been, as a compound."""
    case = casing(word)
    if case == UPPER or any(s in low for s in channel.strings):
        return []
    found = compounds(word[: len(stem)], readings, channel.strings, model)
    kept = [one for one in found if case == LOWER or not one.text.startswith(channel.strings)]
    return [Candidate(UNKNOWN_ID, one.text + low[len(stem) :], False, one.logp) for one in kept]
