"""The prefilter: of many patterns, those that can match a text at all, by the words that the text holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from cleaner.rules.literals import CHARACTERS, PREFIX, Need, fold, words_of

_FIRST = 2
"""Characters of a word that are looked at before its beginnings are; prefixes have at least as many."""


class Prefilter:
    """Built once from the needs of patterns, in order; `None` stands for a pattern that must always be tried."""

    def __init__(self, needs: Sequence[Need | None]) -> None:
        words: dict[str, list[int]] = {}
        prefixes: dict[str, list[int]] = {}
        characters: dict[str, list[int]] = {}
        for number, need in enumerate(needs):
            for key in sorted(need or ()):
                if key.startswith(CHARACTERS):
                    characters.setdefault(key[1:], []).append(number)
                elif key.endswith(PREFIX):
                    prefixes.setdefault(key[:-1], []).append(number)
                else:
                    words.setdefault(key, []).append(number)
        self._always = [number for number, need in enumerate(needs) if need is None]
        self._words = words
        self._prefixes = prefixes
        self._characters = characters
        self._lengths = sorted({len(prefix) for prefix in prefixes})
        self._beginnings = {prefix[:_FIRST] for prefix in prefixes}

    def candidates(self, texts: Sequence[str]) -> list[list[int]]:
        """For each text, the numbers of the patterns worth trying, ascending."""
        folded = [fold(text) for text in texts]
        token_lists = [words_of(text) for text in folded]
        active: dict[str, list[int]] = {}
        for word in set(chain.from_iterable(token_lists)):
            numbers = list(self._words.get(word, ()))
            if word[:_FIRST] in self._beginnings:
                for length in self._lengths:
                    if length > len(word):
                        break
                    numbers += self._prefixes.get(word[:length], ())
            if numbers:
                active[word] = numbers
        whole = "".join(folded)
        characters = [(character, numbers) for character, numbers in self._characters.items() if character in whole]
        found: list[list[int]] = []
        for text, tokens in zip(folded, token_lists, strict=True):
            hits = [active[word] for word in active.keys() & tokens]
            hits += [numbers for character, numbers in characters if character in text]
            found.append(sorted({*self._always, *chain.from_iterable(hits)}) if hits else self._always)
        return found
