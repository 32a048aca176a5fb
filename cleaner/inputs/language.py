"""The language of a text, for choosing phrase packs and word tables.

Its function words and its script tell the language of nearly every text at once; a classifier is asked where they leave
it open, and loaded only then. Most pages declare their language, and are not asked at all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Protocol, cast

import regex

from cleaner.inputs.function_words import LANGUAGES_OF_WORD

_SAMPLE = 4000
"""Characters shown to the classifier: its answer on articles does not change with more."""
_LEAST = 25
"""Letters below which no answer is trusted."""

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 12
_SHARE = 0.2
"""Share of a text's words that are function words of its language; prose has .25 to .5."""
_RIVAL = 0.4
"""How strong the next language may be, a word that several share counting for each in part. With these three bounds
91 % of whole texts (472) and 86 % of stretches of 120 to 250 characters (2,000) on development pages and fixtures are
decided, each as the classifier does; what is left are close relatives, agglutinating languages and lists of names."""

_SCRIPTS = (
    ("ja", regex.compile(r"[\p{Hiragana}\p{Katakana}]"), 0.1),
    ("ko", regex.compile(r"\p{Hangul}"), 0.5),
    ("th", regex.compile(r"\p{Thai}"), 0.5),
    ("el", regex.compile(r"\p{Greek}"), 0.5),
)
"""Scripts of one language, and the share of a text's letters from which on they tell it. Kana stand among
ideographs."""


class _Classifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


@cache
def _classifier() -> _Classifier:
    import py3langid  # noqa: PLC0415 - half a second, and only undeclared text needs it

    return cast(_Classifier, py3langid)


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of `text`, or `None` where there is too little to tell.

    Reads the longest lines: short ones are menus, and menus are English on pages of every language.
    """
    lines = sorted(text[: 50 * _SAMPLE].splitlines(), key=len, reverse=True)
    sample: list[str] = []
    length = 0
    for line in lines:
        sample.append(line[:_SAMPLE])
        length += len(sample[-1])
        if length >= _SAMPLE:
            break
    shown = " ".join(sample)[:_SAMPLE]
    words = _WORD.findall(shown.lower())
    if len(words) < _LEAST and sum(map(str.isalpha, shown)) < _LEAST:
        return None
    return _by_function_words(words) or _by_script(shown) or _classifier().classify(shown)[0]


def _by_function_words(words: Sequence[str]) -> str | None:
    """The language whose function words a text of these `words` is full of, where no other comes near."""
    if len(words) < _LEAST_WORDS:
        return None
    votes: dict[str, float] = defaultdict(float)
    hits: Counter[str] = Counter()
    for word, count in Counter(words).items():
        languages = LANGUAGES_OF_WORD.get(word, ())
        for language in languages:
            votes[language] += count / len(languages)
            hits[language] += count
    ranked = sorted(votes.items(), key=lambda vote: vote[1], reverse=True)[:2]
    if not ranked or hits[ranked[0][0]] < _SHARE * len(words):
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[1][1] <= _RIVAL * ranked[0][1] else None


def _by_script(text: str) -> str | None:
    if text.isascii():
        return None
    letters = sum(map(str.isalpha, text))
    return next(
        (language for language, script, share in _SCRIPTS if len(script.findall(text)) >= share * letters), None
    )
