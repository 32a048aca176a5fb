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
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from cleaner.propose.repairs.dropped_letters import packed
from cleaner.propose.repairs.dropped_letters.channel import KNOWN, LIGATURES
from cleaner.propose.repairs.dropped_letters.hashes import hashes_of

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
ENGLISH_TYPES = 17
"""A text is English where this share of its distinct types, or this many, are function words."""
LISTING_SHARE = 0.045
LISTING_TYPES = 8
"""... or where both are so many: English listings have few. Of the first 300 words of news in other languages at most
seven types are, and a share of .036; of English ones with "ad" deleted, at least nine and .049."""

_FILTER_BITS = 21
"""The filter before the table has 2 to this power of bits (a quarter of a megabyte, for 250,000 forms): it holds nine
of ten words back without a search."""
_SHIFT = np.uint32(32 - _FILTER_BITS)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A string that may have been deleted: how many nats over what it takes, and how many distinct types, speak for
    it."""

    strings: tuple[str, ...]
    nats: float
    types: int


@dataclass(frozen=True)
class GateTable:
    """Hashes of damaged forms, and for each the string whose deletion gives it and the gain.

    `known`: one bit for each value of a hash's upper bits, set where the table holds such a hash.
    """

    hashes: NDArray[np.uint32]
    codes: NDArray[np.uint32]
    gains: NDArray[np.uint8]
    known: NDArray[np.uint8]
    english: NDArray[np.uint32]


@dataclass(frozen=True)
class Glance:
    """A text as the gate sees it: hashes of those of its distinct types that the table or the list of function words
    may hold, sorted; and whether it is English."""

    hashes: NDArray[np.uint32]
    english: bool


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
    english = np.unique(hashes_of(_FUNCTION_WORDS))
    known = np.zeros(1 << _FILTER_BITS, dtype=np.bool_)
    known[table["hashes"] >> _SHIFT] = True
    known[english >> _SHIFT] = True
    return GateTable(
        hashes=table["hashes"],
        codes=table["codes"],
        gains=table["gains"],
        known=np.packbits(known, bitorder="little"),
        english=english,
    )


def glance(text: str, table: GateTable) -> Glance:
    """Look at `text` once."""
    every = hashes_of(text)
    upper = every >> _SHIFT
    bits = table.known[upper >> np.uint32(3)] >> (upper & np.uint32(7)).astype(np.uint8)
    hashes = np.unique(every[bits & np.uint8(1) != 0])
    # One that the list does not hold stands at another's place, or past the end.
    at = np.minimum(np.searchsorted(hashes, table.english), max(len(hashes) - 1, 0))
    function_words = int((hashes[at] == table.english).sum()) if len(hashes) else 0
    return Glance(hashes, function_words >= ENGLISH_TYPES or _is_english(function_words, len(np.unique(every))))


def _is_english(function_words: int, types: int) -> bool:
    if function_words >= ENGLISH_SHARE * types:
        return True
    return function_words >= max(LISTING_TYPES, LISTING_SHARE * types)


def suspicions(text: str, seen: Glance, table: GateTable) -> list[Suspicion]:
    """The strings that may have been deleted from `text`, which was `seen`, surest first; none for other
    languages."""
    if not seen.english:
        return []
    low = np.searchsorted(table.hashes, seen.hashes)
    counts = np.searchsorted(table.hashes, seen.hashes, side="right") - low
    rows = np.repeat(low - np.append(0, np.cumsum(counts)[:-1]), counts) + np.arange(int(counts.sum()))
    if not len(rows):
        return []
    codes, inverse, number = np.unique(table.codes[rows], return_inverse=True, return_counts=True)
    nats = np.bincount(inverse, weights=table.gains[rows]) * GAIN_STEP
    found = []
    spelled: _Spelled | None = None
    for at in np.flatnonzero(nats >= OPENING_NATS):
        strings = string_of(int(codes[at]))
        ask = _asked(strings)
        if nats[at] < ask.nats or number[at] < ask.types:
            continue
        if sum(map(text.count, strings)) <= ask.standing * number[at]:
            hit = seen.hashes[np.repeat(np.arange(len(counts)), counts)[inverse == at]]
            if strings not in KNOWN:
                spelled = spelled or _spelled(text)
                if len(_stems(spelled, hit)) < ask.types:
                    continue
            found.append(Suspicion(strings, float(nats[at]) - ask.nats, int(number[at])))
    return sorted(found, key=lambda s: (-s.nats, s.strings))


_PLAIN = regex.compile(r"[a-z]+")


class _Spelled(NamedTuple):
    """The distinct lower-case words of a text, sorted, and their hashes."""

    words: list[str]
    hashes: NDArray[np.uint32]


def _spelled(text: str) -> _Spelled:
    words = sorted(set(_PLAIN.findall(text)))
    return _Spelled(words, hashes_of(" ".join(words)))


def _stems(spelled: _Spelled, hashes: NDArray[np.uint32]) -> list[str]:
    """One for each group of inflections (tow, tows, towing) among the words `spelled` with these `hashes`.

    They agree on a string because they are one word: three of four texts that opened the gate for nothing had no more.
    """
    stems: list[str] = []
    for index in np.flatnonzero(np.isin(spelled.hashes, hashes)).tolist():
        word = spelled.words[index]
        if not any(word.startswith(stem[: max(2, min(len(word), len(stem)) - 1)]) for stem in stems):
            stems.append(word)
    return stems


OPENING_NATS = 4.2
OPENING_NATS_A_LETTER = 2.5
"""Nats of evidence that open the gate, for a string that is known to be dropped, and for each letter of any other. A
lone "o", for "off", brings 4.1: with 4.0 nine of ten flattened pages that opened it had nothing else."""


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
