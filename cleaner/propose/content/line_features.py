"""What a unit of text (a block of a page, a line, a sentence) shows by its own wording.

All counts are made for all units of a document at once: characters are counted by class and unit, tokens by unit,
and learned token weights are averaged by unit. No unit is looked at alone, and no neighbour: `sequence` does that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cleaner.propose.content import characters as chars
from cleaner.propose.content.characters import Hashes, Integers, Reading
from cleaner.propose.content.columns import Columns
from cleaner.propose.content.function_words import function_words
from cleaner.propose.content.lexicon import Lexicon

Floats = npt.NDArray[np.float32]

UNSPACED_SHARE = 0.55
"""A character of a script without spaces counts as this much of a word: Chinese and Japanese words average 1.6 to 2
characters."""
_UNMARKED = (0x0E00, 0x0EFF)
"""Thai and Lao, which set no mark at the end of a sentence."""
_UNMARKED_LETTERS = 100
"""Letters of such a script from which on a unit is taken for a sentence: headlines have 40 to 90, paragraphs of news
mostly 150 and more."""
_NEWLINE = 10
_HIGH_BITS = np.uint64(0xFFFFFFFFF0000000)
PROSE_WORDS = 8
"""Units shorter than this are not prose on their own."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The units of a document: `starts` and `ends` in its text, the reading of that text, and each token's unit."""

    starts: Integers
    ends: Integers
    reading: Reading
    unit_of_token: Integers
    first_token: Integers
    token_count: Integers
    counts: npt.NDArray[np.float64]
    """Characters of each class, classes by units."""
    words: Floats
    """Words of each unit; scripts without spaces count by the character."""

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Hints:
    """What the document says of itself elsewhere: the words of its title, its description and its JSON-LD body."""

    title: str | None = None
    description: str | None = None
    body: str | None = None


def lines_of(text: str, starts: Integers, ends: Integers) -> Lines:
    """Read the units of `text` that `starts` and `ends` bound (sorted, disjoint)."""
    reading = chars.read(text)
    size = len(starts)
    bounds = np.append(starts, len(text))
    lead = int(starts[0]) if size else len(text)
    unit_of_character = np.repeat(np.arange(size), np.diff(bounds))
    cells = np.multiply(reading.classes[lead:], size, dtype=np.int64)
    cells += unit_of_character
    counts = np.bincount(cells, minlength=size * chars.CLASSES).reshape(chars.CLASSES, size).astype(np.float64)
    skipped = int(np.searchsorted(reading.starts, lead))
    if skipped:
        reading = Reading(
            reading.codes, reading.classes, reading.starts[skipped:], reading.ends[skipped:], reading.hashes[skipped:]
        )
    unit_of_token = unit_of_character[reading.starts - lead]
    token_count = np.bincount(unit_of_token, minlength=size)
    first_token = np.cumsum(token_count) - token_count
    words = (token_count - (1 - UNSPACED_SHARE) * counts[chars.UNSPACED]).astype(np.float32)
    return Lines(starts, ends, reading, unit_of_token, first_token, token_count, counts, words)


_A_WORD = (chars.STOP, chars.COMMA, chars.BAR, chars.SYMBOL, chars.BRACKET)
_COUNTED = (chars.STOP, chars.COMMA, chars.QUOTE, chars.COLON, chars.MARK)
_SHARED = (chars.DIGIT, chars.UNSPACED, chars.CASELESS)
"""Classes that are told by the word, as counts, and as shares of what is visible."""


def shape_features(lines: Lines) -> Columns:
    """Length, punctuation, case, digits, function words: what the letters themselves show."""
    columns = Columns(len(lines))
    counts, reading, words = lines.counts, lines.reading, lines.words
    letters = counts[chars.LOWER : chars.UNSPACED + 1].sum(axis=0)
    visible = np.maximum(counts.sum(axis=0) - counts[chars.SPACE], 1)
    tokens = np.maximum(lines.token_count, 1)
    per_word = counts[[*_A_WORD]]
    per_word[_A_WORD.index(chars.SYMBOL)] += counts[chars.MARK]
    per_word = np.minimum(per_word / np.maximum(words, 1), 1)
    counted = np.log1p(counts[[*_COUNTED]])
    columns.add("words", np.log1p(words))
    columns.add("characters", np.log1p(visible))
    columns.add("word length", letters / tokens)
    stops = chars.listed(reading.hashes, function_words())
    stop_count = np.bincount(lines.unit_of_token[stops], minlength=len(lines))
    columns.add("function words share", stop_count / tokens)
    columns.add("function words", np.log1p(stop_count))
    columns.add("capital letters share", counts[chars.UPPER] / np.maximum(letters, 1))
    capitals = reading.classes[reading.starts] == chars.UPPER
    columns.add("capitalised words share", np.bincount(lines.unit_of_token[capitals], minlength=len(lines)) / tokens)
    columns.add_all(("digits share", "unspaced script share", "caseless script share"), counts[[*_SHARED]] / visible)
    columns.add("sentence ends", counted[0])
    columns.add_all(("sentence ends a word", "commas a word"), per_word[:2])
    columns.add_all(("commas", "quotes"), counted[1:3])
    columns.add_all(("separators a word", "symbols a word", "brackets a word"), per_word[2:])
    columns.add_all(("colons", "marks"), counted[3:])
    _edges(columns, lines)
    return columns


def _table(*groups: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Which classes are in each of `groups`: a row for each."""
    return np.array([[code in group for code in range(chars.CLASSES)] for group in groups])


_CLOSING = _table((chars.SPACE, chars.QUOTE, chars.BRACKET))[0]
_OPENING = _table((chars.SPACE, chars.QUOTE))[0]
"""What is looked through at the end of a unit, and at its start."""
_ENDS = _table((chars.STOP,), (chars.COLON,), (chars.COMMA,), (chars.DIGIT,))
_STARTS = _table((chars.LOWER,), (chars.UPPER,), (chars.DIGIT,), (chars.BAR, chars.DASH, chars.SYMBOL, chars.MARK))


def _edges(columns: Columns, lines: Lines) -> None:
    """How units begin and end, closing quotes and brackets looked through."""
    classes, codes = lines.reading.classes, lines.reading.codes
    last = lines.ends - 1
    floor = lines.starts
    for _ in range(2):
        last = last - (_CLOSING[classes[last]] & (last > floor))
    end, end_code = classes[last], codes[last]
    first = lines.starts
    if (classes[first] == chars.SPACE).any():
        solid = np.flatnonzero(classes != chars.SPACE)
        if len(solid):
            first = solid[np.minimum(np.searchsorted(solid, lines.starts), len(solid) - 1)]
            first = np.maximum(np.minimum(first, lines.ends - 1), lines.starts)
    indent = first - lines.starts
    for _ in range(2):
        first = first + (_OPENING[classes[first]] & (first < last))
    ends = _ENDS[:, end]
    columns.add("ends a sentence", ends[0] | _are_unmarked_sentences(lines))
    columns.add("ends with a question", (end_code == ord("?")) | (end_code == 0xFF1F))
    columns.add(
        "ends with an ellipsis",
        (end_code == ord("…")) | ((end_code == ord(".")) & (codes[np.maximum(last - 1, 0)] == ord("."))),
    )
    columns.add_all(("ends with a colon", "ends with a comma", "ends with a digit"), ends[1:])
    columns.add_all(
        ("begins lower", "begins upper", "begins with a digit", "begins with a sign"), _STARTS[:, classes[first]]
    )
    newlines = np.flatnonzero(codes == _NEWLINE)
    at_start, at_end = np.searchsorted(newlines, lines.starts), np.searchsorted(newlines, lines.ends)
    columns.add("newlines before", np.minimum(at_start - np.concatenate(([0], at_end[:-1])), 4))
    columns.add("newlines after", np.minimum(np.concatenate((at_start[1:], [len(newlines)])) - at_end, 4))
    columns.add("indented", np.log1p(indent))
    joint = np.flatnonzero((classes[1:-1] == chars.COLON) | (codes[1:-1] == ord(".")))
    joint = joint[(classes[joint] == chars.DIGIT) & (classes[joint + 2] == chars.DIGIT)]
    unit = np.searchsorted(lines.starts, joint, side="right") - 1
    clock = np.bincount(unit[unit >= 0], minlength=len(lines))
    columns.add("times or decimals", np.log1p(clock))
    lengths = lines.reading.ends - lines.reading.starts
    years = (lengths == 4) & (classes[lines.reading.starts] == chars.DIGIT)
    columns.add("years", np.log1p(np.bincount(lines.unit_of_token[years], minlength=len(lines))))


def _are_unmarked_sentences(lines: Lines) -> npt.NDArray[np.bool_]:
    """Which units are sentences of a script that does not mark where they end."""
    if not lines.counts[chars.UNSPACED].any():
        return np.zeros(len(lines), dtype=np.bool_)
    low, high = _UNMARKED
    places = np.flatnonzero((lines.reading.codes >= low) & (lines.reading.codes <= high))
    units = np.searchsorted(lines.starts, places, side="right") - 1
    letters = np.bincount(units[units >= 0], minlength=len(lines))
    return (letters >= _UNMARKED_LETTERS) & (2 * letters > lines.ends - lines.starts)


def weight_features(lines: Lines, words: Lexicon, pairs: Lexicon) -> Columns:
    """Learned weights of the unit's words and pairs of words."""
    columns = Columns(len(lines))
    hashes = lines.reading.hashes
    _summarise(columns, "word weights", lines, words.look_up(hashes))
    pair_weights = np.zeros(len(hashes), dtype=np.float32)
    if len(hashes) > 1:
        joined = lines.unit_of_token[1:] == lines.unit_of_token[:-1]
        pair_weights[:-1] = pairs.look_up(chars.pair_hashes(hashes[:-1], hashes[1:])) * joined
    _summarise(columns, "pair weights", lines, pair_weights)
    return columns


def _summarise(columns: Columns, name: str, lines: Lines, weights: Floats) -> None:
    filled = np.flatnonzero(lines.token_count)
    first, count = lines.first_token[filled], lines.token_count[filled]
    total = np.bincount(lines.unit_of_token, weights=weights, minlength=len(lines))
    table = np.zeros((4, len(lines)), dtype=np.float32)
    if len(filled):
        table[0, filled] = np.minimum.reduceat(weights, first)
        table[1, filled] = np.maximum.reduceat(weights, first)
        table[2, filled] = weights[first]
        table[3, filled] = weights[first + count - 1]
    columns.add(f"{name}: mean", total / np.maximum(lines.token_count, 1))
    columns.add(f"{name}: sum", np.minimum(np.maximum(total, -20), 20))
    columns.add_all((f"{name}: lowest", f"{name}: highest", f"{name}: first", f"{name}: last"), table)


def repeat_features(lines: Lines) -> Columns:
    """Which units stand twice, and how much of a unit has been said before."""
    columns = Columns(len(lines))
    hashes = lines.reading.hashes
    size = len(lines)
    signature = np.zeros(size, dtype=np.uint64)
    filled = lines.token_count > 0
    if filled.any():
        place = np.arange(len(hashes)) - np.repeat(lines.first_token, lines.token_count)
        salted = chars.scramble(hashes + place.astype(np.uint64))
        signature[filled] = np.add.reduceat(salted, lines.first_token[filled])
    _, first, inverse, counts = np.unique(signature, return_index=True, return_inverse=True, return_counts=True)
    columns.add("copies", np.log1p(np.where(filled, counts[inverse] - 1, 0)))
    columns.add("said before", filled & (first[inverse] < np.arange(size)))
    said = np.zeros(size)
    later = np.zeros(size)
    if len(hashes) > 2:
        triples = chars.pair_hashes(chars.pair_hashes(hashes[:-2], hashes[1:-1]), hashes[2:])
        unit = lines.unit_of_token[:-2]
        whole = unit == lines.unit_of_token[2:]
        triples, unit = triples[whole], unit[whole]
        if len(triples):
            keyed = (triples & _HIGH_BITS) | np.arange(len(triples), dtype=np.uint64)
            keyed.sort()  # sorting keys that carry their places is several times as fast as sorting places by keys
            owner = unit[(keyed & ~_HIGH_BITS).astype(np.intp)]
            other = (keyed[1:] & _HIGH_BITS == keyed[:-1] & _HIGH_BITS) & (owner[1:] != owner[:-1])
            total = np.maximum(np.bincount(unit, minlength=size), 1)
            said = np.bincount(owner[1:][other], minlength=size) / total
            later = np.bincount(owner[:-1][other], minlength=size) / total
    columns.add("share said before", said)
    columns.add("share said again", later)
    return columns


_HINTED = (
    "share in title",
    "share of title",
    "share in description",
    "share of description",
    "share in JSON-LD body",
    "has a JSON-LD body",
    "has a description",
)


def hint_features(lines: Lines, hints: Hints) -> Columns:
    """How much of a unit stands in the title, the description or the JSON-LD body, and how much of these the unit
    holds."""
    columns = Columns(len(lines))
    if not (hints.title or hints.description or hints.body):  # as of all flat text
        columns.add_all(_HINTED, np.zeros((len(_HINTED), len(lines))))
        return columns
    title, described, body = _hashes_of(hints)
    inside, covered = _shares(lines, title)
    columns.add("share in title", inside)
    columns.add("share of title", covered)
    inside, covered = _shares(lines, described)
    columns.add("share in description", inside)
    columns.add("share of description", covered)
    columns.add("share in JSON-LD body", _runs_in(lines, body))
    columns.add("has a JSON-LD body", np.full(len(lines), len(body) > 0))
    columns.add("has a description", np.full(len(lines), len(described) > 0))
    return columns


def _hashes_of(hints: Hints) -> tuple[Hashes, Hashes, Hashes]:
    """The hashes of the words of the title, the description and the body, read at once."""
    texts = [hints.title or "", hints.description or "", hints.body or ""]
    reading = chars.read("\n".join(texts))
    first, second = np.searchsorted(reading.starts, [len(texts[0]), len(texts[0]) + 1 + len(texts[1])]).tolist()
    return reading.hashes[:first], reading.hashes[first:second], reading.hashes[second:]


def _shares(lines: Lines, wanted: Hashes) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Per unit: the share of its tokens in `wanted`, and how much of `wanted` these could fill."""
    if not len(wanted):
        nothing = np.zeros(len(lines))
        return nothing, nothing
    found = chars.among(lines.reading.hashes, wanted)
    hits = np.bincount(lines.unit_of_token[found], minlength=len(lines))
    return hits / np.maximum(lines.token_count, 1), np.minimum(hits / len(wanted), 1.5)


def _runs_in(lines: Lines, body: Hashes) -> npt.NDArray[np.float64]:
    """Per unit: the share of its tokens that start a run of three tokens (of two, in a unit of two) of `body`."""
    size = len(lines)
    hashes = lines.reading.hashes
    if len(body) < 3 or len(hashes) < 3:
        return np.zeros(size)
    told = chars.pair_hashes(chars.pair_hashes(body[:-2], body[1:-1]), body[2:])
    triples = chars.pair_hashes(chars.pair_hashes(hashes[:-2], hashes[1:-1]), hashes[2:])
    unit = lines.unit_of_token[:-2]
    whole = unit == lines.unit_of_token[2:]
    found = chars.among(triples[whole], told)
    total = np.maximum(np.bincount(unit[whole], minlength=size), 1)
    return np.asarray(np.bincount(unit[whole][found], minlength=size) / total)
