"""Channels: which string was deleted, and what deletion makes of a word.

Deletion is deterministic, so the readings of a damaged word are exactly the words that it makes into that form:
never those at some edit distance. `readings_of` inverts it over a whole vocabulary at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleaner.propose.repairs.dropped_letters.language_model import LanguageModel

LIGATURES = ("ffi", "ffl", "ff", "fi", "fl")
"""The Latin ligatures that fonts draw as one glyph, longest first, as a PDF holds them."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Strings that were deleted wherever they stood (lower case, longest first).

    `any_case` tells whether "Ad" and "AD" went too.
    """

    strings: tuple[str, ...]
    any_case: bool = False

    @property
    def name(self) -> str:
        """For a person: `dropped "ad"`."""
        if self.strings == LIGATURES:
            return "dropped ligatures"
        return "dropped " + ", ".join(f'"{s}"' for s in self.strings)

    @property
    def pattern(self) -> regex.Pattern[str]:
        """What was deleted."""
        return regex.compile("|".join(self.strings), regex.IGNORECASE if self.any_case else 0)


KNOWN: Mapping[tuple[str, ...], float] = {
    ("ad",): 4.0,
    ("ads",): 5.0,
    ("fi",): 4.5,
    ("fl",): 4.5,
    ("ff",): 4.5,
    ("ffi",): 6.0,
    ("ti",): 5.0,
    ("th",): 5.0,
    LIGATURES: 4.5,
}
"""The strings that are known to be dropped, with the nats of evidence that each must bring."""

NATS_A_LETTER = 2.7
"""The prior of any other string, for each of its letters; the log of the letters of English in running text is 2.9."""


def prior_of(strings: tuple[str, ...]) -> float:
    """The nats of evidence that it takes to believe that `strings` were deleted."""
    known = KNOWN.get(strings)
    return known if known is not None else NATS_A_LETTER * max(len(s) for s in strings)


@dataclass(frozen=True)
class Readings:
    """For each damaged form, the ids of the words that deletion makes into it, most frequent first."""

    of: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=32)
def _compiled(strings: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile("|".join(map(regex.escape, strings)))


def deleted(word: str, strings: tuple[str, ...]) -> str:
    """`word` without `strings`."""
    return _compiled(strings).sub("", word)


@lru_cache(maxsize=64)
def readings_of(strings: tuple[str, ...], model: LanguageModel) -> Readings:
    """Invert the deletion of `strings` over the model's vocabulary. Words that vanish wholly are left out."""
    return Readings({form: tuple(found) for form, found in _inverted(strings, model).items()})


def _inverted(strings: tuple[str, ...], model: LanguageModel) -> dict[str, list[int]]:
    blob, ids = model.blob, model.ids
    # Only words that hold a string are looked at: the search jumps from one to the next.
    words = set()
    for string in strings:
        at = blob.find(string)
        while at >= 0:
            end = blob.find("\n", at)
            end = len(blob) if end < 0 else end
            words.add(blob[blob.rfind("\n", 0, at) + 1 : end])
            at = blob.find(string, end)
    found: dict[str, list[int]] = {}
    for word_id, word in sorted((ids[word], word) for word in words):
        form = deleted(word, strings)
        if form:
            found.setdefault(form, []).append(word_id)
    return found
