"""Decode: for every token of a damaged text, what it read before the deletion, and how sure that is.

A token's readings are itself and the words that deletion makes into it. Each is weighed by how often the word
stands, how it is cased, and how well it fits between its neighbours; neighbours that are themselves in doubt are
read as their best reading, twice over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.propose.repairs.dropped_letters.channel import Channel, Readings
from cleaner.propose.repairs.dropped_letters.language_model import (
    COMMA_ID,
    RESERVED,
    SKIP_ID,
    STOP_ID,
    UNKNOWN_ID,
    LanguageModel,
)
from cleaner.propose.repairs.dropped_letters.tokens import COMMA, SKIP, STOP, WORD, Tokens, folded

MAX_READINGS = 6
UNKNOWN_LOWER = -18.5
"""Log probability of one unlisted lower-case spelling: the unlisted mass of clean text (0.4 %) over its distinct
spellings."""
UNKNOWN_TITLE = -16.5
"""The same for a capitalised one: names are many, and most are in no list."""

LOWER, TITLE, UPPER, MIXED = 0, 1, 2, 3


class Candidate(NamedTuple):
    """A reading of a token: the word it is looked up as, and its whole spelling in lower case."""

    word_id: int
    text: str


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


@dataclass(frozen=True)
class Decoded:
    """The readings' posteriors, given damage; and each doubtful token's evidence for damage, in nats."""

    lattice: Lattice
    posterior: NDArray[np.float64]
    evidence: NDArray[np.float64]


def casing(word: str) -> int:
    """How `word` is cased. One capital letter is a title."""
    if word.islower():
        return LOWER
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return TITLE
    if word.isupper():
        return UPPER
    return MIXED


def lattice_of(tokens: Tokens, channel: Channel, readings: Readings, model: LanguageModel) -> Lattice:
    """The readings of `tokens` under `channel`."""
    ids = np.zeros(len(tokens) + 4, dtype=np.int64)
    ids[:2] = ids[-2:] = STOP_ID
    look_up = model.ids
    by_word: dict[str, tuple[int, list[Candidate]]] = {}
    row_text: list[str] = []
    row_token: list[int] = []
    row_word: list[int] = []
    row_base: list[float] = []
    first: list[int] = []
    positions: list[int] = []
    logp, title, upper = model.logp, model.title, model.upper
    special = {STOP: STOP_ID, COMMA: COMMA_ID, SKIP: SKIP_ID}
    start = True
    for at, (word, kind) in enumerate(zip(tokens.words, tokens.kinds, strict=True)):
        if kind != WORD:
            ids[at + 2] = special[kind]
            start = (start and kind == COMMA) or kind == STOP
            continue
        known = by_word.get(word)
        if known is None:
            low = folded(word)
            known = by_word[word] = (
                look_up.get(low, UNKNOWN_ID),
                _admissible(word, low, channel, readings, model),
            )
        own, others = known
        ids[at + 2] = own
        if others:
            case = casing(word)
            first.append(len(row_token))
            positions.append(at)
            for word_id, text in (Candidate(own, ""), *others):
                if word_id == UNKNOWN_ID:
                    base = UNKNOWN_LOWER if case == LOWER else UNKNOWN_TITLE
                else:
                    base = float(logp[word_id])
                    if case == LOWER:
                        base += _log(1.0 - title[word_id] - upper[word_id])
                    elif case == TITLE and not start:
                        base += _log(title[word_id])
                row_token.append(at + 2)
                row_word.append(word_id)
                row_base.append(base)
                row_text.append(text)
        start = False
    return Lattice(
        ids,
        np.array(positions, dtype=np.int64),
        np.array(first, dtype=np.int64),
        np.array(row_token, dtype=np.int64),
        np.array(row_word, dtype=np.int64),
        np.array(row_base, dtype=np.float64),
        tuple(row_text),
    )


def _log(p: float) -> float:
    return float(np.log(max(float(p), 0.004)))


def _admissible(word: str, low: str, channel: Channel, readings: Readings, model: LanguageModel) -> list[Candidate]:
    """What `word` may have been, itself apart."""
    if any(s in low for s in channel.strings):
        return []
    suffix = ""
    found = readings.of.get(low)
    if not found and low.endswith("'s"):
        low, suffix = low[:-2], "'s"
        found = readings.of.get(low)
    if not found:
        return []
    case = casing(word)
    if case == MIXED or (case == UPPER and not channel.any_case) or (case == TITLE and len(word) == 1):
        return []  # a single capital is an initial
    admitted = []
    for word_id in found:
        spelling = model.words[word_id - RESERVED]
        # A capital stands for the word's own first letter: a deleted first letter would have taken it along.
        if case == TITLE and spelling.startswith(channel.strings):
            continue
        admitted.append(Candidate(word_id, spelling + suffix))
        if len(admitted) == MAX_READINGS:
            break
    return admitted


def decode(lattice: Lattice, model: LanguageModel, rounds: int = 3) -> Decoded:
    """Weigh the readings in `lattice`."""
    ids = lattice.ids.copy()
    token, word, first = lattice.row_token, lattice.row_word, lattice.first
    if not len(first):
        empty = np.zeros(0)
        return Decoded(lattice, empty, empty)
    counts = np.diff(np.append(first, len(word)))
    owner = np.repeat(np.arange(len(first)), counts)
    posterior = _softmax(lattice.row_base, first, counts)
    score = lattice.row_base
    for _ in range(rounds):
        ids[lattice.positions + 2] = word[_best(posterior, first, owner)]
        l2, l1, r1, r2 = ids[token - 2], ids[token - 1], ids[token + 1], ids[token + 2]
        score = (
            lattice.row_base
            + model.pair(l1, word)
            + model.pair(word, r1)
            + model.triple(l2, l1, word)
            + model.triple(l1, word, r1)
            + model.triple(word, r1, r2)
        )
        posterior = _softmax(score, first, counts)
    top = np.maximum.reduceat(score, first)
    log_total = top + np.log(np.add.reduceat(np.exp(score - np.repeat(top, counts)), first))
    evidence = log_total - score[first]
    return Decoded(lattice, posterior, evidence)


def _softmax(score: NDArray[np.float64], first: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    top = np.repeat(np.maximum.reduceat(score, first), counts)
    weights = np.exp(score - top)
    return np.asarray(weights / np.repeat(np.add.reduceat(weights, first), counts))


def _best(posterior: NDArray[np.float64], first: NDArray[np.int64], owner: NDArray[np.int64]) -> NDArray[np.int64]:
    top = np.maximum.reduceat(posterior, first)
    hit = np.flatnonzero(posterior >= top[owner])
    rows = np.full(len(first), -1, dtype=np.int64)
    rows[owner[hit][::-1]] = hit[::-1]
    return rows


def spelled_like(word: str, spelling: str, strings: Sequence[str], *, start: bool, name: bool) -> str:
    """`spelling` (lower case), cased as the damaged `word` was.

    Where the deletion took the first letter along, the word's place (`start` of a sentence) and nature (a `name`)
    tell its case.
    """
    if "’" in word:
        spelling = spelling.replace("'", "’")
    if word.isupper() and len(word) > 1:
        return spelling.upper()
    lost = spelling.startswith(tuple(strings))
    if (start or name) if lost else word[:1].isupper():
        return spelling[:1].upper() + spelling[1:]
    return spelling
