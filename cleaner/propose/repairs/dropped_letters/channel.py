"""Channels: which string was deleted, and what deletion makes of a word.

Deletion is deterministic, so the readings of a damaged word are exactly the words that it makes into that form:
never those at some edit distance. `readings_of` inverts it over a whole vocabulary at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    if len(strings) == 1:
        return word.replace(strings[0], "")
    return _compiled(strings).sub("", word)


@lru_cache(maxsize=32)
def readings_of(strings: tuple[str, ...], model: LanguageModel) -> Readings:
    """Invert the deletion of `strings` over the model's vocabulary. Words that vanish wholly are left out."""
    return Readings(_inverted(_holding(strings, model, times=1), strings, model))


def readings_among(forms: Iterable[str], strings: tuple[str, ...], model: LanguageModel) -> Readings:
    """The same for `forms` alone, at a fifth of the cost: what a string that nobody expected to be dropped is worth.

    One string is put into every place of each form; words that hold it more than once are few, and inverted.
    """
    if strings in KNOWN or len(strings) > 1:
        return readings_of(strings, model)
    (string,) = strings
    ids = model.ids
    repeated = _repeated(strings, model)
    found: dict[str, tuple[int, ...]] = {}
    for form in forms:
        if not form or string in form:
            continue
        words = {form[:at] + string + form[at:] for at in range(len(form) + 1)}
        own = [ids[word] for word in words & ids.keys() if word.replace(string, "") == form]
        own += repeated.get(form, ())
        if own:
            found[form] = tuple(sorted(set(own)))
    return Readings(found)


@lru_cache(maxsize=32)
def _repeated(strings: tuple[str, ...], model: LanguageModel) -> Mapping[str, tuple[int, ...]]:
    return _inverted(_holding(strings, model, times=2), strings, model)


def _holding(strings: tuple[str, ...], model: LanguageModel, *, times: int) -> set[str]:
    """The words that hold one of `strings`, at least once or twice. The search jumps from one to the next."""
    blob = model.blob
    find, rfind = blob.find, blob.rfind
    words: set[str] = set()
    for string in strings:
        at = find(string)
        while at >= 0:
            end = find("\n", at)
            end = len(blob) if end < 0 else end
            if times == 1 or find(string, at + len(string), end) >= 0:
                words.add(blob[rfind("\n", 0, at) + 1 : end])
            at = find(string, end)
    return words


def _inverted(words: Iterable[str], strings: tuple[str, ...], model: LanguageModel) -> dict[str, tuple[int, ...]]:
    ids = model.ids
    found: dict[str, tuple[int, ...]] = {}
    for word_id, form in sorted([(ids[word], deleted(word, strings)) for word in words]):
        if form:
            found[form] = (*found.get(form, ()), word_id)
    return found
