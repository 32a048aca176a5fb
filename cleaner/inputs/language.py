"""The language of a text, for choosing phrase packs and word tables. Loaded on first use: most pages declare theirs."""

from __future__ import annotations

from functools import cache
from typing import Protocol, cast

_SAMPLE = 4000
"""Characters shown to the classifier: its answer on articles does not change with more."""
_LEAST = 25
"""Letters below which no answer is trusted."""


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
    if sum(map(str.isalpha, shown)) < _LEAST:
        return None
    return _classifier().classify(shown)[0]
