"""Lines of several sentences: whether each of them is known.

"Try a month for free. Cancel anytime." is two calls, not a paragraph. A phrase with an open end takes the sentences
after its own as well and says nothing of them, so that they are asked about one by one.
"""

from __future__ import annotations

import regex

from cleaner.propose.detectors.features import Line, Page

MOST_SENTENCES = 8
"""Longer lines are paragraphs, whatever they say."""

_END = regex.compile(r"(?<=[\p{Ll}\d)][.!?…][\"'”’»)]*)\s+(?=[\"'“‘«(]?[\p{Lu}\d])|(?<=[。！？])")


def sentences_of(text: str) -> list[str]:
    """The sentences of a line, by their ends; a number may begin one ("18+ only")."""
    return [part.strip() for part in _END.split(text) if part.strip()]


def each_is_known(page: Page, line: Line) -> bool:
    """Whether the line holds several sentences and phrases take each of them from end to end."""
    sentences = sentences_of(line.text)
    if not 2 <= len(sentences) <= MOST_SENTENCES:
        return False
    known = [False] * len(sentences)
    for hit in page.context.packs.hits(sentences, seconds=page.context.config.pattern_seconds):
        if hit.start == 0 and hit.end == len(sentences[hit.index]):
            known[hit.index] = True
    return all(known)
