"""Readings that no list holds: compounds and inflections of words that lists hold (trackpads, AcademyOcean).

Word lists end somewhere, and one damaged word in a hundred is beyond them. A form that is in no list and that no
listed word leaves is parted in two: one part a word as it stands, the other what the deletion left of a word. Not for
forms that are words: of those, a compound is too rare a reading to weigh.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.propose.repairs.dropped_letters.channel import Readings
from cleaner.propose.repairs.dropped_letters.language_model import RESERVED, UNKNOWN_ID, LanguageModel

MIN_FORM = 5
"""Letters of a form that is parted; shorter ones part by chance."""

MIN_PART = 3
"""Letters of a part that stands whole; the word that the other part is restored to has one more."""

KNOWN_PART = -13.0
"""Log probability from which a word may be a part: rarer ones part names."""

MAX_FOUND = 3

BASE = -15.5
"""Log probability of one compound in no list, of two words of the usual frequency (`USUAL`, both logs added). A first
guess: the judge corrects it by what stands around."""

USUAL = -22.0
FREQUENCY_COUNTS = 0.5
TWO_WORDS = -2.0
"""What a compound loses, in nats, whose form is two words by itself (printhe: print, he)."""

_PREFIXES = frozenset(
    [
        "anti",
        "bi",
        "co",
        "de",
        "dis",
        "inter",
        "mega",
        "micro",
        "mini",
        "mis",
        "multi",
        "nano",
        "non",
        "out",
        "over",
        "post",
        "pre",
        "quad",
        "re",
        "semi",
        "sub",
        "super",
        "tri",
        "ultra",
        "un",
        "under",
    ]
)
_ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("ly", ""),
    ("ness", ""),
)
_PLAIN = -11.0
"""Log probability that stands for a prefix or an ending."""


class Compound(NamedTuple):
    """A compound (lower case) and its log probability."""

    text: str
    logp: float


def compounds(word: str, readings: Readings, strings: tuple[str, ...], model: LanguageModel) -> list[Compound]:
    """The compounds and inflections that the deletion of `strings` makes into `word`, the likeliest first."""
    low = word.lower()
    if len(low) < MIN_FORM or not low.isalpha() or _whole(word, low, model):
        return []
    best: dict[str, float] = {}
    for text, logp in _parted(word, low, readings, strings, model):
        best[text] = max(logp, best.get(text, -99.0))
    penalty = TWO_WORDS if any(_frequent(low[:at], model) and _frequent(low[at:], model) for at in _cuts(word)) else 0.0
    found = [Compound(text, BASE + FREQUENCY_COUNTS * (logp - USUAL) + penalty) for text, logp in best.items()]
    return sorted(found, key=lambda one: (-one.logp, one.text))[:MAX_FOUND]


def _whole(word: str, low: str, model: LanguageModel) -> bool:
    """Whether `word` is in no list and yet right: a prefix or an ending at a word (reskilling, wirings), or two words
    with a capital at the second (EarFun)."""
    if not word[1:].islower():
        return any(_part(low[:at], model) is not None and _part(low[at:], model) is not None for at in _cuts(word))
    return _inflected(low, model) or any(low[:at] in _PREFIXES and _inflected(low[at:], model) for at in _cuts(word))


def _inflected(part: str, model: LanguageModel) -> bool:
    """Whether `part` is a word that may be a part of another, or one with an ending."""
    stems = [part[: -len(ending)] + base for ending, base in _ENDINGS if part.endswith(ending)]
    return any(_part(stem, model) is not None for stem in (part, *stems))


def _parted(
    word: str, low: str, readings: Readings, strings: tuple[str, ...], model: LanguageModel
) -> Iterator[tuple[str, float]]:
    for at in _cuts(word):
        left, right = low[:at], low[at:]
        if (known := _PLAIN if left in _PREFIXES else _part(left, model)) is not None:
            for restored, logp in _restored(right, readings, model):
                # A capital stands for the part's own first letter.
                if word[at].islower() or not restored.startswith(strings):
                    yield left + restored, known + logp
        if (known := _part(right, model)) is not None:
            for restored, logp in _restored(left, readings, model):
                yield restored + right, known + logp
    if word[1:].islower():
        for ending, base in _ENDINGS:
            if low.endswith(ending):
                for restored, logp in _restored(low[: -len(ending)] + base, readings, model):
                    if restored.endswith(base):
                        yield restored[: len(restored) - len(base)] + ending, _PLAIN + logp


def _cuts(word: str) -> range | list[int]:
    """Where `word` may be parted: before its one inner capital, or anywhere if it has none. A capital that ends it is
    no part (DeepL)."""
    inner = [at for at in range(1, len(word)) if word[at].isupper()]
    if inner == [len(word) - 1]:
        return []
    return range(2, len(word) - 1) if not inner else inner if len(inner) == 1 else []


def _part(part: str, model: LanguageModel) -> float | None:
    word_id = model.ids.get(part, UNKNOWN_ID)
    logp = float(model.logp[word_id])
    return logp if len(part) >= MIN_PART and bool(model.listed[word_id]) and logp >= KNOWN_PART else None


def _frequent(part: str, model: LanguageModel) -> bool:
    """Whether `part` is a word, and if it is a short one, a frequent one."""
    word_id = model.ids.get(part, UNKNOWN_ID)
    return bool(model.listed[word_id]) and float(model.logp[word_id]) >= (KNOWN_PART if len(part) > MIN_PART else -9.0)


def _restored(form: str, readings: Readings, model: LanguageModel) -> Iterator[tuple[str, float]]:
    """The words that the deletion makes into `form` and that may be parts, with their log probability."""
    for word_id in readings.of.get(form, ()):
        word = model.words[word_id - RESERVED]
        logp = _part(word, model)
        if logp is not None and len(word) > MIN_PART:
            yield word, logp
