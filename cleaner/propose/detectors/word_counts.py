"""Words of lines: counted for a whole document at once, for the lines of it that read as it stands."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import regex

from cleaner.propose.units import Wording

_ASCII_WORD = re.compile(r"\w+")
_WORD = regex.compile(r"\w+")
_SPACELESS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
_THAI, _AFTER_THAI, _EAST_ASIAN = 0x0E00, 0x0E80, 0x2E80
"""Where the characters of `_SPACELESS` stand, among others: below the curly quotes and above them."""
_BASIC_PLANE = 0x10000


def count_words(text: str) -> int:
    """Runs of word characters in `text`; of scripts without spaces two characters count as one word."""
    if text.isascii():
        return len(_ASCII_WORD.findall(text))
    spaceless = len(_SPACELESS.findall(text))
    if not spaceless:
        return len(_WORD.findall(text))
    return len(_WORD.findall(_SPACELESS.sub(" ", text))) + spaceless // 2


class WordCounts:
    """Counts of one document's text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, wording: Wording) -> int:
        """`count_words` of a reading."""
        if type(wording) is not Wording or wording.view is not None or self._before is None:
            return count_words(wording.text)
        start, before = wording.start, self._before
        end = start + len(wording.text)
        # A line may begin inside of what is one word in the document: a label was cut off in front of it.
        inside = start > 0 and self._text[start].isalnum() and before[start + 1] == before[start]
        return int(before[end] - before[start]) + bool(inside)

    @cached_property
    def _before(self) -> npt.NDArray[np.int32] | None:
        """How many words begin before each position; `None` where words are not told by spaces everywhere, or the text
        holds characters beyond the basic plane."""
        text = self._text
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        if len(codes) and int(codes.max()) >= _BASIC_PLANE:
            return None
        if bool(((codes >= _THAI) & (codes < _AFTER_THAI) | (codes >= _EAST_ASIAN)).any()) and _SPACELESS.search(text):
            return None
        is_word = _word_characters()[codes]
        begins = is_word.copy()
        begins[1:] &= ~is_word[:-1]
        before = np.zeros(len(codes) + 1, dtype=np.int32)
        np.cumsum(begins, out=before[1:])
        return before


@lru_cache(maxsize=1)
def _word_characters() -> npt.NDArray[np.bool_]:
    """Which characters of the basic plane words are made of, as patterns read them."""
    table = np.zeros(_BASIC_PLANE, dtype=np.bool_)
    for found in regex.finditer(r"\w+", "".join(map(chr, range(_BASIC_PLANE)))):
        table[found.start() : found.end()] = True
    return table
