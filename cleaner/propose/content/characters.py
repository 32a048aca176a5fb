"""Characters of a text as classes, and its words as hashes, in a few vectorised passes.

Every text feature starts here: a text becomes an array of code points, a table turns these into classes, and runs of
word characters become tokens with a 64-bit hash of their lower-cased letters. Scripts that put no spaces between
words give one token a character, so that counts mean about the same in every language.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Classes = npt.NDArray[np.uint8]
Hashes = npt.NDArray[np.uint64]
Integers = npt.NDArray[np.int64]

OTHER, LOWER, UPPER, CASELESS, UNSPACED, DIGIT, SPACE, STOP, COMMA, QUOTE, DASH, BAR, BRACKET, SYMBOL, COLON, MARK = (
    range(16)
)
"""The classes. `STOP` ends sentences, `BAR` stands between the items of a menu, `UNSPACED` are letters of scripts
without spaces."""

CLASSES = 16

_STOPS = ".!?…。！？｡؟۔।॥։።‼⁇⁈⁉"
_COMMAS = ",;،、，；؛"
_QUOTES = "\"'“”‘’«»„‚‹›「」『』＂＇`´"
_DASHES = "-–—―‐‑"
_BARS = "|•·►▶▸→›»/\\✓✔★☆▼▲❯▪●○"
_COLONS = ":："
_MARKS = "©®™@#"
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3100, 0x312F),
    (0x31A0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)
_TABLE_SIZE = 0x10000
_ASTRAL_UNSPACED = 0x20000
"""Characters from here to U+3FFFF are ideographs; other characters beyond the basic plane are mostly pictures."""

_WORD_LETTERS = 40
"""Letters of a token that enter its hash; longer runs are no words."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_POWER = np.uint64(0x100000001B3)
_INVERSE = np.uint64(pow(0x100000001B3, -1, 1 << 64))
_LADDER = 1 << 16
"""Characters of a text whose powers are tabled: all but the longest of texts."""
_SHIFT = np.uint64(29)
_AMONG_BITS = 18
_AMONG_SHIFT = np.uint64(64 - _AMONG_BITS)


@dataclass(frozen=True, slots=True)
class Tables:
    """Class and part in a hash (by lower case, 0 of what is in no word) of every character of the basic plane, and the
    powers of the hash and their inverses, from the first and from the zeroth on."""

    classes: Classes
    parts: Hashes
    powers: Hashes
    inverses: Hashes


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The character tables, made once a process from the Unicode database."""
    classes = np.zeros(_TABLE_SIZE, dtype=np.uint8)
    lower = np.arange(_TABLE_SIZE, dtype=np.uint64)
    for code in range(_TABLE_SIZE):
        character = chr(code)
        category = unicodedata.category(character)
        if category[0] == "L":
            classes[code] = {"Ll": LOWER, "Lu": UPPER, "Lt": UPPER}.get(category, CASELESS)
            small = character.lower()
            if len(small) == 1:
                lower[code] = ord(small)
        elif category[0] == "M":
            classes[code] = CASELESS
        elif category[0] == "N":
            classes[code] = DIGIT
        elif category[0] == "Z" or character in "\t\n\r\f\v":
            classes[code] = SPACE
        elif category[0] == "S":
            classes[code] = SYMBOL
        elif category in ("Ps", "Pe"):
            classes[code] = BRACKET
    for start, end in _UNSPACED:
        classes[start : end + 1] = UNSPACED
    for characters, code in (
        (_STOPS, STOP),
        (_COMMAS, COMMA),
        (_BARS, BAR),
        (_QUOTES, QUOTE),
        (_DASHES, DASH),
        (_COLONS, COLON),
        (_MARKS, MARK),
    ):
        classes[[ord(character) for character in characters]] = code
    powers: Hashes = np.cumprod(np.full(_LADDER, _POWER, dtype=np.uint64), dtype=np.uint64)
    steps = np.full(_LADDER, _INVERSE, dtype=np.uint64)
    steps[0] = 1
    parts = np.where((classes >= LOWER) & (classes <= DIGIT), _part(lower), 0).astype(np.uint64)
    return Tables(classes, parts, powers, np.cumprod(steps, dtype=np.uint64))


def _part(codes: Hashes) -> Hashes:
    """What a character adds to the hash of its token, before its place counts."""
    mixed = (codes + np.uint64(1)) * _MIX
    return np.asarray(mixed ^ (mixed >> _SHIFT))


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as arrays: its classes by character, and its tokens by start, end (code points) and hash."""

    codes: Codes
    classes: Classes
    starts: Integers
    ends: Integers
    hashes: Hashes


def codes_of(text: str) -> Codes:
    """The code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def read(text: str, *, split_case: bool = False) -> Reading:
    """Read `text`. `split_case` ends a token before a capital that follows a small letter, as names in markup are
    written."""
    table = tables()
    codes = codes_of(text)
    if not len(codes):
        nothing = np.zeros(0, dtype=np.int64)
        return Reading(codes, np.zeros(0, dtype=np.uint8), nothing, nothing, np.zeros(0, dtype=np.uint64))
    places = codes.astype(np.intp)
    astral = int(codes.max()) >= _TABLE_SIZE
    if astral:
        np.minimum(places, _TABLE_SIZE - 1, out=places)
    classes = table.classes.take(places)
    parts = table.parts.take(places)
    if astral:
        beyond = codes >= _TABLE_SIZE
        ideographs = beyond & (codes >= _ASTRAL_UNSPACED) & (codes < 0x40000)
        classes[beyond] = SYMBOL
        classes[ideographs] = UNSPACED
        parts[beyond] = 0
        parts[ideographs] = _part(codes[ideographs].astype(np.uint64))
    in_word = classes - np.uint8(LOWER) <= DIGIT - LOWER
    if split_case or (classes == UNSPACED).any():
        starts, ends = _tokens(classes, in_word, split_case=split_case)
    else:
        edges = _edges_of(in_word)
        starts, ends = edges[0::2], edges[1::2]
    return Reading(codes, classes, starts, ends, _token_hashes(parts, starts, ends, table))


def _edges_of(flags: npt.NDArray[np.bool_]) -> Integers:
    """Where runs of set flags start and end, by turns."""
    padded = np.zeros(len(flags) + 2, dtype=np.bool_)
    padded[1:-1] = flags
    return np.flatnonzero(padded[1:] != padded[:-1])


def _tokens(classes: Classes, in_word: npt.NDArray[np.bool_], *, split_case: bool) -> tuple[Integers, Integers]:
    """Where tokens start and end: runs of word characters, cut at each character of a script without spaces."""
    first = in_word.copy()
    first[1:] &= ~in_word[:-1]
    unspaced = classes == UNSPACED
    if unspaced.any():
        first |= unspaced
        first[1:] |= in_word[1:] & unspaced[:-1]
    if split_case:
        first[1:] |= (classes[1:] == UPPER) & (classes[:-1] == LOWER)
        letter = (classes >= LOWER) & (classes <= CASELESS)
        first[1:] |= (classes[1:] == DIGIT) & letter[:-1]
    last = in_word.copy()
    last[:-1] &= ~in_word[1:] | first[1:]
    return np.flatnonzero(first), np.flatnonzero(last) + 1


def _token_hashes(parts: Hashes, starts: Integers, ends: Integers, table: Tables) -> Hashes:
    """The hash of each token: the sum of the parts of its letters, each times the power of its place. `parts` are those
    of all characters, 0 between tokens."""
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    lengths = ends - starts
    if len(parts) <= _LADDER and lengths.max() <= _WORD_LETTERS:
        parts *= table.powers[: len(parts)]  # of the place in the text; that of the token's start is divided out
        return scramble(np.add.reduceat(parts, starts) * table.inverses.take(starts))
    first = np.cumsum(lengths) - lengths
    place = np.arange(int(lengths.sum())) - np.repeat(first, lengths)
    letters = parts[place + np.repeat(starts, lengths)]
    np.minimum(place, _WORD_LETTERS - 1, out=place)
    return scramble(np.add.reduceat(letters * table.powers[place], first))


def scramble(values: Hashes) -> Hashes:
    """Spread the bits of `values`, so that their high bits can serve as an address."""
    mixed = (values ^ (values >> _SHIFT)) * _MIX
    return np.asarray(mixed ^ (mixed >> np.uint64(32)), dtype=np.uint64)


def pair_hashes(first: Hashes, second: Hashes) -> Hashes:
    """Hashes of pairs of tokens, order counting."""
    return scramble(first * np.uint64(3) + second * _POWER)


def among(hashes: Hashes, wanted: Hashes) -> npt.NDArray[np.bool_]:
    """Which of `hashes` are in `wanted`, by 18 bits of each: right but for a chance of `len(wanted)` in 262,144 a
    token.

    Sorting both, as numpy does, costs ten times as much as all other counts of a page.
    """
    return listed(hashes, membership(wanted))


def membership(wanted: Hashes) -> npt.NDArray[np.bool_]:
    """The table by which `listed` tells which hashes are in `wanted`, for sets that are asked about often."""
    seen = np.zeros(1 << _AMONG_BITS, dtype=np.bool_)
    seen[wanted >> _AMONG_SHIFT] = True
    return seen


def listed(hashes: Hashes, seen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which of `hashes` are in the set that `seen` was made of, as `among`."""
    return np.asarray(seen[hashes >> _AMONG_SHIFT])


def hashes_of_words(words: list[str]) -> Hashes:
    """The hash of each of `words`, each of which must be one token."""
    reading = read("\n".join(words))
    if len(reading.hashes) != len(words):
        raise ValueError("a word in the list is not one token")
    return reading.hashes
