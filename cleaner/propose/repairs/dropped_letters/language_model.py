"""The decoder's language model: words, how often they stand, how they are cased, and which follow which.

A trigram model, kept as log ratios: what a pair or triple adds to what is known without it. A key that was not seen
falls back on the weight that its context leaves to the unseen. Keys are 32-bit hashes: a false match is one look-up
in four thousand, worth one byte's step of evidence, and costs a quarter of the memory that exact keys would.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.propose.repairs.dropped_letters import packed
from cleaner.propose.repairs.dropped_letters.tokens import folded

UNKNOWN_ID, STOP_ID, COMMA_ID, SKIP_ID = 0, 1, 2, 3
RESERVED = 4
LR_STEP = 0.08
"""Nats a step of a quantised log ratio: +-10 nats fit a byte, and a step moves a posterior of .9 by .007."""

Ids = NDArray[np.int64]
Logs = NDArray[np.float64]


def _mixed(key: NDArray[np.uint64]) -> NDArray[np.uint32]:
    key = key ^ (key >> np.uint64(31))
    key = key * np.uint64(0x9E3779B97F4A7C15)
    key = key ^ (key >> np.uint64(29))
    key = key * np.uint64(0xBF58476D1CE4E5B9)
    return (key >> np.uint64(32)).astype(np.uint32)


def bigram_key(first: NDArray[Any], second: NDArray[Any]) -> NDArray[np.uint32]:
    """The keys of pairs of word ids."""
    return _mixed(first.astype(np.uint64) * np.uint64(1 << 20) + second.astype(np.uint64) + np.uint64(1))


def trigram_key(first: NDArray[Any], second: NDArray[Any], third: NDArray[Any]) -> NDArray[np.uint32]:
    """The keys of triples of word ids."""
    key = first.astype(np.uint64) * np.uint64(1 << 40) + second.astype(np.uint64) * np.uint64(1 << 20)
    return _mixed(key + third.astype(np.uint64) + np.uint64(1 << 62))


class Keys:
    """Sorted keys, looked up many at a time. A filter before them, of four to sixteen bits a key, holds most of those
    that were not counted back: a search in so long a table waits for memory twenty times."""

    def __init__(self, table: NDArray[np.uint32]) -> None:
        self._table = table
        bits = min(len(table).bit_length() + 3, 32)
        self._shift = np.uint32(32 - bits)
        known = np.zeros(1 << bits, dtype=np.bool_)
        known[table >> self._shift] = True
        self._known = np.packbits(known, bitorder="little")

    def find(self, keys: NDArray[np.uint32]) -> Ids:
        """The place of each of `keys`, or -1."""
        upper = keys >> self._shift
        bits = self._known[upper >> np.uint32(3)] >> (upper & np.uint32(7)).astype(np.uint8)
        maybe = np.flatnonzero(bits & np.uint8(1))
        places = np.minimum(np.searchsorted(self._table, keys[maybe]), len(self._table) - 1)
        found = np.full(len(keys), -1, dtype=np.int64)
        found[maybe] = np.where(self._table[places] == keys[maybe], places, -1)
        return found


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of neighbours, looked up once for every opinion on them; `at` is -1 where a pair was not counted."""

    first: Ids
    second: Ids
    keys: NDArray[np.uint32]
    at: Ids


@dataclass(frozen=True, eq=False)
class LanguageModel:
    """The tables of one language. `words[i]` has id `i + RESERVED`. Compared by identity."""

    blob: str
    words: tuple[str, ...]
    ids: dict[str, int]
    logp: NDArray[np.float32]
    title: NDArray[np.float32]
    upper: NDArray[np.float32]
    mixed: NDArray[np.float32]
    listed: NDArray[np.bool_]
    opening: NDArray[np.float64]
    back: NDArray[np.int8]
    pair_keys: Keys
    pair_values: NDArray[np.int8]
    pair_backs: NDArray[np.int8]
    triple_keys: Keys
    triple_values: NDArray[np.int8]
    book_keys: Keys
    book_values: NDArray[np.int8]
    book_words: NDArray[np.bool_]

    def look_up(self, first: Ids, second: Ids) -> Pairs:
        """Find pairs of words among those that were counted."""
        keys = bigram_key(first, second)
        return Pairs(first, second, keys, self.pair_keys.find(keys))

    def pair(self, pairs: Pairs) -> Logs:
        """Log of how much likelier the second word is after the first than anywhere."""
        return np.where(pairs.at >= 0, self.pair_values[pairs.at], self.back[pairs.first]) * LR_STEP

    def triple(self, pairs: Pairs, third: Ids) -> Logs:
        """Log of how much likelier `third` is after both words than after the second alone."""
        at = self.triple_keys.find(trigram_key(pairs.first, pairs.second, third))
        back = np.where(pairs.at >= 0, self.pair_backs[pairs.at], 0)
        return np.where(at >= 0, self.triple_values[at], back) * LR_STEP

    def book(self, pairs: Pairs) -> Logs:
        """Log of how much oftener books hold the pair than chance would; where they do not, how much more rarely."""
        at = self.book_keys.find(pairs.keys)
        absent = np.minimum(0.0, UNLISTED - self.logp[pairs.first] - self.logp[pairs.second])
        absent = np.where(self.book_words[pairs.first] & self.book_words[pairs.second], absent, 0.0)
        return np.asarray(np.where(at >= 0, self.book_values[at] * LR_STEP, absent), dtype=np.float64)


UNLISTED = -15.9
"""Log share of all pairs that one on the books' list would be rarer than: half of the rarest on it."""

NONWORD = -15.0
"""Log probability under which a dictionary's word is so rare (one in three million) that it counts as none."""


def is_nonword(word: str, model: LanguageModel) -> bool:
    """Whether `word` is no word by itself: in no dictionary, hardly ever seen, or a lone letter; nor the genitive of
    one."""
    low = folded(word)
    word_id = model.ids.get(low, UNKNOWN_ID)
    if low.endswith("'s") and not model.listed[word_id]:
        low = low.removesuffix("'s")
        word_id = model.ids.get(low, UNKNOWN_ID)
    if word_id == UNKNOWN_ID or (len(low) == 1 and low not in ("a", "i")):
        return True
    return not model.listed[word_id] or bool(model.logp[word_id] < NONWORD)


def in_dictionary(word: str, model: LanguageModel) -> bool:
    """Whether `word` stands in the dictionary, however rare it is; a lone letter does not, but for "a" and "i"."""
    low = folded(word)
    return bool(model.listed[model.ids.get(low, UNKNOWN_ID)]) and (len(low) > 1 or low in ("a", "i"))


@lru_cache(maxsize=4)
def load(path: Path) -> LanguageModel:
    """The model in the file at `path`, mapped; kept for the life of the process, like any imported data."""
    table = packed.read(path)
    blob = table.text("words")
    words = tuple(blob.split("\n"))
    return LanguageModel(
        blob=blob,
        words=words,
        ids=dict(zip(words, range(RESERVED, len(words) + RESERVED), strict=True)),
        logp=table["logp"],
        title=table["title"].astype(np.float32) / np.float32(255),
        upper=table["upper"].astype(np.float32) / np.float32(255),
        mixed=table["mixed"].astype(np.float32) / np.float32(255),
        listed=table["listed"].astype(np.bool_),
        opening=table["opening"] * LR_STEP,
        back=table["back"],
        pair_keys=Keys(table["pair_keys"]),
        pair_values=table["pair_values"],
        pair_backs=table["pair_backs"],
        triple_keys=Keys(table["triple_keys"]),
        triple_values=table["triple_values"],
        book_keys=Keys(table["book_keys"]),
        book_values=table["book_values"],
        book_words=table["book_words"].astype(np.bool_),
    )
