"""Witnesses: words that stand whole somewhere in the document, or in its source's profile, and tell what a damaged
one was.

A title, the address, metadata and front matter seldom go through the filter that damaged the body; and a text that
is damaged in part holds the same names whole elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

import regex

from cleaner.model import Document
from cleaner.propose.repairs.dropped_letters.channel import deleted
from cleaner.propose.repairs.dropped_letters.tokens import folded

_WORD = regex.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MIN = 4
"""Letters of a word that can be a witness: shorter ones are known anyway."""


def outside_words(document: Document) -> list[str]:
    """The words of the title, the address, the metadata and the front matter, as they stand there."""
    meta = document.meta
    texts = [meta.title, meta.description, *meta.authors, meta.site]
    texts += [value for value in document.front.values() if isinstance(value, str)]
    for url in (document.url, meta.url):
        if url:
            texts.append(regex.sub(r"[-_/+.]", " ", unquote(urlsplit(url).path)))
    if document.front_matter:
        texts.append(document.front_matter.of(document.text))
    return [word for text in texts if text for word in _WORD.findall(text)]


def witnesses(words: Iterable[str], strings: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """For each form that deletion leaves of one of `words`, the words (lower case) that it leaves it of."""
    found: dict[str, list[str]] = {}
    for word in dict.fromkeys(folded(word) for word in words if len(word) >= _MIN):
        if any(s in word for s in strings):
            form = deleted(word, tuple(strings))
            if form:
                found.setdefault(form, []).append(word)
    return {form: tuple(spellings) for form, spellings in found.items()}
