"""The gate: a look at a text's distinct lower-case words that tells, for next to nothing, whether letters may be
missing.

The idea: for every word of English and every string of two to four letters in it, the form that is left when the
string is deleted is known beforehand, with how much likelier that form is if the string was deleted than if it was
not. A text is looked up type by type; a string that several unlikely types agree on opens the gate. Clean text has
such types too, but they agree on nothing.

The table is sorted hashes, mapped into memory: opening it reads nothing. Not for languages other than English: the
gate stays shut where few of the words are English function words.
"""

from __future__ import annotations

import sys
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleaner.propose.repairs.dropped_letters import packed
from cleaner.propose.repairs.dropped_letters.channel import KNOWN, LIGATURES

GAIN_STEP = 0.08
MAX_LENGTH = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FUNCTION_WORDS = (
    "the of and to in a is that for it on with as was at by be this from are or an not have but had has were which"
    " their they his her been will would who more about when there one all if so what said can we you he she i do my"
    " me our"
)
"""Frequent words of English; even with "th", "er" or "an" deleted, a good part of them is left."""

ENGLISH_SHARE = 0.08
ENGLISH_TYPES = 22
"""A text is English where this share of its distinct types, or this many, are function words."""

_KEEP = bytes(
    byte if (chr(byte).isalpha() and byte < 128) or byte in b"'-_@#./0123456789" or byte >= 128 else 32
    for byte in range(256)
)
_QUOTES = {"’": "'", "‘": " ", "“": " ", "”": " ", "–": " ", "—": " ", "…": " "}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A string that may have been deleted: how many nats over what it takes, and how many distinct types, speak for
    it."""

    strings: tuple[str, ...]
    nats: float
    types: int


@dataclass(frozen=True)
class GateTable:
    """Hashes of damaged forms, and for each the string whose deletion gives it and the gain."""

    hashes: NDArray[np.uint32]
    codes: NDArray[np.uint32]
    gains: NDArray[np.uint8]
    english: frozenset[bytes]


def code_of(string: str) -> int:
    """A string of up to `MAX_LENGTH` letters as a number."""
    code = 0
    for letter in string:
        code = code * 27 + _LETTERS.index(letter) + 1
    return code


LIGATURE_CODE = 27**MAX_LENGTH


def string_of(code: int) -> tuple[str, ...]:
    """What `code_of` made the number from."""
    if code == LIGATURE_CODE:
        return LIGATURES
    letters = []
    while code:
        code, rest = divmod(code, 27)
        letters.append(_LETTERS[rest - 1])
    return ("".join(reversed(letters)),)


@lru_cache(maxsize=4)
def load(path: Path) -> GateTable:
    """The gate's table in the file at `path`, mapped."""
    table = packed.read(path)
    return GateTable(
        hashes=table["hashes"],
        codes=table["codes"],
        gains=table["gains"],
        english=frozenset(word.encode() for word in _FUNCTION_WORDS.split()),
    )


def types_of(text: str) -> set[bytes]:
    """The distinct types of `text`, as bytes, with the marks around them off."""
    if not text.isascii():
        for mark, plain in _QUOTES.items():
            if mark in text:
                text = text.replace(mark, plain)
    raw = text.encode("utf-8", "replace").translate(_KEEP)
    return {word.strip(b"'.-") for word in set(raw.split())}


def is_english(types: Set[bytes], table: GateTable) -> bool:
    """Whether enough of the distinct types are function words of English."""
    return len(types & table.english) >= min(ENGLISH_TYPES, ENGLISH_SHARE * len(types))


def suspicions(text: str, types: Set[bytes], table: GateTable) -> list[Suspicion]:
    """The strings that may have been deleted from `text`, of these `types`, surest first; none for other languages."""
    if not is_english(types, table):
        return []
    hashes = np.fromiter(map(crc32, types), dtype=np.uint32, count=len(types))
    hashes.sort()
    low = np.searchsorted(table.hashes, hashes)
    high = np.searchsorted(table.hashes, hashes, side="right")
    hit = high > low
    if not hit.any():
        return []
    low, counts = low[hit], (high - low)[hit]
    rows = np.repeat(low - np.append(0, np.cumsum(counts)[:-1]), counts) + np.arange(int(counts.sum()))
    codes, inverse, number = np.unique(table.codes[rows], return_inverse=True, return_counts=True)
    nats = np.bincount(inverse, weights=table.gains[rows]) * GAIN_STEP
    found = []
    for at in np.flatnonzero(nats >= OPENING_NATS):
        strings = string_of(int(codes[at]))
        ask = _asked(strings)
        if nats[at] < ask.nats or number[at] < ask.types:
            continue
        if sum(map(text.count, strings)) <= ask.standing * number[at]:
            found.append(Suspicion(strings, float(nats[at]) - ask.nats, int(number[at])))
    return sorted(found, key=lambda s: (-s.nats, s.strings))


OPENING_NATS = 4.0
OPENING_NATS_A_LETTER = 2.5
"""Nats of evidence that open the gate, for a string that is known to be dropped, and for each letter of any other."""


class Ask(NamedTuple):
    """What opens the gate: `nats` of evidence, from so many distinct `types`.

    `standing`: a string that stands more often than so many times for each of those types was not deleted. Where
    half of a text is damaged, it stands one to eight times, and a string of three letters or more once or twice.
    """

    nats: float
    types: int
    standing: int


def _asked(strings: tuple[str, ...]) -> Ask:
    if strings in KNOWN:
        return Ask(OPENING_NATS, 1, 25)
    length = len(strings[0])
    return Ask(OPENING_NATS_A_LETTER * length, 3, 12) if length < 3 else Ask(OPENING_NATS_A_LETTER * length, 2, 3)


if sys.byteorder != "little":  # pragma: no cover
    raise ImportError("the tables are little-endian")
