"""Drop caps: the first letter of an article, drawn as an ornament on the page and lost from its text.

"he council met on Monday" began with a T. Looked for in two places only, the first line and the first paragraph of
prose, where they begin with a lower-case letter though the text's other sentences begin with capitals. The letter
is chosen by what follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from cleaner.model import Reading
from cleaner.propose.repairs.dropped_letters.decode import FEATURES, Scorer, features, network_features
from cleaner.propose.repairs.dropped_letters.language_model import COMMA_ID, SKIP_ID, STOP_ID, UNKNOWN_ID
from cleaner.propose.repairs.dropped_letters.lattice import Lattice
from cleaner.propose.repairs.dropped_letters.tokens import COMMA, SKIP, STOP, WORD, folded, tokenise

MIN_WORDS = 12
"""Words of a paragraph of prose; shorter lines are menus, captions and headings."""

MIN_CAPITALS = 2
MAX_LOWER_SHARE = 0.2
"""The text must begin at least so many sentences with a capital, and at most this share of them without: of what looks
like the end of a sentence, abbreviations (U.S., ft.) are up to a fifth."""

MIN_CAPITALISED = 4
"""Letters left of a first word that is all in capitals: QUICK gives UICK. Shorter ones are abbreviations."""

RECALLED = 0.2
"""The share of a text's words that it repeats: what a word gains that stands elsewhere in it (Fall, Lush, Emil)."""

PLAIN_START = -4.5
"""Log probability that a text of ordinary sentences begins its first with a small letter: one article in a hundred
does."""

PLAIN_LINE = -2.0
"""The same for a first line that is no paragraph: menus and labels are often in small letters."""

OPENING_WEIGHT = 0.8
"""What it weighs that a word opens paragraphs more often than sentences (When, If) or less (Then, Of)."""

LOOK_AHEAD = 4000
NEAR = 400
"""Characters after the word that are read as its context."""

_FIRST = regex.compile(
    r"[ \t\u00a0]*[“\"‘']??(?P<word>['’](?:ve|m|ll|d)|[^\W\d_]+(?:['’][^\W\d_]+)?)(?=[ ,:-]|\Z)(?P<rest>.*)"
)
_ENDS = regex.compile(r"(?:[.!?][”\"’']?[ \t]+|(?P<line>\n\s*))[“\"‘']?(?P<first>\p{L})")
_SENTENCE = regex.compile(r"[.!?…:][”\"’']?(?:\s|$)")
UNKNOWN = -18.5
_SMALL_I = regex.compile(r"(?<![\w'’./-])i(?:['’](?:m|ve|ll|d))?(?=[\s,;!?])")
"""Who writes "i'm" begins a text with a small letter too."""
_WORD = regex.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class DropCap:
    """A first word, and what it may have been; `own` is the probability that it is right as it stands."""

    start: int
    word: str
    readings: tuple[Reading, ...]
    own: float


@dataclass(frozen=True, slots=True)
class Opening:
    """A first word that begins with a small letter, or is all in capitals. `prose`: its line is a paragraph."""

    start: int
    word: str
    prose: bool


def opening(text: str, start: int) -> Opening | None:
    """The first word of the first line, or of the first paragraph of prose, if it may have lost its first letter."""
    first = True
    at = start
    for line in text[start : start + LOOK_AHEAD].split("\n"):
        long = line.count(" ") >= MIN_WORDS
        match = _FIRST.match(line) if first or long else None
        if match:
            prose = long and match["rest"].count(" ") >= MIN_WORDS and _SENTENCE.search(match["rest"]) is not None
            word = match["word"]
            if len(word) == 1 and not match["rest"].strip():
                return None  # the mark that closes a window
            whole_capitals = first and word.isupper() and len(word) >= MIN_CAPITALISED
            if ((word[0].islower() or word[0] in "'’") and (first or prose)) or whole_capitals:
                return Opening(at + match.start("word"), word, prose)
            if prose:
                return None
            first = False
        at += len(line) + 1
    return None


def drop_cap(text: str, found: Opening, scorer: Scorer) -> DropCap | None:
    """The letter lost from `found`; `None` where nothing speaks for one."""
    end = min(len(text), found.start + LOOK_AHEAD)
    ends = list(_ENDS.finditer(text, found.start, end))
    capitals = sum(match["first"].isupper() for match in ends)
    small = sum(match["first"].islower() for match in ends if match["line"] is None)
    if capitals < MIN_CAPITALS or small > MAX_LOWER_SHARE * len(ends):
        return None
    if _SMALL_I.search(text, found.start, min(end, found.start + NEAR)):
        return None
    model, low = scorer.model, folded(found.word)
    if found.word.isupper() and low in model.ids:
        return None
    spelled = [low, *(s for s in (letter + low for letter in _LETTERS) if s in model.ids)]
    tokens = tokenise(text[found.start + len(found.word) : found.start + len(found.word) + NEAR])
    special = {STOP: STOP_ID, COMMA: COMMA_ID, SKIP: SKIP_ID}
    after = [
        model.ids.get(folded(word), UNKNOWN_ID) if kind == WORD else special[kind]
        for word, kind in zip(tokens.words, tokens.kinds, strict=True)
    ]
    if len(spelled) == 1 or WORD not in tokens.kinds:
        return None
    rows = len(spelled)
    words = np.array([model.ids.get(s, UNKNOWN_ID) for s in spelled], dtype=np.int64)
    ids = np.array([STOP_ID, STOP_ID, words[1], *after, STOP_ID, STOP_ID], dtype=np.int64)
    lattice = Lattice(
        ids=ids,
        positions=np.zeros(1, dtype=np.int64),
        first=np.zeros(1, dtype=np.int64),
        row_token=np.full(rows, 2, dtype=np.int64),
        row_word=words,
        row_base=np.where(words == UNKNOWN_ID, UNKNOWN, model.logp[words]).astype(np.float64),
        row_text=tuple(spelled),
        words=(found.word,),
    )
    score = features(lattice, ids, model) @ scorer.weights[:FEATURES]
    score += network_features(lattice, ids, np.zeros(rows, dtype=np.int64), scorer) @ scorer.weights[FEATURES:]
    score += OPENING_WEIGHT * model.opening[words]
    score[1:] += _recalled(text, found, spelled[1:], np.exp(model.logp[words[1:]]))
    score[0] += PLAIN_START if found.prose else PLAIN_LINE
    weights = np.exp(score - score.max())
    weights /= weights.sum()
    order = [int(i) for i in np.argsort(-weights, kind="stable") if i]
    readings = tuple(
        Reading(spelled[i][0].upper() + found.word, round(float(weights[i]), 4)) for i in order if weights[i] >= 0.005
    )
    return DropCap(found.start, found.word, readings, float(weights[0])) if readings else None


def _recalled(text: str, found: Opening, spelled: Sequence[str], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each spelling gains or loses, in nats, by how often it stands in the text, against how often it is
    `expected` to."""
    words = Counter(_WORD.findall(text.lower(), found.start + len(found.word)))
    total = max(words.total(), 1)
    share = np.array([words[spelling] for spelling in spelled], dtype=np.float64) / total
    return np.asarray(np.log(1.0 - RECALLED + RECALLED * share / np.maximum(expected, 1e-9)))
